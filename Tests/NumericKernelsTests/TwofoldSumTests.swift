import NumericKernels
import Testing

/// Whole numbers of up to 40 bits, whose sums of products Int128 holds exactly.
private struct WholeNumbers {
  var state: UInt64

  mutating func next() -> Int128 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int128(Int64(bitPattern: z ^ (z >> 31)) >> 24)
  }
}

@Suite("Sums in twice the precision")
struct TwofoldSumTests {
  /// Rows around the eight of a vector, columns around the four that go together.
  @Test(
    "of products agree with whole numbers", arguments: [1, 7, 8, 9, 100, 513, 1_030],
    [1, 3, 4, 5, 11])
  func products(rows: Int, columns: Int) {
    var numbers = WholeNumbers(state: UInt64(rows * 100 + columns))
    let above = 3, stride = rows + 5
    let X = (0..<stride * columns).map { _ in numbers.next() }
    let b = (0..<columns).map { _ in numbers.next() }, u = (0..<rows).map { _ in numbers.next() }
    let small = (0..<rows).map { _ in numbers.next() % 8 }
    let x = X.map { Double($0) }

    // What is left where all but some units cancel: 80 bits of which a plain sum keeps 53.
    let exact = (0..<rows).map { i in
      (0..<columns).reduce(Int128(0)) { $0 + X[above + i + $1 * stride] * b[$1] } + small[i]
    }
    var f = Twofold(exact.map { Double($0) })
    for i in 0..<rows { f.add(Double(exact[i] - Int128(f.high[i])), at: i) }
    f.subtractProduct(
      x.span, stride: stride, rows: above..<above + rows, Twofold(b.map { Double($0) }))
    #expect(f == Twofold(small.map { Double($0) }))

    var sums = Twofold(zeros: columns)
    addProduct(
      to: &sums, x.span, stride: stride, rows: above..<above + rows, u.map { Double($0) }.span,
      rest: small.map { Double($0) / 16 }.span)
    for j in 0..<columns {
      // In sixteenths, since `rest` is.
      let whole = (0..<rows).reduce(Int128(0)) {
        $0 + X[above + $1 + j * stride] * (16 * u[$1] + small[$1])
      }
      // Both parts are whole numbers of sixteenths. γ² of 1,030 products is 2⁻⁸³, but sums of whole
      // numbers below 2¹⁰⁶ are exact.
      let sum = Int128(sums.high[j] * 16) + Int128(sums.low[j] * 16)
      #expect((sum - whole).magnitude <= 1)
    }
  }

  @Test("keep what rounding leaves out")
  func sums() {
    var sum = Twofold([1, 0])
    sum.add(0x1p-60, at: 0)
    sum.add(-1, at: 0)
    #expect(sum.high[0] == 0x1p-60)
    let third = 1.0 / 3
    let product = Twofold([third]).times([third][...])
    // (1/3)² of the double exactly: its numerator squared, over 2¹⁰⁸.
    let numerator = Int128(third * 0x1p54)
    #expect(
      Int128(product.high[0] * 0x1p108) + Int128(product.low[0] * 0x1p108)
        == numerator * numerator)
    #expect(twofoldDot(Twofold([1e16, 1, -1e16]), [1, 1, 1]) == 1)
    #expect(Twofold([2]).negated.high == [-2])
  }
}

import NumericKernels
import Testing

@Suite("Elementary functions")
struct ElementaryFunctionTests {
  struct Function: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let scalar: @Sendable (Double) -> Double
    let lanes: @Sendable (SIMD8<Double>) -> SIMD8<Double>
    /// The bound that the documentation states, in ulp.
    let bound: Double

    static let all = [
      Function(
        testDescription: "exponential", scalar: { exponential($0) }, lanes: { exponential($0) },
        bound: 1.5),
      Function(
        testDescription: "exponentialMinusOne", scalar: { exponentialMinusOne($0) },
        lanes: { exponentialMinusOne($0) }, bound: 2),
      Function(
        testDescription: "naturalLogarithm", scalar: { naturalLogarithm($0) },
        lanes: { naturalLogarithm($0) }, bound: 1),
      Function(
        testDescription: "logarithmOfOnePlus", scalar: { logarithmOfOnePlus($0) },
        lanes: { logarithmOfOnePlus($0) }, bound: 2),
      Function(
        testDescription: "normalQuantile", scalar: { normalQuantile($0) },
        lanes: { normalQuantile($0) }, bound: 10),
      Function(
        testDescription: "normalCDF", scalar: { normalCDF($0) }, lanes: { normalCDF($0) },
        bound: 60),
    ]
  }

  @Test("errors stay below the stated bounds", arguments: Function.all)
  func accuracy(function: Function) throws {
    let file = function.testDescription.hasPrefix("normal") ? "special" : "elementary"
    let rows = try referenceRows(file).filter { $0.name == function.testDescription }
    #expect(rows.count >= 300)
    let errors = rows.map { $0.ulps(function.scalar($0.arguments[0])) }
    for (row, error) in zip(rows, errors) where !(error <= function.bound) {
      Issue.record("\(function.testDescription)(\(row.arguments[0])): \(error) ulp")
    }
  }

  @Test("eight lanes give the bits of one", arguments: Function.all)
  func lanes(function: Function) {
    var sequence = TestSequence(state: 7)
    for round in 0..<4_000 {
      var x = SIMD8<Double>()
      for lane in 0..<8 {
        // Every pattern of bits in turn with numbers of moderate size and with uniforms.
        let pattern = Double(bitPattern: sequence.bits())
        x[lane] =
          switch round % 3 {
          case 0: pattern
          case 1: (sequence.uniform() - 0.5) * 80
          default: sequence.uniform()
          }
      }
      let y = function.lanes(x)
      for lane in 0..<8 {
        let alone = function.scalar(x[lane])
        let same = alone.isNaN ? y[lane].isNaN : alone.bitPattern == y[lane].bitPattern
        if !same { Issue.record("\(x[lane]): \(alone) alone, \(y[lane]) in lanes") }
      }
    }
  }

  @Test("limits")
  func limits() {
    #expect(exponential(.infinity) == .infinity && exponential(-.infinity) == 0)
    #expect(exponential(709.79) == .infinity && exponential(-746) == 0 && exponential(0.0) == 1)
    #expect(exponential(.nan).isNaN && exponentialMinusOne(.nan).isNaN)
    #expect(exponentialMinusOne(.infinity) == .infinity && exponentialMinusOne(-.infinity) == -1)
    #expect(naturalLogarithm(0.0) == -.infinity && naturalLogarithm(-0.0) == -.infinity)
    #expect(naturalLogarithm(.infinity) == .infinity && naturalLogarithm(1.0) == 0)
    #expect(naturalLogarithm(-1.0).isNaN && naturalLogarithm(.nan).isNaN)
    #expect(logarithmOfOnePlus(-1.0) == -.infinity && logarithmOfOnePlus(-1.5).isNaN)
    #expect(logarithmOfOnePlus(.infinity) == .infinity && logarithmOfOnePlus(.nan).isNaN)
    #expect(
      logarithmOfOnePlus(0x1p-1074) == 0x1p-1074 && exponentialMinusOne(-0x1p-1074) == -0x1p-1074)
    #expect(normalQuantile(0.0) == -.infinity && normalQuantile(1.0) == .infinity)
    #expect(normalQuantile(0.5) == 0 && normalQuantile(-0.1).isNaN && normalQuantile(.nan).isNaN)
    #expect(normalCDF(-.infinity) == 0 && normalCDF(.infinity) == 1 && normalCDF(.nan).isNaN)
  }

  @Test("the block of normal quantiles has the bits of single ones at every length")
  func normalBlock() {
    var sequence = TestSequence(state: 3)
    // Up to several blocks of 128; all of some in the tails, a few far out.
    for count in Array(0...17) + [64, 127, 128, 136, 300] {
      let isTail = count % 8 == 0
      let u = (0..<count).map { i in
        let u = sequence.uniform()
        return i % 37 == 5 ? u * 1e-30 : isTail ? u * 0.05 + (u < 0.5 ? 0 : 0.95 * 0.999) : u
      }
      var scores = [Double](repeating: 0, count: count)
      var span = scores.mutableSpan
      normalQuantiles(u.span, into: &span)
      #expect(scores == u.map { normalQuantile($0) })
    }
  }

  @Test("blocks have the bits of single numbers at every length")
  func blocks() {
    var sequence = TestSequence(state: 23)
    for count in 0...17 {
      let x = (0..<count).map { _ in 8 * sequence.uniform() }
      var powers = x, changes = x, logarithms = x
      var span = powers.mutableSpan
      exponentiate(&span)
      span = changes.mutableSpan
      exponentiateMinusOne(&span)
      span = logarithms.mutableSpan
      takeLogarithms(&span)
      #expect(powers == x.map { exponential($0) })
      #expect(changes == x.map { exponentialMinusOne($0) })
      #expect(logarithms == x.map { naturalLogarithm($0) })
    }
  }
}

import NumericKernels
import RandomStreams
import Testing

@Suite("Addressed uniforms")
struct AddressedUniformTests {
  @Test("a block has the bits of single addresses", arguments: [0, 1, 6, 7, 1_000_001] as [UInt64])
  func block(firstDraw: UInt64) {
    for count in 0...35 {
      var uniforms = [Double](repeating: 0, count: count)
      var span = uniforms.mutableSpan
      fillUniforms(seed: 9, slot: 4, index: 2, step: 3, firstDraw: firstDraw, into: &span)
      let draws = (0..<count).map { firstDraw + UInt64($0) }
      let alone = draws.map { uniform(at: Address(slot: 4, index: 2, step: 3, draw: $0), seed: 9) }
      #expect(uniforms == alone)
    }
  }

  @Test("neighbouring addresses and seeds give different numbers")
  func distinct() {
    var seen: Set<Double> = []
    for seed in 0..<4 as Range<UInt64> {
      for slot in 0..<6 {
        for index in 0..<6 {
          for step in 0..<6 {
            for draw in 0..<8 as Range<UInt64> {
              let address = Address(slot: slot, index: index, step: step, draw: draw)
              seen.insert(uniform(at: address, seed: seed))
            }
          }
        }
      }
    }
    // Two of 6,912 numbers of 52 bits meet by chance with probability 5 · 10⁻⁹.
    #expect(seen.count == 4 * 6 * 6 * 6 * 8)
  }

  @Test("are uniform, and uncorrelated along each part of the address")
  func moments() {
    let n = 100_000
    var uniforms = [Double](repeating: 0, count: n)
    var span = uniforms.mutableSpan
    fillUniforms(seed: 1, slot: 1, firstDraw: 0, into: &span)
    // Seeds are fixed, so this never flakes. A correct generator with a random seed would fail
    // one comparison in a million: z(1 − 10⁻⁶/2) = 4.8916.
    let z = 4.8916
    let mean = uniforms.reduce(0, +) / Double(n)
    #expect((mean - 0.5).magnitude < z * (1 / 12 / Double(n)).squareRoot())
    let neighbours = [(1, 0, 0), (2, 0, 0), (1, 1, 0), (1, 0, 1)]
    for (i, (slot, index, step)) in neighbours.enumerated() {
      var others = uniforms
      var otherSpan = others.mutableSpan
      fillUniforms(
        seed: 1, slot: slot, index: index, step: step, firstDraw: i == 0 ? 1 : 0, into: &otherSpan)
      let products = zip(uniforms, others).map { ($0 - 0.5) * ($1 - 0.5) }
      // Var[(U − ½)(V − ½)] = 1/144.
      let covariance = products.reduce(0, +) / Double(n)
      #expect(covariance.magnitude < z / 12 / Double(n).squareRoot())
    }
    var cells = [Double](repeating: 0, count: 256)
    for u in uniforms { cells[Int(u * 256)] += 1 }
    let expected = Double(n) / 256
    let statistic = cells.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    #expect(regularisedGamma(shape: 255 / 2, statistic / 2).upper > 1e-6)
  }

  /// What stands beside an address: the next draw, index, step or slot, the next but some, and another
  /// seed.
  static let neighbours:
    [(what: String, slot: Int, index: Int, step: Int, draw: Int, seed: UInt64)] = [
      ("draw", 0, 0, 0, 1, 0), ("second draw", 0, 0, 0, 2, 0), ("sixteenth draw", 0, 0, 0, 16, 0),
      ("index", 0, 1, 0, 0, 0), ("second index", 0, 2, 0, 0, 0), ("step", 0, 0, 1, 0, 0),
      ("second step", 0, 0, 2, 0, 0), ("slot", 1, 0, 0, 0, 0), ("seed", 0, 0, 0, 0, 1),
      ("index and step", 0, 1, 1, 0, 0), ("index and draw", 0, 1, 0, 1, 0),
      ("step and draw", 0, 0, 1, 1, 0),
    ]

  @Test("pairs of neighbouring addresses fill 16 × 16 cells evenly, by high and low bits")
  func pairs() {
    let n = 1 << 20
    // Twelve kinds of neighbours, two places in the number, either tail.
    let alarm = 1e-6 / Double(Self.neighbours.count * 2 * 2)
    for neighbour in Self.neighbours {
      var high = [Int](repeating: 0, count: 256), low = high
      // 4,096 draws of each of 256 addresses: what a block of a simulation meets.
      for address in 0..<256 {
        let slot = 4096 + address % 4, index = address / 4 % 8, step = address / 32 + 1
        func row(_ isSecond: Bool) -> [Double] {
          var row = [Double](repeating: 0, count: n / 256)
          var span = row.mutableSpan
          let by = isSecond ? 1 : 0
          fillUniforms(
            seed: 77 + (isSecond ? neighbour.seed : 0), slot: slot + by * neighbour.slot,
            index: index + by * neighbour.index, step: step + by * neighbour.step,
            firstDraw: UInt64(by * neighbour.draw), into: &span)
          return row
        }
        for (a, b) in zip(row(false), row(true)) {
          high[16 * Int(a * 16) + Int(b * 16)] += 1
          // The bits 36 to 39 after the point.
          low[16 * (Int(a * 0x1p40) & 15) + (Int(b * 0x1p40) & 15)] += 1
        }
      }
      for (cells, place) in [(high, "high"), (low, "low")] {
        let expected = Double(n) / 256
        let statistic = cells.reduce(0.0) {
          $0 + (Double($1) - expected) * (Double($1) - expected) / expected
        }
        // Every number stands in two pairs, so that the statistic is χ² of 225 degrees and twice χ² of
        // 15: a gamma law with their mean and variance, 255 and 570.
        let tails = regularisedGamma(shape: 255 * 255 / 570, statistic * 255 / 570)
        #expect(min(tails.lower, tails.upper) > alarm, "\(neighbour.what), \(place): \(statistic)")
      }
    }
  }

  @Test("wrong addresses trap")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      _ = uniform(at: Address(slot: -1, draw: 0), seed: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = uniform(at: Address(slot: 0, step: 65_536, draw: 0), seed: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = uniform(at: Address(slot: 0, draw: 1 << 49), seed: 0)
    }
  }
}

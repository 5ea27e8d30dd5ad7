import Foundation
import NumericKernels
import RandomStreams
import Testing

@Suite("Scrambled Sobol' points")
struct SobolTests {
  private func referenceText(_ name: String, _ type: String) throws -> Data {
    let url = Bundle.module.url(
      forResource: name, withExtension: type, subdirectory: "ReferenceValues")
    return try Data(contentsOf: #require(url))
  }

  @Test("are, before the scramble, those of an independent implementation")
  func referencePoints() throws {
    struct File: Decodable { let points: [[Double]] }
    let points = try JSONDecoder().decode(
      File.self, from: referenceText("sobol_points_unscrambled", "json")
    ).points
    #expect(points.count >= 16)
    for (i, point) in points.enumerated() {
      for (d, coordinate) in point.enumerated() {
        #expect(sobolCoordinate(of: UInt32(i), dimension: d) == coordinate, "\(i), \(d)")
      }
    }
  }

  /// The textbook recurrence on the numbers of the published table, in whole numbers.
  @Test("follow the published table in every dimension")
  func publishedTable() throws {
    let text = try #require(
      String(
        data: referenceText("sobol_joe_kuo_6_first_1000_dimensions", "txt"), encoding: .utf8))
    let rows = text.split(separator: "\n").dropFirst().map { line in
      line.split(whereSeparator: { $0 == " " || $0 == "\t" }).compactMap { UInt64($0) }
    }
    for d in 1..<ScrambledSobol.dimensions {
      let row = rows[d - 1], s = Int(row[1]), a = row[2]
      #expect(row[0] == UInt64(d + 1))
      var m = Array(row[3...])
      for k in s..<20 {
        var next = m[k - s] ^ (m[k - s] << UInt64(s))
        for j in 1..<max(1, s) where (a >> UInt64(s - 1 - j)) & 1 == 1 {
          next ^= m[k - j] << UInt64(j)
        }
        m.append(next)
      }
      for point in [1, 2, 3, 7, 100, 4095, 77_777, 1_000_000] as [UInt32] {
        let gray = point ^ (point >> 1)
        var x = 0.0, digits = UInt64(0)
        for k in 0..<20 where (gray >> UInt32(k)) & 1 == 1 { digits ^= m[k] << UInt64(31 - k) }
        x = Double(digits) * 0x1p-32
        #expect(sobolCoordinate(of: point, dimension: d) == x, "dimension \(d), point \(point)")
      }
    }
  }

  @Test("do not depend on where a block begins or ends")
  func blocks() {
    for dimension in [0, 5, 400, 767] {
      let all = uniforms(seed: 9, dimension, 0..<200)
      for (first, count) in [(0, 200), (1, 30), (15, 18), (16, 16), (31, 100), (199, 1)] {
        #expect(
          uniforms(seed: 9, dimension, first..<(first + count))
            == Array(all[first..<(first + count)]))
      }
      for draw in [0, 17, 99] {
        #expect(sobolUniform(seed: 9, dimension: dimension, draw: UInt64(draw)) == all[draw])
      }
    }
    let far = ScrambledSobol.draws - 40
    #expect(
      sobolUniform(seed: 9, dimension: 3, draw: far + 39)
        == uniforms(seed: 9, dimension: 3, from: far, count: 40)[39])
  }

  @Test("fill every interval of every dimension once in each scramble")
  func stratified() {
    let points = 256
    for dimension in 0..<ScrambledSobol.dimensions {
      let u = uniforms(seed: 3, dimension, 0..<(16 * points))
      for scramble in 0..<16 {
        let cells = (0..<points).map { Int(u[16 * $0 + scramble] * Double(points)) }
        #expect(Set(cells).count == points, "dimension \(dimension), scramble \(scramble)")
      }
    }
  }

  @Test("stay a net in the first two dimensions: one point in every elementary box")
  func net() {
    let digits = 10, points = 1 << digits
    let u = uniforms(seed: 4, 0, 0..<(16 * points)), w = uniforms(seed: 4, 1, 0..<(16 * points))
    for scramble in [0, 7, 15] {
      for first in 0...digits {
        let boxes = (0..<points).map { i in
          let a = Int(u[16 * i + scramble] * Double(1 << first))
          let b = Int(w[16 * i + scramble] * Double(1 << (digits - first)))
          return a << (digits - first) | b
        }
        #expect(Set(boxes).count == points, "boxes of 2^-\(first)")
      }
    }
  }

  /// χ² at a false-alarm rate of 10⁻⁶.
  private func expectUniform(_ counts: [Int], _ what: String) {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    let statistic = counts.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    let freedom = Double(counts.count - 1)
    #expect(regularisedGamma(shape: freedom / 2, statistic / 2).upper > 1e-6, "\(what)")
  }

  /// A nested uniform scramble flips each digit by a fair coin of its own for every prefix: the
  /// eight coins of the fourth digit, from independent scrambles, are all 256 outcomes alike.
  @Test("flip the digits of different prefixes independently", arguments: [1, 2, 3])
  func flips(depth: Int) {
    var counts = [Int](repeating: 0, count: 1 << (1 << depth))
    for seed in 0..<UInt64(40) {
      for dimension in 0..<64 {
        let u = uniforms(seed: seed, dimension, 0..<(16 * 16))
        for scramble in 0..<16 {
          // Points 0...15 hold every prefix of four digits once.
          var outcome = 0
          for point in 0..<16 {
            let plain = Int(sobolCoordinate(of: UInt32(point), dimension: dimension) * 16)
            let mixed = Int(u[16 * point + scramble] * 16)
            let place = 3 - depth
            let flip = ((plain ^ mixed) >> place) & 1
            outcome |= flip << (plain >> (place + 1))
          }
          counts[outcome] += 1
        }
      }
    }
    expectUniform(counts, "flips at depth \(depth)")
  }

  @Test("are uniform, and independent between scrambles, dimensions and seeds")
  func independence() {
    let n = 1 << 12
    func cells(_ a: [Double], _ b: [Double], _ pick: (Int) -> (Int, Int)) -> [Int] {
      var counts = [Int](repeating: 0, count: 256)
      for i in 0..<n {
        let (j, k) = pick(i)
        counts[Int(a[j] * 16) * 16 + Int(b[k] * 16)] += 1
      }
      return counts
    }
    // Draw i of one scramble or seed against draw i of another, each draw from a fresh seed: within
    // one they are far more even than chance.
    let first = (0..<n).map { sobolUniform(seed: UInt64($0), dimension: 2, draw: 160) }
    let neighbour = (0..<n).map { sobolUniform(seed: UInt64($0), dimension: 2, draw: 161) }
    let beside = (0..<n).map { sobolUniform(seed: UInt64($0), dimension: 3, draw: 160) }
    let later = (0..<n).map { sobolUniform(seed: UInt64($0) + 1, dimension: 2, draw: 160) }
    for (other, what) in [(neighbour, "scrambles"), (beside, "dimensions"), (later, "seeds")] {
      expectUniform(cells(first, other) { ($0, $0) }, what)
    }
    let low = (0..<n).map { (first[$0] * 0x1p32).truncatingRemainder(dividingBy: 1) }
    expectUniform(cells(first, low) { ($0, $0) }, "the digits below the thirty-second")
  }

  @Test("wrong addresses trap")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      _ = sobolUniform(seed: 1, dimension: 768, draw: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = sobolUniform(seed: 1, dimension: 0, draw: ScrambledSobol.draws)
    }
  }

  private func uniforms(seed: UInt64, _ dimension: Int, _ draws: Range<Int>) -> [Double] {
    uniforms(seed: seed, dimension: dimension, from: UInt64(draws.lowerBound), count: draws.count)
  }

  private func uniforms(
    seed: UInt64, dimension: Int, from first: UInt64, count: Int
  ) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    var span = values.mutableSpan
    fillSobolUniforms(seed: seed, dimension: dimension, firstDraw: first, into: &span)
    return values
  }
}

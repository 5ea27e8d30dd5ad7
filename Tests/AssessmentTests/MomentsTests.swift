import Assessment
import Foundation
import Testing

/// A data set with certified values: NIST StRD, univariate summary statistics.
struct UnivariateCase: Decodable, Sendable {
  struct Certified: Decodable, Sendable {
    let mean: String
    let sd: String
  }

  let name: String
  let certified: Certified
  let data: [Double]

  static func read(_ name: String) throws -> UnivariateCase {
    let folder = Bundle.module.url(forResource: "ReferenceValues", withExtension: nil)
    let file = try #require(folder).appending(path: "univariate_\(name).json")
    return try JSONDecoder().decode(UnivariateCase.self, from: Data(contentsOf: file))
  }
}

@Suite("Moments")
struct MomentsTests {
  /// Relative error allowed of an sd: an ulp of the data counts √(Σx²/Σ(x − m)²) times (Chan,
  /// Golub & LeVeque 1983, table 2.1), and three are lost: in the data as read, in the running mean
  /// and in the difference from it; and n roundings.
  private func tolerance(_ data: [Double], sd: Double) -> Double {
    let square = data.reduce(0) { $0 + $1 * $1 }
    let condition = (square / (sd * sd * Double(data.count - 1))).squareRoot()
    return 0x1p-53 * (3 * condition + Double(data.count))
  }

  @Test(
    "agree with NIST's certified values, at once and merged in chunks",
    arguments: ["Lew", "Lottery", "Mavro", "NumAcc1", "NumAcc3"], [1_000_000, 1, 7, 64])
  func certified(name: String, chunk: Int) throws {
    let reference = try UnivariateCase.read(name)
    let mean = try #require(Double(reference.certified.mean))
    let sd = try #require(Double(reference.certified.sd))
    let moments = merged(reference.data, chunk)
    #expect(moments.count == reference.data.count)
    // The certified values have 15 digits.
    #expect((moments.mean - mean).magnitude <= 1e-14 * mean.magnitude)
    let error = (moments.standardDeviation - sd).magnitude / sd
    #expect(error <= tolerance(reference.data, sd: sd) + 1e-15, "\(error)")
  }

  @Test("agree with a naive twin in two passes, up to the fourth", arguments: [1, 13, 4096])
  func twin(chunk: Int) {
    // Whole numbers with a skew.
    let data: [Double] = (0..<5000).map { (i: Int) -> Double in
      (i * i + 3 * i) % 97 == 0 ? 1200 : Double(i % 50)
    }
    let n = 5000.0
    let mean: Double = data.reduce(0, +) / n
    var m2 = 0.0, m4 = 0.0
    for value in data {
      let square: Double = (value - mean) * (value - mean)
      m2 += square
      m4 += square * square
    }
    let s2: Double = m2 / (n - 1)
    let spread: Double = m4 / n - s2 * s2 * (n - 3) / (n - 1)
    let expected: Double = (spread / n).squareRoot() / (2 * s2.squareRoot())
    let meanError: Double = (s2 / n).squareRoot()
    let moments = merged(data, chunk)
    #expect((moments.mean - mean).magnitude <= 1e-14 * mean)
    #expect((moments.variance - s2).magnitude <= 1e-13 * s2)
    #expect((moments.meanError - meanError).magnitude <= 1e-13)
    #expect((moments.standardDeviationError - expected).magnitude <= 1e-12 * expected)
  }

  @Test("of a far shifted stream lose no more than the shift takes")
  func shifted() {
    let data = (0..<100_000).map { 1e9 + Double($0 % 10) }
    let moments = merged(data, 2048)
    // Ten values 0...9, evenly: variance 8.25 n / (n − 1).
    let expected = 8.25 * 100_000 / 99_999
    #expect((moments.variance - expected).magnitude <= 1e-10 * expected)
    #expect((moments.mean - (1e9 + 4.5)).magnitude <= 1e9 * 1e-15)
  }

  @Test("of few or equal numbers are 0 where they have no meaning")
  func few() {
    #expect(Moments().meanError == 0 && Moments().standardDeviation == 0)
    #expect(Moments([3]).variance == 0 && Moments([3]).mean == 3)
    let constant = merged(Array(repeating: 0.1, count: 1000), 9)
    #expect((constant.mean - 0.1).magnitude <= 1e-16 && constant.standardDeviation < 1e-16)
    #expect(constant.standardDeviationError < 1e-16)
    var empty = Moments()
    empty.merge(Moments())
    #expect(empty == Moments())
  }

  @Test("standard errors cover what they estimate")
  func standardErrors() {
    // 2,000 samples of 200 from an exponential law by inversion of a lattice: mean 1, sd 1.
    var generator = SplitMix(state: 7)
    var meanScores: [Double] = [], sdScores: [Double] = []
    for _ in 0..<2000 {
      let moments = Moments((0..<200).map { _ in -log(generator.uniform()) })
      meanScores.append((moments.mean - 1) / moments.meanError)
      sdScores.append((moments.standardDeviation - 1) / moments.standardDeviationError)
    }
    // Heavy-tailed estimates of their own error: between 80 and 97 % lie within ±1.96.
    for scores in [meanScores, sdScores] {
      let covered = Double(scores.filter { $0.magnitude < 1.96 }.count) / 2000
      #expect((0.8...0.97).contains(covered), "\(covered)")
    }
  }

  private func merged(_ data: [Double], _ chunk: Int) -> Moments {
    var moments = Moments()
    for start in stride(from: 0, to: data.count, by: chunk) {
      moments.merge(Moments(data[start..<min(data.count, start + chunk)]))
    }
    return moments
  }
}

/// A small generator of the tests' own (Steele, Lea & Flood, OOPSLA 2014).
struct SplitMix {
  var state: UInt64

  /// Inside (0, 1).
  mutating func uniform() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    return (Double(z >> 11) + 0.5) * 0x1p-53
  }
}

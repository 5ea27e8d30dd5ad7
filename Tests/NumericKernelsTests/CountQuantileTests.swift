import Foundation
import NumericKernels
import Testing

/// A law of counts: the kernel, the block, and a slow twin that adds up probabilities.
struct CountLaw: CustomTestStringConvertible, Sendable {
  enum Kind: Sendable { case binomial, hazard, poisson, negativeBinomial }
  let kind: Kind
  let first: Double
  let second: Double

  var testDescription: String { "\(kind) \(first), \(second)" }

  func quantile(_ u: Double) -> Double {
    switch kind {
    case .binomial: binomialQuantile(u, trials: first, probability: second)
    case .hazard: binomialQuantile(u, trials: first, hazard: second)
    case .poisson: poissonQuantile(u, mean: first)
    case .negativeBinomial: negativeBinomialQuantile(u, mean: first, size: second)
    }
  }

  func quantiles(_ u: [Double]) -> [Double] {
    let a = [Double](repeating: first, count: u.count)
    let isProbability = kind == .binomial
    let hazard = isProbability ? -logarithmOfOnePlus(-second) : second
    let odds = isProbability ? second / (1 - second) : exponentialMinusOne(second)
    let b = [Double](repeating: kind == .negativeBinomial ? second : hazard, count: u.count)
    let c = [Double](repeating: odds, count: u.count)
    var counts = a
    var span = counts.mutableSpan
    switch kind {
    case .binomial, .hazard:
      binomialQuantiles(u.span, trials: a.span, hazard: b.span, odds: c.span, into: &span)
    case .poisson: poissonQuantiles(u.span, mean: a.span, into: &span)
    case .negativeBinomial:
      negativeBinomialQuantiles(u.span, mean: a.span, size: b.span, into: &span)
    }
    return counts
  }

  /// ln P(X = k) by the textbook formula with the C library's ln Γ.
  func logProbability(_ k: Double) -> Double {
    func choose(_ n: Double, _ k: Double) -> Double {
      lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    }
    switch kind {
    case .binomial:
      return k > first
        ? -.infinity : choose(first, k) + k * log(second) + (first - k) * log1p(-second)
    case .hazard:
      return k > first
        ? -.infinity : choose(first, k) + k * log(-expm1(-second)) - (first - k) * second
    case .poisson: return k * log(first) - first - lgamma(k + 1)
    case .negativeBinomial:
      return choose(second + k - 1, k) - second * log1p(first / second)
        - k * log1p(second / first)
    }
  }

  /// P(X = 0), P(X = 1), … until 10⁻¹² is left.
  func probabilities() -> [Double] {
    var result: [Double] = [], sum = 0.0
    while sum < 1 - 1e-12 && result.count < 200_000 {
      result.append(exp(logProbability(Double(result.count))))
      sum += result[result.count - 1]
    }
    return result
  }

  /// P(X ≤ k) and P(X > k).
  func tails(_ k: Double) -> (lower: Double, upper: Double) {
    if (kind == .binomial || kind == .hazard) && k >= first { return (1, 0) }
    switch kind {
    case .binomial:
      return regularisedBeta(first - k, k + 1, at: 1 - second, complement: second)
    case .hazard:
      return regularisedBeta(
        first - k, k + 1, at: exponential(-second), complement: -exponentialMinusOne(-second))
    case .poisson:
      let (lower, upper) = regularisedGamma(shape: k + 1, first)
      return (upper, lower)
    case .negativeBinomial:
      let success = second / (second + first), failure = first / (second + first)
      return regularisedBeta(second, k + 1, at: success, complement: failure)
    }
  }

  /// Laws beyond the walk: means from 20 to 10⁶, success from rare to usual, all dispersions.
  static let large: [CountLaw] = {
    var laws: [CountLaw] = []
    for mean in [20.0, 25, 30, 45, 80, 200, 1_000, 20_000, 1_000_000] {
      laws.append(CountLaw(kind: .poisson, first: mean, second: 0))
      for p in [0.001, 0.03, 0.2, 0.5, 0.8, 0.95] {
        let n = (mean / p).rounded()
        laws.append(CountLaw(kind: .binomial, first: n, second: p))
        laws.append(CountLaw(kind: .hazard, first: n, second: p))
      }
      for size in [0.5, 3, 15, 60, 400, 9_000] {
        laws.append(CountLaw(kind: .negativeBinomial, first: mean, second: size))
      }
    }
    return laws
  }()

  static let all: [CountLaw] = [
    CountLaw(kind: .binomial, first: 1, second: 0.3),
    CountLaw(kind: .binomial, first: 12, second: 0.95),
    CountLaw(kind: .binomial, first: 300, second: 0.017),
    CountLaw(kind: .binomial, first: 2_000, second: 0.4),
    CountLaw(kind: .hazard, first: 250, second: 0.025),
    CountLaw(kind: .hazard, first: 9_000, second: 0.08),
    CountLaw(kind: .hazard, first: 5, second: 3), CountLaw(kind: .poisson, first: 0.02, second: 0),
    CountLaw(kind: .poisson, first: 4.4, second: 0),
    CountLaw(kind: .poisson, first: 130, second: 0),
    CountLaw(kind: .poisson, first: 700, second: 0),
    CountLaw(kind: .negativeBinomial, first: 6.5, second: 5.25),
    CountLaw(kind: .negativeBinomial, first: 6.5, second: 0.3),
    CountLaw(kind: .negativeBinomial, first: 80, second: 900),
    CountLaw(kind: .negativeBinomial, first: 900, second: 40),
    CountLaw(kind: .negativeBinomial, first: 300, second: 0.05),
  ]
}

@Suite("Counts")
struct CountQuantileTests {
  @Test("agree with the reference quantiles")
  func reference() throws {
    struct File: Decodable { let rows: [Row] }
    struct Row: Decodable {
      let distribution: String
      let parameters: [String: Double]
      let quantiles: [Quantile]
    }
    struct Quantile: Decodable {
      let p: Double
      let k: Double
    }
    let data = try Data(contentsOf: referenceURL("discrete_quantiles", "json"))
    for row in try JSONDecoder().decode(File.self, from: data).rows {
      let p = row.parameters
      let law: CountLaw
      if let rate = p["rate"] {
        law = CountLaw(kind: .poisson, first: rate, second: 0)
      } else if let size = p["size"], let success = p["prob"] {
        let mean = size * (1 - success) / success
        law = CountLaw(kind: .negativeBinomial, first: mean, second: size)
      } else {
        law = CountLaw(
          kind: .binomial, first: try #require(p["n"]), second: try #require(p["prob"]))
      }
      // Our uniforms are never 0.
      for quantile in row.quantiles where quantile.p > 0 {
        #expect(law.quantile(quantile.p) == quantile.k, "\(row.distribution) \(p) at \(quantile.p)")
      }
    }
  }

  @Test("agree with sums of probabilities", arguments: CountLaw.all)
  func slowTwin(law: CountLaw) {
    var sum = 0.0, previous = 0.0
    for (k, probability) in law.probabilities().enumerated() {
      sum += probability
      defer { previous = sum }
      // All of the first steps, and a sample of a long tail.
      guard k < 2_500 || k % 499 == 0 else { continue }
      // Halfway up the step the answer does not hang on rounding.
      let u = 0.5 * (previous + sum)
      if probability > 1e-9 && u > 1e-9 && u < 1 - 1e-9 { #expect(law.quantile(u) == Double(k)) }
    }
  }

  @Test("decide rightly right beside the steps of large laws", arguments: CountLaw.large)
  func besideSteps(law: CountLaw) {
    let first = law.quantile(1e-6), last = law.quantile(1 - 1e-6)
    let stride = max(1, ((last - first) / 300).rounded(.down))
    var k = max(1, first)
    while k < last {
      let (lower, upper) = law.tails(k)
      // Twice the stated error of either side, and far below a step.
      let gap = max(1e-9 * min(lower, upper), 1e-12)
      let (below, above) =
        upper < lower ? (1 - (upper + gap), 1 - (upper - gap)) : (lower - gap, lower + gap)
      let step = min(lower - law.tails(k - 1).lower, law.tails(k + 1).lower - lower)
      if min(lower, upper) > 1e-6 && step > 2 * gap {
        #expect(law.quantile(below) == k, "F(\(k)) from below")
        #expect(law.quantile(above) == k + 1, "F(\(k)) from above")
      }
      k += stride
    }
  }

  @Test("never fall as u grows, from next to 0 to next to 1", arguments: CountLaw.all)
  func monotone(law: CountLaw) {
    var sequence = TestSequence(state: 11)
    var u = (0..<3_000).map { _ in sequence.uniform() }
    for exponent in 1...53 { u += [pow(2, -Double(exponent)), 1 - pow(2, -Double(exponent))] }
    // On both sides of the change of method.
    for step in -50...50 { u.append(1 - 0x1p-20 + Double(step) * 0x1p-53) }
    u.sort()
    let counts = law.quantiles(u)
    for i in 1..<u.count { #expect(counts[i - 1] <= counts[i], "between \(u[i - 1]) and \(u[i])") }
    #expect(counts.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    if law.kind == .binomial || law.kind == .hazard {
      #expect(counts.allSatisfy { $0 <= law.first })
    }
    #expect(counts == u.map(law.quantile))
  }

  @Test("follow their law", arguments: CountLaw.all)
  func chiSquare(law: CountLaw) {
    let n = 40_000.0
    var sequence = TestSequence(state: 2_021), observed: [Int: Double] = [:]
    for count in law.quantiles((0..<Int(n)).map { _ in sequence.uniform() }) {
      observed[Int(count), default: 0] += 1
    }
    var statistic = 0.0, cells = 0.0, expected = 0.0, seen = 0.0, used = 0.0, usedSeen = 0.0
    for (k, probability) in law.probabilities().enumerated() {
      expected += n * probability
      seen += observed[k] ?? 0
      // Cells of at least 20 expected, the rest in the last.
      guard expected >= 20 && n - used - expected >= 20 else { continue }
      statistic += (seen - expected) * (seen - expected) / expected
      (used, usedSeen, cells) = (used + expected, usedSeen + seen, cells + 1)
      (expected, seen) = (0, 0)
    }
    guard cells > 0 else { return }
    statistic += (n - usedSeen - n + used) * (n - usedSeen - n + used) / (n - used)
    // A right kernel with random uniforms would fail once in a million.
    #expect(regularisedGamma(shape: cells / 2, statistic / 2).upper > 1e-6)
  }

  @Test("edges")
  func edges() {
    for u in [0x1p-53, 0.5, 1 - 0x1p-53] {
      #expect(binomialQuantile(u, trials: 0, probability: 0.4) == 0)
      #expect(binomialQuantile(u, trials: 7, probability: 0) == 0)
      #expect(binomialQuantile(u, trials: 7, probability: 1) == 7)
      #expect(binomialQuantile(u, trials: 7, hazard: .infinity) == 7)
      #expect(binomialQuantile(u, trials: 0, hazard: .infinity) == 0)
      #expect(binomialQuantile(u, trials: 7, hazard: 0) == 0)
      #expect(binomialQuantile(u, trials: 1e9, probability: 1e-9) <= 20)
      #expect(poissonQuantile(u, mean: 0) == 0)
      #expect(negativeBinomialQuantile(u, mean: 0, size: 0.2) == 0)
    }
    #expect(binomialQuantile(0.5, trials: 1e6, probability: 0.5) == 500_000)
    #expect(poissonQuantile(0.5, mean: 1e6) == 1e6)
  }

  @Test("have the same bits at every length and place in a block")
  func remainders() {
    var sequence = TestSequence(state: 19)
    for count in [0, 1, 7, 8, 9, 16, 31, 32, 33, 47, 64, 70] {
      let u = (0..<count).map { _ in sequence.uniform() }
      for law in CountLaw.all { #expect(law.quantiles(u) == u.map(law.quantile)) }
    }
  }

  @Test("do not depend on the laws in neighbouring lanes")
  func mixedLanes() {
    var sequence = TestSequence(state: 29)
    let u = (0..<800).map { _ in sequence.uniform() }
    // From nothing to laws far beyond the sequential search, extreme uniforms among them.
    let means = u.indices.map { [0, 0.3, 7, 40, 600, 5_000, 2, 90][($0 * 5 + $0 / 8) % 8] }
    let sizes = u.indices.map { [5.25, 0.1, 40, 900, 2][$0 % 5] }
    let trials = means.map { ($0 * 30).rounded() }
    let hazards = u.indices.map { [0.03, 0.4, 0, 5, .infinity, 0.001][$0 % 6] }
    let extreme = u.indices.map { $0 % 7 == 0 ? 1 - u[$0] * 0x1p-22 : u[$0] }
    var counts = u
    var span = counts.mutableSpan
    let odds = hazards.map { exponentialMinusOne($0) }
    binomialQuantiles(
      extreme.span, trials: trials.span, hazard: hazards.span, odds: odds.span, into: &span)
    for i in u.indices {
      #expect(counts[i] == binomialQuantile(extreme[i], trials: trials[i], hazard: hazards[i]))
    }
    span = counts.mutableSpan
    negativeBinomialQuantiles(extreme.span, mean: means.span, size: sizes.span, into: &span)
    for i in u.indices {
      #expect(counts[i] == negativeBinomialQuantile(extreme[i], mean: means[i], size: sizes[i]))
    }
    span = counts.mutableSpan
    poissonQuantiles(extreme.span, mean: means.span, into: &span)
    for i in u.indices { #expect(counts[i] == poissonQuantile(extreme[i], mean: means[i])) }
  }

  @Test("wrong parameters trap")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      _ = binomialQuantile(0.5, trials: 2.5, hazard: 0.1)
    }
    await #expect(processExitsWith: .failure) {
      _ = binomialQuantile(0.5, trials: 3, hazard: -0.1)
    }
    await #expect(processExitsWith: .failure) {
      _ = binomialQuantile(0.5, trials: 3, probability: 1.1)
    }
    await #expect(processExitsWith: .failure) { _ = poissonQuantile(0.5, mean: .nan) }
    await #expect(processExitsWith: .failure) {
      _ = negativeBinomialQuantile(0.5, mean: 1, size: 0)
    }
  }
}

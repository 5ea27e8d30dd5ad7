import NumericKernels
import Testing

/// The expansion of P(S ≥ k) for sums of counts against their exact law, by adding up products of
/// probabilities.
@Suite("Sums of counts")
struct SumTailTests {
  private struct Count {
    let mean: Double
    let excess: Double
    let sign: Double

    /// P(X = 0), P(X = 1), … until next to nothing is left.
    var probabilities: [Double] {
      let trials = excess < 0 ? mean / -excess : .infinity
      let size = excess > 0 ? mean / excess : 0
      var p = exponential(
        excess < 0
          ? trials * logarithmOfOnePlus(excess)
          : excess > 0 ? -size * logarithmOfOnePlus(excess) : -mean)
      var all = [p], sum = p, k = 0.0
      while sum < 1 - 1e-13 && all.count < 20_000 && (k < trials - 0.5) {
        let ratio =
          excess < 0
          ? (trials - k) * -excess / (1 + excess)
          : excess > 0 ? (size + k) * excess / (1 + excess) : mean
        p *= ratio / (k + 1)
        k += 1
        all.append(p)
        sum += p
      }
      return all
    }
  }

  private func randomCounts(_ sequence: inout TestSequence) -> [Count] {
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * sequence.uniform()
    }
    let heaviest = exponential(between(-2.5, 2.2))
    // Every third time one to four negative binomial counts make up the sum, or nearly all of it.
    let isHeavy = sequence.uniform() < 0.33
    if isHeavy {
      let size = exponential(between(1.6, 4.1)), θ = exponential(between(0, 3.9))
      return (0..<Int(between(1, 4.99))).map { _ in
        Count(mean: size * θ, excess: θ, sign: 1)
      }
        + (0..<Int(between(0, 3.99))).map { _ in
          Count(mean: between(0.5, 8), excess: -0.02, sign: -1)
        }
    }
    let entries = Int(between(0, 12)), rest = Int(between(6, 50))
    let light = (0..<rest).map { _ in
      let sign = sequence.uniform() < 0.5 ? -1.0 : 1
      if sequence.uniform() < 0.4 {
        return Count(mean: exponential(between(-3, 1.5)), excess: 0, sign: sign)
      }
      let p = exponential(between(-5.5, -0.1)), n = max(1, (between(0.1, 9) / p).rounded())
      return Count(mean: n * p, excess: -p, sign: sign)
    }
    return light
      + (0..<entries).map { _ in
        Count(mean: between(0.5, 12), excess: heaviest * between(0.3, 1), sign: 1)
      }
  }

  @Test("are right to the bound that the estimators of P(target) go by")
  func expansion() {
    var sequence = TestSequence(state: 77), checked = 0
    for _ in 0..<300 {
      let counts = randomCounts(&sequence)
      var law = [1.0], least = 0, mean = 0.0, heaviest = 0.0
      var cumulants = CountCumulants()
      for count in counts {
        let p = count.probabilities
        var next = [Double](repeating: 0, count: law.count + p.count - 1)
        for (i, a) in law.enumerated() {
          for (j, b) in p.enumerated() { next[i + (count.sign > 0 ? j : p.count - 1 - j)] += a * b }
        }
        law = next
        if count.sign < 0 { least -= p.count - 1 }
        mean += count.sign * count.mean
        heaviest = max(heaviest, count.excess)
        cumulants.add(
          mean: SIMD8(repeating: count.mean), excess: SIMD8(repeating: count.excess),
          sign: count.sign)
      }
      let ratio = (1 + 1.5 * heaviest) / cumulants.second[0].squareRoot()
      let bound = 0.025 * ratio * ratio * ratio * ratio * ratio
      guard bound <= 1.25e-4 else { continue }
      checked += 1
      var above = 0.0
      for i in law.indices.reversed() {
        above += law[i]
        let tail = cumulants.upperTail(
          atLeast: SIMD8(repeating: Double(least + i)), mean: SIMD8(repeating: mean))
        #expect((tail[0] - above).magnitude <= bound + 1e-10, "σ² \(cumulants.second[0])")
      }
    }
    #expect(checked > 100)
  }

  @Test("far out are 0 and 1")
  func far() {
    var cumulants = CountCumulants()
    cumulants.add(mean: SIMD8(repeating: 40), excess: SIMD8(repeating: -0.1), sign: 1)
    let tail = cumulants.upperTail(
      atLeast: SIMD8(-1e9, -1e4, 0, 1e3, 1e4, 1e9, 1e300, 40), mean: SIMD8(repeating: 40))
    #expect(tail[0] == 1 && tail[1] == 1 && (tail[2] - 1).magnitude < 1e-8)
    #expect(tail[3] == 0 && tail[4] == 0 && tail[5] == 0 && tail[6] == 0)
    #expect((tail[7] - 0.5).magnitude < 0.1)
  }
}

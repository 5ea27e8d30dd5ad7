import NumericKernels
import Testing

/// Upper tails of counts against sums of their probabilities, added up from the far end.
@Suite("Upper tails of counts")
struct CountTailTests {
  /// P(X = 0), P(X = 1), … of a negative binomial count, each by logarithms.
  private func negativeBinomial(mean: Double, size: Double, upTo last: Int) -> [Double] {
    var log = -size * logarithmOfOnePlus(mean / size)
    return (0...last).map { k in
      defer {
        log += naturalLogarithm((size + Double(k)) / Double(k + 1))
        log -= logarithmOfOnePlus(size / mean)
      }
      return exponential(log)
    }
  }

  private func binomial(trials: Int, hazard: Double) -> [Double] {
    guard hazard > 0 else { return [1] + [Double](repeating: 0, count: trials) }
    var log = -hazard * Double(trials)
    return (0...trials).map { k in
      defer {
        log += naturalLogarithm(Double(trials - k) / Double(k + 1))
        log += naturalLogarithm(exponentialMinusOne(hazard))
      }
      return exponential(log)
    }
  }

  private func above(_ probabilities: [Double], _ k: Int) -> Double {
    k <= 0 ? 1 : k >= probabilities.count ? 0 : probabilities[k...].reversed().reduce(0, +)
  }

  @Test("of negative binomial counts are right to 1e-12", arguments: [8, 24, 32, 40, 128])
  func negativeBinomial(count: Int) {
    var sequence = TestSequence(state: UInt64(count))
    var k: [Double] = [], mean = k, size = k
    for _ in 0..<count {
      mean.append(exponential(-4 + 7.1 * sequence.uniform()))
      size.append(exponential(-3 + 9 * sequence.uniform()))
      k.append((-5 + 190 * sequence.uniform()).rounded())
    }
    var tails = k, span = tails.mutableSpan
    negativeBinomialUpperTails(atLeast: k.span, mean: mean.span, size: size.span, into: &span)
    for i in k.indices {
      let law = negativeBinomial(mean: mean[i], size: size[i], upTo: 20_000)
      #expect(
        (tails[i] - above(law, Int(k[i]))).magnitude < 1e-12,
        "k \(k[i]), mean \(mean[i]), size \(size[i])")
    }
  }

  @Test("are 1 where nothing is needed, whatever the law, and 0 where nothing can come")
  func ends() {
    let k: [Double] = [0, -1, -1e9, 1, 5, 150, 0, 1]
    let mean: [Double] = [1e6, 20, 0, 0, 0, 1e-300, 0, 20]
    let size: [Double] = [0x1p-400, 5, 1, 1, 0x1p400, 1, 1, 0x1p-400]
    var tails = k, span = tails.mutableSpan
    negativeBinomialUpperTails(atLeast: k.span, mean: mean.span, size: size.span, into: &span)
    #expect(tails[0] == 1 && tails[1] == 1 && tails[2] == 1 && tails[6] == 1)
    for place in [3, 4, 5, 7] { #expect(tails[place] < 1e-12, "\(place)") }
  }

  @Test("of differences are right to 1e-10", arguments: [8, 32, 56])
  func difference(count: Int) {
    var sequence = TestSequence(state: UInt64(7 + count))
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * sequence.uniform()
    }
    var k: [Double] = [], room = k, gained = k, hazard = k, lost = k, lapse = k
    for i in 0..<count {
      gained.append(between(0, 700).rounded())
      hazard.append(i % 9 == 0 ? 0 : exponential(between(-8, -3.5)))
      lost.append(between(0, 300).rounded())
      lapse.append(i % 11 == 0 ? 0 : exponential(between(-7, -2.7)))
      k.append(between(-20, 40).rounded())
      room.append(i % 3 == 0 ? .infinity : between(-2, 25).rounded())
    }
    var tails = k, span = tails.mutableSpan
    differenceUpperTails(
      atLeast: k.span, gained: gained.span, hazard: hazard.span, lost: lost.span,
      hazard: lapse.span, room: room.span, into: &span)
    for i in k.indices {
      let X = binomial(trials: Int(gained[i]), hazard: hazard[i])
      let Y = binomial(trials: Int(lost[i]), hazard: lapse[i])
      var sum = 0.0
      for (j, chance) in Y.enumerated() where Double(j) <= room[i] {
        sum += chance * above(X, Int(k[i]) + j)
      }
      #expect((tails[i] - sum).magnitude < 1e-10, "k \(k[i]), room \(room[i]), \(gained[i])")
    }
  }
}

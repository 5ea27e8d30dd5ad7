import Assessment
import NumericKernels
import ReachModel
import Simulation
import Testing

@Suite("Range of a difference over the parameters")
struct DifferenceRangeTests {
  /// Of 400 parameter draws each has its own difference, P(1) here − P(1) in the base, known to us:
  /// the range must be that of the differences, free of what 100 inner draws add to their spread.
  @Test("the range is that of the true differences, free of the inner noise")
  func unbiased() throws {
    let parameters = 400, shocks = 100
    var ends: [(low: Double, high: Double)] = []
    for seed in 0..<25 {
      let source = RandomSource(seed: UInt64(seed))
      var range = DifferenceRange(questions: 1, parameters: parameters, shocks: shocks)
      for parameter in 0..<parameters {
        // Differences spread evenly over 0.1...0.3, at a base of 0.3.
        let gap = 0.1 + 0.2 * source.uniform(slot: 900, index: 0, draw: UInt64(parameter))
        let draws = (0..<shocks).map { shock in
          source.uniform(slot: 901, index: 0, draw: UInt64(parameter * shocks + shock))
        }
        range.add(
          draws.map { $0 < 0.3 + gap ? 1 : 0 }, draws.map { $0 < 0.3 ? 1 : 0 }, question: 0,
          firstDraw: parameter * shocks)
      }
      let found = try #require(range.range(of: 0)).range
      ends.append((found.lowerBound, found.upperBound))
    }
    // The true 5 and 95 % points are 0.11 and 0.29. A mean of 25 ends is known to 0.0016 (sd of an end,
    // measured, below 0.008), 4.89 of which is 0.008. Without the correction the noise of sd 0.04 widens
    // the ends to 0.09 and 0.31. Shrinking a uniform law about its mean leaves its ends 0.002 off.
    let low = Moments(ends.map(\.low)).mean, high = Moments(ends.map(\.high)).mean
    #expect((low - 0.11).magnitude < 0.01, "\(low)")
    #expect((high - 0.29).magnitude < 0.01, "\(high)")
  }

  @Test("where no parameter matters the ends fall together, and are not said to be known exactly")
  func collapsed() throws {
    let parameters = 400, shocks = 100
    var collapsed = 0
    for seed in 100..<125 {
      let source = RandomSource(seed: UInt64(seed))
      var range = DifferenceRange(questions: 1, parameters: parameters, shocks: shocks)
      for parameter in 0..<parameters {
        let draws = (0..<shocks).map { shock in
          source.uniform(slot: 902, index: 0, draw: UInt64(parameter * shocks + shock))
        }
        range.add(
          draws.map { $0 < 0.5 ? 1 : 0 }, draws.map { $0 < 0.3 ? 1 : 0 }, question: 0,
          firstDraw: parameter * shocks)
      }
      let found = try #require(range.range(of: 0))
      if found.range.lowerBound == found.range.upperBound { collapsed += 1 }
      // The mean of 40,000 draws of sd 0.4 is known to 0.002; that sd, from 400 means, to 3.5 %, of which
      // 4.89 is 17 %.
      #expect(found.lowError > 0.002 * 0.83 && found.highError > 0.002 * 0.83)
      // What is left of the noise by chance (shrinking by an estimate) is below 0.02.
      #expect((found.range.lowerBound - 0.2).magnitude < 4.8916 * found.lowError + 0.02)
      #expect((found.range.upperBound - 0.2).magnitude < 4.8916 * found.highError + 0.02)
    }
    #expect(collapsed > 5, "\(collapsed)")
  }

  @Test("draws that failed in either count in neither")
  func failed() throws {
    var range = DifferenceRange(questions: 1, parameters: 2, shocks: 8)
    var here = [Double](repeating: 1, count: 16), base = [Double](repeating: 0, count: 16)
    (here[2], base[2]) = (.nan, 1)
    (here[3], base[3]) = (1, .nan)
    range.add(here, base, question: 0, firstDraw: 0)
    #expect(try #require(range.range(of: 0)).range == 1...1)
    // Fewer than five draws that differ for each parameter tell no range; none is a range of 0.
    var few = DifferenceRange(questions: 2, parameters: 2, shocks: 8)
    let zeros = [Double](repeating: 0, count: 16)
    few.add(zeros.indices.map { $0 % 8 == 0 ? 1 : 0 }, zeros, question: 0, firstDraw: 0)
    few.add(zeros, zeros, question: 1, firstDraw: 0)
    #expect(few.range(of: 0) == nil)
    #expect(few.range(of: 1)?.range == 0...0)
    var none = DifferenceRange(questions: 1, parameters: 2, shocks: 2)
    none.add([.nan, .nan, .nan, .nan], [0, 0, 0, 0], question: 0, firstDraw: 0)
    #expect(none.range(of: 0) == nil)
  }
}

import Assessment
import Foundation
import ReachEngine
import ReachModel
import Simulation
import Testing

/// Truths drawn from the model, with figures measured as the catalog says, tracked month by month.
@Suite("Calibration of tracking")
struct TrackingCalibrationTests {
  private static let keys = ["iip_manufacturing", "new_firms", "certified"]

  /// The index, the new firms and the certified firms of every month, each month's on one day; of the
  /// index the year so far and, from February on, the month by itself.
  private func figures(_ tracked: TrackingCase) -> [ObservedFigure] {
    (1...12).flatMap { month in
      let all = zip(Self.keys, [1...month, 1...month, month...month])
      let single = month > 1 ? [(Self.keys[0], month...month)] : []
      return (Array(all) + single).map { key, months in
        tracked.figure(key, months, 1, published: (month, 28))
      }
    }
  }

  /// Errors made of their parts, not from the covariance that tracking computes, and rounded as
  /// offices do.
  private func measured(
    _ expected: [[Double]], _ draw: Int, _ figures: [ObservedFigure], _ random: inout TestRandom
  ) -> [Double] {
    var values = figures.map { _ in 0.0 }
    for key in Self.keys {
      let places = figures.indices.filter { figures[$0].indicator.key == key }
      let errors = figures[places[0]].indicator.errors
      let common = errors.common * random.normal()
      let monthly = (1...12).map { _ in errors.monthly * random.normal() }
      let within = withinQuarters(errors.withinQuarter, key == "certified", &random)
      for place in places {
        let months = figures[place].months.map { $0 - 1 }
        let shared =
          months.reduce(0) { $0 + monthly[$1] + within[$1] } / Double(months.count)
        // Published within the month it is about: the whole revision is still to come.
        let own = (pow(errors.figure, 2) + pow(errors.revision, 2)).squareRoot() * random.normal()
        values[place] = expected[place][draw] + common + shared + own
      }
    }
    return zip(figures, values).map { figure, value in
      figure.indicator.unit == "percent"
        ? (1000 * (exp(value) - 1)).rounded() / 10 : max(1, exp(value).rounded())
    }
  }

  /// What months deviate by from their quarter: numbers that sum to 0, or a Brownian bridge.
  private func withinQuarters(
    _ spread: Double, _ isStock: Bool, _ random: inout TestRandom
  ) -> [Double] {
    (0..<4).flatMap { _ in
      let numbers = (0..<3).map { _ in spread * random.normal() }
      guard isStock else {
        let mean = numbers.reduce(0, +) / 3
        return numbers.map { $0 - mean }
      }
      // Steps of variance 1/3, less what ends the walk at 0.
      let steps = numbers.map { $0 / 3.0.squareRoot() }, end = steps.reduce(0, +)
      return (1...3).map { steps.prefix($0).reduce(0, +) - Double($0) / 3 * end }
    }
  }

  /// P that was said, half its 95 % interval, and whether the target was met.
  private struct Said {
    let p: Double
    let error: Double
    let held: Double
  }

  /// By month, then question, then truth: the last question is that of all targets together.
  private func said(
    _ tracked: TrackingCase, truths: Int, draws: Int, seed: UInt64
  ) throws -> [[[Said]]] {
    let figures = figures(tracked)
    func ensemble(_ seed: UInt64, _ draws: Int, _ figures: [ObservedFigure]) throws
      -> TrackedDraws
    {
      try TrackedDraws(
        tracked.model.model, tracked.model.study.targets, figures, planYear: 2021,
        runner: EnsembleRunner(seed: seed, threads: 2), draws: draws)
    }
    let prior = try ensemble(seed, draws, figures)
    let truth = try ensemble(seed + 1, truths, figures)
    let targets = tracked.model.study.targets.count
    var random = TestRandom(seed)
    var all = [[[Said]]](repeating: Array(repeating: [], count: targets + 1), count: 13)
    for draw in 0..<truths {
      let values = measured(truth.expected, draw, figures, &random)
      let steps = try TrackingHistory(prior.observing(values), planYear: 2021).steps()
      #expect(steps.count == 13)
      for (month, step) in steps.enumerated() {
        for question in 0...targets {
          let isJoint = question == targets
          let p = isJoint ? step.joint : step.targets[question]
          let held = isJoint ? truth.joint[draw] : truth.held[question][draw]
          all[month][question].append(Said(p: p.value, error: p.error, held: held))
        }
      }
    }
    return all
  }

  /// Where what happened lies outside the bands around what was said.
  ///
  /// A band is Bernstein's inequality for a sum of independent numbers of at most 1, at 10⁻⁶ for all
  /// comparisons together (Bonferroni), and 4.8916 Monte Carlo errors of P, all taken to go one way.
  private func violations(_ said: [[[Said]]]) -> [String] {
    let comparisons = Double(13 * said[0].count * 6)
    let L = log(2 * comparisons / 1e-6)
    func isOutside(_ list: [Said], _ weight: (Double) -> Double) -> Bool {
      var gap = 0.0, variance = 0.0, noise = 0.0
      for s in list {
        let w = weight(s.p)
        gap += w * (s.held - s.p)
        variance += w * w * s.p * (1 - s.p)
        noise += abs(w) * s.error / 1.96
      }
      return abs(gap) > L / 3 + (L * L / 9 + 2 * L * variance).squareRoot() + 4.8916 * noise
    }
    var found: [String] = []
    for (month, questions) in said.enumerated() {
      for (question, list) in questions.enumerated() {
        for bin in 0..<5 where isOutside(list.filter { min(4, Int(5 * $0.p)) == bin }, { _ in 1 }) {
          found.append("month \(month), question \(question), bin \(bin)")
        }
        // Too sure or not sure enough, over all bins (Spiegelhalter 1986).
        if isOutside(list, { 1 - 2 * $0 }) { found.append("month \(month), question \(question)") }
      }
    }
    return found
  }

  /// Odds to a power above 1 are a planted fault that must be found.
  private func check(truths: Int, draws: Int, seed: UInt64, power: Double) throws {
    let all = try said(TrackingCase(), truths: truths, draws: draws, seed: seed)
    #expect(violations(all) == [])
    let tooSure = all.map { questions in
      questions.map { list in
        list.map { s in
          let own = pow(s.p, power), other = pow(1 - s.p, power)
          return Said(p: own / (own + other), error: s.error, held: s.held)
        }
      }
    }
    #expect(!violations(tooSure).isEmpty)
    // It has learnt: by December what it says of certified firms is closer to what happened.
    let gains = zip(all[0][1], all[12][1]).map { before, after in
      pow(before.p - before.held, 2) - pow(after.p - after.held, 2)
    }
    let mean = gains.reduce(0, +) / Double(truths)
    let variance = gains.reduce(0) { $0 + pow($1 - mean, 2) } / Double(truths - 1)
    #expect(mean > 4.8916 * (variance / Double(truths)).squareRoot())
  }

  @Test("P is reliable at every month on simulated truths, and odds cubed are not")
  func reliability() throws { try check(truths: 320, draws: 4096, seed: 11, power: 3) }

  @Test(
    "P is reliable at every month on 3,000 truths, and odds to the power 1.5 are not",
    .enabled(if: ProcessInfo.processInfo.environment["VERIFY"] == "1"))
  func reliabilityAtLength() throws {
    try check(truths: 3000, draws: 16_384, seed: 12, power: 1.5)
  }
}

internal import NumericKernels
import ReachModel

/// What the parts cannot tell of changes that reach few draws.
///
/// Where no draw of a sample is moved across a threshold, or a handful are, the spread of sixteen parts
/// says 0 or too little. Two draws more, as Agresti and Min add them to paired counts, leave the error of
/// rates that would show no such draw once in twenty samples. Only outcomes that are equal in every draw
/// differ by exactly 0.
///
/// - Source: Agresti & Min, *Statistics in Medicine* 24, 2005, §3.
struct RareChanges {
  private let questions: [Attribution.Question]
  /// By question: half an interval.
  private var widths: [Double] = []
  /// By combination and question: what outcomes it gave, as a checksum.
  private var outcomes: [[Bool]: [UInt64]] = [:]

  init(_ questions: [Attribution.Question]) { self.questions = questions }

  /// Takes note of the draws of a combination of changes.
  mutating func note(_ sample: TargetSample, of subset: [Bool]) {
    let checksums = sample.outcomes.map(checksum)
    outcomes[subset] = questions.map { question in
      switch question {
      case .joint: checksums.reduce(0) { ($0 &* 31) ^ $1 }
      case .probability(let target), .median(let target):
        sample.targets.firstIndex(of: target).map { checksums[$0] } ?? 0
      }
    }
    if widths.isEmpty { widths = questions.map { width($0, sample) } }
  }

  private func checksum(_ values: [Double]) -> UInt64 {
    values.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1.bitPattern) &* 0x100_0000_01B3 }
  }

  /// Two draws' worth of error, for what is counted.
  private func width(_ question: Attribution.Question, _ sample: TargetSample) -> Double {
    let rate = z975 * 2.0.squareRoot() / Double(max(1, sample.draws))
    switch question {
    case .joint: return rate
    case .probability(let target):
      guard let place = sample.targets.firstIndex(of: target) else { return 0 }
      return sample.told[place].tellsMore ? 0 : rate
    case .median(let target):
      guard sample.isWhole, target.outcome.isCount,
        let place = sample.targets.firstIndex(of: target)
      else { return 0 }
      let sorted = sample.outcomes[place].filter { !$0.isNaN }.sorted()
      guard sorted.count > 3 else { return 0 }
      // A median moves by a rate over the density there, ½ over the interquartile range.
      let range = sorted[3 * sorted.count / 4] - sorted[sorted.count / 4]
      return rate * max(1, 2 * range)
    }
  }

  /// By change: the width, or 0 where it left the outcome as it was in every combination.
  func rarity(_ question: Int, changes: Int) -> [Double] {
    (0..<changes).map { change in
      let moves = outcomes.contains { subset, told in
        guard !subset[change] else { return false }
        var with = subset
        with[change] = true
        return outcomes[with].map { $0[question] != told[question] } ?? false
      }
      return moves ? widths[question] : 0
    }
  }
}

extension Attribution {
  /// Widens the errors by what the parts cannot tell.
  mutating func allow(for rare: RareChanges) {
    for place in divisions.indices {
      divisions[place].rarity = rare.rarity(place, changes: changes.count)
    }
  }
}

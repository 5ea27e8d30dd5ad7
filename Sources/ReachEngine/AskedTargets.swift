import Assessment
import ReachModel
import Simulation

/// What two runs ask of their models, and what they recorded in answer.
struct AskedTargets {
  /// The old targets, then those of the new run that ask something else.
  let all: [Target]
  /// Answered by both runs; those of the new run.
  let questions: [Attribution.Question]
  /// By question.
  let recorded: [(old: Double, new: Double)]
  /// Keys of targets that only one run records.
  let unshared: [String]
  /// The change of the question; nil where both ask the same.
  let change: ScenarioChange?
  private let old: [(target: Target, place: Int)]
  private let new: [(target: Target, place: Int)]

  /// - Throws: ``RunDifferenceError`` where there is nothing to compare.
  init(_ old: RecordedRun, _ new: RecordedRun) throws(RunDifferenceError) {
    let before = old.readOff.targets, after = new.readOff.targets
    let added = after.filter { target in !before.contains(where: target.asksTheSame) }
    let all = before + added
    func placed(_ targets: [Target]) -> [(target: Target, place: Int)] {
      targets.compactMap { target in
        all.firstIndex(where: target.asksTheSame).map { (target, $0) }
      }
    }
    (self.all, self.old, self.new) = (all, placed(before), placed(after))
    var questions: [Attribution.Question] = [], recorded: [(old: Double, new: Double)] = []
    for question in Attribution.Question.all(of: after) where Self.isShared(question, before) {
      guard let a = old.recorded(question), let b = new.recorded(question) else { continue }
      questions.append(question)
      recorded.append((a, b))
    }
    (self.questions, self.recorded) = (questions, recorded)
    let keys = (Set(before.map(\.key)), Set(after.map(\.key)))
    unshared = keys.0.symmetricDifference(keys.1).sorted()
    change = Self.change(before, after)
    if questions.isEmpty {
      for run in [old, new]
      where !run.readOff.targets.contains(where: { run.recorded(.probability($0)) != nil }) {
        throw .nothingRecorded(run.name, analysis: run.analysis)
      }
      throw .nothingShared(old.name, new.name)
    }
  }

  /// Whether the other targets can be asked it too: a median only of the same outcome.
  private static func isShared(_ question: Attribution.Question, _ before: [Target]) -> Bool {
    switch question {
    case .joint: true
    case .probability(let target): before.contains { $0.key == target.key }
    case .median(let target):
      before.contains {
        $0.key == target.key && $0.outcome == target.outcome && $0.sectorKey == target.sectorKey
      }
    }
  }

  private static func change(_ before: [Target], _ after: [Target]) -> ScenarioChange? {
    func others(_ targets: [Target], than other: [Target]) -> [Target] {
      targets.filter { target in
        !other.contains { $0.key == target.key && $0.asksTheSame(as: target) }
      }
    }
    let (gone, come) = (others(before, than: after), others(after, than: before))
    guard !gone.isEmpty || !come.isEmpty else { return nil }
    func words(_ targets: [Target]) -> ScenarioChange.Value {
      let text = targets.map(\.inWords).joined(separator: "; ")
      return .words(Label(vi: text.isEmpty ? "–" : text, en: text.isEmpty ? "–" : text))
    }
    return ScenarioChange(
      key: "targets", kind: .targets, label: Label(vi: "Chỉ tiêu", en: "Targets"),
      base: words(gone), alternative: words(come), origin: come.first?.origin, pieces: [])
  }

  /// What one model answers to the questions of both runs.
  struct Answers: Sendable {
    /// To those about the old run's targets.
    let old: Numbers
    /// To those about the new run's targets.
    let new: Numbers
    /// Draws that failed in some quarter.
    let failures: Int
  }

  /// Answers by question.
  struct Numbers: Sendable {
    /// Medians of counts are not rounded.
    let values: [Replicated]
    /// As a run records them.
    let read: [Double]
  }

  /// - Returns: Nil where too many draws failed to say.
  func answers(_ sample: TargetSample, _ method: SamplingMethod) -> Answers? {
    guard let before = numbers(sample, method, old), let after = numbers(sample, method, new)
    else { return nil }
    return Answers(old: before, new: after, failures: sample.failures)
  }

  private func numbers(
    _ sample: TargetSample, _ method: SamplingMethod, _ asked: [(target: Target, place: Int)]
  ) -> Numbers? {
    var values: [Replicated] = [], read: [Double] = []
    for question in questions {
      let value: Replicated?, reading: Double?
      switch question {
      case .joint:
        value = sample.recordedJoint(asked.map(\.place), method)
        reading = value?.value
      case .probability(let target):
        value = place(target, asked).flatMap { sample.recordedProbability($0, method) }
        reading = value?.value
      case .median(let target):
        value = place(target, asked).flatMap(sample.median)
        reading = place(target, asked).flatMap(sample.recordedMedian)
      }
      guard let value, let reading else { return nil }
      values.append(value)
      read.append(reading)
    }
    return Numbers(values: values, read: read)
  }

  private func place(_ target: Target, _ asked: [(target: Target, place: Int)]) -> Int? {
    asked.first { $0.target.key == target.key }?.place
  }
}

extension Target {
  /// For people, without the style of a language: `firms 2021 >= 900`.
  fileprivate var inWords: String {
    let whole = threshold == threshold.rounded() && threshold.magnitude < 1e15
    let number = whole ? "\(Int(threshold))" : "\(threshold)"
    return "\(key): \(outcome.rawValue)\(sectorKey.map { " (\($0))" } ?? "") \(year) "
      + "\(comparison.rawValue) \(number)"
  }
}

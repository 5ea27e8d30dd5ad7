import Assessment
import ReachModel
import Simulation

/// What two runs ask of their models, and what they recorded in answer.
struct AskedTargets {
  /// A target and its place among ``all``.
  typealias Placed = (target: Target, place: Int)

  /// The old targets, then those of the new run that ask something else.
  let all: [Target]
  /// Answered by both runs; those of the new run.
  let questions: [Attribution.Question]
  /// By question.
  let recorded: [(old: Double, new: Double)]
  /// Keys of targets that only one run records.
  let unshared: [String]
  /// One for each key by which the runs ask for something else, or only one asks.
  let changes: [ScenarioChange]
  private let old: [String: Placed]
  private let new: [String: Placed]
  private let keys: [String]

  /// - Throws: ``RunDifferenceError`` where there is nothing to compare.
  init(_ old: RecordedRun, _ new: RecordedRun) throws(RunDifferenceError) {
    let before = old.readOff.targets, after = new.readOff.targets
    let all = before + after.filter { target in !before.contains(where: target.asksTheSame) }
    func placed(_ targets: [Target]) -> [String: Placed] {
      let pairs = targets.compactMap { target in
        all.firstIndex(where: target.asksTheSame).map { (target.key, (target, $0)) }
      }
      return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
    (self.all, self.old, self.new) = (all, placed(before), placed(after))
    var questions: [Attribution.Question] = [], recorded: [(old: Double, new: Double)] = []
    for question in Attribution.Question.all(of: after) where Self.isShared(question, before) {
      guard let a = old.recorded(question), let b = new.recorded(question) else { continue }
      questions.append(question)
      recorded.append((a, b))
    }
    (self.questions, self.recorded) = (questions, recorded)
    keys = Set((before + after).map(\.key)).sorted()
    unshared = Set(before.map(\.key)).symmetricDifference(after.map(\.key)).sorted()
    changes = keys.compactMap { key in
      Self.change(
        before.first { $0.key == key }, after.first { $0.key == key },
        sectors: new.readOff.sectors)
    }
    if questions.isEmpty { throw Self.nothing(old, new) }
  }

  private static func nothing(_ old: RecordedRun, _ new: RecordedRun) -> RunDifferenceError {
    for run in [old, new]
    where !run.readOff.targets.contains(where: { run.recorded(.probability($0)) != nil }) {
      return .nothingRecorded(run.name, analysis: run.analysis)
    }
    return .nothingShared(old.name, new.name)
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

  private static func change(
    _ before: Target?, _ after: Target?, sectors: [Sector]
  ) -> ScenarioChange? {
    guard let named = after ?? before else { return nil }
    if let before, let after, before.asksTheSame(as: after) { return nil }
    return ScenarioChange(
      key: "targets.\(named.key)", kind: .targets,
      label: Label(vi: "Chỉ tiêu: \(named.label.vi)", en: "Target: \(named.label.en)"),
      base: .target(before, sectors: sectors), alternative: .target(after, sectors: sectors),
      origin: after?.origin, pieces: [])
  }

  /// The targets that are asked once some changes have been made.
  ///
  /// - Parameter isMade: By the key of a change.
  /// - Returns: In the order of their keys.
  func asked(_ isMade: (String) -> Bool) -> [Placed] {
    keys.compactMap { key in isMade("targets.\(key)") ? new[key] : old[key] }
  }

  /// What one model tells of all targets, which are asked for later.
  struct Answers: Sendable {
    fileprivate let chances: [Replicated]
    /// Medians of counts are not rounded.
    fileprivate let medians: [Replicated]
    /// As a run records them.
    fileprivate let readings: [Double]
    fileprivate let held: [HeldDraws]
    fileprivate let draws: Int
    fileprivate let sampling: SamplingMethod

    /// - Returns: Nil where too few draws were decided to say.
    init?(_ sample: TargetSample, _ sampling: SamplingMethod) {
      let places = sample.targets.indices
      chances = places.compactMap { sample.recordedProbability($0, sampling) }
      medians = places.compactMap(sample.median)
      readings = places.compactMap(sample.recordedMedian)
      guard [chances.count, medians.count, readings.count].allSatisfy({ $0 == places.count })
      else { return nil }
      held = sample.told.map { HeldDraws($0.held) }
      (draws, self.sampling) = (sample.draws, sampling)
    }
  }

  /// Answers by question.
  struct Numbers: Sendable {
    /// Medians of counts are not rounded.
    let values: [Replicated]
    /// As a run records them.
    let read: [Double]
  }

  /// What a model answers about the old run's targets.
  func old(_ answers: Answers) -> Numbers { numbers(answers, asked { _ in false }) }

  /// What a model answers about the new run's targets.
  func new(_ answers: Answers) -> Numbers { numbers(answers, asked { _ in true }) }

  /// What a model answers about some targets.
  func numbers(_ answers: Answers, _ asked: [Placed]) -> Numbers {
    var values: [Replicated] = [], read: [Double] = []
    for question in questions {
      switch question {
      case .joint:
        let joint = joint(answers, asked)
        values.append(joint)
        read.append(joint.value)
      case .probability(let target):
        let chance = answers.chances[place(target, asked)]
        values.append(chance)
        read.append(chance.value)
      case .median(let target):
        let place = place(target, asked)
        values.append(answers.medians[place])
        read.append(answers.readings[place])
      }
    }
    return Numbers(values: values, read: read)
  }

  private func joint(_ answers: Answers, _ asked: [Placed]) -> Replicated {
    let held = asked.map { answers.held[$0.place].values }
    guard
      let joint = TargetSample.recordedJoint(held, draws: answers.draws, answers.sampling)
    else { preconditionFailure("targets are decided, but not all together") }
    return joint
  }

  /// Of the target that has the key of a question's, which both runs have.
  private func place(_ target: Target, _ asked: [Placed]) -> Int {
    guard let place = asked.first(where: { $0.target.key == target.key })?.place else {
      preconditionFailure("no run asks for \(target.key)")
    }
    return place
  }
}

/// Whether a target holds, draw by draw, in a byte each: many models are kept at once.
private struct HeldDraws: Sendable {
  private let codes: [Int8]

  init(_ held: [Double]) { codes = held.map { $0.isNaN ? -1 : Int8($0) } }

  var values: [Double] { codes.map { $0 < 0 ? .nan : Double($0) } }
}

import ArgumentParser
import Assessment
import ReachEngine
import ReachModel
import Reporting
import Simulation

struct Discover: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover",
    abstract: "Find the conditions under which a plan fails or succeeds, in words.",
    discussion: """
      Boxes of inputs are found in the draws of one ensemble by PRIM, and judged on draws that did not \
      shape them; a classification tree gives a second opinion. A larger box covers more, a smaller one \
      is denser: the trade-off is printed, and `--coverage` or `--density` takes another box.
      """)

  @Argument(help: "A scenario file or key.")
  var scenario: String

  @Option(help: "A target's key, or `joint` for all together (default); repeatable.")
  var target: [String] = []

  @Flag(help: "Look for failures, or for successes; the rarer of the two if not given.")
  var interest: Interest?

  @Option(
    help: "The fewest limits at which the box is at least that dense, for example 60%.",
    transform: PlainAmount.init(typed:))
  var density: PlainAmount?

  @Option(
    help: "The densest box that covers at least that share, for example 70%.",
    transform: PlainAmount.init(typed:))
  var coverage: PlainAmount?

  @Option(help: "Boxes at most, each among the draws that the earlier ones leave; 1 to 10.")
  var boxes = 1

  @OptionGroup var options: AnalysisOptions

  enum Interest: String, EnumerableFlag { case failure, success }

  func validate() throws {
    for level in [density, coverage].compactMap({ $0?.value }) where !(level > 0 && level < 1) {
      throw ValidationError("`--density` and `--coverage` lie between 0 and 1, not \(level)")
    }
    if density != nil, coverage != nil {
      throw ValidationError("give `--density` or `--coverage`, not both")
    }
    if !(1...10).contains(boxes) {
      throw ValidationError("`--boxes` must be 1 to 10, not \(boxes)")
    }
    if options.draws > 1 << 21 { throw ValidationError("`--draws` must be at most 2^21 here") }
  }

  private var choice: BoxChoice {
    density.map { .density(atLeast: $0.value) } ?? coverage.map { .coverage(atLeast: $0.value) }
      ?? .balanced
  }

  private var settings: [String] {
    target.map { "target \($0)" } + (interest.map { ["interest \($0.rawValue)"] } ?? [])
      + (density.map { ["density \($0.value)"] } ?? [])
      + (coverage.map { ["coverage \($0.value)"] } ?? []) + ["boxes \(boxes)"]
  }

  func run() async throws {
    try await reportingFailures(options.output.lang) {
      let run = AnalysisRun(analysis: "discover", settings: settings, options: options)
      let sought = DiscoveryOptions(choice: choice, boxes: boxes), options = options
      let interest = interest.flatMap { ScenarioDiscovery.Interest(rawValue: $0.rawValue) }
      let keys = target
      try await run.answer([scenario], check: { _ = try questions(keys, $0[0]) }) { models, line in
        let model = models[0], study = model.study
        let laboratory = Laboratory(model, options)
        let table = try EnsembleTable(model, sampler: laboratory.sampler, draws: options.draws)
        try laboratory.requireFewFailures(table.sample)
        line.show(ForecastProgress(done: 1, total: 2))
        let asked = try questions(keys, study)
        let found = try await Interruption.noticing { isInterrupted in
          try ScenarioDiscovery.find(
            model, table, asked, interest, sought, sampler: laboratory.sampler,
            shouldStop: isInterrupted)
        }
        return AnalysisRun.Answer(
          report: report(of: found, study), simulatedDraws: options.draws,
          failures: table.sample.failures, isPartial: found.isPartial)
      }
    }
  }
}

/// The questions that keys of targets ask; all targets together where none is named.
///
/// - Throws: ``UsageError`` with the keys that there are, or where two ask the same.
func questions(
  _ keys: [String], _ study: Study
) throws(UsageError) -> [TargetQuestion] {
  let isSole = study.targets.count == 1
  guard !keys.isEmpty else { return [isSole ? .target(study.targets[0]) : .joint] }
  var questions: [TargetQuestion] = []
  for key in keys {
    if let target = study.targets.first(where: { $0.key == key }) {
      questions.append(.target(target))
    } else if key == "joint" {
      questions.append(isSole ? .target(study.targets[0]) : .joint)
    } else {
      let known = study.targets.map(\.key) + ["joint"]
      throw UsageError(
        message: Label(
          vi: "`\(study.name)` không có chỉ tiêu `\(key)`",
          en: "`\(study.name)` has no target `\(key)`"),
        help: Label(
          vi: "các chỉ tiêu: \(known.joined(separator: ", "))",
          en: "its targets are \(known.joined(separator: ", "))"))
    }
  }
  for (place, question) in questions.enumerated() where questions[..<place].contains(question) {
    throw UsageError(
      message: Label(
        vi: "`\(keys[place])` hỏi lại điều đã hỏi",
        en: "`\(keys[place])` asks what was asked before"),
      help: Label(vi: "nêu mỗi chỉ tiêu một lần", en: "name each target once"))
  }
  return questions
}

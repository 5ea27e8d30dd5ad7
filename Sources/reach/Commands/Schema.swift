import ArgumentParser
import ReachFiles

struct Schema: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of scenario, specification or evaluation files.",
    discussion: "Editors with a YAML language server use it to complete and check keys.")

  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case scenario, specification, evaluation
  }

  @Argument(help: "Whose keys: of scenarios, of specifications of regressions, or of evaluations.")
  var kind: Kind = .scenario

  func run() async throws {
    try await reportingFailures {
      let text =
        switch kind {
        case .scenario: ScenarioJSONSchema.text
        case .specification: SpecificationJSONSchema.text
        case .evaluation: EvaluationJSONSchema.text
        }
      try printResult(text)
    }
  }
}

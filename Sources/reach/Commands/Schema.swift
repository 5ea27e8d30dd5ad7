import ArgumentParser
import ReachFiles

struct Schema: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of scenario or specification files.",
    discussion: "Editors with a YAML language server use it to complete and check keys.")

  enum Kind: String, CaseIterable, ExpressibleByArgument { case scenario, specification }

  @Argument(help: "Whose keys: those of scenarios, or of specifications of regressions.")
  var kind: Kind = .scenario

  func run() async throws {
    try await reportingFailures {
      try printResult(
        kind == .scenario ? ScenarioJSONSchema.text : SpecificationJSONSchema.text)
    }
  }
}

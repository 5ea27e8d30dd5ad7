import ArgumentParser
import ReachFiles

struct Schema: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of scenario files.",
    discussion: "Editors with a YAML language server use it to complete and check keys.")

  func run() async throws {
    try await reportingFailures { try printResult(ScenarioJSONSchema.text) }
  }
}

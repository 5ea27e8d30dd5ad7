import ArgumentParser
import ReachFiles

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of scenario files.",
    discussion: "Editors with a YAML language server use it to complete and check keys.")

  func run() { print(ScenarioJSONSchema.text) }
}

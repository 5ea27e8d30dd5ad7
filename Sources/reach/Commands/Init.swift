import ArgumentParser
import Foundation
import ReachFiles
import ReachModel

struct Init: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a project folder with a worked, commented scenario, regressions and more.",
    discussion: "The folder must not exist. It holds its own catalog and data: edit and add freely."
  )

  @Argument(help: "The folder to make.")
  var folder: String

  func run() async throws {
    try await reportingFailures {
      let project = try Project.around()
      let folder = Self.withoutTrailingSlashes(folder)
      let files = FileManager.default
      guard !files.fileExists(atPath: folder) else {
        throw CannotMake(folder: folder, cause: "it exists already")
      }
      let draft = folder + ".making-\(ProcessInfo.processInfo.processIdentifier)"
      do {
        try fill(draft, from: project)
        try files.moveItem(atPath: draft, toPath: folder)
      } catch {
        try? files.removeItem(atPath: draft)
        throw CannotMake(folder: folder, cause: "\(error.localizedDescription)")
      }
      try printResult(
        """
        \(folder): a project with the scenario `hanoi-2021`.
        Next: cd \(shellWord(folder)), edit Scenarios/hanoi-2021.yaml, then `reach check` and \
        `reach run Scenarios/hanoi-2021.yaml`.
        """)
    }
  }

  /// The draft is made beside the folder, not within it.
  private static func withoutTrailingSlashes(_ path: String) -> String {
    let name = path.reversed().drop { $0 == "/" }.reversed()
    return name.isEmpty ? path : String(name)
  }

  private func fill(_ draft: String, from project: Project) throws {
    let files = FileManager.default
    for folder in ["Scenarios", "notebooks-data", "Results"] {
      try files.createDirectory(
        atPath: "\(draft)/\(folder)", withIntermediateDirectories: true)
    }
    try files.copyItem(atPath: project.catalog, toPath: "\(draft)/Scenarios/catalog")
    try files.copyItem(atPath: project.observed, toPath: "\(draft)/notebooks-data/observed")
    try files.copyItem(
      atPath: project.scenarioPath("hanoi-2021"), toPath: "\(draft)/Scenarios/hanoi-2021.yaml")
    for example in project.examples {
      try files.copyItem(atPath: example.path, toPath: "\(draft)/Scenarios/\(example.name)")
    }
    try Data(ScenarioJSONSchema.text.utf8).write(
      to: URL(fileURLWithPath: "\(draft)/Scenarios/scenario.schema.json"))
  }
}

/// A project folder that cannot be made.
private struct CannotMake: Explained {
  let folder: String
  let cause: String

  var explanation: String {
    "error: the project `\(folder)` cannot be made: \(cause)\nhint: name a new folder in a place "
      + "you may write to"
  }
  var exitStatus: ExitStatus { .cannotWrite }
}

import Assessment
import Foundation
import PanelData
import ReachEngine
import ReachFiles
import ReachModel
import Reporting

/// Small forecasts of the shipped scenarios, simulated once for all tests.
enum ShippedForecast {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let run = RunLabel(id: "2021-03-01-hanoi-2021-abc123", draws: 2_000, seed: 1)

  /// The sources that ids such as L10 stand for.
  static func citations() throws -> [Citation] {
    try ObservedData.read(
      root.appending(path: "notebooks-data/observed").path, as: "notebooks-data/observed"
    ).citations
  }

  private static let later = Task { try await forecasts(of: ["hanoi-2030", "hai-duong-2025"]) }

  /// Hanoi's programme of 2030, and another province.
  static func others() async throws -> [Forecast] { try await later.value }

  private static let running = Task {
    try await forecasts(of: ["hanoi-2021", "hanoi-2021-pandemic", "hanoi-2021-budget-freeze"])
  }

  /// A shipped scenario as fitted, to a panel with its own flagged cells or with others.
  static func fitted(_ name: String, flagged: [FlaggedCell]? = nil) throws -> FittedModel {
    try fitted(root.appending(path: "Scenarios/\(name).yaml").path, named: name, flagged)
  }

  private static func fitted(
    _ path: String, named name: String, _ flagged: [FlaggedCell]? = nil
  ) throws -> FittedModel {
    let catalog = try Catalog.read(
      root.appending(path: "Scenarios/catalog").path, as: "Scenarios/catalog")
    let observed = try ObservedData.read(
      root.appending(path: "notebooks-data/observed").path, as: "notebooks-data/observed")
    let study = try Study.read(path, as: "Scenarios/\(name).yaml", catalog: catalog)
    let panel = Panel(
      cells: observed.panel.cells, flagged: flagged ?? observed.panel.flagged,
      absence: observed.panel.absence, vintageCaveat: observed.panel.vintageCaveat)
    return try FittedModel(study, panel: panel, facts: observed.facts)
  }

  /// Hanoi's plan with more targets, each as a line of YAML.
  static func hanoi(with targets: [String]) async throws -> Forecast {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let base = root.appending(path: "Scenarios/hanoi-2021.yaml").path
    let lines = ["extends: \(base)", "scenario: more", "targets:"] + targets.map { "  \($0)" }
    let file = folder.appending(path: "more.yaml")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    return try await forecasts(of: [try fitted(file.path, named: "more")])[0]
  }

  private static func forecasts(of names: [String]) async throws -> [Forecast] {
    try await forecasts(of: try names.map { try fitted($0) })
  }

  private static func forecasts(of models: [FittedModel]) async throws -> [Forecast] {
    var options = ForecastOptions(draws: 2_000, seed: 1, threads: 2, keptDraws: 100)
    (options.nestedParameters, options.nestedShocks, options.pairs) = (20, 50, 500)
    return try await forecast(models, options)
  }

  /// Hanoi's plan, a named stress path, and a freeze of budgets.
  static func all() async throws -> [Forecast] { try await running.value }
}

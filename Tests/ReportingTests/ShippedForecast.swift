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

  /// A shipped scenario as fitted.
  static func fitted(_ name: String) throws -> FittedModel {
    let catalog = try Catalog.read(
      root.appending(path: "Scenarios/catalog").path, as: "Scenarios/catalog")
    let observed = try ObservedData.read(
      root.appending(path: "notebooks-data/observed").path, as: "notebooks-data/observed")
    let file = root.appending(path: "Scenarios/\(name).yaml").path
    let study = try Study.read(file, as: "Scenarios/\(name).yaml", catalog: catalog)
    return try FittedModel(study, panel: observed.panel, facts: observed.facts)
  }

  private static func forecasts(of names: [String]) async throws -> [Forecast] {
    let models = try names.map { try fitted($0) }
    var options = ForecastOptions(draws: 2_000, seed: 1, threads: 2, keptDraws: 100)
    (options.nestedParameters, options.nestedShocks, options.pairs) = (20, 50, 500)
    return try await forecast(models, options)
  }

  /// Hanoi's plan, a named stress path, and a freeze of budgets.
  static func all() async throws -> [Forecast] { try await running.value }
}

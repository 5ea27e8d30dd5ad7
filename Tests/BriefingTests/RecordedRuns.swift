import Assessment
import Briefing
import Foundation
import ReachFiles
import ReachModel
import Reporting

/// Run folders of the shipped plan, made once by the built program and read back.
enum RecordedRuns {
  enum Failure: Error { case notBuilt, failed(String) }

  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let making = Task { try make() }

  /// A forecast, a comparison, a sensitivity analysis, plans by their cost and a back-test.
  static func all() async throws -> [RunRecord] { try await making.value }

  /// The same as a report takes them.
  static func reported() async throws -> ReportedRuns {
    guard let runs = ReportedRuns(try await all()) else { throw Failure.failed("no forecast") }
    return runs
  }

  private static func make() throws -> [RunRecord] {
    let results = FileManager.default.temporaryDirectory.appending(
      path: "reach-brief-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: results) }
    let few = ["--draws", "2000", "--threads", "1", "--results", results.path]
    try run(["run", "hanoi-2021"] + few)
    try run(["compare", "hanoi-2021", "hanoi-2021-pandemic", "hanoi-2021-no-support"] + few)
    try run(["sensitivity", "hanoi-2021", "--method", "tornado"] + few)
    try run(
      ["optimise", "hanoi-2021", "--frontier", "4", "--draws", "1024", "--evaluations", "60"]
        + few.dropFirst(2))
    try run(["backtest", "--results", results.path])
    return try read(results)
  }

  private static let makingApart = Task { try makeApart() }

  /// Forecasts that were not run together: of one year under two seeds, and of another year with other
  /// targets.
  static func apart() async throws -> [RunRecord] { try await makingApart.value }

  private static func makeApart() throws -> [RunRecord] {
    let results = FileManager.default.temporaryDirectory.appending(
      path: "reach-apart-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: results) }
    let few = ["--draws", "1024", "--threads", "1", "--results", results.path]
    try run(["run", "hanoi-2021"] + few)
    try run(["run", "hanoi-2021-pandemic", "--seed", "7"] + few)
    try run(["run", "hanoi-2030"] + few)
    let order = ["hanoi-2021", "hanoi-2021-pandemic", "hanoi-2030"]
    return try read(results).sorted {
      (order.firstIndex(of: $0.study?.name ?? "") ?? 0)
        < (order.firstIndex(of: $1.study?.name ?? "") ?? 0)
    }
  }

  private static func read(_ results: URL) throws -> [RunRecord] {
    let names = try FileManager.default.contentsOfDirectory(atPath: results.path).sorted()
    return try names.map { try RunFolder(results.appending(path: $0).path).record() }
  }

  private static func run(_ arguments: [String]) throws {
    let running = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let places = [
      running.deletingLastPathComponent().path,
      Bundle.main.bundleURL.deletingLastPathComponent().path,
      root.appending(path: ".build/release").path, root.appending(path: ".build/debug").path,
    ].map { "\($0)/reach" }
    guard let binary = places.first(where: FileManager.default.isExecutableFile) else {
      throw Failure.notBuilt
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.currentDirectoryURL = root
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure.failed("\(arguments)") }
  }
}

extension RunRecord {
  /// The same with other findings.
  func with(findings: [Finding]) -> RunRecord { with(findings, document) }

  /// The same with another title.
  func with(title: String) -> RunRecord {
    guard case .object(var entries) = document, let scenario = document["scenarios"]?.items.first,
      case .object(var own) = scenario
    else { return self }
    let label = JSONValue.object([("vi", .string(title)), ("en", .string(title))])
    own = own.map { $0.key == "title" ? ($0.key, label) : $0 }
    entries = entries.map { $0.key == "scenarios" ? ($0.key, .array([.object(own)])) : $0 }
    return with(findings, .object(entries))
  }

  private func with(_ findings: [Finding], _ document: JSONValue) -> RunRecord {
    RunRecord(
      name: name, kind: kind, document: document, provenance: provenance,
      provenanceSHA256: provenanceSHA256, model: model, study: study, findings: findings,
      outcomes: outcomes, bins: bins, history: history, trails: trails, pages: pages, inputs: inputs
    )
  }
}

extension Finding {
  /// Another number that is printed otherwise: a probability stays one.
  var changed: Finding {
    let moved =
      unit == .probability ? (value < 0.5 ? value + 0.31 : value - 0.31) : value * 1.7 + 13
    return Finding(
      id: id, scenario: scenario, label: label, value: moved, unit: unit,
      error: error.map { $0 * 1.9 + 0.001 }, year: year)
  }
}

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

  private static let making = Task {
    try make([
      ["run", "hanoi-2021"] + few,
      ["compare", "hanoi-2021", "hanoi-2021-pandemic", "hanoi-2021-no-support"] + few,
      ["sensitivity", "hanoi-2021", "--method", "tornado"] + few,
      ["track", "hanoi-2021", "--no-signposts", "--observed"]
        + ["Scenarios/observed/hanoi-2021.csv"] + few, ["backtest"],
    ])
  }

  /// A forecast, a comparison, a sensitivity analysis, a tracked year and a back-test.
  static func all() async throws -> [RunRecord] { try await making.value }

  /// The same as a report takes them.
  static func reported() async throws -> ReportedRuns {
    guard let runs = ReportedRuns(try await all()) else { throw Failure.failed("no forecast") }
    return runs
  }

  private static let makingLong = Task {
    try make([
      ["run", "hanoi-2030"] + few,
      ["optimise", "hanoi-2030", "--frontier", "3", "--evaluations", "20"] + few,
    ])
  }

  /// A plan of several years, with its budget frontier, as a report takes them.
  static func longPlan() async throws -> ReportedRuns {
    guard let runs = ReportedRuns(try await makingLong.value) else {
      throw Failure.failed("no forecast")
    }
    return runs
  }

  private static let few = ["--draws", "2000", "--threads", "1"]

  private static func make(_ commands: [[String]]) throws -> [RunRecord] {
    let results = FileManager.default.temporaryDirectory.appending(
      path: "reach-brief-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: results) }
    for command in commands { try run(command + ["--results", results.path]) }
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

  /// The same with other targets, by what became of the entries of each.
  func with(targets change: ([String: JSONValue]) -> [String: JSONValue]?) -> RunRecord {
    guard case .object(var entries) = document, let scenario = document["scenarios"]?.items.first,
      case .object(var own) = scenario
    else { return self }
    let targets = (scenario["targets"]?.items ?? []).compactMap { target -> JSONValue? in
      guard case .object(let fields) = target else { return nil }
      let old = Dictionary(fields.map { ($0.key, $0.value) }, uniquingKeysWith: { a, _ in a })
      return change(old).map { new in
        .object(fields.map { ($0.key, new[$0.key] ?? $0.value) })
      }
    }
    own = own.map { $0.key == "targets" ? ($0.key, .array(targets)) : $0 }
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

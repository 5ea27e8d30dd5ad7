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
  private static let makingOdd = Task { try makeOdd() }

  /// The forecast of a plan beside the shipped one, whose targets are of every kind: at most, below, of
  /// one sector, never met, always met.
  static func odd() async throws -> ReportedRuns {
    guard let runs = ReportedRuns([try await makingOdd.value.odd]) else {
      throw Failure.failed("no forecast")
    }
    return runs
  }

  /// The forecast of a plan with one target.
  static func single() async throws -> ReportedRuns {
    guard let runs = ReportedRuns([try await makingOdd.value.single]) else {
      throw Failure.failed("no forecast")
    }
    return runs
  }

  /// A forecast, a comparison, a sensitivity analysis, plans by their cost, the year so far and a back-test.
  static func all() async throws -> [RunRecord] { try await making.value }

  /// The same as a report takes them.
  static func reported() async throws -> ReportedRuns {
    guard let runs = ReportedRuns(try await all()) else { throw Failure.failed("no forecast") }
    return runs
  }

  private static func make() throws -> [RunRecord] {
    try recorded { folder, results in
      let worst = try write("worst", worst, in: folder)
      try run(["run", "hanoi-2021"] + few + results)
      try run(
        ["compare", "hanoi-2021", "hanoi-2021-pandemic", "hanoi-2021-no-support", worst] + few
          + results)
      try run(["sensitivity", "hanoi-2021", "--method", "tornado"] + few + results)
      try run(
        ["track", "hanoi-2021", "--observed", "hanoi-2021", "--no-signposts"] + few + results)
      try run(["backtest"] + results)
      try run(
        ["optimise", "hanoi-2021", "--frontier", "4", "--draws", "1024", "--evaluations", "60"]
          + few.dropFirst(2) + results)
    }
  }

  private static let makingApart = Task { try makeApart() }

  /// Forecasts that were not run together: of one year under two seeds, and of another year with other
  /// targets.
  static func apart() async throws -> [RunRecord] { try await makingApart.value }

  private static func makeApart() throws -> [RunRecord] {
    let order = ["hanoi-2021", "hanoi-2021-pandemic", "hanoi-2030"]
    return try recorded { _, results in
      for (place, name) in order.enumerated() {
        try run(["run", name, "--seed", place == 1 ? "7" : "1"] + few + results)
      }
    }.sorted {
      (order.firstIndex(of: $0.scenarioName ?? "") ?? 0)
        < (order.firstIndex(of: $1.scenarioName ?? "") ?? 0)
    }
  }

  private static func makeOdd() throws -> (odd: RunRecord, single: RunRecord) {
    let records = try recorded { folder, results in
      for (name, text) in [("odd", odd), ("single", single)] {
        try run(["run", try write(name, text, in: folder)] + few + results)
      }
    }
    guard let odd = records.first(where: { $0.scenarioName == "odd" }),
      let single = records.first(where: { $0.scenarioName == "single" })
    else { throw Failure.failed("no forecast") }
    return (odd, single)
  }

  private static let makingLong = Task {
    try recorded { _, results in
      try run(["run", "hanoi-2030"] + few + results)
      try run(["optimise", "hanoi-2030", "--frontier", "3", "--evaluations", "20"] + few + results)
    }
  }

  /// A plan of several years, with its budget frontier, as a report takes them.
  static func longPlan() async throws -> ReportedRuns {
    guard let runs = ReportedRuns(try await makingLong.value) else {
      throw Failure.failed("no forecast")
    }
    return runs
  }

  private static let makingPandemic = Task {
    try recorded { _, results in
      try run(["run", "hanoi-2021-pandemic"] + few + results)
      try run(["compare", "hanoi-2021-pandemic", "hanoi-2021"] + few + results)
    }
  }

  /// The worst scenario as what others are compared with.
  static func pandemic() async throws -> ReportedRuns {
    guard let runs = ReportedRuns(try await makingPandemic.value) else {
      throw Failure.failed("no forecast")
    }
    return runs
  }

  private static let few = ["--draws", "2000", "--threads", "1"]

  /// The run folders that a program leaves in a folder of its own, in the order of their names.
  private static func recorded(
    _ make: (_ folder: URL, _ results: [String]) throws -> Void
  ) throws -> [RunRecord] {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "reach-brief-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let results = folder.appending(path: "Results")
    try FileManager.default.createDirectory(at: results, withIntermediateDirectories: true)
    try make(folder, ["--results", results.path])
    let names = try FileManager.default.contentsOfDirectory(atPath: results.path).sorted()
    return try names.map { try RunFolder(results.appending(path: $0).path).record() }
  }

  private static func write(_ name: String, _ text: String, in folder: URL) throws -> String {
    let file = folder.appending(path: "\(name).yaml")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  /// Two changes that both move the probabilities.
  private static var worst: String {
    """
    extends: \(root.path)/Scenarios/hanoi-2021-pandemic.yaml
    scenario: worst
    title: {vi: "Dịch bệnh, không thông tin", en: "A pandemic, no information"}
    levers:
      information:
        budget: 0 billion VND
        source: "Scenario: for a test"
      linkage:
        budget: 0 billion VND
        source: "Scenario: for a test"
    """
  }

  private static var odd: String {
    func target(_ key: String, _ outcome: String, _ bound: String, _ en: String) -> String {
      """
        \(key):
          outcome: \(outcome)
          \(bound)
          year: 2021
          label: {vi: "Chỉ tiêu \(key)", en: "\(en)"}
          source: "Assumed: for a test"

      """
    }
    func bound(_ sign: String, _ threshold: String) -> String {
      "comparison: \"\(sign)\"\n    threshold: \(threshold)"
    }
    return """
      extends: \(root.path)/Scenarios/hanoi-2021.yaml
      scenario: odd
      title: {vi: "Kế hoạch lạ", en: "An odd plan"}
      targets:

      """ + target("few", "firms", bound("<=", "880 firms"), "Not too many firms")
        + target(
          "slow", "growth", bound("<", "5 %") + "\n    sector: components", "Slow growth")
        + target("never", "firms", bound(">=", "5000 firms"), "Very many firms")
        + target("always", "firms", bound(">", "1 firms"), "At least some firms")
  }

  private static var single: String {
    """
    extends: \(root.path)/Scenarios/hanoi-2021.yaml
    scenario: single
    title: {vi: "Một chỉ tiêu", en: "One target"}
    targets: {certified: null, share: null, growth: null}
    """
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
  /// Of a forecast.
  var scenarioName: String? { document["scenarios"]?.items.first?["name"]?.string }

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
      outcomes: outcomes, bins: bins, history: history, trails: trails, pages: pages,
      inputs: inputs,
      citations: citations)
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

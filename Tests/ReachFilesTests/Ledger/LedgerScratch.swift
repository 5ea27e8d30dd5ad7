import Foundation
import ReachFiles
import ReachModel

/// A ledger in a folder that goes with this value, and forecasts to publish in it.
struct LedgerScratch {
  /// A target and draws of it.
  struct Outcome {
    var column = "certified_share.2030"
    var key: String { column.split(separator: ".").joined(separator: "_") }
    var threshold = 0.4
    var probability = 0.5
    /// Of the draws: other numbers, other draws.
    var number = 1
  }

  private let folder: ScratchFolder
  var results: String { folder.path }
  var path: String { "\(folder.path)/ledger" }
  var ledger: Ledger { Ledger(results: folder.path) }

  init() throws { folder = try ScratchFolder() }

  /// Draws in 0.3 to 0.5 for shares and growth, whole numbers for firms.
  static func draws(_ column: String, _ number: Int, count: Int = 99) -> [Double] {
    (0..<count).map { place in
      let fraction =
        0.3 + 0.2 * Double((place * 37 + number) % count) / Double(count)
        + 1e-6 * Double(number)
      return column.hasPrefix("certified_share") || column.hasPrefix("share")
        || column.hasPrefix("growth") ? fraction : (1_000 * fraction).rounded()
    }
  }

  static func forecast(
    _ run: String, _ outcomes: [Outcome] = [Outcome()], province: String = "ha_noi",
    asOf: String = "2026-01-31", published: String = "2026-03-01"
  ) throws -> FrozenForecast {
    let list = outcomes.map { outcome -> [String: Any] in
      [
        "key": outcome.key, "vi": "chỉ tiêu", "en": "target", "column": outcome.column,
        "year": Int(outcome.column.split(separator: ".")[1]) ?? 0, "comparison": ">=",
        "threshold": outcome.threshold, "probability": outcome.probability,
        "draws": draws(outcome.column, outcome.number),
      ]
    }
    let document: [String: Any] = [
      "format": "reach-ledger", "version": 2, "run": run, "software": "1", "scenario": "plan",
      "province": province, "as_of": asOf, "published": published, "provenance_sha256": "\(run)",
      "outcomes": list,
    ]
    return try JSONDecoder().decode(
      FrozenForecast.self, from: JSONSerialization.data(withJSONObject: document))
  }

  /// Long after every target.
  static func today() throws -> CalendarDate {
    guard let date = CalendarDate("2099-01-01") else { throw CocoaError(.formatting) }
    return date
  }

  /// Reports figures as `reach score` does.
  @discardableResult
  func score(_ entry: String, _ csv: String) throws -> Ledger.Entry {
    let table = try readDataTable(bytes: Array(csv.utf8), as: "actual.csv", threads: 1)
    let found = try ledger.entry(entry)
    let figures = try found.figures(in: table, try ActualFile.read(table), today: Self.today())
    return try ledger.record(figures, of: entry) { whole throws(DiagnosticReport) in
      [("scorecard.json", #"{"origin": {"figures_sha256": "\#(try whole.figuresChecksum)"}}"#)]
    }
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
  }
}

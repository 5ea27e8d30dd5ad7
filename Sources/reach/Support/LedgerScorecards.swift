import Foundation
import ReachFiles
import ReachModel
import Reporting
import Verification

extension Ledger.Entry {
  /// Its targets with what came of them.
  ///
  /// - Parameter isNumbered: Whether the entry's number stands before each key.
  /// - Returns: In the order of the forecast.
  func targets(isNumbered: Bool = false) -> [ScoredTarget] {
    let figures = record.inForce
    return forecast.outcomes.compactMap { outcome in
      guard let quantity = outcome.quantity else { return nil }
      let figure = figures[outcome.key]
      return ScoredTarget(
        id: isNumbered ? "\(number):\(outcome.key)" : outcome.key,
        label: Label(vi: outcome.vi, en: outcome.en), year: outcome.year, quantity: quantity,
        comparison: Comparison(rawValue: outcome.comparison) ?? .atLeast,
        threshold: outcome.threshold, probability: outcome.probability, figure: figure?.value,
        published: figure?.published, isHindsight: forecast.isHindsight(outcome))
    }
  }

  /// What its own scorecard is of.
  ///
  /// - Parameter unforeseen: Ids of the file of figures that no target has.
  /// - Returns: With the checksums of what is judged and of what judges.
  /// - Throws: R010 if no checksum can be made.
  func context(unforeseen: [String]) throws(DiagnosticReport) -> ScorecardContext {
    let targets = targets()
    return ScorecardContext(
      title: Label(vi: "Chấm điểm \(name)", en: "Scorecard of \(name)"),
      origin: [
        ("entry", .string(name)), ("forecast_sha256", .string(sha256)),
        ("figures_sha256", .string(try figuresChecksum)),
      ],
      waiting: targets.filter { $0.figure == nil }.map(\.id), unforeseen: unforeseen,
      targets: targets)
  }

  /// The files that stand beside the forecast.
  func scorecardFiles(
    _ card: Scorecard, unforeseen: [String]
  ) throws(DiagnosticReport) -> [(name: String, text: String)] {
    let context = try context(unforeseen: unforeseen)
    return [
      ("scorecard.json", scorecardJSON(card, context).text + "\n"),
      ("scorecard.md", scorecardPage(card, context, .en).markdown),
      ("scorecard.vi.md", scorecardPage(card, context, .vi).markdown),
    ]
  }
}

/// The record of a whole ledger.
struct LedgerRecord {
  let book: Ledger.Contents
  /// The link to check, and the number of the entry that it stands for.
  let head: String?
  let vouched: Int?

  var context: ScorecardContext {
    get throws(DiagnosticReport) {
      let counted = book.entries.filter { entry in
        entry.targets().contains { $0.figure != nil && !$0.isHindsight }
      }
      let targets = book.entries.flatMap { entry in
        entry.targets(isNumbered: true).filter { $0.figure != nil && !$0.isHindsight }
      }
      return ScorecardContext(
        title: Label(
          vi: "Thành tích của sổ dự báo: \(counted.count) trong \(book.entries.count) mục",
          en: "The ledger's record: \(counted.count) of \(entries)"),
        origin: [
          ("ledger", .array(counted.map { .string($0.name) })),
          ("entries", .integer(book.entries.count)),
          ("head", book.head.map { .string($0) } ?? .null),
          ("checked_link", head.map { .string($0) } ?? .null),
          ("checked_entries", vouched.map { .integer($0) } ?? .null),
        ],
        waiting: book.entries.filter(\.figures.isEmpty).map(\.name), unforeseen: [],
        targets: targets, remarks: try remarks)
    }
  }

  private var entries: String {
    "\(book.entries.count) \(book.entries.count == 1 ? "entry" : "entries")"
  }

  /// Of one figure that entries have with several values: a revision, or a mistake.
  private var contradictions: [Label] {
    var found: [FrozenForecast.FigureName: [Double: [Int]]] = [:]
    for entry in book.entries {
      let figures = entry.figures
      for outcome in entry.forecast.outcomes {
        guard let value = figures[outcome.key] else { continue }
        found[entry.forecast.figureName(outcome), default: [:]][value, default: []]
          .append(entry.number)
      }
    }
    return found.filter { $0.value.count > 1 }.sorted { $0.key.text < $1.key.text }
      .map { name, values in
        let numbers = Set(values.values.joined()).sorted().map(String.init)
          .joined(separator: ", ")
        return Label(
          vi:
            "Các mục \(numbers) ghi số liệu khác nhau cho cùng một chỉ tiêu (\(name.text)): hãy chấm "
            + "lại bằng số liệu mới nhất.",
          en:
            "Entries \(numbers) hold different figures of the same thing (\(name.text)): score them "
            + "again with the latest.")
      }
  }

  private var remarks: [Label] {
    get throws(DiagnosticReport) {
      var remarks: [Label] = []
      let count = book.entries.count
      if let vouched {
        remarks.append(
          Label(
            vi:
              "Mắt xích đã cho là của mục \(vouched): từ mục 1 đến mục đó sổ còn nguyên như khi công "
              + "bố (sổ có \(count) mục).",
            en: "The link given is that of entry \(vouched): up to it the ledger is as it was then "
              + "(it has \(entries))."))
      }
      if let unfinished = book.unfinished { remarks.append(Self.unfinished(unfinished.run)) }
      for entry in book.entries where try entry.isScorecardOld {
        remarks.append(
          Label(
            vi: "Bảng điểm của `\(entry.name)` không phải của các số liệu đã ghi; hãy chạy lại "
              + "`reach score \(entry.name) --actual FILE`.",
            en: "The scorecard of `\(entry.name)` is not of the figures recorded; run "
              + "`reach score \(entry.name) --actual FILE` again."))
      }
      remarks += contradictions
      let late = book.entries.flatMap { entry in
        entry.targets(isNumbered: true).filter { $0.isHindsight && $0.figure != nil }.map(\.id)
      }
      if !late.isEmpty {
        let names = late.prefix(8).joined(separator: ", ") + (late.count > 8 ? ", …" : "")
        remarks.append(
          Label(
            vi: "Không tính, vì công bố khi năm của chỉ tiêu đã kết thúc: \(names).",
            en: "Not counted, since published when the target's year had ended: \(names)."))
      }
      return remarks
    }
  }

  /// Of a folder whose publication was cut short.
  static func unfinished(_ name: String) -> Label {
    Label(
      vi: "Mục `\(name)` chưa vào sổ: lần công bố bị ngắt giữa chừng, hoặc dòng của nó trong "
        + "`chain.csv` đã bị xoá. Lần `reach publish` tới sẽ ghi nó vào sổ.",
      en:
        "`\(name)` is not in the ledger: its publication was cut short, or its line was removed from "
        + "`chain.csv`. The next `reach publish` takes it up.")
  }
}

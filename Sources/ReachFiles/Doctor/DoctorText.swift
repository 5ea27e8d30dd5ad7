import ReachModel
package import Reporting

/// What the doctor found, as text: one block for each finding in the form of a compiler's message,
/// then how the numbers were read, then what there is in all.
///
/// - Parameters:
///   - doctor: The examination.
///   - out: The new file that was written; nil if none was asked for.
///   - language: Of words; what stands in the file is shown as it stands.
/// - Returns: Lines of at most 100 columns but for excerpts, the last one ended.
package func doctorText(
  _ doctor: DataDoctor, out: String? = nil, language: Language
) -> String {
  let writer = DoctorWriter(doctor: doctor, language: language)
  let shown = doctor.findings.prefix(DoctorWriter.printed)
  var parts = shown.map { writer.block($0).joined(separator: "\n") }
  if doctor.findings.count > shown.count {
    let more = doctor.findings.count - shown.count
    parts.append(language(vi: "… và \(more) phát hiện nữa", en: "… and \(more) more findings"))
  }
  parts.append((writer.reading + writer.summary(out)).joined(separator: "\n"))
  return parts.joined(separator: "\n\n") + "\n"
}

/// Writes the blocks of one examination.
struct DoctorWriter {
  let doctor: DataDoctor
  let language: Language

  /// Findings beyond this number are counted, not printed.
  static let printed = 100
  /// Changes of one finding that are shown; all are in the JSON document.
  private static let shownChanges = 3
  private static let width = 100

  private var source: SourceText { doctor.table.text.source }

  func block(_ finding: DataFinding) -> [String] {
    let place = finding.places[0]
    let gutter = String(repeating: " ", count: String(place.origin.line).count)
    var lines = lead("[\(finding.kind.rawValue)]: ", language(finding.summary), "")
    lines[0] = language(vi: "phát hiện", en: "finding") + lines[0]
    lines.append("\(gutter)--> \(place.origin)")
    if let line = source.line(place.origin.line) {
      let length = place.column == nil ? line.unicodeScalars.count : place.text.unicodeScalars.count
      let window = ExcerptWindow(of: line, column: place.origin.column, length: length)
      lines += [
        "\(gutter) |", "\(place.origin.line) | \(window.text)".trimmingTrailingSpaces,
        "\(gutter) | \(window.padding)\(String(repeating: "^", count: window.length))",
      ]
    }
    if finding.places.count > 1 {
      let others = finding.places.dropFirst().map { String($0.origin.line) }
      lines += note(language(vi: "cũng ở dòng", en: "also in lines"), shortList(others), gutter)
    }
    for reason in finding.evidence {
      lines += note(language(vi: "vì sao", en: "why"), language(reason), gutter)
    }
    return lines + proposal(finding, gutter)
  }

  private func proposal(_ finding: DataFinding, _ gutter: String) -> [String] {
    var lines: [String] = []
    if !finding.readings.isEmpty {
      lines += note(
        language(vi: "các cách hiểu", en: "readings"),
        finding.readings.map { language($0) }.joined(separator: "; "), gutter)
    }
    guard !finding.changes.isEmpty else {
      let none =
        finding.readings.isEmpty
        ? language(vi: "không có: cần người xem lại", en: "none: a person has to look")
        : language(
          vi: "không có: có thể hiểu nhiều cách", en: "none: several readings are possible")
      return lines + note(language(vi: "đề xuất", en: "proposal"), none, gutter)
    }
    let certainty = certaintyText(finding.certainty)
    for change in finding.changes.prefix(Self.shownChanges) {
      lines += note(
        language(vi: "đề xuất (\(certainty))", en: "proposal (\(certainty))"), text(of: change),
        gutter)
    }
    let more = finding.changes.count - Self.shownChanges
    if more > 0 {
      lines += note(
        language(vi: "và", en: "and"),
        language(vi: "\(more) ô như vậy nữa", en: "\(more) more like these"), gutter)
    }
    return lines
  }

  private func certaintyText(_ certainty: DataFinding.Certainty) -> String {
    switch certainty {
    case .certain: language(vi: "chắc chắn", en: "certain")
    case .likely: language(vi: "có lẽ đúng", en: "likely")
    case .open: language(vi: "để ngỏ", en: "open")
    }
  }

  private func text(of change: ProposedChange) -> String {
    guard let after = change.after else {
      return language(
        vi: "bỏ dòng \(change.place.origin.line)", en: "take out line \(change.place.origin.line)")
    }
    let shown = after.isEmpty ? language(vi: "(để trống)", en: "(empty)") : "`\(after)`"
    return "`\(ControlCharacters.replaced(in: change.before))` → \(shown)"
  }

  private func shortList(_ items: [String]) -> String {
    let shown = items.prefix(12).joined(separator: ", ")
    return items.count > 12 ? shown + ", … (\(items.count))" : shown
  }

  private func note(_ head: String, _ text: String, _ gutter: String) -> [String] {
    lead("\(gutter) = \(head): ", text, gutter + "   ")
  }

  private func lead(_ head: String, _ text: String, _ indent: String) -> [String] {
    wrapped(ControlCharacters.replaced(in: text), width: Self.width - displayWidth(head) - 8)
      .enumerated().map { $0 == 0 ? head + $1 : indent + "  " + $1 }
  }
}

extension DoctorWriter {
  /// How the file was read.
  var reading: [String] {
    let table = doctor.table
    let separator =
      switch table.separator {
      case ",": language(vi: "dấu phẩy", en: "commas")
      case ";": language(vi: "dấu chấm phẩy", en: "semicolons")
      case "\t": language(vi: "tab", en: "tabs")
      default: language(vi: "gạch đứng", en: "bars")
      }
    var lines = [
      "\(table.text.source.file): "
        + language(
          vi: "\(table.rowCount) dòng, \(table.columnCount) cột, \(table.text.encoding.rawValue), "
            + "ngăn bằng \(separator)",
          en: "\(table.rowCount) rows, \(table.columnCount) columns, "
            + "\(table.text.encoding.rawValue), cells parted by \(separator)")
    ]
    if table.text.encoding == .windows1258 {
      lines.append(
        "  "
          + language(
            vi: "nếu tên hiện sai thì tệp dùng bảng mã khác (TCVN3, VNI)",
            en: "if names look wrong, the file is in another encoding (TCVN3, VNI)"))
    }
    for (heading, reading) in doctor.readings {
      if let basis = basis(reading) { lines.append("  `\(heading)`: \(basis)") }
    }
    return lines
  }

  /// What decided how numbers of a quantity are read; nil where nothing was in doubt.
  private func basis(_ reading: NumberReading) -> String? {
    let mark =
      reading.decimal == .dot
      ? language(vi: "dấu chấm thập phân", en: "decimal dot")
      : language(vi: "dấu phẩy thập phân", en: "decimal comma")
    switch reading.basis {
    case .nothingInDoubt: return nil
    case .own(let count):
      guard reading.tally.doubtfulDot + reading.tally.doubtfulComma > 0 else { return nil }
      return language(
        vi: "\(mark), theo \(count) số chỉ có một cách đọc",
        en: "\(mark), by \(count) number\(count == 1 ? "" : "s") with one reading")
    case .wholeNumbers(let count):
      return language(
        vi: "dấu phân cách hàng nghìn, vì \(count) số nguyên dưới 1.000 không có dấu",
        en: "marks group thousands, since \(count) whole numbers below 1,000 have none")
    case .otherColumns(let count):
      return language(
        vi: "\(mark), theo \(count) số ở các cột khác",
        en: "\(mark), by \(count) number\(count == 1 ? "" : "s") of other columns")
    case .ungroupedElsewhere(let count):
      return language(
        vi: "\(mark), vì \(count) số lớn ở các cột khác không có dấu phân cách",
        en: "\(mark), since \(count) large numbers of other columns have no mark")
    case .separator:
      return language(
        vi: "\(mark), theo dấu ngăn giữa các ô", en: "\(mark), by the sign that parts the cells")
    case .counts:
      return language(
        vi: "dấu phân cách hàng nghìn, vì đây là số đếm",
        en: "marks group thousands, since these are counts")
    case .ratios:
      return language(
        vi: "\(mark), vì đây là tỷ lệ hoặc chỉ số",
        en: "\(mark), since these are ratios or indices")
    case .undecided:
      return language(vi: "không xác định được cách đọc", en: "not decided")
    }
  }

  /// How many findings there are, and what was written.
  func summary(_ out: String?) -> [String] {
    let count = doctor.findings.count
    var lines = [
      count == 0
        ? language(vi: "không phát hiện gì", en: "nothing found")
        : language(vi: "\(count) phát hiện", en: "\(count) finding\(count == 1 ? "" : "s")")
          + ": " + kinds(doctor.findings)
    ]
    guard let out else {
      let certain = doctor.applied.count
      if certain > 0 {
        lines.append(
          language(
            vi: "\(certain) đề xuất chắc chắn; `--out NEWFILE` ghi chúng vào một tệp mới",
            en: "\(certain) proposal\(certain == 1 ? " is" : "s are") certain; `--out NEWFILE` "
              + "writes a new file with \(certain == 1 ? "it" : "them")"))
      }
      return lines
    }
    lines.append(
      language(
        vi: "\(out): đã ghi (UTF-8), áp dụng \(doctor.applied.count): \(kinds(doctor.applied))",
        en: "\(out): written (UTF-8), applied \(doctor.applied.count): \(kinds(doctor.applied))"))
    lines.append(
      language(
        vi: "để lại \(doctor.left.count): \(kinds(doctor.left))",
        en: "left \(doctor.left.count): \(kinds(doctor.left))"))
    return lines
  }

  private func kinds(_ findings: [DataFinding]) -> String {
    guard !findings.isEmpty else { return language(vi: "không có", en: "none") }
    return DataProblem.allCases.compactMap { kind in
      let count = findings.count { $0.kind == kind }
      return count == 0 ? nil : "\(language(kind.title)) (\(count))"
    }.joined(separator: ", ")
  }
}

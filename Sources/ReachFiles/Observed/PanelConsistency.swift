import ReachModel

/// What the rows of a panel owe one another: one unit a variable, one code a province.
///
/// A row that breaks either would be added to rows that it does not belong to, in silence.
struct PanelConsistency {
  private let table: CSVTable
  /// The codes of the catalog; nil if any code will do.
  private let known: [String]?

  init(_ table: CSVTable, _ provinces: [Province]?) {
    self.table = table
    known = provinces?.map(\.code)
  }

  /// Reports each second unit of a variable once, where it first stands.
  func checkUnits(_ variable: Int, _ unit: Int, _ problems: inout ProblemList) {
    for clash in clashes(of: unit, under: variable) {
      problems.report(
        .mixedUnits,
        "`\(clash.key)` is in \(clash.text) here, and in \(clash.first) from line \(clash.line) on",
        at: table.origin(clash.row, unit), length: clash.text.unicodeScalars.count)
    }
  }

  /// Reports codes that are not in the catalog, and pairs of name and code that contradict others.
  func check(_ name: Int, _ code: Int, _ problems: inout ProblemList) {
    for clash in clashes(of: code, under: name) {
      problems.report(
        .provinceCode,
        "`\(clash.key)` has the code \(clash.text) here, and \(clash.first) from line "
          + "\(clash.line) on", at: table.origin(clash.row, code),
        length: clash.text.unicodeScalars.count)
    }
    for clash in clashes(of: name, under: code) {
      problems.report(
        .provinceCode,
        "the code \(clash.key) is that of `\(clash.text)` here, and of `\(clash.first)` from line "
          + "\(clash.line) on", at: table.origin(clash.row, name),
        length: clash.text.unicodeScalars.count)
    }
    reportUnknownCodes(code, &problems)
  }

  private func reportUnknownCodes(_ code: Int, _ problems: inout ProblemList) {
    guard let known else { return }
    var seen = Set(known)
    for row in 0..<table.rowCount {
      let text = table.text(row, code)
      guard seen.insert(text).inserted else { continue }
      problems.reportUnknown(
        .provinceCode, "no province of the catalog has the code `\(text)`", name: text,
        known: known, at: table.origin(row, code))
    }
  }

  private struct Clash {
    let key: String
    /// The value that differs, and its row.
    let text: String
    let row: Int
    /// The first value under the key, and its line.
    let first: String
    let line: Int
  }

  /// Values of one column that differ from the first under the same key; each once.
  private func clashes(of value: Int, under key: Int) -> [Clash] {
    var first: [String: (text: String, row: Int)] = [:]
    var seen: Set<[String]> = []
    var clashes: [Clash] = []
    for row in 0..<table.rowCount {
      let name = table.text(row, key), text = table.text(row, value)
      guard let other = first[name] else {
        first[name] = (text, row)
        continue
      }
      guard other.text != text, seen.insert([name, text]).inserted else { continue }
      clashes.append(
        Clash(
          key: name, text: text, row: row, first: other.text,
          line: table.origin(other.row, value).line))
    }
    return clashes
  }
}

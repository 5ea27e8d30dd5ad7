import ReachModel

/// Looks at a table as someone sent it, and says what is likely to be wrong with it.
///
/// Nothing is changed, and nothing needs to be known of the table beforehand: what its columns are
/// is read off the table. The article `DataDoctor` says what is looked for and with which
/// thresholds.
package struct DataDoctor: Sendable {
  package let table: SentTable
  /// In the order of the file.
  package let findings: [DataFinding]
  let examined: ExaminedTable

  /// - Parameters:
  ///   - text: The table as decoded.
  ///   - places: Names of provinces; without them changes of borders are not looked for.
  /// - Complexity: O(rows · columns) for most checks; sums of rows take O(rows of a period · 90 ·
  ///   columns).
  package init(_ text: SentText, places: PlaceNames) {
    table = SentTable(text)
    examined = ExaminedTable(table, places: places)
    let examined = examined
    let all = checksInOrder.flatMap { $0.findings(in: examined) }
    findings = Self.withoutEchoes(all).enumerated().sorted { a, b in
      let (first, second) = (a.element.places[0].origin, b.element.places[0].origin)
      return (first.line, first.column, a.offset) < (second.line, second.column, b.offset)
    }.map(\.element)
  }

  /// Findings without those that only echo another: a shifted or ragged row has words among its
  /// numbers, a total is another size than its neighbours, one cell in doubt is found twice.
  private static func withoutEchoes(_ all: [DataFinding]) -> [DataFinding] {
    let rowKinds: [DataProblem] = [
      .shiftedRow, .raggedRow, .repeatedHeading, .duplicateRow, .duplicateKey,
    ]
    let rows = Set(
      all.filter { rowKinds.contains($0.kind) }.flatMap { $0.places.map(\.origin.line) })
    let marked = Set(
      all.filter { $0.kind == .dotOrComma && $0.certainty != .likely }
        .flatMap { $0.places.map(\.cell) })
    var seen: Set<String> = []
    return all.filter { finding in
      switch finding.kind {
      case .textAmongNumbers, .yearOutOfRange, .unitSwitch, .straySpace, .excelDate, .mixedPercent,
        .footnoteMark:
        if finding.places.allSatisfy({ rows.contains($0.origin.line) && $0.column != nil }) {
          return finding.kind == .footnoteMark && !isInShiftedRow(finding, all)
        }
      case .dotOrComma where finding.certainty == .likely:
        if finding.places.allSatisfy({ marked.contains($0.cell) }) { return false }
      default: break
      }
      return seen.insert(finding.kind.rawValue + finding.places.map(\.cell).joined()).inserted
    }
  }

  private static func isInShiftedRow(_ finding: DataFinding, _ all: [DataFinding]) -> Bool {
    let lines = Set(
      all.filter { [.shiftedRow, .raggedRow, .repeatedHeading].contains($0.kind) }
        .flatMap { $0.places.map(\.origin.line) })
    return finding.places.allSatisfy { lines.contains($0.origin.line) }
  }

  /// How the marks in each quantity are read, for people and programs.
  package var readings: [(heading: String, reading: NumberReading)] {
    zip(examined.quantities, examined.readings).map { quantity, reading in
      let first = quantity.columns.first.map { examined.columns[$0].heading } ?? ""
      let last = quantity.columns.last.map { examined.columns[$0].heading } ?? ""
      return (quantity.columns.count > 1 ? "\(first) … \(last)" : first, reading)
    }
  }
}

extension FoundPlace {
  /// Tells cells apart.
  fileprivate var cell: String { "\(origin.line):\(origin.column)|" }
}

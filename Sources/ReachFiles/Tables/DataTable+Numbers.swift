import NumericKernels
package import PanelData
import ReachModel

extension DataTable {
  /// A column's numbers, NaN where a cell is missing.
  ///
  /// - Throws: What stands in the way: no column of the name, with the nearest; or the first cell that
  ///   is no number, with its line and, for `1,5` and `1.500,2`, both readings.
  package func numbers(_ name: String) throws(DiagnosticReport) -> [Double] {
    switch column(name.normalFormC) {
    case .numbers(let values): return values
    case .texts(let codes, let labels): throw refusal(name, codes, labels)
    case nil:
      var problems = ProblemList()
      problems.reportUnknown(
        .missingColumn, "the column `\(name)` is missing", name: name, known: names,
        at: Origin(file: file, line: 1, column: 1), length: 1)
      throw problems.summary ?? DiagnosticReport(one: Diagnostic(.missingColumn, name, at: nil))
    }
  }

  private func refusal(_ name: String, _ codes: [Int32], _ labels: [String]) -> DiagnosticReport {
    let reader = DecimalReader()
    let isText = labels.map { label in
      let bytes = Array(label.utf8)
      return DataCell(bytes.span, 0..<bytes.count, reader) == .text
    }
    let row = codes.firstIndex { $0 >= 0 && isText[Int($0)] } ?? 0
    let text = labels[Int(codes[row])], shown = text.prefix(40)
    let origin = Origin(file: file, line: Int(lines[row]), column: 1)
    let count = codes.count { $0 >= 0 && isText[Int($0)] }
    let notes = count > 1 ? ["\(count) cells of the column are no numbers"] : []
    let diagnostic =
      switch NumberText(text[...], .canonical) {
      case .ambiguous(let readings):
        Diagnostic(
          .ambiguousCell, "`\(shown)` in column `\(name)` is not canonical", at: origin,
          hint: readings.joined(separator: "; "), notes: notes)
      case .leadingZero:
        Diagnostic(
          .badNumber, "`\(shown)` in column `\(name)` begins with 0, so the column holds codes",
          at: origin, notes: notes)
      default:
        Diagnostic(
          .badNumber, "`\(shown)` in column `\(name)` is not a number", at: origin, notes: notes)
      }
    return DiagnosticReport(one: diagnostic)
  }
}

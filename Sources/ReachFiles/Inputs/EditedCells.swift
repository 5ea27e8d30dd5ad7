import ReachModel
import Reporting

/// What someone left in the cells of one input.
struct EditedCells {
  let book: InputBook
  let row: InputBook.Row

  /// Whether the cells of the value are as they were written.
  func isUnedited(_ value: StudyInput.Value) -> Bool {
    let written = InputCells(value)
    return isSame(written.value, .value) && isSame(written.low, .low)
      && isSame(written.high, .high) && isSame(written.unit, .unit)
  }

  /// The source as it stands there, line breaks as blanks.
  var source: String { row.cells[.source]?.text?.onOneLine ?? "" }

  /// Whether the source is that of the input.
  func hasSource(_ source: String?) -> Bool {
    self.source == Self.asRead(source ?? "").onOneLine
  }

  /// Where the value stands: its own cell, else the lower end of its range.
  var origin: Origin {
    let isRange = row.cells[.value] == nil && row.cells[.low] != nil
    return book.origin(row.number, isRange ? .low : .value)
  }

  /// The value as a scenario file would have it.
  ///
  /// - Returns: Nil, with a problem, if the cells have no clear meaning.
  func typed(_ problems: inout ProblemList) -> (text: String, isText: Bool)? {
    let value = words(.value, &problems), low = words(.low, &problems)
    let high = words(.high, &problems), unit = words(.unit, &problems)
    guard let value, let low, let high, let unit else { return nil }
    let ending = unit.isEmpty ? "" : " \(unit)"
    switch (value.isEmpty, low.isEmpty, high.isEmpty) {
    case (false, true, true):
      return (value + ending, row.cells[.value]?.text != nil && unit.isEmpty)
    case (true, false, false): return ("\(low)\(ending) to \(high)\(ending)", false)
    case (true, true, true):
      return refuse("`\(row.path.text)` has neither a value nor a range", .value, &problems)
    case (true, _, _):
      return refuse(
        "the range of `\(row.path.text)` has one end only", low.isEmpty ? .low : .high, &problems)
    default:
      return refuse("`\(row.path.text)` has a value and a range", .low, &problems)
    }
  }

  private func refuse<Value>(
    _ summary: String, _ column: InputSheet.Column, _ problems: inout ProblemList
  ) -> Value? {
    problems.report(.badInputRow, summary, at: book.origin(row.number, column))
    return nil
  }

  /// What a cell says as it would be typed; empty for an empty cell, nil with a problem if it cannot
  /// be told.
  private func words(_ column: InputSheet.Column, _ problems: inout ProblemList) -> String? {
    guard let cell = row.cells[column] else { return "" }
    let origin = book.origin(row.number, column)
    switch cell.value {
    case nil:
      problems.report(.unreadableCell, "this formula has no computed value", at: origin)
      return nil
    case .error(let error):
      problems.report(.unreadableCell, "this cell is `\(error.prefix(20))`", at: origin)
      return nil
    case .number(let number): return StudyInput.Value.plainNumber(number)
    case .boolean(let truth): return truth ? "true" : "false"
    case .date(let date): return "\(date)"
    case .text(let text): return text.onOneLine
    }
  }

  // MARK: As it was written

  private func isSame(_ written: Cell, _ column: InputSheet.Column) -> Bool {
    let read = row.cells[column]?.value
    switch (written.content, read) {
    case (.empty, nil): return row.cells[column] == nil
    case (.empty, .text(let text)?): return text.onOneLine.isEmpty
    case (.number(let old), .number(let new)?): return Self.isSame(old, new)
    case (.text(let old), .text(let new)?):
      return new == old.normalFormC || new == Self.asRead(old)
    // Spreadsheet programs make a truth value of the word.
    case (.text(let old), .boolean(let new)?): return old == (new ? "true" : "false")
    case (.date(let old), .date(let new)?): return old == new
    case (.date(let old), .text(let new)?): return "\(old)" == new.onOneLine
    default: return false
    }
  }

  /// Whether a cell holds the number that was written into it.
  ///
  /// Spreadsheet programs keep 15 digits, so that a number may come back half a unit of the last away;
  /// a smaller edit than that cannot be made in them. The roundings to doubles add a little.
  private static func isSame(_ a: Double, _ b: Double) -> Bool {
    a == b || (a - b).magnitude <= 5.3e-15 * max(a.magnitude, b.magnitude)
  }

  /// A text as it is read back once a cell has held it.
  private static func asRead(_ text: String) -> String {
    SheetContent.unescaped(CellText.harmless(text)).normalFormC
  }
}

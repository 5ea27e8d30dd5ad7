import ReachModel
import Reporting

/// What someone left in the cells of one input.
struct EditedCells {
  let book: InputBook
  let row: InputBook.Row

  /// Whether the cells of the value are as they were written.
  func isUnedited(_ value: StudyInput.Value) -> Bool {
    let written = InputCells(value)
    // In a cell that now shows percent beside a unit, 20 is seen as 2000 %.
    let isReshown =
      !isUnitless && [.value, .low, .high].contains { row.cells[$0]?.isPercent == true }
    return !isReshown && isSame(written.value, .value) && isSame(written.low, .low)
      && isSame(written.high, .high) && isSame(written.unit, .unit)
  }

  private var isUnitless: Bool { row.cells[.unit]?.text?.onOneLine.isEmpty ?? true }

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
    guard let unit = words(.unit, of: "", &problems) else { return nil }
    let value = words(.value, of: unit, &problems), low = words(.low, of: unit, &problems)
    let high = words(.high, of: unit, &problems)
    guard let value, let low, let high else { return nil }
    func amount(_ number: String) -> String {
      // `20%` typed as text beside the unit `%` says it twice.
      unit.isEmpty || number.hasSuffix("%") && Self.isPercent(unit) ? number : "\(number) \(unit)"
    }
    switch (value.isEmpty, low.isEmpty, high.isEmpty) {
    case (false, true, true):
      return (amount(value), row.cells[.value]?.text != nil && unit.isEmpty)
    case (true, false, false): return ("\(amount(low)) to \(amount(high))", false)
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

  private static func isPercent(_ unit: String) -> Bool {
    unit == "%" || unit.hasPrefix("% a ") || unit.hasPrefix("% per ")
  }

  /// A number that its cell shows in percent: what is seen there is what was meant.
  ///
  /// Excel gives a cell that format by itself when `20%` is typed, and keeps 0.2 in it.
  ///
  /// - Returns: 20 beside the unit `%`, 0.2 beside none, which is 20 %, nil with a problem beside any
  ///   other unit.
  private func percent(
    _ number: Double, of unit: String, _ column: InputSheet.Column, _ problems: inout ProblemList
  ) -> String? {
    if unit.isEmpty { return StudyInput.Value.plainNumber(number) }
    let shown = StudyInput.Value.plainNumber(Self.timesHundred(number))
    if Self.isPercent(unit) { return shown }
    return refuse(
      "`\(row.path.text)` is shown as \(shown) % and has the unit `\(unit.prefix(40))`", column,
      &problems)
  }

  /// A hundred times a number, by moving the decimal mark: 0.07 makes 7, where a product makes
  /// 7.000000000000001.
  private static func timesHundred(_ number: Double) -> Double {
    let parts = "\(number)".split(separator: "e"), power = parts.count > 1 ? Int(parts[1]) : 0
    return Double("\(parts[0])e\((power ?? 0) + 2)") ?? 100 * number
  }

  /// What a cell says as it would be typed; empty for an empty cell, nil with a problem if it cannot
  /// be told.
  private func words(
    _ column: InputSheet.Column, of unit: String, _ problems: inout ProblemList
  ) -> String? {
    guard let cell = row.cells[column] else { return "" }
    let origin = book.origin(row.number, column)
    switch cell.value {
    case nil:
      problems.report(.unreadableCell, "this formula has no computed value", at: origin)
      return nil
    case .error(let error):
      problems.report(.unreadableCell, "this cell is `\(error.prefix(20))`", at: origin)
      return nil
    case .number(let number):
      return cell.isPercent
        ? percent(number, of: unit, column, &problems) : StudyInput.Value.plainNumber(number)
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

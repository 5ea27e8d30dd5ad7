import CXlsxWriter
import ReachModel
import Reporting

/// Puts a workbook into an open book of libxlsxwriter.
@safe struct WorkbookDrawing {
  private let book: UnsafeMutablePointer<lxw_workbook>
  private var formats: WorkbookFormats
  /// In the order of the workbook's sheets.
  private var pointers: [UnsafeMutablePointer<lxw_worksheet>] = unsafe []
  /// What the library refused first; nil if it took everything.
  private(set) var refused: String?

  /// - Parameter book: Open for as long as this value is used.
  init(_ book: UnsafeMutablePointer<lxw_workbook>) {
    unsafe self.book = book
    unsafe formats = WorkbookFormats(book)
  }

  mutating func draw(_ workbook: Workbook) {
    for sheet in workbook.sheets {
      // SAFETY: the book is open and owns its sheets; it copies the name.
      guard let pointer = unsafe workbook_add_worksheet(book, sheet.name) else {
        refused = refused ?? "the sheet `\(sheet.name)`"
        return
      }
      unsafe pointers.append(pointer)
    }
    // Charts copy values of cells, so that every sheet has its cells first.
    for (place, sheet) in workbook.sheets.enumerated() {
      unsafe drawCells(of: sheet, on: pointers[place])
    }
    for (place, sheet) in workbook.sheets.enumerated() {
      unsafe setUp(pointers[place], sheet)
      for chart in sheet.charts { unsafe draw(chart, on: pointers[place]) }
    }
    for name in workbook.names {
      // SAFETY: the book is open and copies both strings.
      check(unsafe workbook_define_name(book, name.name, "=" + name.cells.address), name.name)
    }
    if let first = workbook.sheets.firstIndex(where: { !$0.isHidden }) {
      // SAFETY: the pointer is that of a sheet of the open book.
      unsafe worksheet_activate(pointers[first])
      unsafe worksheet_set_first_sheet(pointers[first])
    }
  }

  private mutating func check(_ code: lxw_error, _ what: @autoclosure () -> String) {
    guard code != LXW_NO_ERROR, refused == nil else { return }
    // SAFETY: the message is a constant of the library.
    let reason = unsafe lxw_strerror(code).map { unsafe String(cString: $0) } ?? "error"
    refused = "\(what()): \(reason)"
  }

  // MARK: Cells

  private mutating func drawCells(
    of sheet: Sheet, on pointer: UnsafeMutablePointer<lxw_worksheet>
  ) {
    for (row, cells) in sheet.rows.enumerated() {
      if let height = sheet.height(ofRow: row) {
        // SAFETY: the sheet is open.
        check(unsafe worksheet_set_row(pointer, UInt32(row), height, nil), sheet.name)
      }
      for (column, cell) in cells.cells.enumerated() {
        let code = unsafe draw(cell, on: pointer, UInt32(row), UInt16(column))
        check(code, "\(sheet.name)!\(columnLetters(column))\(row + 1)")
      }
    }
  }

  private mutating func draw(
    _ cell: Cell, on sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: UInt32, _ column: UInt16
  ) -> lxw_error {
    // SAFETY: in all cases the sheet is open, the format is the book's, and strings are copied.
    switch cell.content {
    case .empty:
      if cell.style == CellStyle(.body) { return LXW_NO_ERROR }
      return unsafe worksheet_write_blank(sheet, row, column, formats.format(cell.style))
    case .number(let value):
      return unsafe worksheet_write_number(sheet, row, column, value, formats.format(cell.style))
    case .text(let text):
      let shown = CellText.harmless(text)
      let format = unsafe formats.format(textStyle(cell.style, of: shown), isText: true)
      return unsafe worksheet_write_string(sheet, row, column, shown, format)
    case .date(let date):
      var day = lxw_datetime(
        year: Int32(date.year), month: Int32(date.month), day: Int32(date.day), hour: 0, min: 0,
        sec: 0)
      let style = CellStyle(cell.style.kind, .date, isWrapped: cell.style.isWrapped)
      return unsafe worksheet_write_datetime(sheet, row, column, &day, formats.format(style))
    case .boolean(let value):
      return unsafe worksheet_write_boolean(
        sheet, row, column, value ? 1 : 0, formats.format(cell.style))
    case .link(let text, let target, let targetRow, let targetColumn):
      let address =
        "internal:\(SheetName.quoted(target))!\(columnLetters(targetColumn))\(targetRow + 1)"
      return unsafe worksheet_write_url_opt(
        sheet, row, column, address, nil, CellText.harmless(text), nil)
    }
  }

  /// Text that would be a formula if it were typed gets the format of text, with which it stays text
  /// when someone edits its cell.
  private func textStyle(_ style: CellStyle, of text: String) -> CellStyle {
    guard style.format == .general, CellText.looksLikeFormula(text) else { return style }
    return CellStyle(style.kind, .text, isWrapped: style.isWrapped)
  }

  // MARK: The sheet around them

  private mutating func setUp(_ pointer: UnsafeMutablePointer<lxw_worksheet>, _ sheet: Sheet) {
    // SAFETY: the sheet is open; nothing is kept of the strings.
    for (column, width) in sheet.widths.enumerated() {
      let place = UInt16(column)
      check(unsafe worksheet_set_column(pointer, place, place, width, nil), sheet.name)
    }
    if sheet.frozenRows > 0 || sheet.frozenColumns > 0 {
      unsafe worksheet_freeze_panes(
        pointer, UInt32(sheet.frozenRows), UInt16(sheet.frozenColumns))
    }
    unsafe worksheet_set_landscape(pointer)
    let a4: UInt8 = 9
    unsafe worksheet_set_paper(pointer, a4)
    unsafe worksheet_set_margins(pointer, 0.5, 0.5, 0.5, 0.6)
    if sheet.chartColumn == nil { unsafe worksheet_fit_to_pages(pointer, 1, 0) }
    if let column = sheet.chartColumn {
      unsafe worksheet_set_print_scale(pointer, UInt16(sheet.printScale))
      var breaks = [UInt16(column), 0]
      check(unsafe worksheet_set_v_pagebreaks(pointer, &breaks), sheet.name)
    }
    unsafe worksheet_set_footer(pointer, "&L&A&R&P / &N")
    if let rows = sheet.repeatedRows {
      let (first, last) = (UInt32(rows.lowerBound), UInt32(rows.upperBound))
      check(unsafe worksheet_repeat_rows(pointer, first, last), sheet.name)
    }
    if let cells = sheet.filter {
      check(
        unsafe worksheet_autofilter(
          pointer, UInt32(cells.rows.lowerBound), UInt16(cells.columns.lowerBound),
          UInt32(cells.rows.upperBound), UInt16(cells.columns.upperBound)), sheet.name)
    }
    for choice in sheet.choices { unsafe draw(choice, on: pointer) }
    if sheet.isHidden { unsafe worksheet_hide(pointer) }
  }

  private mutating func draw(
    _ choice: Sheet.Choice, on sheet: UnsafeMutablePointer<lxw_worksheet>
  ) {
    var strings = OwnedStrings()
    // SAFETY: the list ends with nil, as the library expects, and lives until it has copied it.
    var words = unsafe choice.words.map { unsafe strings.lend($0) }
    unsafe words.append(nil)
    let code = unsafe words.withUnsafeMutableBufferPointer { list in
      var rule = unsafe lxw_data_validation()
      unsafe rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
      unsafe rule.value_list = list.baseAddress
      return unsafe worksheet_data_validation_cell(
        sheet, UInt32(choice.row), UInt16(choice.column), &rule)
    }
    check(code, choice.words.joined(separator: ", "))
  }

  private mutating func draw(
    _ placed: PlacedChart, on sheet: UnsafeMutablePointer<lxw_worksheet>
  ) {
    guard let chart = unsafe SheetChartDrawing.chart(placed.chart, in: book) else {
      refused = refused ?? "the chart `\(placed.chart.title)`"
      return
    }
    var strings = OwnedStrings()
    var options = unsafe lxw_chart_options()
    // The library's own size is 480 by 288 pixels.
    unsafe options.x_scale = Double(placed.width) / 480
    unsafe options.y_scale = Double(placed.height) / 288
    unsafe options.description = unsafe strings.lend(CellText.harmless(placed.chart.summary))
    // SAFETY: chart and sheet belong to the open book; the options are copied.
    check(
      unsafe worksheet_insert_chart_opt(
        sheet, UInt32(placed.row), UInt16(placed.column), chart, &options), placed.chart.title)
  }
}

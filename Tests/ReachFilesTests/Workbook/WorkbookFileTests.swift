import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

/// A workbook with every kind of cell, and texts that mean harm.
enum SampleBook {
  // The tests of tables have types of these names.
  private typealias Sheet = Reporting.Sheet
  private typealias Cell = Reporting.Cell

  static let injections = [
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(A1:A9)", "-2+3", "\t=1+1", "\r=1+1", "=HYPERLINK(\"x\")",
    "http://example.org/", "<script>alert(1)</script>", "\"quoted\" & 'single'", "{=1+1}",
    "\u{202E}right to left", "Ha\u{300} No\u{323}\u{302}i", "_x0041_", "1.500", "0012", "TRUE",
    String(repeating: "dài ", count: 100),
  ]
  static let numbers = [
    0, -0.5, 0.4115, 1.0 / 3, 0.4114600069285107, 1e-300, 1.7e308, 123_456_789.25,
    0.1 + 0.2,
  ]

  static func make() throws -> Workbook {
    let day = try #require(CalendarDate("2026-11-27"))
    var first = Sheet(name: "Kết quả")
    first.add([.text("Tiêu đề", .title)])
    first.add([.text("STT", .header), .text("Giá trị", .header)])
    for (place, number) in numbers.enumerated() {
      first.add([.number(Double(place), .whole), .number(number, .percent(1))])
    }
    first.frozenRows = 2
    first.widths = [12, 30]
    let rows = 2...(1 + numbers.count)
    first.filter = CellRange(sheet: "Kết quả", rows: 1...rows.upperBound, columns: 0...1)
    first.charts = [SheetChart.Kind.line, .column, .bar, .scatter].enumerated().map { place, kind in
      PlacedChart(
        SheetChart(
          kind, title: "=A1 & <b>", xTitle: "x", yTitle: "y",
          series: [
            .init(
              "+series", categories: CellRange(sheet: "Kết quả", rows: rows, column: 0),
              values: CellRange(sheet: "Kết quả", rows: rows, column: 1))
          ], format: .percent(0), summary: "\"words\""), row: 3 + 20 * place, column: 3)
    }
    var second = Sheet(name: "it's text")
    for text in injections { second.add([.text(text), .text(text, .editable, isWrapped: true)]) }
    var third = Sheet(name: "rest")
    third.isHidden = true
    third.add([
      Cell(.date(day), CellStyle(.body)), Cell(.boolean(true), CellStyle(.body)), .empty,
      Cell(.link("go", sheet: "it's text", row: 2, column: 1), CellStyle(.body)),
    ])
    third.choices = [.init(row: 0, column: 2, words: ["true", "false"])]
    return Workbook(
      title: "<&>", created: day, sheets: [first, second, third],
      names: [.init("figures", CellRange(sheet: "Kết quả", rows: rows, column: 1))])
  }
}

@Suite("Workbook files, written and read")
struct WorkbookFileTests {
  @Test("what is written is read back")
  func roundTrip() throws {
    let read = try WorkbookReader.read(try WorkbookWriter.bytes(of: SampleBook.make()), as: "book")
    #expect(read.sheets.map(\.name) == ["Kết quả", "it's text", "rest"])
    #expect(read.sheets.map(\.isHidden) == [false, false, true])
    for (place, number) in SampleBook.numbers.enumerated() {
      guard case .number(let value)? = read.sheets[0][place + 2, 1]?.value else {
        Issue.record("no number in row \(place + 2)")
        continue
      }
      // 16 significant digits are written: half a unit of the last is 5 · 10⁻¹⁶ of the number.
      #expect((value - number).magnitude <= 5e-16 * number.magnitude)
    }
    #expect(read.sheets[2][0, 0]?.value == .date(try #require(CalendarDate("2026-11-27"))))
    #expect(read.sheets[2][0, 1]?.value == .boolean(true))
    #expect(read.sheets[2][0, 3]?.value == .text("go"))
    #expect(
      read.names["figures"]
        == CellRange(sheet: "Kết quả", rows: 2...(1 + SampleBook.numbers.count), column: 1))
  }

  @Test("text stays text, whatever it begins with")
  func injections() throws {
    let read = try WorkbookReader.read(try WorkbookWriter.bytes(of: SampleBook.make()), as: "book")
    for (row, text) in SampleBook.injections.enumerated() {
      for column in 0...1 {
        let cell = try #require(read.sheets[1][row, column])
        #expect(!cell.isFormula)
        #expect(cell.value == .text(text.replacingReturn.normalFormC))
      }
    }
  }

  @Test("two writes give the same bytes")
  func reproducible() throws {
    let book = try SampleBook.make()
    #expect(try WorkbookWriter.bytes(of: book) == WorkbookWriter.bytes(of: book))
  }

  @Test("a place that cannot be written leaves nothing behind")
  func unwritable() throws {
    let folder = try ScratchFolder()
    let book = try SampleBook.make()
    #expect(throws: DiagnosticReport.self) {
      try WorkbookWriter.write(book, to: "\(folder.path)/missing/book.xlsx")
    }
    try WorkbookWriter.write(book, to: "\(folder.path)/book.xlsx")
    try WorkbookWriter.write(book, to: "\(folder.path)/book.xlsx")
    #expect(try Project.files(in: folder.path, ending: "") == ["book.xlsx"])
    let read = try WorkbookReader.read("\(folder.path)/book.xlsx", as: "book.xlsx")
    #expect(read.sheets.count == 3)
  }

  @Test("files of openpyxl and LibreOffice say the same", arguments: ["openpyxl", "libreoffice"])
  func otherPrograms(name: String) throws {
    let read = try WorkbookReader.read(
      "\(Project.references)/workbooks/\(name).xlsx", as: "\(name).xlsx")
    let sheet = try #require(read.sheet("kịch bản")), day = CalendarDate("2021-03-01")
    #expect(sheet[0, 0]?.value == .text("công nghiệp hỗ trợ"))
    // LibreOffice keeps 15 digits.
    let digits = name == "openpyxl" ? 0.4114600069285107 : 0.411460006928511
    #expect(sheet[0, 1]?.value == .number(digits))
    #expect(sheet[0, 2]?.value == .number(1500))
    #expect(sheet[0, 3]?.value == .boolean(true))
    #expect(sheet[0, 4]?.value == day.map { .date($0) })
    // openpyxl computes nothing.
    #expect(sheet[0, 5]?.isFormula == true)
    #expect(sheet[0, 5]?.value == (name == "openpyxl" ? nil : .number(2)))
    #expect(sheet[1, 0]?.value == .text("=1+1"))
    #expect(sheet[1, 0]?.isFormula == false)
    #expect(sheet[1, 1]?.value == .text("rich bold text"))
    #expect(sheet[1, 2]?.value == .number(-1.25e-07))
    #expect(sheet[1, 3]?.value == .text("  blanks kept  "))
    #expect(sheet[1, 4]?.value == .text("Hà"))
    #expect(sheet[1, 5]?.value == .text("line 1\nline 2"))
    #expect(sheet[2, 27]?.value == .text("far"))
    #expect(sheet[2, 4]?.value == day.map { .date($0) })
    #expect(sheet[3, 4]?.value == .number(12))
    #expect(
      (0...3).map { sheet[4, $0]?.value } == [
        .number(0.2), .number(0.2), .number(0.2), .number(0.2),
      ])
    #expect((0...3).map { sheet[4, $0]?.isPercent } == [true, true, true, false])
    #expect(sheet[3, 4]?.isPercent == false)
    let hidden = try #require(read.sheet("it's hidden"))
    #expect(hidden.isHidden)
    #expect(hidden[1, 1]?.value == .text("kept"))
    #expect(
      read.names["reach_inputs"] == CellRange(sheet: "Kịch bản", rows: 0...11, columns: 0...5))
    #expect(
      read.names["hidden_cell"] == CellRange(sheet: "it's hidden", rows: 1...1, columns: 1...1))
  }
}

@Suite("Workbooks that are refused")
struct RefusedWorkbookTests {
  /// What `make_broken.py` writes, with the code and the words of the refusal.
  @Test(
    "each is refused by name",
    arguments: [
      ("bomb.xlsx", "R029", "packed into"), ("doctype.xlsx", "R028", "document type"),
      ("deep.xlsx", "R029", "nested"), ("locked.xlsx", "R028", "password"),
      ("text.xlsx", "R028", "no ZIP archive"), ("zip.xlsx", "R028", "no workbook"),
      ("no-strings.xlsx", "R028", "xl/sharedStrings.xml"), ("malformed.xlsx", "R028", "no XML"),
      ("long-text.xlsx", "R030", "32767 characters"), ("elements.xlsx", "R029", "1000000 elements"),
      ("marks.xlsx", "R030", "more than 30 marks"),
    ])
  func refused(file: String, code: String, words: String) throws {
    do {
      _ = try WorkbookReader.read("\(Project.references)/workbooks/broken/\(file)", as: file)
      Issue.record("`\(file)` was read")
    } catch {
      #expect(Set(error.diagnostics.map(\.code.id)) == [code])
      #expect(error.explanation.contains(words))
      #expect(error.exitStatus == .badContent)
    }
  }

  @Test("cells that cannot be read are named with sheet and address, all at once")
  func cells() throws {
    do {
      _ = try WorkbookReader.read("\(Project.references)/workbooks/broken/cells.xlsx", as: "b.xlsx")
      Issue.record("it was read")
    } catch {
      #expect(
        error.diagnostics.compactMap { $0.origin?.description } == [
          "b.xlsx: Kịch bản!B2", "b.xlsx: Kịch bản!C12", "b.xlsx: Kịch bản!D13",
          "b.xlsx: Kịch bản!E14",
        ])
      #expect(Set(error.diagnostics.map(\.code.id)) == ["R030"])
    }
  }

  @Test("rows and columns beyond a sheet are named, not counted on from")
  func rows() throws {
    do {
      _ = try WorkbookReader.read("\(Project.references)/workbooks/broken/rows.xlsx", as: "b.xlsx")
      Issue.record("it was read")
    } catch {
      let told = error.diagnostics.map(\.summary)
      for number in ["-9223372036854775808", "9223372036854775807", "-7", "0", "1048577", "x"] {
        #expect(told.contains("a row has the number `\(number.prefix(20))`"), "\(number)")
      }
      #expect(
        told.contains("a cell has the address ``") && told.contains("a cell has the address `XFE1`")
      )
      #expect(error.diagnostics.count == 9)
      #expect(error.diagnostics.allSatisfy { $0.code.id == "R030" && ($0.origin?.line ?? 0) > 0 })
    }
  }

  /// Charts take names that begin with `=` for formulas, which may lead to other workbooks.
  @Test(
    "charts refer to cells of their own book only, whatever they are called",
    arguments: [
      "=[http://evil.example/x.xlsx]S!$A$1", "=cmd|'/C calc'!A0", "=\u{338}A1", "='Kết quả'!$A$1",
      "=",
      "plain",
    ])
  func chartNames(text: String) throws {
    let cells = CellRange(sheet: "S", rows: 0...2, column: 0)
    var sheet = Reporting.Sheet(name: "S")
    for number in 1...3 { sheet.add([.number(Double(number), .whole)]) }
    sheet.charts = [SheetChart.Kind.line, .column, .bar, .scatter].map { kind in
      PlacedChart(
        SheetChart(
          kind, title: text, xTitle: text, yTitle: text,
          series: [.init(text, categories: cells, values: cells)], format: .whole, summary: text),
        row: 0, column: 2)
    }
    let day = try #require(CalendarDate("2026-11-27"))
    let bytes = try WorkbookWriter.bytes(of: Workbook(title: text, created: day, sheets: [sheet]))
    var archive = try ZipArchive(bytes, .init())
    for number in 1...4 {
      let xml = String(
        decoding: try archive.contents(of: "xl/charts/chart\(number).xml"), as: UTF8.self)
      let formulas = xml.components(separatedBy: "<c:f>").dropFirst().map {
        $0.components(separatedBy: "</c:f>")[0]
      }
      #expect(formulas == [cells.address, cells.address])
      // As title, and as the name of the series and of both axes.
      #expect(xml.components(separatedBy: text).count - 1 >= 4, "\(xml)")
    }
  }

  @Test("every beginning of a file is refused or read, never trapped on")
  func truncated() throws {
    let bytes = try WorkbookWriter.bytes(of: SampleBook.make())
    for end in stride(from: 0, to: bytes.count, by: 97) {
      #expect(throws: DiagnosticReport.self) {
        try WorkbookReader.read(Array(bytes[..<end]), as: "cut.xlsx")
      }
    }
  }
}

extension String {
  /// As a cell holds it: a lone carriage return as its picture.
  fileprivate var replacingReturn: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\r" ? "\u{240D}" : $0 }))
  }
}

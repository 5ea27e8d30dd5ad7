import Foundation
import Glibc
import PanelData
import ReachFiles
import ReachModel
import Testing

/// Reads text in pieces of the least size and of the usual one, with one thread and with three, which
/// must make no difference.
func tableOf(_ text: String, columns: Set<String>? = nil) throws -> DataTable {
  let isNeeded = { columns?.contains($0) ?? true }
  let bytes = Array(text.utf8)
  let table = try readDataTable(bytes: bytes, as: "x.csv", threads: 1, where: isNeeded)
  for (threads, size) in [(1, 64), (3, 64), (2, 128), (3, 1024)] {
    let other = try readDataTable(
      bytes: bytes, as: "x.csv", threads: threads, pieceSize: size, where: isNeeded)
    #expect(other.names == table.names && other.lines == table.lines && other.rows == table.rows)
    for (a, b) in zip(other.columns, table.columns) { #expect(areSame(a, b)) }
  }
  return table
}

/// Whether two columns are equal bit for bit.
func areSame(_ a: DataTable.Column, _ b: DataTable.Column) -> Bool {
  switch (a, b) {
  case (.numbers(let x), .numbers(let y)): x.map(\.bitPattern) == y.map(\.bitPattern)
  case (.texts, .texts): a == b
  default: false
  }
}

/// What a test expects of a cell.
enum Cell: Equatable {
  case missing
  case number(Double)
  case text(String)
}

extension DataTable.Column {
  var cells: [Cell] {
    switch self {
    case .numbers(let values): values.map { $0.isNaN ? .missing : .number($0) }
    case .texts(let codes, let labels): codes.map { $0 < 0 ? .missing : .text(labels[Int($0)]) }
    }
  }

  var isText: Bool { if case .texts = self { true } else { false } }
}

@Suite("Files of data")
struct DataTableReaderTests {
  private func column(_ cells: [String]) throws -> DataTable.Column {
    // A second column, so that empty cells at the end are rows.
    try tableOf("x,end\n" + cells.map { "\($0),0\n" }.joined()).columns[0]
  }

  @Test("numbers, texts and missing cells")
  func types() throws {
    #expect(
      try column(["1", "", "-2.5", "NA", "3e2", "NaN", "nan", "N/A", "null", ".", "\"NA\"", "\"\""])
        .cells
        == [.number(1), .missing, .number(-2.5), .missing, .number(300)]
        + Array(repeating: .missing, count: 7))
    #expect(missingTexts == ["", "NA", "NaN", "nan", "N/A", "null", "."])
    #expect(try column(["\"1.5\"", "2", ".5", "5."]).cells == [1.5, 2, 0.5, 5].map(Cell.number))
    #expect(
      try column(["inf", "-inf", "Inf", "-Infinity", "1e999", "-1e999"]).cells
        == [.infinity, -.infinity, .infinity, -.infinity, .infinity, -.infinity].map(Cell.number))
    #expect(try column(["NA", "", "."]).cells == [.missing, .missing, .missing])
    #expect(try !column(["NA", "", "."]).isText)
    guard case .numbers(let zeros) = try column(["-0", "0", "-0.0"]) else { throw Unexpected() }
    #expect(zeros.map(\.sign) == [.minus, .plus, .minus])
  }

  @Test(
    "one cell that is no canonical number makes its column one of texts",
    arguments: [
      "01", "-01", "00", "00.5", "\"1,5\"", "\"1.500,2\"", "+1", " 1", "1 ", "1_000", "0x1F", "1e",
      "NULL", "na", "N.A.", "true", "-", "--", "1.2.3", "1d5", "infinite", "\"1\"\"\"", "１",
      "NAN", "-nan",
    ])
  func textCells(cell: String) throws {
    let plain =
      cell.hasPrefix("\"")
      ? String(cell.dropFirst().dropLast()).replacingOccurrences(of: "\"\"", with: "\"") : cell
    let column = try column(["1", "", cell, "2.50"])
    #expect(
      column
        == .texts(codes: [0, -1, 1, 2], labels: ["1", plain, "2.50"]))
  }

  @Test("a column that holds a text only at its end is one of texts from its beginning")
  func lateText() throws {
    let rows = (0..<20_000).map { "\($0),\($0).5,\($0 == 19_999 ? "x" : "\($0 % 7)")\n" }
    let table = try tableOf("a,b,c\n" + rows.joined())
    #expect(table.columns[0].cells[12_345] == .number(12_345))
    #expect(table.columns[1].cells[19_999] == .number(19_999.5))
    #expect(table.columns[2].cells[8] == .text("1") && table.columns[2].cells[19_999] == .text("x"))
  }

  @Test("empty files, headers only, ends of lines and of the file")
  func ends() throws {
    for text in [
      "a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r\n1,2\r\n3,4",
      "a,b\r1,2\r3,4\r", "a,b\n1,2\r3,4\n\n\r\n", "\u{FEFF}a,b\n1,2\n3,4\n",
      "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\"\r\n",
    ] {
      let table = try tableOf(text)
      #expect(table.names == ["a", "b"] && table.lines == [2, 3], "\(text)")
      #expect(table.columns == [.numbers([1, 3]), .numbers([2, 4])], "\(text)")
    }
    for text in ["a,b", "a,b\n", "a,b\r\n\r\n"] {
      let table = try tableOf(text)
      #expect(table.rows == 0 && table.columns == [.numbers([]), .numbers([])])
    }
    // An empty line is a missing cell where there is one column, if others follow.
    #expect(try tableOf("a\n1\n\n2\n\n\n").columns[0].cells == [.number(1), .missing, .number(2)])
    for text in ["", "\n\n", "\u{FEFF}", "\r\n"] { #expect(try codes(text) == ["D010"]) }
  }

  @Test("quotes around commas, quotes and line breaks; lines are those of the file")
  func quotes() throws {
    let table = try tableOf(
      "id,\"a, \"\"b\"\"\",c\n1,\"x,y\",2\n\"2\",\"two\nlines\r\nor three\",\"3\"\n3,\"\"\"\",4\n4,,5\n"
    )
    #expect(table.names == ["id", "a, \"b\"", "c"])
    #expect(table.lines == [2, 3, 6, 7])
    #expect(
      table.columns[1].cells
        == [.text("x,y"), .text("two\nlines\r\nor three"), .text("\""), .missing])
    #expect(table.columns[2].cells == [2, 3, 4, 5].map(Cell.number))
    #expect(try tableOf("a,\"b\nc\"\n1,2\n").lines == [3])
    #expect(try tableOf("a\n\"x\ry\"\r\"z\"\r").columns[0].cells == [.text("x\ry"), .text("z")])
  }

  @Test("only the columns needed are read, in the order of the file; others are still counted")
  func selection() throws {
    let text = "a,b,c,d\n1,x,\"p,q\",2\n3,y,\"r\ns\",4\n"
    let table = try tableOf(text, columns: ["d", "a", "z"])
    #expect(table.names == ["a", "d"] && table.lines == [2, 3])
    #expect(table.header == ["a", "b", "c", "d"])
    #expect(table.columns == [.numbers([1, 3]), .numbers([2, 4])])
    #expect(try tableOf(text, columns: []).rows == 2)
    #expect(try codes("a,b,c\n1,2\n", columns: ["a"]) == ["D001"])
    #expect(try codes("a,b,c\n1,x\"y,2\n", columns: ["a"]) == ["D003"])
  }

  @Test("labels are distinct in normal form C, in the order of their first row, however many")
  func labels() throws {
    let composed = "Hà Nội".precomposedStringWithCanonicalMapping
    let decomposed = composed.decomposedStringWithCanonicalMapping
    let two = try tableOf("\(decomposed)\n\(decomposed)\nHuế\n\(composed)\n")
    #expect(two.names.map { Array($0.utf8) } == [Array(composed.utf8)])
    guard case .texts(let codes, let labels) = two.columns[0] else { throw Unexpected() }
    #expect(codes == [0, 1, 0] && labels.map { Array($0.utf8) }[0] == Array(composed.utf8))
    // More than a piece keeps, long and short, with repetitions over distant pieces.
    let names = (0..<9_000).map { i in
      "tên-\(i * 7919 % 9_001)" + String(repeating: "x", count: i % 40)
    }
    let rows = names + names.reversed()
    let many = try tableOf("n,k\n" + rows.map { "\($0),1\n" }.joined())
    guard case .texts(let places, let found) = many.columns[0] else { throw Unexpected() }
    #expect(found == names.map(\.precomposedStringWithCanonicalMapping))
    #expect(places == (0..<9_000).map(Int32.init) + (0..<9_000).reversed().map(Int32.init))
  }

  private func codes(_ text: String, columns: Set<String>? = nil) throws -> [String] {
    try #require(throws: DiagnosticReport.self) { try tableOf(text, columns: columns) }
      .diagnostics.map(\.code.id)
  }

  @Test("all problems of a file are told at once, each with its line")
  func refusals() throws {
    let report = try #require(throws: DiagnosticReport.self) {
      try tableOf("a,b\n1,2\n3\n4,5,6\n\"x\"y,7\nz\"z,8\n\n9,\"open\n10,11\n")
    }
    #expect(
      report.diagnostics.map { "\($0.code.id) \($0.origin?.line ?? 0):\($0.origin?.column ?? 0)" }
        == ["D001 3:1", "D001 4:1", "D003 5:4", "D003 6:1", "D001 7:1", "D002 8:3"])
    #expect(report.exitStatus == .badContent)
    #expect(report.diagnostics[1].excerpt == "4,5,6")
    #expect(try codes("a,b,a\n1,2,3\n") == ["D006"])
    #expect(
      try codes("a,,b\n1,2,3\n") == ["D019"] && codes(",a, ,b,a\n") == ["D019", "D019", "D006"])
    let many = try codes("a,b\n" + String(repeating: "1\n", count: 5_000))
    #expect(many.count == ProblemList.limit)
    // Rows that together have the right number of fields are still wrong.
    #expect(try codes("a,b\n1,2,3\n4\n") == ["D001", "D001"])
    #expect(try codes("a,b\n1\n2,3,4\n") == ["D001", "D001"])
  }

  @Test("a column of texts is refused as numbers by name, line and reading")
  func refusedAsNumbers() throws {
    let table = try tableOf(
      "year,growth,code,big,sector\n2019,0.5,01,\"1.500,2\",x\n2020,\"1,5\",02,3,\n2021,\"2,5\",03,,y\n"
    )
    #expect(try table.numbers("year") == [2019, 2020, 2021])
    func refusal(_ name: String) throws -> String {
      let report = try #require(throws: DiagnosticReport.self) { try table.numbers(name) }
      #expect(report.diagnostics.count == 1 && report.exitStatus == .badContent)
      return report.explanation
    }
    let growth = try refusal("growth")
    #expect(growth.contains("D008") && growth.contains("x.csv:3:1") && growth.contains("`1,5`"))
    #expect(growth.contains("1.5 if the comma is the decimal mark"))
    #expect(growth.contains("2 cells of the column are no numbers"))
    #expect(try refusal("code").contains("`01` in column `code` begins with 0"))
    #expect(try refusal("big").contains("1500.2 if the comma is the decimal mark"))
    #expect(try refusal("sector").contains("`x` in column `sector` is not a number"))
    #expect(try refusal("grwth").contains("did you mean `growth`?"))
  }

  @Test("the bits of numbers (by Python's float), and Wilkinson's nasty columns")
  func references() throws {
    let data = try Data(
      contentsOf: URL(filePath: "\(Project.references)/number_text_to_double.json"))
    let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let rows = try #require(file["rows"] as? [[String]])
    let table = try tableOf("x\n" + rows.map { $0[0] + "\n" }.joined())
    guard case .numbers(let values) = table.columns[0] else { throw Unexpected() }
    #expect(values.map(\.bitPattern) == rows.map { UInt64($0[1], radix: 16) })
    let nasty = try readDataTable("\(Project.references)/wilkinson_nasty.csv", threads: 1)
    #expect(nasty.rows == 9)
    #expect(nasty.column("little")?.cells.first == .number(0.99999991))
    #expect(nasty.column("miss")?.cells == Array(repeating: .missing, count: 9))
  }

  @Test("files, pipes, and what is neither")
  func sources() async throws {
    let folder = try ScratchFolder()
    let text = "a,b\n" + (0..<9_000).map { "\($0),t\($0 % 11)\n" }.joined()
    let file = try folder.write(text, to: "t.csv"), expected = try tableOf(text)
    #expect(try readDataTable(file, threads: 2).columns == expected.columns)
    // Exactly one page: nothing of the file's own last page is left behind its end.
    let page = "a\n" + String(repeating: "1234567\n", count: 511) + "12345\n"
    #expect(page.utf8.count == 4096)
    #expect(try readDataTable(try folder.write(page, to: "p.csv"), threads: 1).rows == 512)
    #expect(
      try readDataTable(try folder.write(String(page.dropLast()), to: "q.csv"), threads: 1).rows
        == 512)
    let pipe = "\(folder.path)/pipe"
    // SAFETY: Swift passes the path as a terminated string.
    let made = unsafe mkfifo(pipe, 0o600)
    #expect(made == 0)
    let writer = Thread {
      try? FileHandle(forWritingTo: URL(filePath: pipe)).write(contentsOf: Data(text.utf8))
    }
    writer.start()
    #expect(try readDataTable(pipe, threads: 2).columns == expected.columns)
    func refusal(_ path: String) throws -> (String, Int32) {
      let report = try #require(throws: DiagnosticReport.self) {
        try readDataTable(path, threads: 1)
      }
      return (report.diagnostics[0].code.id, report.exitStatus.rawValue)
    }
    #expect(try refusal("\(folder.path)/none.csv") == ("F001", 66))
    #expect(try refusal(folder.path) == ("F002", 66))
    #expect(try refusal("/dev/null") == ("F003", 66))
    #expect(try refusal(try folder.write("", to: "empty.csv")) == ("D010", 65))
  }
}

struct Unexpected: Error {}

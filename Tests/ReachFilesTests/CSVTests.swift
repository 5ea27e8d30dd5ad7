import Foundation
import ReachFiles
import Testing

@Suite("CSV")
struct CSVTests {
  private func table(_ name: String, columns: [String] = []) throws -> CSVTable {
    var problems = ProblemList()
    let source = try SourceText.read("\(Project.references)/\(name)")
    let table = StrictCSV.read(source, .init(columns: columns, allowsMore: true), &problems)
    try problems.throwIfAny()
    return try #require(table)
  }

  private func json(_ name: String) throws -> Any {
    try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: "\(Project.references)/\(name)")))
  }

  @Test(
    "agrees with csv-spectrum (M. Ogden, commit b251546, BSD-2-Clause)",
    arguments: ["comma_in_quotes", "empty_crlf", "json", "newlines_crlf", "simple", "utf8"])
  func spectrum(name: String) throws {
    // The copies have lost the carriage returns that their names and answers speak of.
    let text = try SourceText.read("\(Project.references)/csv_spectrum/\(name).csv").text
    let isCRLF = name.hasSuffix("crlf")
    let whole =
      isCRLF
      ? text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
      : text
    var problems = ProblemList()
    let source = try SourceText(whole, file: name)
    let table = try #require(
      StrictCSV.read(source, .init(columns: [], allowsMore: true), &problems))
    let expected = try #require(json("csv_spectrum/\(name).json") as? [[String: String]])
    let rows = (0..<table.rowCount).map { row in
      Dictionary(
        uniqueKeysWithValues: table.columns.enumerated().map { ($1, table.text(row, $0)) })
    }
    #expect(rows == expected)
  }

  @Test("reads Wilkinson's nasty numbers (1985) exactly")
  func nasty() throws {
    let table = try table("wilkinson_nasty.csv")
    var problems = ProblemList()
    let values = try ["big", "little", "huge", "tiny", "round"].map { name in
      table.number(4, try #require(table.column(name)), &problems)
    }
    #expect(values == [99_999_995, 0.99999995, 5e12, 5e-12, 4.5])
    #expect(problems.isEmpty)
    _ = table.number(0, try #require(table.column("miss")), &problems)
    #expect(problems.diagnostics.map(\.code.id) == ["D011"])
  }

  @Test("numbers are the nearest doubles (bits by Python's float)")
  func bits() throws {
    let file = try #require(json("number_text_to_double.json") as? [String: Any])
    let rows = try #require(file["rows"] as? [[String]])
    let text = "x\n" + rows.map { $0[0] }.joined(separator: "\n") + "\n"
    var problems = ProblemList()
    let table = try #require(
      StrictCSV.read(try SourceText(text, file: "x.csv"), .init(columns: ["x"]), &problems))
    for (row, expected) in rows.enumerated() {
      let value = try #require(table.number(row, 0, &problems))
      #expect(value.bitPattern == UInt64(expected[1], radix: 16))
    }
  }

  @Test("refuses Vietnamese decimal commas, with both names of columns in form C")
  func vietnamese() throws {
    var problems = ProblemList()
    let comma = try table("vn_utf8_bom_crlf.csv")
    let expected = try #require(json("vn_expected.json") as? [String: Any])
    let columns = try #require((expected["expected"] as? [String: Any])?["columns"] as? [String])
    #expect(comma.columns.map { Array($0.utf8) } == columns.map { Array($0.utf8) })
    for row in 0..<comma.rowCount {
      for column in 2...3 { #expect(comma.number(row, column, &problems) == nil) }
    }
    #expect(
      problems.diagnostics.map(\.code.id)
        == Array(repeating: ["D008", "D007"], count: 3).flatMap { $0 })
    #expect(throws: DiagnosticReport.self) { try table("vn_semicolon_decimal_comma.csv") }
  }
}

import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

private let columns = [
  ExportColumn("key", .key, unit: "u", vi: "khoá", en: "key"),
  ExportColumn("text", .text, vi: "chữ", en: "text"),
  ExportColumn("integer", .integer, vi: "số nguyên", en: "whole"),
  ExportColumn("count", .count, vi: "đếm", en: "count"),
  ExportColumn("number", .number, vi: "số", en: "number"),
  ExportColumn("held", .integer, vi: "đạt", en: "held"),
]
private let numbers = [
  0.1, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
  -1.5e-300, 1 / 3,
]

/// Blocks of 9, 1 and 9 rows: more bits than a byte, a single row, cells that are the same in all.
private let edges = ExportTable(
  "edges", Label(vi: "biên", en: "edges"), columns, sizes: [9, 1, 9]
) { block in
  switch block {
  case 0:
    [
      .texts(["a", "", "đủ dấu", "a", "\u{202E}rtl", "x", "y", "z", "a"]),
      .texts(["", "line\nbreak", "tab\t", "quote \"", "<script>", "e\u{301}", "😀", ",", "=1+1"]),
      .integers([0, nil, -1, 2_147_483_647, -2_147_483_648, 5, nil, 7, 8]),
      .integers([0, nil, -1, .max, .min, 5, 6, 7, nil]), .numbers(numbers),
      .holds(numbers, .atLeast, 0.1),
    ]
  case 1:
    [
      .text("a"), .text("one"), .integer(7), .integer(1 << 40), .numbers([2]),
      .holds([2], .below, 1),
    ]
  default:
    [
      .text("last"), .text(""), .places, .remainders(4), .numbers(Array(numbers.reversed())),
      .holds(numbers.reversed(), .above, 0),
    ]
  }
}

/// More words than 8 bits have places for.
private let words = ExportRows(Array(columns[0...1])).filled(300).table(
  "words", Label(vi: "từ", en: "words"))

private let empty = ExportRows(columns).table("empty", Label(vi: "rỗng", en: "empty"))

/// The bytes of these files were read by pyarrow and Polars, which found what stands here: see
/// `ReferenceValues/exports/check_arrow.py` and what it printed.
@Suite("Arrow files")
struct ArrowTests {
  private func bytes(_ table: ExportTable) -> [UInt8] {
    var file = ArrowFile(table)
    var bytes = file.beginning()
    for block in table.sizes.indices {
      let piece = file.piece(block)
      file.place(piece)
      bytes += piece.head + piece.body
    }
    return bytes + file.end()
  }

  private func reference(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appending(path: "ReferenceValues/exports/\(name)")))
  }

  @Test(
    "edge cases have the bytes that other readers accepted",
    arguments: [
      ("edges.arrow", edges), ("words.arrow", words), ("empty.arrow", empty),
    ])
  func readable(name: String, table: ExportTable) throws {
    #expect(bytes(table) == (try reference(name)))
  }

  @Test("the same cells as text read back to the same bits")
  func csv() throws {
    let table = edges
    let text = String(
      decoding: table.headerCSV + table.sizes.indices.flatMap(table.blockCSV), as: UTF8.self)
    #expect(text == String(decoding: try reference("edges.csv"), as: UTF8.self))
    let last = String(decoding: table.blockCSV(2), as: UTF8.self).split(separator: "\n")
    let values = last.map { line in
      line.split(separator: ",", omittingEmptySubsequences: false)[4]
    }
    let expected = numbers.reversed().map { $0.isNaN ? nil : $0.bitPattern }
    #expect(values.map { Double($0)?.bitPattern } == expected)
  }
}

extension ExportRows {
  fileprivate func filled(_ count: Int) -> ExportRows {
    var rows = self
    for i in 0..<count { rows.append([.text("word \(i % 200)"), .text("text \(i)")]) }
    return rows
  }
}

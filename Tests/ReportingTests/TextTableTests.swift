import Reporting
import Testing

@Suite("Tables of text")
struct TextTableTests {
  @Test("align by columns of the terminal, whatever the marks")
  func alignment() {
    let table = TextTable(
      [.init("tỉnh"), .init("số", .right)], rows: [["Hà Nội", "900"], ["Đắk Lắk", "12"]])
    #expect(table.lines() == ["tỉnh      số", "------------", "Hà Nội   900", "Đắk Lắk   12"])
  }

  @Test("count decomposed Vietnamese and wide characters as terminals do")
  func width() {
    #expect(displayWidth("công nghiệp hỗ trợ") == 18)
    #expect(displayWidth("e\u{302}\u{301}") == 1)
    #expect(displayWidth("省") == 2)
  }

  @Test("wrap the columns that may be wrapped, and cut words that are too long")
  func wrapping() {
    let table = TextTable(
      [.init("", wraps: true), .init("", .right)],
      rows: [
        [String(repeating: "word ", count: 30), "1"], [String(repeating: "x", count: 90), "2"],
      ])
    let lines = table.lines(width: 40)
    #expect(lines.allSatisfy { displayWidth($0) <= 40 } && lines.count > 5)
    #expect(wrapped("one two three", width: 7) == ["one two", "three"])
    #expect(wrapped("", width: 7) == [""])
  }

  @Test("a path that is too long is cut where its parts join, and anywhere if they do not")
  func paths() {
    let path = "Scenarios/hanoi-2021-double-support.yaml:12"
    #expect(wrapped(path, width: 30) == ["Scenarios/hanoi-2021-double-", "support.yaml:12"])
    #expect(
      wrapped(path, width: 12) == ["Scenarios/", "hanoi-2021-", "double-", "support.yaml", ":12"])
    #expect(
      wrapped("abcde", width: 2) == ["ab", "cd", "e"] && wrapped("省省", width: 1) == ["省", "省"])
  }

  @Test("a percent sign stays with its number, and a printed sign of comparison too")
  func percent() {
    #expect(wrapped("P(share > 40 %) is 7 %", width: 12) == ["P(share", "> 40 %) is", "7 %"])
    #expect(wrapped("năm 2021 ≥ 900)", width: 11) == ["năm 2021", "≥ 900)"])
    #expect(wrapped("x ≤", width: 2) == ["x", "≤"])
    #expect(wrapped("% first", width: 9) == ["% first"])
    let table = TextTable(
      [.init("", wraps: true), .init("", .right)], rows: [["above 40 % of all", "1"]])
    #expect(table.lines(width: 12).allSatisfy { !$0.hasPrefix("%") })
  }

  @Test("a number stays with its error while there is room for both")
  func errors() {
    #expect(
      wrapped("rise of +0.25 ± 0.01 (noise)", width: 13) == ["rise of", "+0.25 ± 0.01", "(noise)"])
    #expect(wrapped("+0.25 ± 0.01", width: 7) == ["+0.25 ±", "0.01"])
    let table = TextTable(
      [.init("", wraps: true), .init("", wraps: true)],
      rows: [["a b c d e f g h i j", "+0.25 ± 0.01 (noise)"]])
    #expect(table.lines(width: 24).contains { $0.hasSuffix("+0.25 ± 0.01") })
    #expect(table.lines(width: 11).allSatisfy { displayWidth($0) <= 11 })
  }

  @Test("titles give way before cells, and what is too wide comes in parts with the first column")
  func parts() {
    let title = TextTable(
      [.init("", wraps: true), .init("degrees of freedom", .right, wraps: true)],
      rows: [["a name of a row", "12"]])
    let lines = title.lines(width: 28)
    #expect(lines.count == 4 && lines.allSatisfy { displayWidth($0) <= 28 }, "\(lines)")
    #expect(lines[0].hasSuffix("  degrees of") && lines[3].hasPrefix("a name of a row "))
    let wide = TextTable(
      [.init("")] + (1...5).map { .init("c\($0)", .right) },
      rows: [["row", "1", "2", "3", "4", "5"]])
    #expect(
      wide.lines(width: 12) == [
        "     c1  c2", "-----------", "row   1   2", "",
        "     c3  c4", "-----------", "row   3   4", "", "     c5", "-------", "row   5",
      ])
    #expect(wide.lines(width: 100).count == 3)
  }

  @Test("escape what would break Markdown")
  func markdown() {
    let table = TextTable([.init("a")], rows: [["x|y_z"]])
    #expect(table.markdown == ["| a |", "| --- |", "| x\\|y\\_z |"])
  }
}

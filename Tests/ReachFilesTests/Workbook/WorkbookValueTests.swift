import Foundation
import ReachFiles
import Reporting
import Testing

@Suite("Names, texts and formats of workbooks")
struct WorkbookValueTests {
  @Test(
    "sheets get names that every program takes",
    arguments: [
      ("Kịch bản", "Kịch bản"), ("a/b\\c?d*e[f]g:h", "a b c d e f g h"), ("", "_"), ("'''", "_"),
      ("'quoted'", "quoted"), ("History", "History_"), ("hIsToRy", "hIsToRy_"),
      ("tab\tand\u{202E}turn", "tab and turn"), (" spaces  within ", "spaces within"),
      (String(repeating: "ế", count: 40), String(repeating: "ế", count: 31)),
      // A flag has four UTF-16 units, and is not cut in two.
      (String(repeating: "🇻🇳", count: 9), String(repeating: "🇻🇳", count: 7)),
      (String(repeating: "x", count: 30) + "' tail", String(repeating: "x", count: 30)),
    ])
  func sheetName(text: String, name: String) {
    #expect(SheetName.harmless([text]) == [name])
  }

  @Test("names of sheets differ by more than case, within the limit")
  func repeatedSheetNames() {
    let long = String(repeating: "n", count: 31)
    let names = SheetName.harmless(["Kết quả", "KẾT QUẢ", "kết quả", long, long])
    #expect(
      names == [
        "Kết quả", "KẾT QUẢ (2)", "kết quả (3)", long, String(repeating: "n", count: 27) + " (2)",
      ])
    #expect(names.allSatisfy { $0.utf16.count <= 31 })
  }

  @Test(
    "columns have letters", arguments: [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
  func letters(column: Int, letters: String) {
    #expect(columnLetters(column) == letters)
  }

  @Test("an apostrophe of a sheet's name is doubled in addresses")
  func address() {
    #expect(CellRange(sheet: "it's", rows: 1...39, columns: 0...2).address == "'it''s'!$A$2:$C$40")
  }

  @Test("what XML cannot hold is shown")
  func controlCharacters() {
    #expect(CellText.harmless("a\u{0}b\u{1B}c\u{7F}d\u{9B}e\u{FFFE}") == "a␀b␛c␡d\u{FFFD}e\u{FFFD}")
    #expect(CellText.harmless("one\r\ntwo\rthree\tfour") == "one\ntwo␍three\tfour")
  }

  /// Long texts are normalised by pieces, since the time for one piece grows with its square.
  @Test(
    "the normal form of a long text is that of the whole",
    arguments: [
      "e\u{302}\u{323}", "Ha\u{300} No\u{323}\u{302}i, ", "\u{1112}\u{1161}\u{11AB}",
      "\u{AC00}\u{11A8}",
      "\u{9C7}\u{9BE}", "\u{1B05}\u{1B35}", "\u{1F1FB}\u{1F1F3}", "\u{1100}", "\u{1161}",
      "\r\n\u{338}",
      "=\u{338}", "\u{212B}", "\u{302}", "\u{600}a\u{300}",
    ])
  func normalForm(unit: String) {
    for count in [100, 401, 2000] {
      let text = String(repeating: unit, count: count)
      #expect(
        Array(text.normalFormC.unicodeScalars)
          == Array(text.precomposedStringWithCanonicalMapping.unicodeScalars))
    }
  }

  @Test("a text that is too long is cut, and says so")
  func longText() {
    let text = CellText.harmless(String(repeating: "🙂", count: 20_000))
    #expect(text.utf16.count <= CellText.limit)
    #expect(text.hasSuffix("… [cut]"))
    let whole = String(repeating: "x", count: CellText.limit)
    #expect(CellText.harmless(whole) == whole)
  }

  @Test(
    "numbers have their formats",
    arguments: [
      (NumberFormat.percent(1), "0.0 %"), (.whole, "#,##0"), (.decimals(2), "#,##0.00"),
      (.signedPercent(1), "+0.0 %;-0.0 %;0.0 %"), (.signed(0), "+#,##0;-#,##0;#,##0"), (.text, "@"),
    ])
  func formats(format: NumberFormat, code: String) {
    #expect(format.code == code)
  }
}

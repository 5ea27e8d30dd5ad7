import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("Data doctor: single cases")
struct DoctorCaseTests {
  private func findings(_ text: String) throws -> [DataFinding] {
    try DoctorTests.doctor(text).findings
  }

  @Test("1.500 alone has two readings, and both are shown")
  func ambiguous() throws {
    let text = "name\tvốn\nA\t1.500\nB\t2.300\nC\t3.100\n"
    let found = try #require(try findings(text).first)
    #expect(found.kind == .dotOrComma && found.certainty == .open && found.changes.isEmpty)
    #expect(found.readings.map(\.en).joined(separator: " ").contains("1.500 if the dot"))
    #expect(found.readings.map(\.en).joined(separator: " ").contains("1500 if the comma"))
  }

  @Test(
    "the column, the rest of the file or the sign between cells decide",
    arguments: [
      // Whole numbers below 1,000 without a mark.
      "name\tx\nA\t1.500\nB\t980\nC\t3.100\n",
      // A decimal comma elsewhere.
      "name\tx\ty\nA\t1.500\t2,5\nB\t2.980\t3,25\nC\t3.100\t1,75\n",
      // Leading zeros: three decimals.
      "name\tx\nA\t1.500\nB\t0.980\nC\t3.100\n",
      // A spreadsheet with decimal commas parts cells by semicolons.
      "name;x\nA;1.500\nB;2.980\nC;3.100\n",
      // Counts have no decimals.
      "name\tsố doanh nghiệp\nA\t1.500\nB\t2.980\nC\t3.100\n",
    ])
  func decided(text: String) throws { #expect(try findings(text).isEmpty) }

  @Test("the given Vietnamese tables are clean, in both forms")
  func given() throws {
    for name in ["vn_utf8_bom_crlf.csv", "vn_semicolon_decimal_comma.csv"] {
      let text = try SentText.read("\(Project.references)/\(name)")
      #expect(try DataDoctor(text, places: DoctorTests.places.get()).findings.isEmpty)
    }
  }

  @Test(
    "one table in four encodings has one answer",
    arguments: ["utf-8", "mark", "utf-16le", "utf-16be", "windows-1258"])
  func encodings(name: String) throws {
    let text = "Tỉnh;Năm;Vốn\nHà Nội;2019;1,5\nHà Nội;2020;1,6\nĐà Nẵng;2019;2,5*\n"
    let bytes: [UInt8] =
      switch name {
      case "utf-8": Array(text.utf8)
      case "mark": [0xEF, 0xBB, 0xBF] + Array(text.utf8)
      case "utf-16le": [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      case "utf-16be": [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
      default: windows1258(text)
      }
    let doctor = DataDoctor(
      try SentText(bytes, file: "t.csv"), places: try DoctorTests.places.get())
    #expect(doctor.findings.map(\.kind) == [.footnoteMark])
    #expect(doctor.table.headings == ["Tỉnh", "Năm", "Vốn"])
    #expect(doctor.findings[0].places[0].origin == Origin(file: "t.csv", line: 4, column: 14))
  }

  /// The letters of the table above, by the code page: a base letter, then its tone.
  private func windows1258(_ text: String) -> [UInt8] {
    let codes: [Character: [UInt8]] = [
      "ỉ": [0x69, 0xD2], "ă": [0xE3], "ố": [0xF4, 0xEC], "à": [0xE0], "ộ": [0xF4, 0xF2],
      "Đ": [0xD0], "ẵ": [0xE3, 0xDE],
    ]
    return text.flatMap { codes[$0] ?? Array(String($0).utf8) }
  }

  @Test("a switch of units is shown with its steps and with before and after")
  func unitSwitch() throws {
    let years = [820, 900, 980_000, 1_070_000, 1150, 1260]
    let rows =
      years.enumerated().map { "Bắc Ninh,\(2015 + $0),\($1)" }
      + (0..<6).map { "Hà Nam,\(2015 + $0),\(300 + 20 * $0)" }
    let found = try findings("province,year,fdi\n" + rows.joined(separator: "\n") + "\n")
    #expect(found.map(\.kind) == [.unitSwitch] && found[0].certainty == .likely)
    #expect(found[0].places.map(\.origin.line) == [4, 5])
    #expect(found[0].changes.map(\.after) == ["980", "1070"])
    #expect(found[0].evidence.contains { $0.en.contains("1/930.43") })
  }

  @Test(
    "what looks odd and is true stays: growth of 80 %, a tripled flow, zeros, small counts",
    arguments: [
      [820, 900, 1620, 1700, 1800, 1990], [12, 14, 42, 40, 45, 50], [0, 0, 5, 7, 0, 9],
      [1, 1, 10, 1, 2, 1],
    ])
  func genuine(values: [Int]) throws {
    let rows =
      values.enumerated().map { "Bắc Ninh,\(2011 + $0),\($1)" }
      + (0..<6).map { "Hà Nam,\(2011 + $0),\(300 + 20 * $0)" }
    #expect(try findings("province,year,fdi\n" + rows.joined(separator: "\n") + "\n").isEmpty)
  }

  @Test("a total is found by its figures alone, and regions by their names among provinces")
  func totals() throws {
    let text = """
      Tỉnh;Doanh nghiệp;Lao động
      Nhóm một;8123;214550
      Hà Nội;5012;120417
      Bắc Ninh;2011;60112
      Hà Nam;1100;34021
      Đông Nam Bộ;7001;90500
      Đồng Nai;7001;90500

      """
    let found = try findings(text)
    #expect(found.filter { $0.kind == .subtotal }.map(\.places[0].origin.line) == [2, 6])
    #expect(found[0].certainty == .likely && found[0].evidence[0].en.contains("lines 3 to 5"))
  }

  @Test("provinces merged in 2025: the jump is shown with the sum of the old ones")
  func borders() throws {
    var rows = ["province,year,firms"]
    for year in 2020...2026 {
      let size = 1000 + 40 * (year - 2020)
      rows.append("Bắc Ninh,\(year),\(year < 2025 ? size : size + 640)")
      if year < 2025 { rows.append("Bắc Giang,\(year),\(600 + 10 * (year - 2020))") }
      rows.append("Nghệ An,\(year),\(800 + 30 * (year - 2020))")
      rows.append("Cao Bằng,\(year),\(90 + 3 * (year - 2020))")
    }
    let found = try findings(rows.joined(separator: "\n") + "\n")
    #expect(found.map(\.kind) == [.boundaryChange, .boundaryChange])
    #expect(found.contains { $0.evidence.contains { $0.en.contains("sum to 1800") } })
  }

  @Test("texts exist in both languages, and in Vietnamese in normal form C")
  func languages() throws {
    for (place, corruption) in Corruption.allCases.enumerated() {
      var random = SeededNumbers(UInt64(place))
      let clean = CleanSheets.sheet(corruption.hosts[0], seed: UInt64(place))
      let doctor = try DoctorTests.doctor(corruption.planted(in: clean, &random))
      for finding in doctor.findings {
        for text in [finding.summary] + finding.evidence + finding.readings {
          #expect(!text.vi.isEmpty && text.vi != text.en, "\(corruption)")
        }
      }
      let text = doctorText(doctor, language: .vi)
      #expect(text.contains("phát hiện") && !text.contains("finding"))
      #expect(doctorText(doctor, language: .en).contains("finding["))
    }
  }
}

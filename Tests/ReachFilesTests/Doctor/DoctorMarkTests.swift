import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("Data doctor: marks that cannot be read with certainty")
struct DoctorMarkTests {
  private func marks(_ text: String) throws -> [DataFinding] {
    try DoctorTests.doctor(text).findings.filter { $0.kind == .dotOrComma }
  }

  private func column(_ cells: [String], separator: String = "\t", heading: String = "vốn")
    -> String
  {
    "name\(separator)\(heading)\n"
      + cells.enumerated().map {
        "\(Character(Unicode.Scalar(UInt8(65 + $0)))) x\(separator)\($1)\n"
      }
      .joined()
  }

  @Test(
    "both marks in numbers with two readings: told with the readings of each",
    arguments: [
      ["1.234", "1,300", "1.400,5", "1500000"], ["1.234", "1,300", "2.400", "1,500", "12,5"],
      ["1.234", "2,345", "3.456", "4,567"], ["1,200", "1.250", "1,310", "1.400", "1.5"],
      ["1.234", "2.345", "3.456", "4.567", "2,500", "1,234.5"],
    ])
  func both(cells: [String]) throws {
    let found = try #require(try marks(column(cells)).first { $0.certainty == .open })
    #expect(found.changes.isEmpty && found.readings.count == 2)
    #expect(found.readings.contains { $0.en.contains(" or ") && $0.vi.contains(" hoặc ") })
  }

  @Test("one witness, unlike the others, decides nothing by itself")
  func thin() throws {
    let found = try marks(column(["1,300", "2,450", "3,120", "12,5"]))
    #expect(found.count == 1 && found[0].certainty == .open && found[0].places.count == 3)
    #expect(found[0].readings.map(\.en).contains("1.300 if the comma is the decimal mark"))
  }

  @Test(
    "what is seen to be so is left alone",
    arguments: [
      // Thousands and three decimals, both seen.
      (["1.234,567", "12,345", "2.345", "0,512", "1.301,250"], "\t", "vốn"),
      // A program's numbers without zeros at their end, between commas.
      (["1.234", "1.05", "1.312", "1.101", "2.207"], ",", "growth of x"),
      (["1,234", "1,05", "1,312", "1,101", "2,207"], ";", "mức"),
      // A ratio.
      (["1,234", "1,05", "1,312", "1,101", "2,207"], "\t", "hệ số"),
      // Enough witnesses.
      (["1.234,5", "980,2", "2.410", "1.345,6", "770,1"], "\t", "vốn"),
    ])
  func seen(cells: [String], separator: String, heading: String) throws {
    #expect(try marks(column(cells, separator: separator, heading: heading)).isEmpty)
  }

  @Test("half of a column in the other style: 40 columns planted, all told; 40 of one style: none")
  func halves() throws {
    for seed in UInt64(0)..<40 {
      var random = SeededNumbers(61_000 + seed)
      let count = Int.random(in: 6...14, using: &random)
      let values = (0..<count).map { _ in random.uniform(1_050...990_000).rounded() }
      func grouped(_ value: Double, _ mark: String) -> String {
        let whole = Int(value)
        return "\(whole / 1000)\(mark)\(String(format: "%03d", whole % 1000))"
      }
      let half = values.enumerated().map { grouped($1, $0 % 2 == 0 ? "." : ",") }
      #expect(!(try marks(column(half))).isEmpty, "\(half)")
      // A decimal comma beside them decides for dots alone.
      let mixed = half + ["7,5"]
      #expect(!(try marks(column(mixed))).isEmpty, "\(mixed)")
      let clean = values.map { grouped($0, ".") } + ["7,5", "812", "1.204.300", "95,25"]
      #expect(try marks(column(clean)).isEmpty, "\(clean)")
    }
  }
}

import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("Data doctor: the new file")
struct DoctorRepairTests {
  private func repaired(_ text: String) throws -> String {
    String(decoding: try DoctorTests.doctor(text).repaired, as: UTF8.self)
  }

  @Test("certain proposals are applied, every other byte stays")
  func applied() throws {
    let text = """
      Tỉnh;Năm;Vốn;Ghi chú
      "Hà Nội ";2019;1.234,5*;a "b"
      Hà Nội;2020;"1,345.6";
      Hà Nội;2021;..;x
      Hà Nam;2019;1.100,5;
      Hà Nam;2020;-;
      Hà Nam;2021;1.300,5;
      Hà Nam;2021;1.300,5;
      Nguồn: Cục Thống kê

      """
    let expected = """
      Tỉnh;Năm;Vốn;Ghi chú
      "Hà Nội";2019;1.234,5;a "b"
      Hà Nội;2020;"1345,6";
      Hà Nội;2021;;x
      Hà Nam;2019;1.100,5;
      Hà Nam;2020;-;
      Hà Nam;2021;1.300,5;

      """
    #expect(try repaired(text) == expected)
  }

  @Test("a clean table comes out as it went in")
  func unchanged() throws {
    for number in 0..<12 {
      let text = CleanSheets.sheet(number, seed: UInt64(900 + number)).text
      #expect(try repaired(text) == text)
    }
  }

  @Test("nothing is changed in silence: each difference is that of an applied proposal")
  func listed() throws {
    for (place, corruption) in Corruption.allCases.enumerated() {
      var random = SeededNumbers(500 + UInt64(place))
      let clean = CleanSheets.sheet(corruption.hosts[0], seed: 500 + UInt64(place))
      let text = corruption.planted(in: clean, &random)
      let doctor = try DoctorTests.doctor(text)
      let changed = Set(text.split(separator: "\n", omittingEmptySubsequences: false))
        .symmetricDifference(
          try repaired(text).split(separator: "\n", omittingEmptySubsequences: false))
      if doctor.applied.isEmpty { #expect(changed.isEmpty, "\(corruption)") }
      let lines = Set(doctor.applied.flatMap(\.changes).map(\.place.origin.line))
      // A changed line goes and comes back; one taken out goes only.
      #expect(changed.count <= 2 * lines.count, "\(corruption)")
      #expect(doctor.applied.allSatisfy { $0.certainty == .certain })
      #expect(doctor.applied.count + doctor.left.count == doctor.findings.count)
    }
  }

  @Test("the new file is as written; an old one, a missing folder, are refused with 73")
  func written() throws {
    let folder = try ScratchFolder()
    let doctor = try DoctorTests.doctor("Tỉnh;x\nHà Nội;1,5*\nHà Nam;2,5\n")
    let path = "\(folder.path)/new.csv"
    try doctor.write(to: path)
    #expect(try SourceText.read(path).text == "Tỉnh;x\nHà Nội;1,5\nHà Nam;2,5\n")
    let again = try #require(throws: DiagnosticReport.self) { try doctor.write(to: path) }
    #expect(again.diagnostics[0].code.id == "F010" && again.exitStatus == .cannotWrite)
    let nowhere = try #require(throws: DiagnosticReport.self) {
      try doctor.write(to: "\(folder.path)/none/new.csv")
    }
    #expect(nowhere.diagnostics[0].code.id == "F011" && nowhere.exitStatus == .cannotWrite)
    let full = try #require(throws: DiagnosticReport.self) { try doctor.write(to: "/dev/full") }
    #expect(full.exitStatus == .cannotWrite)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["new.csv"])
  }

  @Test("no mutation of a table crashes the doctor")
  func mutations() throws {
    var random = SeededNumbers(77)
    for round in 0..<120 {
      var bytes = Array(CleanSheets.sheet(round, seed: UInt64(round)).text.utf8)
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let place = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 30))
        default: bytes.insert(contentsOf: Array("\";,\n1.".utf8), at: place)
        }
      }
      guard let text = try? SentText(bytes, file: "m.csv") else { continue }
      let doctor = DataDoctor(text, places: try DoctorTests.places.get())
      #expect(doctorText(doctor, language: .vi).hasSuffix("\n"))
      _ = doctor.repaired
    }
  }
}

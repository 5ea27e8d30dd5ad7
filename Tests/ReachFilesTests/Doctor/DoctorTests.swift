import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("Data doctor: planted corruptions and clean files")
struct DoctorTests {
  static let places = Result { PlaceNames(try Project.catalog.get()) }

  static func doctor(_ text: String, _ name: String = "table.csv") throws -> DataDoctor {
    try DataDoctor(SentText(Array(text.utf8), file: name), places: places.get())
  }

  static func kinds(_ text: String) throws -> [String] {
    try doctor(text).findings.map(\.kind.rawValue)
  }

  /// Rounds over all kinds: the issue asks for 60 files, five rounds are 140.
  static let rounds: UInt64 = 5

  @Test("at least 95 % of planted corruptions are found, and named as what they are")
  func corrupted() throws {
    var planted = 0, missed: [String] = []
    for round in 0..<Self.rounds {
      for (place, corruption) in Corruption.allCases.enumerated() {
        var random = SeededNumbers(1_000 * round + UInt64(place))
        let host = corruption.hosts[Int(round) % corruption.hosts.count]
        let clean = CleanSheets.sheet(host, seed: 7_000 + 100 * round + UInt64(place))
        let found = try Self.kinds(corruption.planted(in: clean, &random))
        planted += 1
        if corruption.expected.isDisjoint(with: found) {
          missed.append("\(corruption) in \(clean.kind), round \(round): found \(found)")
        }
      }
    }
    #expect(planted >= 60)
    #expect(missed.count * 20 <= planted, "\(missed.joined(separator: "\n"))")
  }

  @Test("at most 2 % of clean files raise an alarm")
  func clean() throws {
    var alarms: [String] = []
    let count = 120
    for number in 0..<count {
      let sheet = CleanSheets.sheet(number, seed: UInt64(number))
      if let first = try Self.doctor(sheet.text).findings.first {
        alarms.append("\(sheet.kind) \(number): \(first.summary.en), \(first.evidence.map(\.en))")
      }
    }
    #expect(alarms.count * 50 <= count, "\(alarms.joined(separator: "\n"))")
  }

  /// Tables of `ReferenceValues/doctor`, with the kind that has to be found; empty for none.
  static func typed() throws -> [(file: String, kind: String)] {
    let folder = "\(Project.references)/doctor"
    var problems = ProblemList()
    let table = try #require(
      StrictCSV.read(
        try SourceText.read("\(folder)/expectations.csv"), .init(columns: ["file", "kind"]),
        &problems))
    return (0..<table.rowCount).map { (table.text($0, 0), table.text($0, 1)) }
  }

  @Test("tables typed by hand: what is wrong is found, and what only looks odd is left alone")
  func typedTables() throws {
    let tables = try Self.typed()
    #expect(tables.count == 66)
    for (file, kind) in tables {
      let text = try SentText.read("\(Project.references)/doctor/\(file)", as: file)
      let found = Set(DataDoctor(text, places: try Self.places.get()).findings.map(\.kind.rawValue))
      #expect(kind.isEmpty ? found.isEmpty : found.contains(kind), "\(file): \(found)")
    }
  }

  @Test("on the observed data: the cells known to be wrong and Hà Tây, and nothing else")
  func observed() throws {
    let places = try Self.places.get()
    var found: [String] = []
    for file in try Project.files(in: Project.observedFolder, ending: ".csv") {
      let text = try SentText.read("\(Project.observedFolder)/\(file)", as: file)
      found += DataDoctor(text, places: places).findings.map { finding in
        "\(file):\(finding.places[0].origin.line) \(finding.kind.rawValue)"
      }
    }
    // Three lines carry the flag "suspect: about 10 times neighbouring years"; line 5
    // is the budget of Hà Nội in the year after Hà Tây joined it.
    let lines = try Self.flaggedTens() + [5]
    let panel = "vietnam_provinces.csv"
    #expect(lines.count == 4)
    let allowed = lines.map { "\(panel):\($0) " + ($0 == 5 ? "boundary_change" : "unit_switch") }
    #expect(Set(found) == Set(allowed), "\(found)")
  }

  /// The lines of the panel whose flag says that they are ten times their neighbours.
  private static func flaggedTens() throws -> [Int] {
    let source = try SourceText.read("\(Project.observedFolder)/vietnam_provinces.csv")
    return (1...source.lineCount).filter { line in
      source.line(line)?.hasSuffix("suspect: about 10 times neighbouring years") == true
    }
  }
}

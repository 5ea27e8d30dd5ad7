import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("What a run folder holds reads back equal")
struct ExactTextTests {
  private func source(_ text: String) throws -> SourceText { try SourceText(text, file: "m") }

  @Test("a fitted model, every law, regime and name")
  func model() throws {
    let written = RunModel(SampleRun.study, fitted: SampleRun.model)
    #expect(try RunModel(source(written.text)) == written)
  }

  @Test("a model with counted firms and no copula")
  func counts() throws {
    var model = SampleRun.model
    model.start.firms = .counts(U: [[1, 2], [3, 4]], C: [[0, 1], [1, 0]])
    (model.copula, model.regimes, model.processNoise) = (nil, [:], false)
    let written = RunModel(SampleRun.study, fitted: model)
    #expect(try RunModel(source(written.text)) == written)
  }

  /// The doubles of a model with bit patterns of every kind, among them −0 and subnormals.
  @Test("6,000 random doubles, edge cases among them")
  func randomDoubles() throws {
    var generator = SplitMix64(state: 1)
    var values = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, .leastNormalMagnitude,
      Double.leastNormalMagnitude.nextDown, .greatestFiniteMagnitude, .pi, 0.1,
    ]
    while values.count < 6_000 {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { values.append(value) }
      values.append(Double(bitPattern: generator.next() >> 12))
    }
    var model = SampleRun.model
    model.levers.promotion = values
    let text = RunModel(SampleRun.study, fitted: model).text
    let read = try RunModel(source(text)).model.levers.promotion
    #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
    // Swift's own reader is an independent answer.
    let list = try #require(text.split(separator: "\"promotion\": [").dropFirst().first)
    let quoted = try #require(list.split(separator: "]").first).split(separator: ", ")
    #expect(
      quoted.map { Double($0.dropFirst().dropLast())?.bitPattern } == values.map(\.bitPattern))
  }

  @Test(
    "other spellings of numbers and unknown keys are refused",
    arguments: [
      ("\"0x1.9p+3\"", "12.5"), ("\"0x1.9p+3\"", "\"12.5\""), ("\"0x1.9p+3\"", "\"0x1.90p+3\""),
      ("\"0x1.9p+3\"", "\"0x1.9p3\""), ("\"0x1.9p+3\"", "\"inf\""), ("\"0x1.9p+3\"", "\"nan\""),
      ("\"0x1.9p+3\"", "\"0x1.9p+1024\""), ("\"quarters\"", "\"quarter\""),
      ("\"lag\": 2", "\"lag\": 2, \"more\": 1"), ("\"lag\": 2", "\"lag\": 2.5"),
      ("\"lag\": 2", "\"lag\": true"), ("\"kappa\"", "\"kapa\""), ("\"gamma\"", "\"gama\""),
      ("\"format_version\": 1", "\"format_version\": 2"), ("reach-model", "reach-run"),
    ])
  func refused(right: String, wrong: String) throws {
    let text = RunModel(SampleRun.study, fitted: SampleRun.model).text
    let broken = text.replacingOccurrences(of: right, with: wrong)
    #expect(broken != text)
    let error = #expect(throws: DiagnosticReport.self) { try RunModel(source(broken)) }
    #expect(error?.exitStatus == .badContent)
  }

  @Test("provenance, and a seed beyond 53 bits")
  func provenance() async throws {
    let draws = DrawTable(draws: 0, columns: [])
    let data = [DataFile(path: "d.csv", sha256: "ab", vintage: "2026-01")]
    let written = try SampleRun.contents(draws: draws, seed: .max - 1, data: data).provenance
    #expect(try Provenance(source(written.text)) == written)
  }

  @Test("kept draws, whatever their bits")
  func draws() throws {
    let values = [0.1, -0.0, .nan, .infinity, .leastNonzeroMagnitude]
    let table = DrawTable(
      draws: 5,
      columns: [
        .init(kind: .outcome, name: "firms.2021", values: values),
        .init(kind: .parameter, name: "theta[1]", values: values.reversed()),
      ])
    let read = try DrawTable(table.bytes, file: "draws.bin")
    #expect(read.columns.map(\.name) == ["firms.2021", "theta[1]"])
    #expect(
      read.columns.map { $0.values.map(\.bitPattern) }
        == table.columns.map { $0.values.map(\.bitPattern) })
    // Version 1 without chances, which its readers do not know; 2 with them.
    #expect(Array(table.bytes[8..<12]) == [1, 0, 0, 0])
    let told = DrawTable(
      draws: 5,
      columns: table.columns + [.init(kind: .chance, name: "targets.T1.chance", values: values)])
    #expect(Array(told.bytes[8..<12]) == [2, 0, 0, 0])
    #expect(try DrawTable(told.bytes, file: "draws.bin").columns.last?.kind == .chance)
    // The layout that the format promises to readers in other languages.
    #expect(Array(table.bytes.suffix(8)) == [0x9A, 0x99, 0x99, 0x99, 0x99, 0x99, 0xB9, 0x3F])
    #expect((table.bytes.count - 80) % 8 == 0)
    for length in 0..<table.bytes.count {
      #expect(throws: DiagnosticReport.self) {
        try DrawTable(Array(table.bytes.prefix(length)), file: "draws.bin")
      }
    }
  }
}

/// A generator with a fixed seed, so that a failure repeats.
///
/// - Source: Steele, Lea & Flood, OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

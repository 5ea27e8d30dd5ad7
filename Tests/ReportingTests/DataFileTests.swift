import Assessment
import Econometrics
import Foundation
import ReachEngine
import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("Data files of a forecast")
struct DataFileTests {
  private func object(_ json: JSONValue) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(json.text.utf8))
    return try #require(value as? [String: Any])
  }

  @Test("verdict.json and the fit parse, and name their format")
  func documents() async throws {
    let forecasts = try await ShippedForecast.all()
    let verdict = try object(verdictJSON(forecasts, run: ShippedForecast.run))
    #expect(verdict["format"] as? String == "reach-verdict" && verdict["version"] as? Int == 1)
    let scenarios = try #require(verdict["scenarios"] as? [[String: Any]])
    #expect(scenarios.count == 3)
    let findings = try #require(scenarios[0]["findings"] as? [[String: Any]])
    #expect(findings.count == forecasts[0].findings.count)
    // JSONSerialization may be off by a last digit, JSONDecoder is not.
    struct Document: Decodable { let scenarios: [Scenario] }
    struct Scenario: Decodable { let findings: [Value] }
    struct Value: Decodable { let value: Double? }
    let text = verdictJSON(forecasts, run: ShippedForecast.run).text
    let exact = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
    #expect(exact.scenarios[0].findings.map(\.value) == forecasts[0].findings.map(\.value))
    let fit = try object(fitJSON(forecasts[0].fitted))
    #expect(fit["format"] as? String == "reach-fit")
    #expect((fit["updates"] as? [Any])?.count == forecasts[0].fitted.fit.updates.count)
  }

  @Test("tables read back by the rules of RFC 4180")
  func tables() async throws {
    let forecasts = try await ShippedForecast.all()
    for text in [findingsCSV(forecasts), outcomesCSV(forecasts), histogramsCSV(forecasts)] {
      let records = parse(text)
      #expect(records.count > 10)
      #expect(Set(records.map(\.count)).count == 1)
    }
    let findings = parse(findingsCSV(forecasts))
    let all = forecasts.flatMap(\.findings)
    #expect(findings.count == all.count + 1)
    for (record, finding) in zip(findings.dropFirst(), all) {
      #expect(record[1] == finding.id && record[2] == finding.label.vi)
      #expect(Double(record[5]) == finding.value)
    }
  }

  /// RFC 4180, written independently of the writer.
  private func parse(_ text: String) -> [[String]] {
    var records: [[String]] = [[""]], quoted = false, previous: Character = " "
    for character in text {
      switch (character, quoted) {
      case ("\"", true): quoted = false
      case ("\"", false):
        if previous == "\"" {
          records[records.count - 1][records[records.count - 1].count - 1] += "\""
        }
        quoted = true
      case (",", false): records[records.count - 1].append("")
      case ("\n", false): records.append([""])
      default: records[records.count - 1][records[records.count - 1].count - 1].append(character)
      }
      previous = character
    }
    return records.dropLast()
  }

  @Test("model results have the keys of the reference", arguments: ["oracle-a2", "oracle-b"])
  func modelKeys(name: String) async throws {
    let folder = try #require(Bundle.module.url(forResource: "ReferenceValues", withExtension: nil))
    let file = folder.appending(path: "\(name).json")
    let root = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    let expected = try #require(root?["expected"])
    let given = try ModelCase.read(file.path, as: "\(name).json")
    let result = try await runModel(
      given.model, targets: given.targets, draws: 1_000, seed: 1, threads: 2)
    #expect(shape(try object(modelResultJSON(result))) == shape(expected))
  }

  /// Keys and array lengths, numbers left out.
  private func shape(_ value: Any) -> String {
    switch value {
    case let object as [String: Any]:
      "{" + object.keys.sorted().map { "\($0):\(shape(object[$0] ?? ""))" }.joined(separator: ",")
        + "}"
    case let array as [Any]: "[" + array.map(shape).joined(separator: ",") + "]"
    default: "."
    }
  }

  @Test("a path without noise agrees with the reference to 1e-9 in every printed number")
  func pathValues() async throws {
    let folder = try #require(Bundle.module.url(forResource: "ReferenceValues", withExtension: nil))
    let file = folder.appending(path: "oracle-a2.json")
    let root = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    let given = try ModelCase.read(file.path, as: "oracle-a2.json")
    let result = try await runModel(given.model, targets: [], draws: 1, seed: 1, threads: 1)
    let ours = leaves(try object(modelResultJSON(result)))
    let theirs = leaves(try #require(root?["expected"]))
    #expect(ours.count == theirs.count)
    for (a, b) in zip(ours, theirs) { #expect((a - b).magnitude <= 1e-9 * max(1, b.magnitude)) }
  }

  private func leaves(_ value: Any) -> [Double] {
    switch value {
    case let object as [String: Any]:
      object.keys.sorted().flatMap { leaves(object[$0] ?? 0) }
    case let array as [Any]: array.flatMap(leaves)
    default: [(value as? Double) ?? .nan]
    }
  }
}

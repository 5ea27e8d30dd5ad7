import Assessment
import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("Contradictions among targets in words")
struct ConflictTextTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func read(_ path: String, as name: String) throws -> Study {
    let catalog = try Catalog.read(
      Self.root.appending(path: "Scenarios/catalog").path, as: "Scenarios/catalog")
    return try Study.read(path, as: name, catalog: catalog)
  }

  /// Hanoi's programme of 2030 with more in it, each entry a line of YAML below its key.
  private func programme(targets: [String], levers: [String] = []) throws -> Study {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let base = Self.root.appending(path: "Scenarios/hanoi-2030.yaml").path
    let lines =
      ["extends: \(base)", "scenario: more", "targets:"] + targets.map { "  \($0)" }
      + (levers.isEmpty ? [] : ["levers:"] + levers.map { "  \($0)" })
    let file = folder.appending(path: "more.yaml")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    return try read(file.path, as: "more.yaml")
  }

  private func wish(
    _ key: String, _ outcome: String, _ comparison: String, _ threshold: String,
    sector: String? = nil, year: Int = 2030
  ) -> String {
    "\(key): {outcome: \(outcome), comparison: \"\(comparison)\", threshold: \(threshold), "
      + "year: \(year), source: \"test\"\(sector.map { ", sector: \($0)" } ?? "")}"
  }

  private func text(_ study: Study, _ language: Language) -> String {
    let text = ConflictText(study, language), arithmetic = TargetArithmetic(study)
    return
      (arithmetic.conflicts.map { text.error($0, code: "S033") }
      + arithmetic.conflicts.map { text.warning($0) }
      + arithmetic.strains.map { text.warning($0) }).joined(separator: "\n\n")
  }

  @Test(
    "none is alleged of a shipped scenario, nor is any warned of",
    arguments: [
      "hai-duong-2025", "hanoi-2021", "hanoi-2021-budget-freeze", "hanoi-2021-double-support",
      "hanoi-2021-fdi-push", "hanoi-2021-no-support", "hanoi-2021-pandemic", "hanoi-2030",
    ])
  func shipped(name: String) throws {
    let path = Self.root.appending(path: "Scenarios/\(name).yaml").path
    let arithmetic = TargetArithmetic(try read(path, as: name))
    #expect(arithmetic.conflicts.isEmpty && arithmetic.strains.isEmpty && arithmetic.isComplete)
  }

  @Test("sectors against the total: place, identity and numbers")
  func sums() throws {
    let study = try programme(targets: [
      wish("parts", "firms", ">=", "700 firms", sector: "components"),
      wish("high", "firms", ">=", "400 firms", sector: "high_technology"),
      wish("textile", "firms", ">=", "200 firms", sector: "textile_leather"),
      wish("ceiling", "firms", "<=", "1250 firms"),
    ])
    let english = text(study, .en)
    for part in [
      "error[S033]: the targets `parts`, `high`, `textile` and `ceiling` cannot hold together",
      "--> more.yaml:4:10: firms of components in 2030 >= 700",
      "firms: total = components + high_technology + textile_leather",
      "at least 700 + 400 + 200 = 1,300, but at most 1,250", "= help: reach explain S033",
    ] { #expect(english.contains(part), "\(part)\n\(english)") }
    let vietnamese = text(study, .vi)
    for part in ["lỗi[S033]", "700 + 400 + 200 = 1.300", "nhiều nhất chỉ 1.250", "số doanh nghiệp"]
    {
      #expect(vietnamese.contains(part), "\(part)\n\(vietnamese)")
    }
    for word in ["error", "firms", "total", "hint"] { #expect(!vietnamese.contains(word)) }
  }

  @Test("certified firms against their share")
  func share() throws {
    let study = try programme(targets: [wish("few", "certified", "<=", "450 firms")])
    // The programme asks for 1,200 firms, of which more than 40 % certified.
    let english = text(study, .en)
    #expect(english.contains("certified_share = certified / firms"), "\(english)")
    #expect(english.contains("at least 0.4 × 1,200 = 480, but at most 450"), "\(english)")
  }

  @Test("share and growth against manufacturing: the identity with its numbers, and the band")
  func manufacturing() throws {
    let study = try programme(targets: [
      wish("before", "share", "<=", "16 %", year: 2027),
      wish("slow", "growth", "<=", "3 %", year: 2028),
      wish("after", "share", ">=", "40 %", year: 2028),
    ])
    let english = text(study, .en)
    for part in [
      "S2028/S2027 = (1 + g_SI)(1 + π_SI) / ((1 + g_M)(1 + π_M)): S2027 <= 16 %, g_SI 2028 <= 3 %",
      "all manufacturing would have to grow by at most -5", "the scenario's laws (mux",
      "look again at what the scenario assumes",
    ] { #expect(english.contains(part), "\(part)\n\(english)") }
    #expect(text(study, .vi).contains("toàn ngành chế biến, chế tạo phải tăng nhiều nhất -5"))
  }

  @Test("growth of all between that of the sectors, bounds of one outcome, an impossible value")
  func others() throws {
    let study = try programme(targets: [
      wish("a", "growth", "<=", "5 %", sector: "components"),
      wish("b", "growth", "<=", "8 %", sector: "high_technology"),
      wish("c", "growth", "<=", "2 %", sector: "textile_leather"),
      wish("all", "growth", ">", "8 %"), wish("low", "firms", "<", "1100 firms"),
      wish("none", "certified", "<", "0 firms"),
    ])
    let english = text(study, .en)
    for part in [
      "growth of all is the mean of the sectors', so at most 8 %, but > 8 % is asked for",
      "firms in 2030 cannot be both >= 1,200 and < 1,100",
      "the target `none` cannot hold", "certified in 2030 is never negative",
    ] { #expect(english.contains(part), "\(part)\n\(english)") }
  }

  @Test("budgets that pay for more firms than apply, and certificates beyond all firms")
  func strains() throws {
    let study = try programme(
      targets: [wish("many", "certified", ">=", "1600 firms")],
      levers: ["linkage: {budget: 90 billion VND}"])
    let english = text(study, .en)
    for part in [
      "`linkage`: the budget of 2026, 86 % × 90 billion VND", "but 200 may apply",
      "`firms` (firms in 2030 >= 1,200) asks for nothing, since `many`",
      "`many` (certified in 2030 >= 1,600) needs",
    ] { #expect(english.contains(part), "\(part)\n\(english)") }
    #expect(text(study, .vi).contains("cảnh báo: more.yaml"))
  }

  @Test("as JSON: kinds, targets with their places, and what manufacturing would have to do")
  func json() throws {
    let study = try programme(targets: [
      wish("before", "share", "<=", "16 %", year: 2027),
      wish("slow", "growth", "<=", "3 %", year: 2028),
      wish("after", "share", ">=", "40 %", year: 2028), wish("low", "firms", "<", "1100 firms"),
    ])
    let plan = CheckedPlan(file: "more.yaml", study: study, arithmetic: TargetArithmetic(study))
    let text = checkJSON([plan], language: .en).text
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(document["format"] as? String == "reach-check" && document["version"] as? Int == 1)
    #expect(document["holds"] as? Bool == false)
    let scenario = try #require((document["scenarios"] as? [[String: Any]])?.first)
    let found = try #require(scenario["contradictions"] as? [[String: Any]])
    #expect(found.map { $0["kind"] as? String } == ["one_outcome", "manufacturing_growth"])
    let need = try #require(found.last?["manufacturing"] as? [String: Any])
    #expect(need["from"] as? Int == 2027 && need["bound"] as? String == "at_most")
    let target = try #require((found.first?["targets"] as? [[String: Any]])?.last)
    let origin = try #require(target["origin"] as? [String: Any])
    #expect(target["key"] as? String == "low" && origin["line"] as? Int == 7)
  }
}

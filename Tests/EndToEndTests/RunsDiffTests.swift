import Foundation
import Testing

@Suite("reach runs diff", .serialized)
struct RunsDiffTests {
  /// A project of its own, whose files may be changed between runs.
  private struct Project {
    let scratch: Scratch
    let reach: Reach

    init() throws {
      scratch = try Scratch()
      try FileManager.default.createDirectory(
        atPath: "\(scratch.path)/notebooks-data", withIntermediateDirectories: true)
      for folder in ["Scenarios", "notebooks-data/observed"] {
        try FileManager.default.copyItem(
          atPath: "\(Reach.repository)/\(folder)", toPath: "\(scratch.path)/\(folder)")
      }
      reach = try Reach(in: scratch.path)
    }

    /// Runs a scenario.
    ///
    /// - Returns: The name of its folder.
    func run(_ arguments: String...) async throws -> String {
      let before = Set(scratch.names())
      let result = try await reach(["run"] + arguments + ["--draws", "2000"])
      #expect(result.status == 0, "\(result.errors)")
      return try #require(scratch.names().first { !before.contains($0) })
    }

    func diff(_ old: String, _ new: String, _ more: String...) async throws -> Answer {
      let result = try await reach(["runs", "diff", old, new, "--json"] + more)
      #expect(result.status == 0, "\(result.errors)")
      return try Answer(result.object, totals: Totals(result.output))
    }

    /// The answer for people, which keeps to the width of a terminal, in one line.
    func vietnamese(_ old: String, _ new: String) async throws -> String {
      let result = try await reach(["runs", "diff", old, new, "--lang", "vi"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
      return result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Puts something in place of a text of a file, which must hold it.
    func replace(_ text: String, by other: String, in file: String) throws {
      let path = "\(scratch.path)/\(file)", old = try scratch.text(file)
      try #require(old.contains(text))
      let new = old.replacing(text, with: other, maxReplacements: 1)
      try Data(new.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// Halves published growth of Hanoi's manufacturing, and says so in the manifest.
    func reviseFacts() throws {
      let file = "notebooks-data/observed/hanoi_facts.csv", old = try scratch.text(file)
      // A carriage return before a line feed makes one character of both.
      let rows = old.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      let lines = rows.map { row in
        let line = String(row)
        var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard cells.count > 5, cells[0] == "iip_manufacturing_growth", cells[1] == "hanoi",
          let value = Double(cells[5])
        else { return line }
        cells[5] = "\(value / 2)"
        return cells.joined(separator: ",")
      }
      let new = lines.joined(separator: "\n")
      try #require(new != old)
      let url = URL(fileURLWithPath: "\(scratch.path)/\(file)")
      let sum = try checksum(of: url)
      try Data(new.utf8).write(to: url)
      try replace(
        sum, by: try checksum(of: url), in: "notebooks-data/observed/manifest.json")
    }

    private func checksum(of file: URL) throws -> String {
      let process = Process(), pipe = Pipe()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
      process.arguments = [file.path]
      process.standardOutput = pipe
      try process.run()
      let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return String(text.prefix(64))
    }
  }

  /// The differences to the last bit: `JSONSerialization` reads some negative numbers two units in
  /// the last place off, `JSONDecoder` does not.
  private struct Totals: Decodable {
    struct Division: Decodable {
      let question: String
      let total: Double
    }

    let divisions: [Division]

    init(_ text: String) throws {
      self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
    }

    subscript(question: String) -> Double? {
      divisions.first { $0.question == question }?.total
    }
  }

  /// What was printed, with bars by question and change.
  private struct Answer {
    let keys: [String]
    let remarks: [String]
    let total: [String: Double]
    let bars: [String: [String: Double]]

    init(_ object: [String: Any], totals: Totals) throws {
      let changes = try #require(object["changes"] as? [[String: Any]])
      keys = changes.compactMap { $0["key"] as? String }
      remarks = try #require(object["remarks"] as? [String])
      var total: [String: Double] = [:], bars: [String: [String: Double]] = [:]
      for division in try #require(object["divisions"] as? [[String: Any]]) {
        let question = try #require(division["question"] as? String)
        let ends = try ["old", "new", "total"].map { try #require(division[$0] as? Double) }
        let row = try #require(division["bars"] as? [[String: Any]])
        var values: [String: Double] = [:]
        for bar in row {
          values[try #require(bar["key"] as? String)] = try #require(bar["value"] as? Double)
        }
        #expect((ends[0] + values.values.reduce(0, +) - ends[1]).magnitude < 1e-9)
        #expect((ends[1] - ends[0] - ends[2]).magnitude < 1e-9)
        (total[question], bars[question]) = (totals[question], values)
      }
      #expect(bars.count == 9 && total.count == 9)
      (self.total, self.bars) = (total, bars)
    }

    /// Whether a change carries the difference of every probability, and moves one.
    func isOnly(_ key: String) -> Bool {
      let chances = bars.filter { $0.key.hasSuffix(".probability") }
      return chances.contains { $0.value[key] != 0 }
        && chances.allSatisfy { $0.value.allSatisfy { $0.key == key || $0.value == 0 } }
    }
  }

  @Test("itself: 0; other threads: 0; another seed: sampling, with the sign of the order")
  func same() async throws {
    let project = try Project()
    let first = try await project.run("hanoi-2021", "--threads", "1")
    let again = try await project.run("hanoi-2021", "--threads", "2")
    for other in [first, again] {
      let answer = try await project.diff(first, other)
      #expect(answer.keys == ["software", "sampling", "rounding"])
      #expect(answer.bars.values.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
    }
    let seeded = try await project.run("hanoi-2021", "--seed", "5")
    let forth = try await project.diff(first, seeded), back = try await project.diff(seeded, first)
    #expect(forth.isOnly("sampling") && back.isOnly("sampling"))
    for (question, total) in forth.total { #expect(back.total[question] == -total) }
    let text = try await project.vietnamese(first, seeded)
    #expect(text.contains("Nhiễu do lấy mẫu") && text.contains("(%)"))
  }

  @Test(
    "the answer has a folder that is verified, listed, shown and explained, and is no run to explain"
  )
  func folder() async throws {
    let project = try Project()
    let first = try await project.run("hanoi-2021")
    let second = try await project.run("hanoi-2021-pandemic", "--seed", "3")
    let printed = try await project.reach("runs", "diff", first, second)
    let name = try #require(project.scratch.names().first { $0.contains("-diff-") })
    #expect(printed.output.contains("/\(name)") && name.contains("-diff-hanoi-2021-pandemic-"))
    let verified = try await project.reach("runs", "verify", name)
    #expect(verified.status == 0 && verified.output.contains("\(name): verified"))
    let shown = try await project.reach("runs", "show", name)
    let lines = printed.output.split(separator: "\n")
    #expect(lines.count > 30 && lines.prefix(30).allSatisfy { shown.output.contains($0) })
    let list = try await project.reach("runs", "list")
    #expect(list.output.contains("Largest change: "))
    let explained = try await project.reach(
      "explain", "diff.firms.probability.total", "--run", name)
    #expect(explained.output.contains("what the new run recorded less what the old one did"))
    let bar = try await project.reach(
      "explain", "diff.firms.probability.assumptions.stress_path", "--run", name)
    #expect(bar.status == 0 && bar.output.contains("Shapley"), "\(bar.errors)")
    // The same question again: the same answer in another folder.
    _ = try await project.reach("runs", "diff", first, second, "--threads", "1")
    #expect(project.scratch.names().contains("\(name)-2"))
    let refused = try await project.reach("runs", "diff", name, second)
    #expect(refused.status == 65 && refused.errors.contains("`reach runs diff`"))
  }

  @Test("a scenario edited in place: one budget, then one threshold")
  func edited() async throws {
    let project = try Project(), file = "Scenarios/hanoi-2021.yaml"
    let first = try await project.run("hanoi-2021")
    try project.replace("budget: 8 billion VND", by: "budget: 40 billion VND", in: file)
    let second = try await project.run("hanoi-2021")
    let budget = try await project.diff(first, second)
    #expect(budget.isOnly("levers.linkage") && budget.remarks.count == 1)
    try project.replace("threshold: 900 firms", by: "threshold: 880 firms", in: file)
    let third = try await project.run("hanoi-2021")
    #expect(try await project.diff(second, third).isOnly("targets.firms"))
    let both = try await project.diff(first, third)
    #expect(both.keys.suffix(2) == ["levers.linkage", "targets.firms"])
    try project.replace(
      "\nlevers:\n", by: "\nfreeze_from: {quarter: 2021-Q3, source: test}\nlevers:\n", in: file)
    let fourth = try await project.run("hanoi-2021")
    #expect(try await project.diff(third, fourth).keys.suffix(1) == ["assumptions.freeze_from"])
    let text = try await project.vietnamese(first, fourth)
    #expect(text.contains("từ quý III/2021") && text.contains("≥ 880"))
    #expect(text.contains("hạt giống 1; 2.000 lần;"))
  }

  @Test("revised files, then a later date: each has its bar, and nothing is left over")
  func data() async throws {
    let project = try Project()
    let first = try await project.run("hanoi-2021")
    try project.reviseFacts()
    let second = try await project.run("hanoi-2021")
    let revised = try await project.diff(first, second)
    #expect(revised.isOnly("data.revised") && revised.remarks.count == 1)
    let file = "Scenarios/hanoi-2021.yaml"
    try project.replace("as_of: 2021-03-01", by: "as_of: 2021-07-15", in: file)
    let third = try await project.run("hanoi-2021")
    #expect(try await project.diff(second, third).isOnly("data.new"))
    let both = try await project.diff(first, third)
    #expect(both.keys.suffix(2) == ["data.revised", "data.new"])
    let text = try await project.vietnamese(first, third)
    #expect(text.contains("công bố đến 01/3/2021") && text.contains("công bố đến 15/7/2021"))
    #expect(text.contains("kịch bản của \(first) được ước lượng lại"))
    for (question, bars) in both.bars where question.hasSuffix(".probability") {
      #expect(bars["data.revised"] == revised.bars[question]?["data.revised"])
    }
  }

  @Test("runs of other plans and a model that was edited are refused with 65")
  func refused() async throws {
    let project = try Project()
    let first = try await project.run("hanoi-2021")
    let other = try await project.run("hai-duong-2025")
    let result = try await project.reach("runs", "diff", first, other)
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.errors.contains("error[R013]: the runs are about other provinces"))
    #expect(result.errors.contains("ha_noi in the old one\n  hai_duong in the new one"))
    #expect(result.errors.split(separator: "\n").allSatisfy { $0.count <= 100 })
    for code in ["R013", "R014", "R015", "R016"] {
      let page = try await project.reach("explain", code, "--lang", "vi")
      #expect(page.status == 0 && page.output.contains(code), "\(page.errors)")
    }
    try project.replace(
      "\"as_of\": \"2021-03-01\"", by: "\"as_of\": \"2021-03-02\"",
      in: "Results/\(first)/model.json")
    let edited = try await project.reach("runs", "diff", first, first)
    #expect(edited.status == 65 && edited.errors.contains("error[R007]"))
  }

  @Test("a comparison is a run too; a search, which records no probability, is refused")
  func analyses() async throws {
    let project = try Project()
    let first = try await project.run("hanoi-2021")
    let compared = try await project.reach(
      "compare", "hanoi-2021", "hanoi-2021-pandemic", "--draws", "2000")
    #expect(compared.status == 0, "\(compared.errors)")
    let name = try #require(project.scratch.names().first { $0.contains("-compare-") })
    let answer = try await project.diff(first, name)
    #expect(answer.bars.values.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
    #expect(answer.remarks.count == 1 && answer.remarks[0].contains("only its base hanoi-2021"))
    let text = try await project.vietnamese(first, name)
    #expect(text.contains("chỉ kịch bản gốc hanoi-2021 được giải thích"))
    let sought = try await project.reach(
      "seek", "hanoi-2021", "linkage", "P(share) >= 0.25", "--draws", "512")
    let search = try #require(
      project.scratch.names().first { $0.contains("-seek-") }, "\(sought.errors)")
    let refused = try await project.reach("runs", "diff", first, search)
    #expect(refused.status == 65 && refused.errors.contains("reach seek"))
  }
}

import Foundation
import Testing

/// A question about a shipped scenario, with what its command ends with.
struct DecisionQuestion: Sendable, CustomTestStringConvertible {
  let analysis: String
  let arguments: [String]
  var status: Int32 = 0

  var testDescription: String { arguments.joined(separator: " ") }

  static let all = [
    DecisionQuestion(
      analysis: "compare",
      arguments: ["compare", "hanoi-2021", "hanoi-2021-double-support", "hanoi-2021-fdi-push"]),
    DecisionQuestion(
      analysis: "compare",
      arguments: [
        "compare", "hanoi-2021", "hanoi-2021-no-support", "--matrix", "--future",
        "hanoi-2021-pandemic", "--target", "growth",
      ]),
    DecisionQuestion(
      analysis: "seek", arguments: ["seek", "hanoi-2021", "entry_rate", "P(firms) >= 50%"]),
    DecisionQuestion(
      analysis: "seek", arguments: ["seek", "hanoi-2021", "linkage", "P(growth) >= 0.99"], status: 3
    ),
    DecisionQuestion(
      analysis: "seek", arguments: ["seek", "hanoi-2021", "rd_transfer", "P(growth) >= 0.9"],
      status: 3),
    DecisionQuestion(
      analysis: "optimise",
      arguments: [
        "optimise", "hanoi-2021", "--budget", "40 billion VND", "--target", "growth",
        "--evaluations", "40",
      ]),
    DecisionQuestion(
      analysis: "optimise",
      arguments: ["optimise", "hanoi-2021", "--reach", "P(joint) >= 0.9", "--evaluations", "40"],
      status: 3),
    DecisionQuestion(
      analysis: "sensitivity",
      arguments: [
        "sensitivity", "hanoi-2021", "--target", "growth", "--method", "tornado", "--method",
        "switches", "--method", "ranks",
      ]),
    DecisionQuestion(
      analysis: "discover",
      arguments: ["discover", "hanoi-2021", "--target", "firms", "--target", "growth"]),
    DecisionQuestion(
      analysis: "information",
      arguments: [
        "information", "hanoi-2021", "hanoi-2021-double-support", "hanoi-2021-no-support",
        "--target", "growth", "--worth", "400 billion VND",
      ]),
  ]
}

@Suite("Questions about plans")
struct DecisionTests {
  private let draws = ["--draws", "1024"]

  private func folder(_ scratch: Scratch) throws -> RunFiles {
    RunFiles(path: "\(scratch.path)/Results/\(try #require(scratch.names().first))")
  }

  @Test(
    "statuses, one document with --json, and the same folder for one and two threads",
    arguments: DecisionQuestion.all)
  func question(_ question: DecisionQuestion) async throws {
    let first = try Scratch(), second = try Scratch(), reach = try Reach()
    let one = try await reach(
      question.arguments + draws + ["--threads", "1", "--results", "\(first.path)/Results"])
    let two = try await reach(
      question.arguments + draws + [
        "--threads", "2", "--json", "--results", "\(second.path)/Results",
      ])
    #expect(one.status == question.status, "\(one.errors)")
    #expect(two.status == question.status, "\(two.errors)")
    let lines = one.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 100 || $0.hasPrefix("Run folder: ") }, "\(lines)")
    try expectSame(try folder(first), try folder(second), document: two.output)
    try expectDocument(two, question, try folder(second))
    #expect(!one.output.contains("nan") && !one.output.contains("inf "))
  }

  @Test(
    "no line is wider than a terminal, in either language, whatever the names and units",
    arguments: ["hanoi-2021", "hanoi-2030", "hanoi-2021-pandemic"], ["en", "vi"])
  func widths(scenario: String, language: String) async throws {
    let scratch = try Scratch(), reach = try Reach()
    let questions = [
      ["discover", scenario, "--draws", "16384"],
      ["sensitivity", scenario, "--method", "tornado", "--method", "ranks", "--draws", "1024"],
      ["compare", scenario, "hanoi-2021-double-support", "--draws", "1024"],
      ["optimise", scenario, "--frontier", "4", "--draws", "1024", "--evaluations", "60"],
      ["seek", scenario, "start_firms", "P(firms) >= 0.5", "--draws", "1024"],
    ]
    for question in questions {
      let result = try await reach(
        question + ["--lang", language, "--results", "\(scratch.path)/Results"])
      // 3: what is sought may not be reached.
      #expect([0, 3].contains(result.status), "\(result.errors)")
      let wide = result.output.split(separator: "\n").filter { line in
        line.count > 100 && !line.contains(scratch.path)
      }
      #expect(wide.isEmpty, "\(question): \(wide)")
    }
  }

  private func expectSame(_ one: RunFiles, _ two: RunFiles, document: String) throws {
    #expect(
      one.files == [
        "analysis.json", "analysis.md", "analysis.vi.md", "draws.bin", "findings.csv",
        "inputs.json", "model.json", "page.json", "provenance.json",
      ])
    #expect(one.name == two.name && one.files == two.files)
    for file in one.files where file != "provenance.json" {
      let isSame = one.has(file, equalTo: two)
      #expect(isSame, "\(file)")
      #expect(!String(decoding: one.data(file), as: UTF8.self).contains(Reach.repository))
    }
    #expect(one.provenance == two.provenance && one.provenance != nil)
    #expect(String(decoding: two.data("analysis.json"), as: UTF8.self) == document)
  }

  private func expectDocument(
    _ result: CommandResult, _ question: DecisionQuestion, _ folder: RunFiles
  ) throws {
    let object = result.object
    #expect(object["format"] as? String == "reach-analysis" && object["version"] as? Int == 1)
    #expect(object["analysis"] as? String == question.analysis)
    let findings = try #require(object["findings"] as? [[String: Any]])
    #expect(findings.count > 2 && findings.count == folder.findingIDs.count)
    var names: Set<String> = []
    for (finding, id) in zip(findings, folder.findingIDs) {
      #expect(finding["id"] as? String == id)
      let value = try #require(finding["value"] as? Double, "\(id)")
      #expect(value.isFinite)
      #expect(names.insert("\(finding["scenario"] ?? "") \(id)").inserted, "\(id) twice")
      let label = try #require(finding["label"] as? [String: String])
      #expect(label["vi"]?.isEmpty == false && label["en"]?.isEmpty == false)
    }
    let analysis = try #require(
      JSONSerialization.jsonObject(with: folder.data("provenance.json")) as? [String: Any])
    #expect(String(describing: analysis).contains(question.analysis))
  }

  @Test("runs verify, list and show know the folders of questions")
  func runs() async throws {
    let scratch = try Scratch(), reach = try Reach(), place = "\(scratch.path)/Results"
    let asked = [DecisionQuestion.all[0], .all[2], .all[5], .all[8], .all[9]]
    var printed: [String: [String]] = [:]
    for question in asked {
      for language in ["en", "vi"] {
        let result = try await reach(
          question.arguments + draws + ["--lang", language, "--results", place])
        #expect(result.status == question.status, "\(result.errors)")
        printed[language, default: []].append(result.output)
      }
    }
    let names = scratch.names()
    #expect(names.count == 2 * asked.count)
    let listed = try await reach("runs", "list", "--results", place)
    for name in names {
      #expect(listed.output.contains(name))
      let verified = try await reach("runs", "verify", name, "--results", place)
      #expect(verified.status == 0, "\(verified.output)")
      for (language, end) in [("en", "\n\nRun\n"), ("vi", "\n\nLần chạy\n")] {
        let shown = try await reach("runs", "show", name, "--results", place, "--lang", language)
        // As it was printed, but for the block on the run, which has times.
        let answer = shown.output.components(separatedBy: end)
        #expect(shown.status == 0 && answer.count == 2, "\(shown.output)")
        let answers = printed[language, default: []].map { $0.components(separatedBy: end)[0] }
        #expect(answers.contains(answer[0]), "\(shown.output)")
      }
    }
    let entries = try await reach("runs", "list", "--results", place, "--json")
    let runs = try #require(entries.object["entries"] as? [[String: Any]])
    #expect(runs.count == names.count && runs.allSatisfy { $0["problem"] is NSNull })
    let words = [
      "compare": "Largest difference: ", "seek": " for P(firms 2021 >= 900) = 50.0 %.",
      "optimise": "P(growth 2021 > 11 %)", "discover": "firms 2021 >= 900: ",
      "information": "roup of inputs",
    ]
    for run in runs {
      let analysis = try #require(run["analysis"] as? String)
      let answer = try #require(run["answer"] as? [String: String])
      let part = try #require(words[analysis])
      #expect(answer["en"]?.contains(part) == true, "\(answer)")
      #expect(answer["vi"]?.isEmpty == false && answer["vi"]?.contains(part) == false)
    }
    // What was changed is found.
    let changed = "\(place)/\(names[0])/findings.csv"
    let more = (FileManager.default.contents(atPath: changed) ?? Data()) + Data("x\n".utf8)
    try more.write(to: URL(fileURLWithPath: changed))
    let verified = try await reach("runs", "verify", names[0], "--results", place)
    #expect(verified.status == 3 && verified.output.contains("findings.csv"))
  }

  @Test(
    "Vietnamese answers have decimal commas and no English headings",
    arguments: [0, 2, 5, 7, 8, 9])
  func vietnamese(_ place: Int) async throws {
    let scratch = try Scratch(), question = DecisionQuestion.all[place]
    let result = try await Reach()(
      question.arguments + draws + ["--lang", "vi", "--results", "\(scratch.path)/Results"])
    #expect(result.status == question.status, "\(result.errors)")
    let text = String(decoding: try folder(scratch).data("analysis.vi.md"), as: UTF8.self)
    for answer in [result.output, text] {
      #expect(answer.contains(#/\d,\d/#))
      // Three digits behind a dot are thousands.
      let dotted = answer.matches(of: #/\d\.\d{1,2}(?!\d)/#).map { String($0.output) }
      #expect(dotted.isEmpty, "\(dotted)")
      for word in ["How to read this", " draws", " firms", "billion VND", "within error", "P from"]
      { #expect(!answer.contains(word), "\(word)") }
    }
    #expect(result.output.contains("Cách đọc") && result.output.contains("Thư mục lần chạy: "))
  }

  @Test(
    "misuse ends with 64, says why with a hint on standard error, and writes nothing",
    arguments: [
      (["seek", "hanoi-2021", "lnkage", "P(firms) >= 0.5"], "did you mean `linkage`?"),
      (["seek", "hanoi-2021", "entry_rat", "P(firms) >= 0.5"], "did you mean `entry_rate`?"),
      // Its law is fixed in the scenario.
      (["seek", "hanoi-2021", "other_prices", "P(share) >= 0.5"], "levers: linkage, systems"),
      (["seek", "hanoi-2021", "linkage", "P(jobs) >= 0.5"], "its targets are firms, certified"),
      (["seek", "hanoi-2021", "linkage", "P(firms) <= 0.5"], "with `>=`"),
      (["seek", "hanoi-2021", "linkage", "P(firms) >= 1.5"], "Usage"),
      (["seek", "hanoi-2021", "linkage", "P(firms)>=0.5", "--from", "9", "--to", "2"], "--from"),
      (["seek", "hanoi-2021", "linkage", "P(firms)>=0.5", "--to", "20000"], "between 0"),
      (["seek", "hanoi-2021", "entry_rate", "P(firms)>=0.5", "--to", "0.001"], "give `--from`"),
      (["compare", "hanoi-2021"], "at least one scenario"),
      (["compare", "hanoi-2021", "hanoi-2021", "--matrix"], "go together"),
      (
        ["compare", "hanoi-2021", "--matrix", "--future", "hanoi-2030"], "plan year"
      ),
      (["optimise", "hanoi-2021", "--floor", "lnkage=5"], "its levers are linkage"),
      (["optimise", "hanoi-2021", "--target", "jobs"], "its targets are"),
      (["optimise", "hanoi-2021", "--reach", "P(firms)>=0.5", "--pareto"], "give one of"),
      (["optimise", "hanoi-2021", "--pareto", "--target", "firms"], "two or more"),
      (
        ["optimise", "hanoi-2021", "--pareto", "--target", "firms", "--target", "firms"],
        "name each target once"
      ),
      (
        ["optimise", "hanoi-2021", "--floor", "linkage=9", "--ceiling", "linkage=3"],
        "lies above its ceiling"
      ),
      (["sensitivity", "hanoi-2021", "--method", "guess"], "tornado, switches, sobol"),
      (["sensitivity", "hanoi-2021", "--target", "jobs"], "its targets are"),
      (["discover", "hanoi-2021", "--target", "jobs"], "its targets are"),
      (
        ["discover", "hanoi-2021", "--target", "joint", "--target", "joint"],
        "name each target once"
      ),
      (["discover", "hanoi-2021", "--density", "0.8", "--coverage", "0.8"], "not both"),
      (["information", "hanoi-2021"], "at least two plans"),
      (["information", "hanoi-2021", "hanoi-2030"], "from the same plan year"),
      (["information", "hanoi-2021", "hanoi-2021", "--worth", "much"], "Usage"),
      (["discover", "hanoi-2021", "--draws", "10"], "512 to 2^24"),
    ])
  func misuse(arguments: [String], hint: String) async throws {
    let scratch = try Scratch()
    let result = try await Reach()(arguments + ["--results", "\(scratch.path)/Results"])
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.output.isEmpty && result.errors.lowercased().hasPrefix("error: "))
    #expect(result.errors.contains(hint), "\(result.errors)")
    #expect(scratch.names(in: "").isEmpty)
  }

  @Test("a sole target is all targets together, and is told once")
  func soleTarget() async throws {
    let scratch = try Scratch(), reach = try Reach()
    let place = draws + ["--results", "\(scratch.path)/Results"]
    let found = try await reach(
      ["sensitivity", "hai-duong-2025", "--method", "ranks"] + place)
    #expect(found.status == 0, "\(found.errors)")
    #expect(found.output.split(separator: "\n").count { $0.hasPrefix("P(firms 2025 >= 240)") } == 1)
    let twice = try await reach(
      ["discover", "hai-duong-2025", "--target", "firms", "--target", "joint"] + place)
    #expect(twice.status == 64 && twice.errors.contains("name each target once"))
  }

  /// Entries that grow beyond all counting in every draw.
  private func wild(_ scratch: Scratch, growth: Double, effect: String) throws -> String {
    let text = """
      extends: \(Reach.repository)/Scenarios/hanoi-2021.yaml
      scenario: wild
      start:
        growth: {value: {normal: {mean: \(growth), sd: 0.007}}, source: "test"}
      overrides:
        entry_growth: {value: {normal: {\(effect)}}, source: "test"}

      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/wild.yaml"))
    return "\(scratch.path)/wild.yaml"
  }

  @Test(
    "a scenario of which all draws fail, or some in a hundred, ends with 1 and says so",
    arguments: [(0.4, "mean: 90, sd: 2"), (0.04, "mean: 400, sd: 200")])
  func failing(growth: Double, effect: String) async throws {
    let scratch = try Scratch(), reach = try Reach()
    let plan = try wild(scratch, growth: growth, effect: effect)
    for arguments in [
      ["compare", "hanoi-2021", plan],
      ["compare", "hanoi-2021", plan, "--matrix", "--future", "hanoi-2021-pandemic"],
      ["seek", plan, "linkage", "P(growth) >= 0.5"],
      ["optimise", plan, "--target", "growth"], ["optimise", plan, "--frontier", "3"],
      ["sensitivity", plan], ["discover", plan], ["information", "hanoi-2021", plan],
    ] {
      let result = try await reach(
        arguments + ["--draws", "512", "--results", "\(scratch.path)/Results"])
      #expect(result.status == 1 && result.output.isEmpty, "\(arguments[0]): \(result.output)")
      #expect(
        result.errors.contains(" of 512 draws of `wild` failed, more than one in a hundred"),
        "\(arguments[0]): \(result.errors)")
      #expect(scratch.names().isEmpty)
    }
  }
}

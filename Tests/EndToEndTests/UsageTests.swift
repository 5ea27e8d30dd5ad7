import Foundation
import Testing

@Suite("Commands, streams and statuses")
struct UsageTests {
  static let commands = [
    "init", "check", "data", "data doctor", "run", "fit", "model", "explain", "runs", "runs list",
    "runs show", "runs verify", "runs diff", "evaluate", "diagnose", "export", "import-scenario",
    "doctor", "levers",
    "sectors",
    "uncertainties",
    "targets",
    "provinces",
    "analyses", "schema",
  ]

  @Test("every command has help of at most 100 columns", arguments: commands)
  func help(command: String) async throws {
    let result = try await Reach()(command.split(separator: " ").map(String.init) + ["--help"])
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.contains("USAGE: reach \(command)"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test("no arguments: the list of commands")
  func noArguments() async throws {
    let result = try await Reach()()
    #expect(result.status == 0)
    for command in Self.commands where !command.contains(" ") {
      #expect(result.output.contains("  \(command) "), "\(command)")
    }
  }

  @Test(
    "misuse ends with 64, says why on standard error and nothing else",
    arguments: [
      ["frobnicate"], ["run"], ["run", "hanoi-2021", "--draws", "abc"],
      ["run", "hanoi-2021", "--draws", "1"], ["run", "hanoi-2021", "--draws", "\(Int.max)"],
      ["run", "hanoi-2021", "--threads", "0"], ["run", "hanoi-2021", "--lang", "de"],
      ["run", "hanoi-2021", "--keep-draws=-1"], ["run", ""],
      ["run", "hanoi-2021", "--results", ""],
      ["run", "hanoi-2021", "--draws", "90000000", "--keep-draws", "90000000"],
      ["run", "hanoi-2021", "--require", "firms > 2"],
      ["run", "hanoi-2021", "--require", "P(firms) >= 1.2"],
      ["run", "hanoi-2021", "--require", "P(jobs) >= 0.5"], ["explain"],
      ["model", "x.json", "--draws", "1"],
    ])
  func misuse(arguments: [String]) async throws {
    let result = try await Reach()(arguments)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.output.isEmpty && result.errors.lowercased().hasPrefix("error: "))
  }

  @Test(
    "an amount that cannot be read: what is wrong, and what is accepted, in 100 columns",
    arguments: [
      (["optimise", "hanoi-2021", "--budget", "abc"], "no amount of money", "60 billion VND"),
      (["optimise", "hanoi-2021", "--budget", "60"], "has no unit", "\"60 tỷ VND\""),
      (["optimise", "hanoi-2021", "--budget", "1.500 tỷ đồng"], "two readings", "1500 or 1.5"),
      (
        ["optimise", "hanoi-2021", "--budget", "1,250 billion VND"], "two readings", "1250 or 1.25"
      ),
      (["optimise", "hanoi-2021", "--floor", "linkage"], "no lever with an amount", "linkage=20"),
      (["optimise", "hanoi-2021", "--step", "linkage=5 tỷ"], "takes no unit", "linkage=20"),
      (["optimise", "hanoi-2021", "--fix", "linkage=-5"], "negative", "linkage=20"),
      (["information", "hanoi-2021", "hanoi-2030", "--worth", "5 tỷ"], "no unit of", "5 tỷ VND"),
      (["seek", "hanoi-2021", "linkage", "firms > 2"], "no probability", "P(firms) >= 0.8"),
      (
        ["seek", "hanoi-2021", "linkage", "P(firms) >= 0.5", "--from", "abc"], "`abc` is no number",
        "0.5"
      ),
    ])
  func amounts(arguments: [String], problem: String, hint: String) async throws {
    let result = try await Reach()(arguments)
    let lines = result.errors.split(separator: "\n")
    #expect(result.status == 64 && result.output.isEmpty, "\(result.errors)")
    #expect(lines.first?.contains(problem) == true, "\(result.errors)")
    #expect(lines.dropFirst().first?.hasPrefix("hint: ") == true, "\(result.errors)")
    #expect(lines.dropFirst().first?.contains(hint) == true, "\(result.errors)")
    #expect(lines.prefix(2).allSatisfy { $0.count <= 100 }, "\(result.errors)")
  }

  @Test(
    "a misuse that files show, and what is wrong with a file, are told in Vietnamese on request")
  func vietnameseErrors() async throws {
    let reach = try Reach()
    let cases: [(arguments: [String], status: Int32, texts: [String])] = [
      (
        ["run", "hanoi-2021", "--require", "P(jobs) >= 0.5"], 64,
        ["lỗi: `hanoi-2021` không có chỉ tiêu `jobs`", "gợi ý: các chỉ tiêu: firms"]
      ),
      (["seek", "hanoi-2021", "linkag", "P(firms) >= 0.5"], 64, ["có phải là `linkage`?"]),
      (
        ["optimise", "hanoi-2021", "--floor", "linkage=9.5", "--ceiling", "linkage=3"], 64,
        ["mức sàn của `linkage`, 9,5, cao hơn mức trần, 3"]
      ),
      (
        ["check", "hanoi-202"], 66,
        ["lỗi[F001]: thiếu tệp", "did you mean `hanoi-2021`?", " = cách xử lý: kiểm tra chính tả"]
      ),
    ]
    for one in cases {
      let result = try await reach(one.arguments + ["--lang", "vi"])
      #expect(result.status == one.status && result.output.isEmpty, "\(result.errors)")
      for text in one.texts { #expect(result.errors.contains(text), "\(result.errors)") }
      #expect(result.errors.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
  }

  @Test("the summary of `check` and the answer of `runs verify` exist in Vietnamese")
  func vietnameseSummaries() async throws {
    let scratch = try Scratch(), reach = try Reach(), place = "\(scratch.path)/Results"
    let checked = try await reach("check", "hanoi-2021", "--lang", "vi")
    #expect(checked.output.contains("hợp lệ; năm 2021, thông tin đến ngày 01/3/2021"))
    #expect(checked.output.contains("4 chỉ tiêu, 5 công cụ") && !checked.output.contains("correct"))
    let run = try await reach("run", "hanoi-2021", "--draws", "300", "--results", place)
    #expect(run.status == 0, "\(run.errors)")
    let name = try #require(scratch.names().first)
    let verified = try await reach("runs", "verify", "\(place)/\(name)", "--lang", "vi")
    #expect(verified.status == 0 && verified.output.contains("\(name): đã kiểm chứng"))
    #expect(verified.output.contains("giống nhau đến từng bit"), "\(verified.output)")
    let english = try await reach("runs", "verify", "\(place)/\(name)")
    #expect(english.output.contains("\(name): verified"))
  }

  @Test(
    "a missing file ends with 66",
    arguments: [
      ["run", "Scenarios/none.yaml"], ["check", "none.yaml"], ["fit", "none"],
      ["model", "none.json"], ["run", "Scenarios"],
      ["runs", "show", "none", "--results", "/nowhere"],
      ["runs", "diff", "none", "none", "--results", "/nowhere"],
    ])
  func missing(arguments: [String]) async throws {
    let result = try await Reach()(arguments)
    #expect(result.status == 66, "\(result.errors)")
    #expect(result.output.isEmpty && result.errors.hasPrefix("error["))
  }

  @Test("a misspelt scenario is answered with the nearest name")
  func nearest() async throws {
    let result = try await Reach()("run", "hanoi-202")
    #expect(result.status == 66 && result.errors.contains("did you mean `hanoi-2021`?"))
  }

  @Test("standard output that takes nothing ends with 74")
  func fullOutput() async throws {
    let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
    let result = try await Reach().start(["provinces"], output: full).result()
    #expect(result.status == 74 && result.errors.contains("standard output"))
  }

  @Test("a reader that leaves early is no error")
  func brokenPipe() async throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let result = try await Reach().start(["provinces"], output: pipe.fileHandleForWriting).result()
    #expect(result.status == 0 && result.errors.isEmpty)
  }

  @Test(
    "standard streams that are closed, full or left early change no status and spoil no file",
    arguments: [
      ("2>&-", 0), ("2>/dev/full", 0), (">&- 2>&- <&-", 0),
      ("--require 'P(firms)>=0.99' | true", 3),
    ])
  func closedStreams(streams: String, status: Int32) async throws {
    let scratch = try Scratch()
    let command =
      "set -o pipefail; \(try Reach.binary.get()) run hanoi-2021 --draws 300 "
      + "--results \(scratch.path)/Results \(streams)"
    let result = try await Reach(binary: "/bin/bash")("-c", command)
    #expect(result.status == status, "\(result.errors)")
    let name = try #require(scratch.names().first)
    let verified = try await Reach()("runs", "verify", "\(scratch.path)/Results/\(name)")
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test("a check of nothing does not pass")
  func nothingChecked() async throws {
    let scratch = try Scratch()
    let installed = ["REACH_HOME": Reach.repository]
    let made = try await Reach(in: scratch.path, environment: installed)("init", "plan/")
    #expect(
      made.status == 0 && made.output.contains("cd plan,") && scratch.names(in: "") == ["plan"])
    try FileManager.default.removeItem(atPath: "\(scratch.path)/plan/Scenarios/hanoi-2021.yaml")
    let result = try await Reach(in: "\(scratch.path)/plan")("check")
    #expect(result.status == 66 && result.output.isEmpty && result.errors.contains("no scenario"))
  }

  @Test("completions for three shells", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) async throws {
    let result = try await Reach()("--generate-completion-script", shell)
    #expect(result.status == 0 && result.output.contains("keep-draws"))
  }

  @Test(
    "lists: a table of at most 100 columns in both languages, and one JSON document",
    arguments: ["levers", "sectors", "uncertainties", "targets", "provinces", "analyses"])
  func lists(name: String) async throws {
    let reach = try Reach()
    let document = try await reach(name, "--json")
    let entries = try #require(document.object["entries"] as? [[String: Any]])
    #expect(document.object["format"] as? String == "reach-\(name)")
    for language in ["vi", "en"] {
      let lines = try await reach(name, "--lang", language).output.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines.map(\.count))")
      for entry in entries {
        let key = try #require(entry["key"] as? String)
        #expect(lines.contains { $0.hasPrefix(key) }, "\(key)")
      }
    }
  }

  @Test("lists in Vietnamese have no English units, laws or bases; data stay canonical")
  func vietnameseLists() async throws {
    let reach = try Reach()
    let levers = try await reach("levers", "--lang", "vi").output
    #expect(levers.contains("tỷ đồng") && !levers.contains("billion VND  "))
    let table = try await reach("uncertainties", "--lang", "vi").output
    let rows = table.components(separatedBy: "\nNguồn được trích dẫn")[0]
    // A basis is followed by a comma and the sources; a source in words stays as it is written.
    for word in [" mean ", "given by", "published,", "judged,", "log points", "tiên nghiệm"] {
      #expect(!rows.contains(word), "\(word)")
    }
    for word in ["giả định ban", "đã công bố", "kịch bản nêu", "0,095", "điểm log"] {
      #expect(rows.split(separator: " ").joined(separator: " ").contains(word), "\(word)")
    }
    let json = try await reach("uncertainties", "--lang", "vi", "--json").output
    #expect(json.contains("beta(mean 0.095, sd 0.02)") && json.contains("\"published\""))
  }

  @Test("ids of the literature are resolved, and what was not seen whole is marked")
  func citations() async throws {
    let reach = try Reach()
    let table = try await reach("uncertainties").output
    #expect(table.contains("L10 (seen in part): Arraiz I"))
    #expect(table.contains("P05 (from memory): Morisset J"))
    let cited = try #require(
      try await reach("uncertainties", "--json").object["citations"] as? [[String: String]])
    let entry = try #require(cited.first { $0["id"] == "L10" })
    #expect(entry["seen"] == "inPart" && entry["citation"]?.hasPrefix("Arraiz I") == true)
    // Every id in a column of sources is resolved.
    let entries = try #require(
      try await reach("uncertainties", "--json").object["entries"] as? [[String: Any]])
    let ids = entries.flatMap { ($0["sources"] as? String ?? "").split(separator: " ") }
      .filter { $0.count == 3 && $0.dropFirst().allSatisfy(\.isNumber) }
    let known = Set(cited.compactMap { $0["id"] })
    #expect(ids.count > 40 && ids.allSatisfy { known.contains(String($0)) })
  }

  @Test("a correlation that a child drops is said on standard error")
  func droppedCorrelation() async throws {
    let scratch = try Scratch()
    let path = "\(scratch.path)/child.yaml"
    let text = """
      extends: \(Reach.repository)/Scenarios/hanoi-2021.yaml
      scenario: child
      correlations:
        - {between: [certification_own, certification_imitation], rank: 0.5, source: "Judged"}

      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let checked = try await Reach()("check", path)
    #expect(checked.status == 0 && checked.errors.hasPrefix("warning: "), "\(checked.errors)")
    #expect(checked.errors.contains("entry_rate and exit_domestic are no longer correlated"))
    let base = try await Reach()("check", "hanoi-2021")
    #expect(base.status == 0 && base.errors.isEmpty)
  }

  @Test("the shipped schema is what `reach schema` prints")
  func schema() async throws {
    let path = "\(Reach.repository)/Scenarios/scenario.schema.json"
    let shipped = String(
      decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    let result = try await Reach()("schema")
    #expect(result.output == shipped && result.json != nil)
  }
}

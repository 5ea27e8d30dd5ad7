import Foundation
import Testing

@Suite("Runs", .serialized)
struct RunTests {
  @Test("the verdict comes first, in 100 columns, and names the run folder")
  func verdict() async throws {
    let run = try await SharedRun.get()
    #expect(run.result.status == 0)
    let lines = run.result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("Hanoi 2021"))
    #expect(lines[1].contains("P(firms 2021 >= 900)"))
    #expect(lines.contains("Run folder: \(run.folder.path)"))
    #expect(lines.allSatisfy { $0.count <= 100 || $0.hasPrefix("Run folder: ") })
    #expect(!run.result.output.contains("\u{1B}"))
    let progress = run.result.errors.split(separator: "\n")
    #expect((1...11).contains(progress.count) && progress.allSatisfy { $0.contains(" %  ") })
  }

  @Test("a run folder has its files and nothing unfinished stands beside it")
  func files() async throws {
    let run = try await SharedRun.get()
    #expect(
      run.folder.files == [
        "draws.bin", "findings.csv", "histograms.csv", "history.csv", "inputs.json", "model.json",
        "outcomes.csv", "page.json", "provenance.json", "trails.json", "verdict.json",
        "verdict.md", "verdict.vi.md",
      ])
    #expect(run.scratch.names() == [run.folder.name])
    for name in run.folder.files where name != "provenance.json" {
      let text = String(decoding: run.folder.data(name), as: UTF8.self)
      #expect(!text.contains(Reach.repository), "\(name)")
    }
  }

  @Test("1, 2 and 7 threads, two of them at once: the same folders to the byte")
  func threads() async throws {
    let first = try await SharedRun.get().folder
    let scratch = try Scratch(), reach = try Reach()
    let arguments = [
      "run", "hanoi-2021", "--draws", "\(SharedRun.draws)", "--results", "\(scratch.path)/Results",
    ]
    let two = try reach.start(arguments + ["--threads", "2"])
    let seven = try reach.start(arguments + ["--threads", "7"])
    for running in [two, seven] {
      let result = try await running.result()
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(scratch.names() == [first.name, first.name + "-2"])
    for name in scratch.names() {
      let other = RunFiles(path: "\(scratch.path)/Results/\(name)")
      #expect(other.files == first.files)
      for file in first.files where file != "provenance.json" {
        let isSame = other.has(file, equalTo: first)
        #expect(isSame, "\(name)/\(file)")
      }
      #expect(other.provenance == first.provenance && first.provenance != nil)
    }
  }

  @Test("the first 1,000 draws of 2,000 are the run of 1,000, to the bit")
  func prefix() async throws {
    let long = try await SharedRun.get().folder.draws()
    let scratch = try Scratch()
    let result = try await Reach()(
      "run", "hanoi-2021", "--draws", "1000", "--results", "\(scratch.path)/Results")
    let name = try #require(scratch.names().first, "\(result.errors)")
    let short = try RunFiles(path: "\(scratch.path)/Results/\(name)").draws()
    #expect(short.keys.count > 50 && Set(short.keys) == Set(long.keys))
    for (column, values) in short {
      #expect(values.count == 1_000 && values == long[column].map { Array($0.prefix(1_000)) })
    }
  }

  @Test("a scenario beside itself differs by exactly 0; each scenario has its folder")
  func severalScenarios() async throws {
    let scratch = try Scratch()
    let result = try await Reach()(
      "run", "hanoi-2021", "hanoi-2021", "hanoi-2021-pandemic", "--draws", "500", "--json",
      "--results", "\(scratch.path)/Results")
    #expect(result.status == 0, "\(result.errors)")
    let scenarios = try #require(result.object["scenarios"] as? [[String: Any]])
    #expect(
      scenarios.map { $0["name"] as? String } == [
        "hanoi-2021", "hanoi-2021", "hanoi-2021-pandemic",
      ])
    let itself = try differences(scenarios[1]), pandemic = try differences(scenarios[2])
    #expect(itself.count == 4 && itself.allSatisfy { $0[0] == 0 && $0[2] == 0 })
    #expect(pandemic.count == 4 && pandemic.contains { $0[0] < -$0[1] })
    let names = scratch.names()
    #expect(names.count == 3 && names[1] == names[0] + "-2" && names[2].contains("pandemic"))
  }

  /// P here less P in the first scenario, its error, and the draws that disagree, by target.
  private func differences(_ scenario: [String: Any]) throws -> [[Double]] {
    let targets = try #require(scenario["targets"] as? [[String: Any]])
    return try targets.map { target in
      let difference = try #require(target["difference_to_first"] as? [String: Double])
      return try ["value", "error95", "disagreeing_draws"].map { try #require(difference[$0]) }
    }
  }

  @Test("--require: met ends with 0, unmet with 3 and says so; --json is the whole output")
  func require() async throws {
    let scratch = try Scratch(), reach = try Reach()
    let arguments = [
      "run", "hanoi-2021", "--draws", "500", "--json", "--results", "\(scratch.path)/Results",
    ]
    let unmet = try await reach(
      arguments + ["--require", "P(firms) >= 0.99", "--require", "P(joint) <= 100%"])
    #expect(unmet.status == 3 && unmet.object["format"] as? String == "reach-verdict")
    #expect(unmet.errors.contains("required P(firms) >= 0.99: does not hold"))
    #expect(!unmet.errors.contains("required P(joint)"))
    let met = try await reach(
      arguments + ["--require", "P(firms) > 0", "--require", "P(joint)<0.9"])
    #expect(met.status == 0 && !met.errors.contains("required"))
    let vietnamese = try await reach(
      arguments + ["--require", "P(firms) >= 0.99", "--lang", "vi"])
    #expect(vietnamese.errors.contains("yêu cầu P(firms) >= 0,99: không đạt"))
  }

  @Test("Vietnamese, no draws kept, a path with blanks and marks")
  func vietnamese() async throws {
    let scratch = try Scratch()
    let project = "\(scratch.path)/kế hoạch 2021"
    #expect(try await Reach()("init", project).status == 0)
    let reach = try Reach(in: project)
    let own = "Scenarios/kịch bản của tôi.yaml"
    let text = "extends: hanoi-2021.yaml\nscenario: kịch bản của tôi\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(project)/\(own)"))
    let result = try await reach(
      "run", own, "--draws", "500", "--keep-draws", "0", "--lang", "vi")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("trung vị") && result.output.contains("Thư mục lần chạy: "))
    #expect(result.errors.contains("lần mô phỏng/giây") && !result.errors.contains("draws/s"))
    let english = try await reach("runs", "show", "20")
    let shown = try await reach("runs", "show", "20", "--lang", "vi")
    #expect(english.output.contains("median") && shown.output.contains("trung vị"))
    #expect(
      result.output.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(result.output)")
    let listed = try await reach("runs", "list", "--json").object["entries"] as? [[String: Any]]
    let name = try #require(listed?.first?["run"] as? String)
    #expect(try RunFiles(path: "\(project)/Results/\(name)").draws().values.allSatisfy(\.isEmpty))
    #expect(try await reach("runs", "verify", name).status == 0)
    #expect(try await reach("explain", "targets.firms.probability").status == 0)
  }

  @Test("one target is all targets together")
  func soleTarget() async throws {
    let scratch = try Scratch()
    let result = try await Reach()(
      "run", "hai-duong-2025", "--draws", "500", "--require", "P(joint) >= 0.9", "--results",
      "\(scratch.path)/Results")
    #expect(result.status == 3 && result.errors.contains("P(joint) >= 0.9"), "\(result.errors)")
  }

  @Test("the README shows what the main job prints")
  func readme() async throws {
    let scratch = try Scratch()
    let result = try await Reach()("run", "hanoi-2021", "--results", "\(scratch.path)/Results")
    let readme = String(
      decoding: FileManager.default.contents(atPath: "\(Reach.repository)/README.md") ?? Data(),
      as: UTF8.self)
    // Between the markers, in a block of its own.
    let block = readme.components(separatedBy: "<!-- output -->").last?
      .components(separatedBy: "<!-- /output -->").first
    let shown = try #require(block).split(separator: "\n").filter { !$0.hasPrefix("```") }
    #expect(shown.count > 15)
    #expect(shown == Array(result.output.split(separator: "\n").prefix(shown.count)))
  }
}

import Foundation
import Testing

@Suite("Tables for programs, and what a machine has", .serialized)
struct ExportTests {
  /// Rows of a table by column; no text of these tables has a comma in it where this is used.
  private func rows(_ path: String) throws -> [[String: String]] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    func cells(_ line: Substring) -> [String] {
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let head = cells(lines[0])
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(head, cells($0))) }
  }

  /// A finding's value and error, which stand behind labels that may have commas.
  private func finding(_ id: String, in path: String) throws -> (value: Double, error: Double?) {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let line = try #require(lines.first { $0.contains(",\(id),") })
    let cells = line.split(separator: ",", omittingEmptySubsequences: false)
    return (try #require(Double(cells[cells.count - 3])), Double(cells[cells.count - 1]))
  }

  @Test("a run is exported in both languages, with sizes; the document names every file")
  func exports() async throws {
    let run = try await SharedRun.get(), scratch = try Scratch()
    for language in ["en", "vi"] {
      let result = try await Reach()(
        "export", run.folder.name, "--results", run.results, "--output", scratch.path, "--lang",
        language)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
      #expect(result.output.contains("draws.arrow") && result.output.contains(" MB"))
    }
    let result = try await Reach()(
      "export", run.folder.name, "--results", run.results, "--output", scratch.path, "--json",
      "--tables", "findings,estimates,run")
    #expect(result.object["format"] as? String == "reach-export")
    let exports = try #require(result.object["exports"] as? [[String: Any]])
    let files = try #require(exports.first?["files"] as? [[String: Any]])
    let folder = "\(scratch.path)/\(run.folder.name)"
    #expect(
      Set(files.compactMap { $0["name"] as? String }) == Set(scratch.names(in: run.folder.name)))
    for file in files {
      let name = try #require(file["name"] as? String)
      let size = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size]
      #expect(file["bytes"] as? Int == size as? Int)
    }
    // The learning ratio is computed from the laws of the model, as the run found it.
    let estimates = try String(contentsOfFile: "\(folder)/estimates.csv", encoding: .utf8)
    for parameter in ["betaV", "sigmaR", "mux", "phix", "sigmax"] {
      let learning = try finding("parameters.\(parameter).learning", in: "\(folder)/findings.csv")
      let line = try #require(
        estimates.split(separator: "\n").first { $0.contains(",\(parameter),,,") })
      let found = line.split(separator: ",").compactMap { Double($0) }
        .contains { abs($0 - learning.value) < 1e-12 }
      #expect(found, "\(parameter): \(learning.value)")
    }
  }

  @Test("P and its error are those of the exported draws", arguments: ["sobol", "plain"])
  func probability(sampling: String) async throws {
    let scratch = try Scratch()
    let run = try await Reach()(
      "run", "hanoi-2021", "--draws", "4096", "--keep-draws", "4096", "--sampling", sampling,
      "--results", "\(scratch.path)/Results")
    #expect(run.status == 0, "\(run.errors)")
    let verified = try await Reach()(
      "runs", "verify", "hanoi-2021", "--results", "\(scratch.path)/Results")
    #expect(verified.status == 0, "\(verified.output)")
    let result = try await Reach()(
      "export", "hanoi-2021", "--results", "\(scratch.path)/Results", "--output", scratch.path,
      "--format", "csv", "--tables", "target_draws,targets,findings")
    #expect(result.status == 0, "\(result.errors)")
    let name = try #require(scratch.names().first)
    let folder = "\(scratch.path)/\(name)"
    let draws = try rows("\(folder)/target_draws.csv")
    for target in ["firms", "certified", "share", "growth"] {
      let told = draws.filter { $0["target"] == target }
      let values = told.compactMap { Double($0[sampling == "sobol" ? "chance" : "held"] ?? "") }
      #expect(values.count == 4096)
      let p = values.reduce(0, +) / 4096
      let printed = try finding("targets.\(target).probability", in: "\(folder)/findings.csv")
      #expect(abs(p - printed.value) < 1e-12)
      guard sampling == "sobol" else { continue }
      let parts = (0..<16).map { part in
        stride(from: part, to: 4096, by: 16).reduce(0) { $0 + values[$1] } / 256
      }
      let mean = parts.reduce(0, +) / 16
      let variance = parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 15
      let bias = ["firms", "certified"].contains(target) ? 1.25e-4 : 0
      let error = 2.131449545559323 * (variance / 16).squareRoot() + bias
      #expect(abs(error - (printed.error ?? 0)) < 1e-12)
    }
  }

  @Test(
    "misuse is told",
    arguments: [
      ["--format", "xlsx"], ["--tables", "drawz"], ["--draws", "0"], ["--threads", "0"],
      ["--output", ""],
    ])
  func misuse(arguments: [String]) async throws {
    let result = try await Reach()(["export", "some-run"] + arguments)
    #expect(result.status == 64 && result.output.isEmpty)
  }

  @Test("a run that is not there ends with 66, one named twice with 64")
  func missing() async throws {
    let run = try await SharedRun.get()
    let missing = try await Reach()("export", "no-such-run", "--results", run.results)
    #expect(missing.status == 66 && missing.errors.contains("R005"))
    let name = run.folder.name
    let twice = try await Reach()("export", name, name, "--results", run.results, "--lang", "vi")
    #expect(twice.status == 64 && twice.errors.contains("hai lần"))
  }

  @Test("without programs beside it Reach is ready all the same; --strict ends with 1")
  func doctor() async throws {
    let bare = ["PATH": "/nonexistent", "REACH_VL_CONVERT": "/nonexistent/python", "LC_ALL": "C"]
    for (language, word) in [
      ("en", "ready; without 6 optional parts"), ("vi", "dùng được; thiếu 6"),
    ] {
      let result = try await Reach(environment: bare)("doctor", "--lang", language)
      #expect(result.status == 0)
      #expect(result.output.contains(word), "\(result.output)")
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
    let strict = try await Reach(environment: bare)("doctor", "--strict", "--json")
    #expect(strict.status == 1)
    #expect(strict.object["missing"] as? Int == 6 && strict.object["broken"] as? Int == 0)
    let parts = try #require(strict.object["parts"] as? [[String: Any]])
    for part in parts where part["state"] as? String == "missing" {
      let remedy = try #require(part["remedy"] as? [String: String])
      #expect(remedy["vi"]?.contains("`") == true && remedy["en"]?.contains("`") == true)
    }
    let libraries = parts.filter { $0["kind"] as? String == "library" }
    #expect(libraries.count == 7)
    for library in libraries {
      #expect((library["version"] as? String)?.first?.isNumber == true, "\(library)")
    }
  }

  @Test("where Reach cannot work, doctor ends with 3 and says what to do")
  func broken() async throws {
    let scratch = try Scratch()
    let result = try await Reach(in: scratch.path, environment: ["REACH_HOME": "/nonexistent"])(
      "doctor")
    #expect(result.status == 3)
    #expect(result.output.contains("not ready") && result.output.contains("reach init"))
    try FileManager.default.createDirectory(
      atPath: "\(scratch.path)/Scenarios/catalog", withIntermediateDirectories: true)
    try "x: [".write(
      toFile: "\(scratch.path)/Scenarios/catalog/sectors.yaml", atomically: true, encoding: .utf8)
    let damaged = try await Reach(in: scratch.path)("doctor", "--lang", "vi")
    #expect(damaged.status == 3 && damaged.output.contains("HỎNG"))
    #expect(scratch.names(in: "Results").isEmpty)
  }
}

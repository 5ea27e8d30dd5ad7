import Foundation
import Testing

/// The build for wider vectors, where this machine has one: `make build` makes it, which CI does before the tests.
private let wide = "\(Reach.repository)/.build/release/reach-x86-64-v4"

private var hasWideBuild: Bool { FileManager.default.isExecutableFile(atPath: wide) }

@Suite("Instruction sets")
struct InstructionSetTests {
  @Test(
    "both builds write the same bytes, under either sampling", .enabled(if: hasWideBuild),
    arguments: ["sobol", "plain"])
  func sameBytes(sampling: String) async throws {
    let scratch = try Scratch()
    var runs: [RunFiles] = []
    for (place, reach) in [
      ("baseline", try Reach(environment: ["REACH_INSTRUCTIONS": "baseline"])),
      ("wide", try Reach(binary: wide)),
    ] {
      let result = try await reach(
        "run", "hanoi-2021", "--draws", "20000", "--sampling", sampling, "--results",
        "\(scratch.path)/\(place)")
      #expect(result.status == 0, "\(result.errors)")
      let name = try #require(scratch.names(in: place).first)
      runs.append(RunFiles(path: "\(scratch.path)/\(place)/\(name)"))
    }
    #expect(runs[0].name == runs[1].name && runs[0].files == runs[1].files)
    for file in runs[0].files where file != "provenance.json" {
      let isSame = runs[0].has(file, equalTo: runs[1])
      #expect(isSame, "\(file)")
    }
    #expect(runs[0].provenance == runs[1].provenance)
    #expect(try runs.map(instructions) == ["baseline", "x86-64-v4"])
  }

  @Test(
    "the plain build hands over to the wide one beside it, unless that is older",
    .enabled(if: hasWideBuild))
  func handOver() async throws {
    let scratch = try Scratch(), files = FileManager.default
    let own = try Reach.binary.get(), program = "\(scratch.path)/reach"
    try files.copyItem(atPath: own, toPath: program)
    try files.copyItem(atPath: wide, toPath: "\(scratch.path)/reach-x86-64-v4")
    for (age, expected) in [(0.0, "x86-64-v4"), (60, "baseline")] {
      let built = Date(timeIntervalSinceNow: -3600)
      try files.setAttributes([.modificationDate: built], ofItemAtPath: program)
      try files.setAttributes(
        [.modificationDate: built.addingTimeInterval(-age)],
        ofItemAtPath: "\(scratch.path)/reach-x86-64-v4")
      let results = "\(scratch.path)/\(expected)"
      let result = try await Reach(binary: program)(
        "run", "hanoi-2021", "--draws", "100", "--results", results)
      #expect(result.status == 0, "\(result.errors)")
      let name = try #require(scratch.names(in: expected).first)
      #expect(try instructions(RunFiles(path: "\(results)/\(name)")) == expected)
    }
  }

  private func instructions(_ run: RunFiles) throws -> String {
    let object = try JSONSerialization.jsonObject(with: run.data("provenance.json"))
    let environment = (object as? [String: Any])?["environment"] as? [String: Any]
    return try #require(environment?["instructions"] as? String)
  }
}

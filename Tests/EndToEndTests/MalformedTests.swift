import Foundation
import Testing

/// A row of `Malformed/expectations.csv` of the tests of `ReachFiles`.
struct MalformedInput: CustomTestStringConvertible, Sendable {
  static let folder = "\(Reach.repository)/Tests/ReachFilesTests/Malformed"

  let file: String
  let kind: String
  let code: String
  let status: Int32

  var testDescription: String { file }

  /// The first file of each kind and code.
  static func oneOfEach() -> [MalformedInput] {
    let data = FileManager.default.contents(atPath: "\(folder)/expectations.csv") ?? Data()
    let rows = String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst()
    var seen: Set<String> = []
    return rows.compactMap { row in
      let cells = row.split(separator: ",").map(String.init)
      guard cells.count > 3, let status = Int32(cells[3]) else { return nil }
      let input = MalformedInput(file: cells[0], kind: cells[1], code: cells[2], status: status)
      return seen.insert("\(cells[1]) \(cells[2])").inserted ? input : nil
    }
  }
}

@Suite("Malformed inputs through the program", .serialized)
struct MalformedTests {
  @Test("a scenario", arguments: MalformedInput.oneOfEach().filter { $0.kind == "scenario" })
  func scenario(input: MalformedInput) async throws {
    let scratch = try Scratch()
    let path = "\(MalformedInput.folder)/\(input.file)"
    expect(try await Reach()("run", path, "--results", "\(scratch.path)/Results"), input)
    #expect(scratch.names(in: "").isEmpty)
  }

  @Test("a model", arguments: MalformedInput.oneOfEach().filter { $0.kind == "model" })
  func model(input: MalformedInput) async throws {
    expect(try await Reach()("model", "\(MalformedInput.folder)/\(input.file)"), input)
  }

  @Test(
    "a catalog or a manifest",
    arguments: MalformedInput.oneOfEach().filter {
      $0.kind.hasPrefix("catalog-") || $0.kind == "manifest"
    })
  func projectFile(input: MalformedInput) async throws {
    let scratch = try Scratch(), files = FileManager.default
    for folder in ["Scenarios", "notebooks-data"] {
      try files.copyItem(
        atPath: "\(Reach.repository)/\(folder)", toPath: "\(scratch.path)/\(folder)")
    }
    let name =
      input.kind == "manifest"
      ? "notebooks-data/observed/manifest.json"
      : "Scenarios/catalog/\(input.kind.dropFirst("catalog-".count)).yaml"
    try files.removeItem(atPath: "\(scratch.path)/\(name)")
    try files.copyItem(
      atPath: "\(MalformedInput.folder)/\(input.file)", toPath: "\(scratch.path)/\(name)")
    expect(try await Reach(in: scratch.path)("run", "hanoi-2021", "--draws", "100"), input)
    #expect(scratch.names().isEmpty)
  }

  @Test("a table of data that was changed after its manifest was written")
  func table() async throws {
    let scratch = try Scratch(), files = FileManager.default
    for folder in ["Scenarios", "notebooks-data"] {
      try files.copyItem(
        atPath: "\(Reach.repository)/\(folder)", toPath: "\(scratch.path)/\(folder)")
    }
    let path = "\(scratch.path)/notebooks-data/observed/hanoi_facts.csv"
    let table = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try table.seekToEnd()
    try table.write(contentsOf: Data("1.500,2\n".utf8))
    try table.close()
    let result = try await Reach(in: scratch.path)("run", "hanoi-2021")
    #expect(result.status == 65 && result.errors.contains("hanoi_facts.csv"), "\(result.errors)")
    #expect(result.output.isEmpty && scratch.names().isEmpty)
  }

  private func expect(_ result: CommandResult, _ input: MalformedInput) {
    #expect(result.status == input.status, "\(result.errors)")
    #expect(result.errors.contains("error[\(input.code)]"), "\(result.errors)")
    #expect(result.output.isEmpty)
  }
}

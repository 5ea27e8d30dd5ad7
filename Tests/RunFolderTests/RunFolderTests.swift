import Foundation
import ReachFiles
import ReachModel
import Reporting
import Simulation
import Testing

@Suite("Writing run folders")
struct RunFolderTests {
  private let draws = DrawTable(
    draws: 3, columns: [.init(kind: .outcome, name: "firms.2021", values: [1, 2, 3])])

  private func contents(seed: UInt64 = 7) throws -> RunContents {
    try SampleRun.contents(draws: draws, seed: seed)
  }

  @Test("a run folder has its files, its name, and reads back")
  func write() throws {
    let scratch = try Scratch(), contents = try contents()
    let run = try RunFolder.write(contents, in: scratch.path + "/deep/Results")
    let hash = try contents.provenance.identity.shortHash
    #expect(run.name == "2026-03-02-sample-\(hash)")
    #expect(hash.count == 6 && hash.allSatisfy { $0.isHexDigit && !$0.isUppercase })
    let names = try FileManager.default.contentsOfDirectory(atPath: run.path).sorted()
    #expect(
      names == [
        "draws.bin", "findings.csv", "model.json", "provenance.json", "verdict.json", "verdict.md",
        "verdict.vi.md",
      ])
    #expect(try run.readModel() == contents.model)
    #expect(try run.readDraws() == draws)
    let listed = try run.readProvenance().files.map(\.name)
    #expect(listed.sorted() == names.filter { $0 != "provenance.json" })
    #expect(try run.show(.en) == "P(firms) = 62 %\n")
    #expect(try run.show(.vi) == "P(firms) = 62 % (vi)\n")
  }

  @Test("the hash depends on version, study, data, seed and draws, and on nothing else")
  func identity() throws {
    let identity = try contents().provenance.identity
    func hash(
      version: String? = nil, study: String? = nil, data: [String] = ["a", "b"], seed: UInt64 = 7,
      method: SamplingMethod = .sobol, draws: Int = 1000
    ) throws -> String {
      try RunIdentity(
        version: version ?? identity.version, study: study ?? identity.study, data: data,
        seed: seed, method: method, draws: draws
      ).shortHash
    }
    let base = try hash()
    #expect(try hash(data: ["b", "a"]) == base)
    let others = [
      try hash(version: "0.1.1"), try hash(study: "x"), try hash(data: ["a", "c"]),
      try hash(data: ["ab"]), try hash(seed: 8), try hash(draws: 1001),
      try hash(method: .plain),
    ]
    #expect(Set(others + [base]).count == 8)
  }

  @Test("a run that needs more than the disk has is refused, and leaves nothing")
  func room() throws {
    let scratch = try Scratch()
    try RunFolder.makeRoom(in: scratch.path + "/Results", bytes: 1)
    let report = #expect(throws: DiagnosticReport.self) {
      try RunFolder.makeRoom(in: scratch.path + "/Results", bytes: .max)
    }
    #expect(report?.exitStatus == .cannotWrite)
    #expect(report?.explanation.hasPrefix("error[R002]") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/Results").isEmpty)
  }

  @Test("equal runs write the same bytes")
  func reproducible() throws {
    let scratch = try Scratch()
    let first = try RunFolder.write(try contents(), in: scratch.path)
    let again = try RunFolder.write(try contents(), in: scratch.path)
    #expect(again.name == first.name + "-2")
    for name in try FileManager.default.contentsOfDirectory(atPath: first.path) {
      let a = FileManager.default.contents(atPath: "\(first.path)/\(name)")
      #expect(a == FileManager.default.contents(atPath: "\(again.path)/\(name)"), "\(name)")
    }
  }

  @Test("runs at the same time get a folder each")
  func concurrent() async throws {
    let scratch = try Scratch(), contents = try contents()
    let runs = try await withThrowingTaskGroup(of: RunFolder.self) { group in
      for _ in 0..<8 { group.addTask { try RunFolder.write(contents, in: scratch.path) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(runs.map(\.name)).count == 8)
    #expect(try scratch.names == runs.map(\.name).sorted())
    for run in runs { #expect(try run.readModel() == contents.model) }
  }

  @Test("a name taken by a file or a link is passed over, and nothing is replaced")
  func taken() throws {
    let scratch = try Scratch(), contents = try contents()
    let name = "2026-03-02-sample-\(try contents.provenance.identity.shortHash)"
    try scratch.write("mine", to: name)
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.path)/\(name)-2", withDestinationPath: scratch.path)
    #expect(try RunFolder.write(contents, in: scratch.path).name == name + "-3")
    #expect(FileManager.default.contents(atPath: "\(scratch.path)/\(name)") == Data("mine".utf8))
  }

  @Test("a killed run leaves nothing that looks finished, and the next run clears it away")
  func killed() async throws {
    let scratch = try Scratch(), results = scratch.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [results = results as String] in
      let values = (0..<200_000).map(Double.init)
      let columns = (0..<20).map {
        DrawTable.Column(kind: .outcome, name: "c\($0)", values: values)
      }
      let contents = try SampleRun.contents(draws: DrawTable(draws: 200_000, columns: columns))
      Thread.detachNewThread {
        // Kills in the middle of the write of 32 MB: as soon as the folder has a first file.
        while true {
          let names = (try? FileManager.default.contentsOfDirectory(atPath: results)) ?? []
          for name in names where name.hasPrefix(".tmp-") {
            let inside = try? FileManager.default.contentsOfDirectory(atPath: "\(results)/\(name)")
            if inside?.isEmpty == false { kill(getpid(), SIGKILL) }
          }
        }
      }
      while true { _ = try RunFolder.write(contents, in: results) }
    }
    let left = try scratch.names
    #expect(left.contains { $0.hasPrefix(".tmp-") })
    let library = RunLibrary(results)
    for run in library.list() { #expect(run.problem == nil) }
    let before = library.list().count
    _ = try RunFolder.write(try contents(seed: 99), in: results)
    #expect(library.list().count == before + 1)
    #expect(try scratch.names.allSatisfy { !$0.hasPrefix(".") })
  }

  @Test("what living processes and strangers keep is left alone")
  func leftAlone() throws {
    let scratch = try Scratch()
    let others = [".tmp-1-abc", ".tmp-\(getpid())-abc", ".tmp-x", ".hidden", "2020-01-01-mine"]
    for name in others { try scratch.write("x", to: "\(name)/f") }
    let run = try RunFolder.write(try contents(), in: scratch.path)
    #expect(try scratch.names == (others + [run.name]).sorted())
  }
}

@Suite("Where nothing can be written", .serialized)
struct UnwritableTests {
  private func contents() throws -> RunContents {
    try SampleRun.contents(draws: DrawTable(draws: 0, columns: []))
  }

  @Test("Results is a file, or lies in one: status 73", arguments: ["Results", "Results/deeper"])
  func file(name: String) throws {
    let scratch = try Scratch()
    try scratch.write("", to: "Results")
    let error = #expect(throws: DiagnosticReport.self) {
      try RunFolder.write(try contents(), in: "\(scratch.path)/\(name)")
    }
    #expect(error?.exitStatus == .cannotWrite)
    #expect(error?.diagnostics.first?.code.id == "R003")
    #expect(error?.explanation.contains("--results DIR") == true)
    #expect(try scratch.names == ["Results"])
  }

  @Test("Results is read-only, or cannot be made: status 73", arguments: ["", "/new"])
  func readOnly(below: String) async throws {
    let scratch = try Scratch(), results = scratch.path + below
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.path)
    await #expect(processExitsWith: .success) { [results = results as String] in
      // The rights of a folder do not hold for root: a process of its own gives them up.
      if geteuid() == 0 { #expect(seteuid(65534) == 0) }
      let contents = try SampleRun.contents(draws: DrawTable(draws: 0, columns: []))
      let error = #expect(throws: DiagnosticReport.self) {
        try RunFolder.write(contents, in: results)
      }
      #expect(error?.exitStatus == .cannotWrite)
      #expect(error?.diagnostics.first?.code.id == "R001")
      #expect(error?.explanation.contains("--results DIR") == true)
    }
    #expect(try scratch.names.isEmpty)
  }

  private static let canMount = geteuid() == 0 && mountsSmallDisk()

  /// Whether a small disk in memory can be mounted here.
  private static func mountsSmallDisk() -> Bool {
    guard let scratch = try? Scratch(), mountSmallDisk(scratch.path) else { return false }
    return unmount(scratch.path)
  }

  private static func mountSmallDisk(_ path: String) -> Bool {
    run("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", path])
  }

  @discardableResult
  private static func unmount(_ path: String) -> Bool { run("umount", [path]) }

  private static func run(_ command: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [command] + arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test(
    "a full disk: status 73, and nothing is left on it",
    .enabled(if: canMount, "mounting a small disk needs root and the right to mount"))
  func fullDisk() throws {
    let scratch = try Scratch()
    try #require(Self.mountSmallDisk(scratch.path))
    defer { Self.unmount(scratch.path) }
    let values = Array(repeating: 1.0, count: 20_000)
    let large = DrawTable(
      draws: values.count, columns: [.init(kind: .outcome, name: "c", values: values)])
    let error = #expect(throws: DiagnosticReport.self) {
      try RunFolder.write(try SampleRun.contents(draws: large), in: scratch.path)
    }
    #expect(error?.exitStatus == .cannotWrite)
    #expect(error?.diagnostics.first?.code.id == "R002")
    #expect(error?.explanation.contains("--keep-draws") == true)
    #expect(try scratch.names.isEmpty)
  }
}

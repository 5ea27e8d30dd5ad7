import Foundation
import Testing

@Suite("Projects and installed data", .serialized)
struct ProjectTests {
  @Test("init makes a project that checks and lists; twice is refused")
  func initialise() async throws {
    let scratch = try Scratch()
    let installed = ["REACH_HOME": Reach.repository]
    let made = try await Reach(in: scratch.path, environment: installed)("init", "plan")
    #expect(made.status == 0 && made.output.contains("cd plan"))
    let inside = try Reach(in: "\(scratch.path)/plan/Scenarios")
    let checked = try await inside("check")
    #expect(checked.status == 0, "\(checked.errors)")
    #expect(checked.output.hasPrefix("Scenarios/hanoi-2021.yaml: correct"))
    #expect(
      scratch.names(in: "plan/Scenarios/specifications") == [
        "entry.yaml", "fdi-projects.yaml", "specification.schema.json",
      ])
    #expect(scratch.names(in: "plan/Scenarios/observed") == ["hanoi-2021.csv"])
    let tracked = try await inside(
      "track", "hanoi-2021", "--observed", "hanoi-2021", "--draws", "2048")
    #expect(tracked.status == 0, "\(tracked.errors)")
    let evaluated = try await inside("evaluate", "hanoi-new-enterprises-2021")
    #expect(evaluated.status == 0, "\(evaluated.errors)")
    let again = try await Reach(in: scratch.path, environment: installed)("init", "plan")
    #expect(again.status == 73 && again.output.isEmpty && again.errors.contains("exists already"))
    #expect(scratch.names(in: "") == ["plan"])
  }

  @Test("outside of any project and without installed data: 66, and what to do")
  func noProject() async throws {
    let scratch = try Scratch()
    let result = try await Reach(in: "/", environment: ["REACH_HOME": scratch.path])("check")
    #expect(result.status == 66 && result.errors.hasPrefix("error[R009]"), "\(result.errors)")
  }

  @Test("an installed program finds its data from any folder; results go to the working folder")
  func installed() async throws {
    let scratch = try Scratch(), files = FileManager.default
    try install(into: "\(scratch.path)/usr")
    try files.createDirectory(atPath: "\(scratch.path)/work", withIntermediateDirectories: true)
    let reach = try Reach(in: "\(scratch.path)/work", binary: "\(scratch.path)/usr/bin/reach")
    let run = try await reach("run", "hanoi-2021", "--draws", "500")
    #expect(run.status == 0, "\(run.errors)")
    #expect(scratch.names(in: "work/Results").count == 1)
    let trail = try await reach("explain", "targets.firms.probability")
    #expect(trail.status == 0 && trail.output.contains("Scenarios/hanoi-2021.yaml:"))
    #expect(try await reach("runs", "verify", "hanoi").status == 0)
    #expect(try await reach("runs", "verify", "hue").status == 66)
    let name = try #require(scratch.names(in: "work/Results").first)
    let verified = try await reach("runs", "verify", name)
    #expect(verified.status == 0 && !verified.output.contains("missing"), "\(verified.output)")
  }

  @Test("REACH_HOME names the installed data")
  func home() async throws {
    let reach = try Reach(in: "/", environment: ["REACH_HOME": Reach.repository])
    let result = try await reach("check", "hanoi-2021")
    #expect(result.status == 0 && result.output.contains("correct"), "\(result.errors)")
    let vietnamese = try await reach("check", "hanoi-2021", "--lang", "vi")
    #expect(
      vietnamese.output.hasPrefix("hanoi-2021: hợp lệ; năm 2021, thông tin đến ngày 01/3/2021;"))
  }

  /// As `make install` does.
  private func install(into prefix: String) throws {
    let files = FileManager.default
    for folder in ["bin", "share/reach/notebooks-data"] {
      try files.createDirectory(atPath: "\(prefix)/\(folder)", withIntermediateDirectories: true)
    }
    try files.copyItem(atPath: try Reach.binary.get(), toPath: "\(prefix)/bin/reach")
    for folder in ["Scenarios", "notebooks-data/observed"] {
      try files.copyItem(
        atPath: "\(Reach.repository)/\(folder)", toPath: "\(prefix)/share/reach/\(folder)")
    }
  }
}

import Foundation
import Testing

@Suite("Runs that do not end well", .serialized)
struct EndTests {
  private func start(_ scratch: Scratch) throws -> RunningCommand {
    try Reach().start([
      "run", "hanoi-2021", "--draws", "1000000000", "--results", "\(scratch.path)/my Results",
    ])
  }

  @Test(
    "an interrupt ends with 75, leaves nothing, and says how to go on",
    arguments: [SIGINT, SIGTERM])
  func interrupt(signal: Int32) async throws {
    let scratch = try Scratch()
    let running = try start(scratch)
    // The results folder is made just before the simulation.
    while scratch.names(in: "").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    try await Task.sleep(for: .milliseconds(200))
    running.send(signal)
    let result = try await running.result()
    #expect(result.status == 75 && result.output.isEmpty, "\(result.errors)")
    #expect(result.errors.contains("interrupted before an answer was known; nothing was written"))
    #expect(
      result.errors.contains(
        "run hanoi-2021 --draws 1000000000 --results '\(scratch.path)/my Results'"))
    #expect(scratch.names(in: "my Results").isEmpty)
  }

  @Test("an interrupted comparison tells the draws so far, in a folder that verifies")
  func partialComparison() async throws {
    let scratch = try Scratch(), reach = try Reach(), place = "\(scratch.path)/Results"
    let running = try reach.start([
      "compare", "hanoi-2021", "hanoi-2021-pandemic", "--draws", "400000", "--json", "--results",
      place,
    ])
    try await running.untilErrors(hold: " %")
    running.send(SIGINT)
    let result = try await running.result()
    #expect(result.status == 75, "\(result.errors)")
    #expect(result.errors.contains("interrupted; told is what was known by then"))
    let object = result.object, run = try #require(object["run"] as? [String: Any])
    let draws = try #require(run["draws"] as? Int)
    #expect(draws > 0 && draws < 400_000 && draws % 512 == 0)
    #expect(object["partial"] as? Bool == true)
    #expect(object["unfinished"] as? [String] == ["ensemble", "ranges", "contributions"])
    let name = try #require(scratch.names().first)
    let verified = try await reach("runs", "verify", name, "--results", place)
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test("a killed run leaves nothing that looks finished")
  func kill() async throws {
    let scratch = try Scratch()
    let running = try start(scratch)
    while scratch.names(in: "").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    try await Task.sleep(for: .milliseconds(200))
    running.send(SIGKILL)
    #expect(try await running.result().status == SIGKILL)
    let listed = try await Reach()("runs", "list", "--results", "\(scratch.path)/my Results")
    #expect(listed.status == 0 && listed.output.hasPrefix("no runs in"))
    #expect(scratch.names(in: "my Results").allSatisfy { $0.hasPrefix(".") })
  }

  @Test("results that cannot be written are found before anything is simulated")
  func results() async throws {
    let scratch = try Scratch()
    try scratch.newFile("file").close()
    for (place, code) in [("\(scratch.path)/file", "R003"), ("/proc/reach", "R001")] {
      let result = try await Reach()("run", "hanoi-2021", "--results", place)
      #expect(result.status == 73 && result.output.isEmpty)
      #expect(result.errors.hasPrefix("error[\(code)]"), "\(result.errors)")
    }
  }
}

import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("Programs that Reach starts")
struct ToolRunTests {
  private func shell(_ text: String, patience: Int = 20) -> (ToolRun, [String]) {
    (ToolRun("sh", patience: patience), ["-c", text])
  }

  @Test("a program reads its files, finds no input, and leaves what it is asked for")
  func files() throws {
    let (run, arguments) = shell(
      "cat; cat 'in put.txt' > out.bin; printf 'said\\n'; echo sighed >&2")
    let output = try run.run(
      arguments, reading: [("in put.txt", Array("đủ".utf8))], writing: ["out.bin"])
    #expect(output.text == "said\n")
    #expect(output.complaints == "sighed\n")
    #expect(output.files.map(\.name) == ["out.bin"])
    #expect(output.files.first?.bytes == Array("đủ".utf8))
  }

  @Test("the scratch folder is its own, and gone afterwards")
  func scratch() throws {
    let (run, arguments) = shell("pwd; touch left")
    let first = try run.run(arguments).text, second = try run.run(arguments).text
    #expect(first != second)
    for place in [first, second] {
      let folder = place.trimmingCharacters(in: .newlines)
      #expect(folder.hasPrefix("/"))
      #expect(!FileManager.default.fileExists(atPath: folder))
    }
  }

  @Test("a program that hangs is ended, and so is what it started")
  func hangs() throws {
    let mark = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: mark) }
    // Neither heeds a request to end; the second would leave a mark after 4 seconds.
    let (run, arguments) = shell(
      "trap '' TERM INT; (trap '' TERM; sleep 4; touch '\(mark.path)') & sleep 600", patience: 1)
    let start = ContinuousClock.now
    #expect(throws: ToolFailure.tooSlow("sh", seconds: 1)) { try run.run(arguments) }
    #expect(ContinuousClock.now - start < .seconds(4))
    sleep(5)
    #expect(!FileManager.default.fileExists(atPath: mark.path))
  }

  @Test("a program that leaves others behind keeps nobody waiting")
  func leavesOthers() throws {
    let (run, arguments) = shell("sleep 600 & echo done", patience: 20)
    let start = ContinuousClock.now
    #expect(try run.run(arguments).text == "done\n")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test("what goes wrong is told")
  func failures() throws {
    #expect(throws: ToolFailure.missing("no-such-program")) {
      try ToolRun("no-such-program").run([])
    }
    #expect(throws: ToolFailure.missing("/no/such=program")) {
      try ToolRun("/no/such=program").run([])
    }
    let (run, failing) = shell("echo first >&2; echo 'the reason' >&2; exit 9")
    do {
      _ = try run.run(failing)
      Issue.record("a status of 9 is no success")
    } catch {
      #expect(error.label.en == "`sh` ended with status 9: the reason")
      #expect(error.label.vi == "`sh` kết thúc với mã 9: the reason")
    }
    #expect(throws: ToolFailure.failed("sh", status: 137, complaints: "")) {
      try run.run(["-c", "kill -9 $$"])
    }
    #expect(throws: ToolFailure.silent("sh", file: "out.pdf")) {
      try run.run(["-c", ": > out.pdf"], writing: ["out.pdf"])
    }
  }

  @Test("a program that says much does not stand still")
  func muchText() throws {
    let (run, arguments) = shell("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2")
    let output = try run.run(arguments)
    #expect(output.text.utf8.count == 1 << 20)
    #expect(output.complaints.utf8.count == 1 << 20)
  }

  @Test("proxies lead nowhere, and settings of the user are not found")
  func environment() throws {
    let (run, arguments) = shell(
      "echo $http_proxy; echo $HTTPS_PROXY; ls -A \"$XDG_CONFIG_HOME\"; [ -d \"$TMPDIR\" ] && echo own"
    )
    #expect(try run.run(arguments).text == "http://127.0.0.1:9\nhttp://127.0.0.1:9\nown\n")
  }
}

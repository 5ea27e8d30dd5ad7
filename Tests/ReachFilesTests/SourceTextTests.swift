import Foundation
import Glibc
import ReachFiles
import ReachModel
import Testing

@Suite("Text of files")
struct SourceTextTests {
  @Test("accepts a byte order mark and CRLF, and counts lines and columns")
  func places() throws {
    let source = try SourceText(
      [0xEF, 0xBB, 0xBF] + Array("Hà: 1\r\nNội: 2\r\n".utf8), file: "a.yaml")
    #expect(source.text == "Hà: 1\r\nNội: 2\r\n")
    #expect(source.line(1) == "Hà: 1" && source.line(2) == "Nội: 2" && source.line(4) == nil)
    // H, à (2 bytes), colon: the colon is byte 3 and column 3.
    #expect(source.origin(ofByte: 3) == Origin(file: "a.yaml", line: 1, column: 3))
    #expect(source.origin(ofByte: 8).line == 2)
  }

  @Test("normalises to form C")
  func normalForm() {
    #expect(Array("Ha\u{300}".normalFormC.unicodeScalars) == ["H", "\u{E0}"])
  }

  private func code(_ path: String, limit: Int = SourceText.limit) throws -> (String, Int32) {
    let report = try #require(throws: DiagnosticReport.self) {
      try SourceText.read(path, limit: limit)
    }
    return (report.diagnostics[0].code.id, report.exitStatus.rawValue)
  }

  @Test("says why a file cannot be read")
  func unreadable() throws {
    let folder = try ScratchFolder()
    #expect(try code("\(folder.path)/none") == ("F001", 66))
    #expect(try code("\(folder.path)/none/\0x") == ("F001", 66))
    #expect(try code(folder.path) == ("F002", 66))
    // SAFETY: Swift passes the path as a terminated string.
    let made = unsafe mkfifo("\(folder.path)/pipe", 0o600)
    #expect(made == 0)
    #expect(try code("\(folder.path)/pipe") == ("F003", 66))
    // Reading one's own memory at address 0 is an input/output error.
    #expect(try code("/proc/self/mem") == ("F004", 74))
    let long = String(repeating: "x", count: 10_000_000)
    #expect(try code(try folder.write("a: \(long)", to: "long.yaml")) == ("F005", 65))
  }

  @Test("the checksum of a file is that of its bytes, whatever its size; a device has none")
  func checksumOfFile() throws {
    let folder = try ScratchFolder()
    for size in [0, 3, 1 << 20, 1 << 20 + 1, 3 << 20 - 1] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 7) }
      let path = "\(folder.path)/\(size)"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(checksum(ofFile: path) == sha256(bytes), "\(size) bytes")
    }
    #expect(checksum(ofFile: "/dev/null") == nil)
    #expect(checksum(ofFile: "\(folder.path)/missing") == nil)
  }

  @Test("SHA-256 of the examples of FIPS 180-4")
  func checksums() {
    #expect(
      sha256(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}

@Suite("Messages")
struct DiagnosticTests {
  @Test("has the form of the interface")
  func form() throws {
    let source = try SourceText("a: 1\nlever:\n    budjet: 120 billion VND\n", file: "f.yaml")
    var problems = ProblemList()
    problems.register(source)
    problems.reportUnknown(
      .unknownKey, "no key is named `budjet` in lever `fdi_promotion`", name: "budjet",
      known: ["budget", "start", "ramp", "source"], at: Origin(file: "f.yaml", line: 3, column: 5))
    let expected = """
      error[S014]: no key is named `budjet` in lever `fdi_promotion`
       --> f.yaml:3:5
        |
      3 |     budjet: 120 billion VND
        |     ^^^^^^ did you mean `budget`?
        = allowed here: budget, start, ramp, source
        = help: reach explain S014
      """
    #expect(problems.summary?.explanation == expected)
  }

  @Test("names what was probably meant, and nothing far-fetched")
  func nearest() {
    let names = ["budget", "eligible", "split", "source", "lag"]
    #expect(nearestName(to: "bugdet", among: names) == "budget")
    #expect(nearestName(to: "Budget", among: names) == "budget")
    #expect(nearestName(to: "elligible", among: names) == "eligible")
    #expect(nearestName(to: "x", among: names) == nil)
    #expect(nearestName(to: "horizon", among: names) == nil)
    #expect(nearestName(to: "", among: names) == nil)
  }

  @Test("a long line is cut around its caret")
  func longLine() throws {
    let source = try SourceText(String(repeating: "x", count: 5000), file: "f")
    var problems = ProblemList()
    problems.register(source)
    problems.report(.wrongType, "here", at: Origin(file: "f", line: 1, column: 3000))
    let lines = problems.summary?.explanation.split(separator: "\n") ?? []
    #expect(lines.allSatisfy { $0.count < 120 })
  }
}

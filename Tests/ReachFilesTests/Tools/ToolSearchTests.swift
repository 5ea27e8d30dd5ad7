import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("Looking for programs")
struct ToolSearchTests {
  /// A folder of programs that say what they are told to.
  private struct Programs: ~Copyable {
    let folder: URL

    init(_ scripts: [String: String]) throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, text) in scripts {
        let place = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try "#!/bin/sh\n\(text)\n".write(to: place, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: place.path)
      }
    }

    var path: String { folder.path }

    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  @Test("versions are read as programs tell them")
  func versions() throws {
    let programs = try Programs([
      "pandoc": "echo 'pandoc 2.17.1.1'; echo 'Compiled with pandoc-types 1.22.2.1'",
      "chromium-browser": "echo 'Chromium 131.0.6778.69 built on Debian'",
      "Rscript": "echo 'Rscript (R) version 4.2.2 (2022-10-31)'",
      "python3": "[ \"$1\" = --version ] && echo 'Python 3.11.2' || echo 1.9.0.post1",
    ])
    let search = ToolSearch(roots: [], environment: ["PATH": programs.path])
    let found = ExternalTool.Kind.allCases.map(search.find)
    #expect(
      found.map(\.version) == [
        "1.9.0.post1", "131.0.6778.69", "2.17.1.1", "3.11.2", "4.2.2",
      ])
    #expect(
      found.map(\.path)
        == ["python3", "chromium-browser", "pandoc", "python3", "Rscript"].map {
          "\(programs.path)/\($0)"
        })
  }

  @Test("a program named by its variable is the only one")
  func named() throws {
    let programs = try Programs([
      "pandoc": "echo 'pandoc 2.0'", "other": "echo 'pandoc 3.5'",
    ])
    func search(_ name: String) -> ExternalTool {
      ToolSearch(
        roots: [], environment: ["PATH": programs.path, "REACH_PANDOC": name]
      ).find(.pandoc)
    }
    #expect(search("\(programs.path)/other").version == "3.5")
    #expect(!search("\(programs.path)/gone").isFound)
    #expect(search("").version == "2.0")
  }

  @Test("one that hangs or fails is as good as none, and the next is tried")
  func hangs() throws {
    let programs = try Programs([
      "chromium": "sleep 600", "google-chrome": "echo Google Chrome 130.0", "pandoc": "exit 1",
    ])
    let search = ToolSearch(roots: [], environment: ["PATH": programs.path], patience: 1)
    let start = ContinuousClock.now
    #expect(search.find(.chromium).version == "130.0")
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(search.find(.pandoc) == ExternalTool(.pandoc, path: nil))
    #expect(search.find(.r) == ExternalTool(.r, path: nil))
  }

  @Test("the project's own interpreter draws before any other")
  func interpreter() throws {
    let programs = try Programs([
      ".setup/charts/bin/python": "echo 1.0", "python3": "echo 2.0",
    ])
    let search = ToolSearch(roots: [programs.path], environment: ["PATH": programs.path])
    #expect(search.chartInterpreter == "\(programs.path)/.setup/charts/bin/python")
    #expect(search.find(.vlConvert).version == "1.0")
    let none = ToolSearch(roots: ["/no/such/root"], environment: [:])
    #expect(none.chartInterpreter == "python3")
  }

  @Test(
    "every part says in both languages what it adds and how to get it",
    arguments: ExternalTool.Kind.allCases)
  func words(kind: ExternalTool.Kind) {
    let tool = ExternalTool(kind, path: nil)
    #expect(!tool.adds.vi.isEmpty && !tool.adds.en.isEmpty && tool.adds.vi != tool.adds.en)
    #expect(tool.remedy.vi.contains("`") && tool.remedy.en.contains("`"))
    #expect(tool.missingLabel.en.split(separator: "\n").count == 2)
    for text in [tool.adds.vi, tool.remedy.vi, tool.missingLabel.vi] {
      #expect(text == text.precomposedStringWithCanonicalMapping)
    }
  }
}

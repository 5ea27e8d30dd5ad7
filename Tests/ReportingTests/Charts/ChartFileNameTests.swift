import ReachModel
import Reporting
import Testing

@Suite("Names of charts' files")
struct ChartFileNameTests {
  private func file(_ name: String, _ ending: String = "vl.json") -> String {
    LineChart(
      [.init("A", [.init("T1", 0.25)])], scale: .probability, time: "Month", quantity: "P"
    ).chart(name, ChartFrame(title: "P", subtitle: [], source: ""), .vi).fileName(ending)
  }

  @Test("a plain name stays as it is, up to 80 bytes")
  func plain() {
    #expect(file("fan-growth_2", "svg") == "fan-growth_2.vi.svg")
    let longest = String(repeating: "x", count: 80)
    #expect(file(longest) == "\(longest).vi.vl.json")
  }

  /// Checksums by the definition of FNV-1a in Python's integers.
  @Test(
    "another is cut, and marked by a checksum of all of it",
    arguments: [
      ("fan-số/doanh nghiệp", "fan-s-doanh-nghi-p-6f48d2313ac376c3"),
      ("fan-a/b", "fan-a-b-7c2995140e50be49"), ("fan-a b", "fan-a-b-7c128b140e3dce6a"),
      (
        "fan-" + String(repeating: "x", count: 200),
        "fan-" + String(repeating: "x", count: 59) + "-1de193d56ad3ae8d"
      ),
      (
        "fan-" + String(repeating: "x", count: 199) + "y",
        "fan-" + String(repeating: "x", count: 59) + "-1de192d56ad3acda"
      ),
    ])
  func unfit(name: String, stem: String) {
    #expect(file(name) == "\(stem).vi.vl.json")
  }

  @Test("any name gives one of letters, digits and marks that every system takes")
  func anyName() {
    let names = [
      "", "..", "../../etc/passwd", "a\u{0}b", "\u{202E}x", "e\u{301}", "é", "con:aux", "a\\b",
      String(repeating: "ữ", count: 300), String(repeating: "/", count: 300),
    ]
    let files = names.map { file($0) }
    for name in files {
      #expect(name.utf8.count <= 91)
      #expect(name.wholeMatch(of: /[A-Za-z0-9_-]+\.vi\.vl\.json/) != nil, "\(name)")
    }
    #expect(Set(files).count == names.count)
  }
}

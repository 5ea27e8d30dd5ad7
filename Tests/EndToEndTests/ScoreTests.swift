import Foundation
import Testing

extension Scratch {
  /// Writes a file.
  ///
  /// - Returns: Its path.
  func written(_ name: String, _ text: String) throws -> String {
    let path = "\(path)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
}

@Suite("Scorecards")
struct ScoreTests {
  @Test("samples and quantiles in rows and in columns score alike")
  func forms() async throws {
    let scratch = try Scratch(), reach = try Reach()
    let actual = try scratch.written("actual.csv", "id,value\na,2.5\nb,7\n")
    let forms = [
      "id,draw,value\na,1,1\na,2,2\na,3,4\nb,1,6\nb,2,6\nb,3,9\n",
      "id,draw1,draw2,draw3\na,1,2,4\nb,6,6,9\n",
    ]
    for form in forms {
      let file = try scratch.written("forecast.csv", form)
      let result = try await reach(["score", file, "--actual", actual, "--json"])
      #expect(result.status == 0, "\(result.errors)")
      let crps = try #require(result.object["crps_fair"] as? [String: Any])
      // a: mean |x - y| = 3.5/3, pairs 1 + 2 + 3 = 6 over 3 · 2; b: (1 + 1 + 2)/3 - (0 + 3 + 3)/6.
      let expected = ((3.5 / 3 - 1) + (4.0 / 3 - 1)) / 2
      let mean = try #require(crps["mean"] as? Double)
      #expect((mean - expected).magnitude < 1e-12)
    }
    let quantiles = [
      "id,quantile,value\na,0.5,2\na,0.1,1\na,0.9,4\nb,0.1,6\nb,0.5,6\nb,0.9,9\n",
      "id,q0.1,q0.5,q0.9\na,1,2,4\nb,6,6,9\n",
    ]
    for form in quantiles {
      let file = try scratch.written("forecast.csv", form)
      let result = try await reach(["score", file, "--actual", actual, "--json"])
      let score = try #require(result.object["wis"] as? [String: Any])
      // a: 2 (0.1 · 1.5 + 0.5 · 0.5 + 0.1 · 1.5)/3; b: 2 (0.1 · 1 + 0.5 · 1 + 0.1 · 2)/3.
      let expected = (2 * 0.55 / 3 + 2 * 0.8 / 3) / 2
      #expect(((score["mean"] as? Double ?? 0) - expected).magnitude < 1e-12)
    }
  }

  @Test("events have Brier's score and its parts")
  func events() async throws {
    let scratch = try Scratch()
    let file = try scratch.written("p.csv", "id,probability\na,0.8\nb,0.3\nc,0.3\n")
    let actual = try scratch.written("actual.csv", "id,value\na,1\nb,0\nc,1\nd,1\n")
    let result = try await Reach()(["score", file, "--actual", actual, "--json"])
    let events = try #require(result.object["events"] as? [String: Any])
    let expected = (0.04 + 0.09 + 0.49) / 3
    #expect(((events["brier"] as? Double ?? 0) - expected).magnitude < 1e-12)
    #expect(result.object["unforeseen"] as? [String] == ["d"])
  }

  @Test("all problems of a file at once, with their lines")
  func problems() async throws {
    let scratch = try Scratch()
    let file = try scratch.written(
      "bad.csv", "id,q0.1,q0.5\na,3,2\nb,1,\na,1,2\nc,1,x\n")
    let actual = try scratch.written("actual.csv", "id,value\na,1\n")
    let result = try await Reach()(["score", file, "--actual", actual])
    #expect(result.status == 65)
    for said in ["cross", "bad.csv:2", "bad.csv:3", "twice", "bad.csv:4", "`x`", "bad.csv:5"] {
      #expect(result.errors.contains(said), "\(said): \(result.errors)")
    }
    #expect(result.output.isEmpty)
    let other = try scratch.written("other.csv", "id,value\nz,1\n")
    let good = try scratch.written("good.csv", "id,q0.1,q0.5\na,1,2\n")
    let none = try await Reach()(["score", good, "--actual", other])
    #expect(none.status == 65 && none.errors.contains("no id of the forecasts"))
    let event = try scratch.written("event.csv", "id,probability\nz,0.5\n")
    let half = try scratch.written("half.csv", "id,value\nz,0.5\n")
    let neither = try await Reach()(["score", event, "--actual", half])
    #expect(neither.status == 65 && neither.errors.contains("0 or 1"))
  }

  @Test("a name with a path or of a CSV is a file, missing or not")
  func missing() async throws {
    let scratch = try Scratch()
    let actual = try scratch.written("actual.csv", "id,value\na,1\n")
    for name in ["nofile.csv", "\(scratch.path)/nofile", "NOFILE.CSV"] {
      let result = try await Reach()([
        "score", name, "--actual", actual, "--results", "\(scratch.path)/R",
      ])
      #expect(result.status == 66 && result.errors.contains("F001"), "\(result.errors)")
      #expect(result.errors.contains(name))
    }
  }

  @Test("pages count in words of both languages, and hold no number that is none")
  func pages() async throws {
    let scratch = try Scratch()
    let lines = (0..<4_001).map { "a\($0),\($0 % 97),\($0 % 89)\n" }.joined()
    let file = try scratch.written("f.csv", "id,draw1,draw2\n" + lines)
    let actual = try scratch.written(
      "actual.csv",
      "id,value\n" + (0..<4_000).map { "a\($0),\($0 % 91)\n" }.joined() + "other,1\n")
    for (language, said) in [
      (
        "en",
        ["4,000", "1 figure was forecast by nobody", "1 forecast has no figure yet", "3,960 more"]
      ),
      ("vi", ["4.000", "1 số liệu không ai dự báo", "phân phối", "3.960 dự báo nữa"]),
    ] {
      let page = try await Reach()(["score", file, "--actual", actual, "--lang", language])
      #expect(page.status == 0, "\(page.errors)")
      for text in said { #expect(page.output.contains(text), "\(text): \(page.output)") }
      #expect(!page.output.contains("nan") && !page.output.contains("luật"))
      #expect(page.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
    let one = try scratch.written("one.csv", "id,draw1,draw2\na,1,2\n")
    let single = try await Reach()([
      "score", one, "--actual", try scratch.written("two.csv", "id,value\na,1\n"),
    ])
    #expect(single.output.contains("1 independent forecast:"), "\(single.output)")
  }
}

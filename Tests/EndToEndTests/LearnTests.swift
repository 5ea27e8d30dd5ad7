import Foundation
import Testing

@Suite("Back-tests")
struct BacktestTests {
  private func longLines(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter { $0.count > 100 }
  }

  @Test("one document, the same with one thread and two, and a folder with all of it")
  func document() async throws {
    let first = try Scratch(), second = try Scratch(), reach = try Reach()
    let one = try await reach([
      "backtest", "--json", "--threads", "1", "--results", "\(first.path)/R",
    ])
    let two = try await reach([
      "backtest", "--json", "--threads", "2", "--results", "\(second.path)/R",
    ])
    #expect(one.status == 0, "\(one.errors)")
    let isEqual = one.output == two.output
    #expect(isEqual)
    #expect(one.object["format"] as? String == "reach-backtest")
    let series = try #require(one.object["series"] as? [[String: Any]])
    #expect(
      series.map { $0["series"] as? String } == [
        "enterprises_newly_registered", "fdi_new_projects", "industrial_labour_index", "iip",
      ])
    for item in series {
      let horizons = try #require(item["horizons"] as? [[String: Any]])
      #expect(horizons.count == 3)
      #expect(horizons[0]["skill"] is [String: Any])
      let sentence = try #require(horizons[0]["sentence"] as? [String: String])
      #expect(sentence["en"]?.isEmpty == false && sentence["vi"]?.isEmpty == false)
    }
    let folder = try #require(
      try FileManager.default.contentsOfDirectory(atPath: "\(first.path)/R").first)
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(first.path)/R/\(folder)")
    #expect(
      files.sorted() == [
        "backtest.json", "backtest.md", "backtest.vi.md", "charts", "coming.csv", "record.json",
        "scores.csv",
      ])
  }

  @Test("pages in both languages fit the terminal", arguments: ["en", "vi"])
  func page(language: String) async throws {
    let scratch = try Scratch()
    let result = try await Reach()([
      "backtest", "--lang", language, "--results", "\(scratch.path)/R",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(longLines(result.output).isEmpty, "\(longLines(result.output))")
    #expect(result.output.contains(language == "vi" ? "Kiểm định lùi" : "Pseudo-real-time"))
  }

  @Test("a folder with another year of figures is forecast and scored, and told to differ")
  func moreRows() async throws {
    let scratch = try Scratch()
    let data = "\(scratch.path)/data"
    try FileManager.default.copyItem(
      atPath: "\(Reach.repository)/notebooks-data/observed", toPath: data)
    let file = "\(data)/vietnam_provinces.csv"
    var text = try String(contentsOfFile: file, encoding: .utf8)
    if !text.hasSuffix("\n") { text += "\n" }
    for line in text.split(separator: "\n")
    where line.contains(",2021,enterprises_newly_registered,") {
      text += line.replacing(",2021,", with: ",2022,", maxReplacements: 1) + "\n"
    }
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let result = try await Reach()([
      "backtest", "--data", data, "--series", "enterprises_newly_registered", "--json",
      "--results", "\(scratch.path)/R",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("is not the file that its manifest describes"))
    let series = try #require(result.object["series"] as? [[String: Any]])
    let horizons = try #require(series.first?["horizons"] as? [[String: Any]])
    let forms = try #require(horizons[0]["forms"] as? [[String: Any]])
    #expect((forms.first?["years"] as? [Any])?.count == 5)
    // The project's own data must still be what its manifest says.
    let own = try await Reach()(["fit", "hanoi-2021", "--json"])
    #expect(own.status == 0)
  }

  @Test(
    "misuse is named, with its status",
    arguments: [
      (["--series", "iipp"], 64, "did you mean `iip`?"),
      (["--place", "hanoi"], 64, "did you mean `ha_noi`?"),
      (["--horizons", "0"], 64, "1 to 3"),
      (["--data", "/nowhere"], 66, "/nowhere/vietnam_provinces.csv"),
    ] as [([String], Int32, String)])
  func misuse(arguments: [String], status: Int32, said: String) async throws {
    let scratch = try Scratch()
    let result = try await Reach()(
      ["backtest"] + arguments + ["--results", "\(scratch.path)/R"])
    #expect(result.status == status, "\(result.errors)")
    #expect(result.errors.contains(said), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/R"))
  }
}

@Suite("Scorecards and the ledger")
struct ScoreTests {
  private func written(_ scratch: Scratch, _ name: String, _ text: String) throws -> String {
    let path = "\(scratch.path)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test("samples and quantiles in rows and in columns score alike")
  func forms() async throws {
    let scratch = try Scratch(), reach = try Reach()
    let actual = try written(scratch, "actual.csv", "id,value\na,2.5\nb,7\n")
    let forms = [
      "id,draw,value\na,1,1\na,2,2\na,3,4\nb,1,6\nb,2,6\nb,3,9\n",
      "id,draw1,draw2,draw3\na,1,2,4\nb,6,6,9\n",
    ]
    for form in forms {
      let file = try written(scratch, "forecast.csv", form)
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
      let file = try written(scratch, "forecast.csv", form)
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
    let file = try written(scratch, "p.csv", "id,probability\na,0.8\nb,0.3\nc,0.3\n")
    let actual = try written(scratch, "actual.csv", "id,value\na,1\nb,0\nc,1\nd,1\n")
    let result = try await Reach()(["score", file, "--actual", actual, "--json"])
    let events = try #require(result.object["events"] as? [String: Any])
    let expected = (0.04 + 0.09 + 0.49) / 3
    #expect(((events["brier"] as? Double ?? 0) - expected).magnitude < 1e-12)
    #expect(result.object["unforeseen"] as? [String] == ["d"])
  }

  @Test("all problems of a file at once, with their lines")
  func problems() async throws {
    let scratch = try Scratch()
    let file = try written(
      scratch, "bad.csv", "id,q0.1,q0.5\na,3,2\nb,1,\na,1,2\nc,1,x\n")
    let actual = try written(scratch, "actual.csv", "id,value\na,1\n")
    let result = try await Reach()(["score", file, "--actual", actual])
    #expect(result.status == 65)
    for said in ["cross", "bad.csv:2", "bad.csv:3", "twice", "bad.csv:4", "`x`", "bad.csv:5"] {
      #expect(result.errors.contains(said), "\(said): \(result.errors)")
    }
    #expect(result.output.isEmpty)
    let other = try written(scratch, "other.csv", "id,value\nz,1\n")
    let good = try written(scratch, "good.csv", "id,q0.1,q0.5\na,1,2\n")
    let none = try await Reach()(["score", good, "--actual", other])
    #expect(none.status == 65 && none.errors.contains("no id of the forecasts"))
    let event = try written(scratch, "event.csv", "id,probability\nz,0.5\n")
    let half = try written(scratch, "half.csv", "id,value\nz,0.5\n")
    let neither = try await Reach()(["score", event, "--actual", half])
    #expect(neither.status == 65 && neither.errors.contains("0 or 1"))
  }

  @Test("a published forecast is frozen, scored, and found out when it was changed")
  func ledger() async throws {
    let scratch = try Scratch(), reach = try Reach()
    let results = "\(scratch.path)/R"
    let run = try await reach([
      "run", "hanoi-2030", "--draws", "2048", "--results", results,
    ])
    #expect(run.status == 0, "\(run.errors)")
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: results).first)
    let published = try await reach(["publish", name, "--results", results])
    #expect(published.status == 0, "\(published.errors)")
    let again = try await reach(["publish", name, "--results", results])
    #expect(again.status == 65 && again.errors.contains("R018"))

    let text = try String(
      contentsOfFile: "\(results)/ledger/\(name)/forecast.json", encoding: .utf8)
    let frozen = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let outcomes = try #require(frozen["outcomes"] as? [[String: Any]])
    let key = try #require(outcomes.first?["key"] as? String)
    let figure = try #require((outcomes.first?["draws"] as? [Double])?.first)
    let early = try written(
      scratch, "early.csv", "id,value,published\n\(key),\(figure),2000-01-01\n")
    let refused = try await reach(["score", name, "--actual", early, "--results", results])
    #expect(refused.status == 65 && refused.errors.contains("R021"), "\(refused.errors)")
    let actual = try written(
      scratch, "actual.csv", "id,value,published\n\(key),\(figure),2031-02-01\n")
    let scored = try await reach(["score", name, "--actual", actual, "--results", results])
    #expect(scored.status == 0, "\(scored.errors)")
    let files = try FileManager.default.contentsOfDirectory(
      atPath: "\(results)/ledger/\(name)")
    #expect(
      files.sorted() == [
        "figures.json", "forecast.json", "scorecard.json", "scorecard.md", "scorecard.vi.md",
      ])
    let record = try await reach(["score", "--ledger", "--json", "--results", results])
    #expect(record.object["count"] as? Int == 2, "\(record.output) \(record.errors)")

    let unknown = try await reach(["score", "nothing", "--actual", actual, "--results", results])
    #expect(unknown.status != 0 && unknown.errors.contains("R020"), "\(unknown.errors)")
    try (text + " ").write(
      toFile: "\(results)/ledger/\(name)/forecast.json", atomically: true, encoding: .utf8)
    for command in [["publish"], ["score", "--ledger"], ["score", name, "--actual", actual]] {
      let found = try await reach(command + ["--results", results])
      #expect(found.status == 65 && found.errors.contains("R017"), "\(found.errors)")
    }
    try FileManager.default.removeItem(atPath: "\(results)/ledger/chain.csv")
    let unchained = try await reach(["publish", "--results", results])
    #expect(unchained.status == 65 && unchained.errors.contains("R017"))
  }

  @Test("an analysis is no forecast")
  func analysis() async throws {
    let scratch = try Scratch(), reach = try Reach()
    let results = "\(scratch.path)/R"
    _ = try await reach([
      "sensitivity", "hanoi-2021", "--draws", "1024", "--target", "growth", "--method", "ranks",
      "--results", results,
    ])
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: results).first)
    let result = try await reach(["publish", name, "--results", results])
    #expect(result.status == 65 && result.errors.contains("R019"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(results)/ledger"))
  }
}

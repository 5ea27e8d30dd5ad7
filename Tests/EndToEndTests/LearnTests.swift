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

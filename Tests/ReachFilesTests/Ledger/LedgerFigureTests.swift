import Foundation
import ReachFiles
import Testing
import Verification

@Suite("Figures of the ledger")
struct LedgerFigureTests {
  private typealias Outcome = LedgerScratch.Outcome

  @Test("figures come one by one, and stay")
  func merging() throws {
    let scratch = try LedgerScratch()
    _ = try scratch.ledger.publish(
      try LedgerScratch.forecast("a", [Outcome(), Outcome(column: "firms.2030")]))
    try scratch.score("a", "id,value,published\ncertified_share_2030,0.41,2031-02-01\n")
    try scratch.score("a", "id,value\nfirms_2030,400\n")
    let both: [String: Double] = ["certified_share_2030": 0.41, "firms_2030": 400]
    #expect(try scratch.ledger.entry("a").figures == both)
    // The same again changes nothing.
    let text = try scratch.text("a/figures.json")
    try scratch.score("a", "id,value,published\ncertified_share_2030,0.41,2031-02-01\n")
    #expect(try scratch.text("a/figures.json") == text)
  }

  @Test("only what was published later revises a figure, and both are kept")
  func revisions() throws {
    let scratch = try LedgerScratch(), key = "certified_share_2030"
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("a"))
    func score(_ value: Double, _ date: String) -> [String] {
      refusals { try scratch.score("a", "id,value,published\n\(key),\(value),\(date)\n") }
    }
    #expect(score(0.41, "").isEmpty)
    #expect(score(0.42, "") == ["R024:2"])
    // What has no date cannot be told to be earlier.
    #expect(score(0.42, "2031-06-01") == ["R024:2"])
    #expect(score(0.41, "2031-02-01").isEmpty)
    #expect(score(0.42, "") == ["R024:2"])
    #expect(score(0.42, "2031-02-01") == ["R024:2"])
    #expect(score(0.42, "2031-06-01").isEmpty)
    #expect(score(0.41, "2031-02-01") == ["R024:2"])
    let record = try scratch.ledger.entry("a").record
    #expect(record.inForce[key]?.value == 0.42)
    #expect(record.figures.map(\.value) == [0.41, 0.41, 0.42])
    #expect(record.figures.map(\.published) == [nil, "2031-02-01", "2031-06-01"])
  }

  @Test("figures edited by hand are seen, and so is a scorecard of other figures")
  func edits() throws {
    let scratch = try LedgerScratch()
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("a"))
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("b", [Outcome(number: 2)]))
    for entry in ["a", "b"] {
      try scratch.score(entry, "id,value\ncertified_share_2030,0.41\n")
    }
    let text = try scratch.text("a/figures.json")
    #expect(try !scratch.ledger.entry("a").isScorecardOld)
    try scratch.write(text.replacing("0.41", with: "0.44"), to: "a/figures.json")
    #expect(refusals { _ = try scratch.ledger.read() } == ["R017"])
    // Those of another entry do not fit either.
    try scratch.write(try scratch.text("b/figures.json"), to: "a/figures.json")
    #expect(refusals { _ = try scratch.ledger.read() } == ["R017"])
    try scratch.write(text, to: "a/figures.json")
    try scratch.write(try scratch.text("b/scorecard.json"), to: "a/scorecard.json")
    #expect(try scratch.ledger.entry("a").isScorecardOld)
  }

  @Test(
    "figures judge only what was published before them, of years that have ended",
    arguments: [
      ("2026-01-31", ["R021:2"]), ("2026-02-15", ["R021:2"]), ("2026-03-01", ["R021:2"]),
      ("2026-03-02", ["R021:2"]), ("2030-12-31", ["R021:2"]), ("2030", ["R021:2"]),
      ("2031-01-01", []), ("", []), ("soon", ["D012:2"]),
    ] as [(String, [String])])
  func early(date: String, expected: [String]) throws {
    let scratch = try LedgerScratch()
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("a"))
    let found = refusals {
      try scratch.score("a", "id,value,published\ncertified_share_2030,0.41,\(date)\n")
    }
    #expect(found == expected)
  }

  @Test("hindsight is told for each target, is scored, and does not count")
  func hindsight() throws {
    let scratch = try LedgerScratch()
    let outcomes = [Outcome(column: "firms.2025"), Outcome(column: "firms.2030")]
    _ = try scratch.ledger.publish(
      try LedgerScratch.forecast("a", outcomes, asOf: "2025-06-30", published: "2026-03-01"))
    let entry = try scratch.score(
      "a", "id,value,published\nfirms_2025,400,2026-02-01\nfirms_2030,420,2031-02-01\n")
    #expect(entry.forecast.outcomes.map(entry.forecast.isHindsight) == [true, false])
    #expect(!entry.forecast.isHindsight)
    #expect(entry.judged.count == 4)
    let counted = Ledger.Entry.judged(try scratch.ledger.read().entries)
    #expect(counted.map(\.id) == ["1:firms_2030", "1:P(firms_2030)"])
    // The year has ended, yet a figure from before the data's date was known.
    #expect(
      refusals { try scratch.score("a", "id,value,published\nfirms_2025,400,2025-05-01\n") } == [
        "R021:2"
      ])
  }

  @Test(
    "numbers that cannot be of the target's unit are refused",
    arguments: [
      ("certified_share.2030", "41", true), ("certified_share.2030", "1.01", true),
      ("certified_share.2030", "-0.1", true), ("certified_share.2030", "0.41", false),
      ("certified_share.2030", "1", false), ("share.2030", "12.5", true),
      ("growth.2030", "8.5", true), ("growth.2030", "108.5", true), ("growth.2030", "-3", true),
      ("growth.2030", "0.085", false), ("growth.2030", "-0.4", false),
      ("growth.2030.electronics", "8.5", true), ("firms.2030", "0.41", true),
      ("firms.2030", "-4", true), ("firms.2030", "1200", false), ("certified.2030", "412.5", true),
    ] as [(String, String, Bool)])
  func units(column: String, value: String, isRefused: Bool) throws {
    let scratch = try LedgerScratch(), outcome = Outcome(column: column)
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("a", [outcome]))
    let found = refusals { try scratch.score("a", "id,value\n\(outcome.key),\(value)\n") }
    #expect(found == (isRefused ? ["R025:2"] : []))
  }
}

@Suite("The ledger's record")
struct LedgerRecordTests {
  private typealias Outcome = LedgerScratch.Outcome

  /// A ledger of entries whose targets have these columns, all with figures far out.
  private func judged(_ columns: [[String]]) throws -> [JudgedForecast] {
    let scratch = try LedgerScratch()
    for (place, columns) in columns.enumerated() {
      let outcomes = columns.map { Outcome(column: $0, number: place) }
      _ = try scratch.ledger.publish(try LedgerScratch.forecast("run-\(place)", outcomes))
      let lines = outcomes.map { "\($0.key),0.9\n" }.joined()
      try scratch.score("run-\(place)", "id,value\n" + lines)
    }
    return Ledger.Entry.judged(try scratch.ledger.read().entries)
  }

  @Test("eleven forecasts of one figure are one, and flag nobody")
  func oneFigure() throws {
    let card = Scorecard(
      try judged(Array(repeating: ["share.2030"], count: 11)), seed: 1, isOneUnit: false)
    #expect(card.items.count == 22)
    #expect(card.spread?.count == 1)
    #expect(card.spread?.isTooNarrow == false)
    #expect(card.logScore == nil && card.intervals[1].coverage.clusters == 1)
  }

  @Test("as many entries as there are figures all count", arguments: UInt64(1)...4)
  func manyFigures(seed: UInt64) throws {
    let columns = (0..<11).map { ["growth.\(2026 + $0)"] }
    let card = Scorecard(try judged(columns), seed: seed, isOneUnit: false)
    #expect(card.spread?.count == 11)
    #expect(card.spread?.isTooNarrow == true)
  }

  @Test("figures join entries, and entries join figures")
  func components() throws {
    let found = try judged([
      ["share.2030"], ["share.2030", "share.2031"], ["share.2031"], ["share.2032"],
    ])
    #expect(Set(found.compactMap(\.cluster)).count == 2)
    #expect(found.allSatisfy { $0.cluster == ($0.id.hasPrefix("4:") ? "run-3" : "run-0") })
  }
}

import Foundation
import ReachFiles
import Testing

@Suite("The ledger's chain")
struct LedgerTests {
  private typealias Outcome = LedgerScratch.Outcome

  @Test("a forecast enters once, by whatever name")
  func once() throws {
    let scratch = try LedgerScratch()
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("a"))
    #expect(
      refusals { _ = try scratch.ledger.publish(try LedgerScratch.forecast("a")) } == ["R018"])
    // The same draws again, on another day and beside nothing new.
    let again = try LedgerScratch.forecast("a-2", published: "2026-04-01")
    #expect(refusals { _ = try scratch.ledger.publish(again) } == ["R018"])
    // Other draws, other places and other figures are other forecasts.
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("b", [Outcome(number: 2)]))
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("c", province: "hai_phong"))
    _ = try scratch.ledger.publish(
      try LedgerScratch.forecast("d", [Outcome(), Outcome(column: "firms.2030")]))
    #expect(try scratch.ledger.read().entries.map(\.name) == ["a", "b", "c", "d"])
  }

  @Test("a link vouches for all entries up to it, and for no more")
  func head() throws {
    let scratch = try LedgerScratch()
    let links = try (1...3).map { number in
      try scratch.ledger.publish(
        try LedgerScratch.forecast("run-\(number)", [Outcome(number: number)])
      ).link
    }
    let book = try scratch.ledger.read()
    #expect(book.head == links[2])
    #expect(try links.map { try book.place(ofLink: $0) } == [1, 2, 3])
    #expect(try book.place(ofLink: String(links[1].prefix(16)).uppercased()) == 2)
    // The last entry goes, with its line: the chain itself cannot tell.
    let lines = try scratch.text("chain.csv").split(separator: "\n")
    try scratch.write(lines.prefix(3).joined(separator: "\n") + "\n", to: "chain.csv")
    try FileManager.default.removeItem(atPath: "\(scratch.path)/run-3")
    let cut = try scratch.ledger.read()
    #expect(cut.entries.count == 2 && cut.unfinished == nil)
    #expect(refusals { _ = try cut.place(ofLink: links[2]) } == ["R026"])
    #expect(try cut.place(ofLink: links[1]) == 2)
  }

  @Test("what is removed from before others, edited or reordered is refused")
  func broken() throws {
    let scratch = try LedgerScratch()
    for number in 1...3 {
      _ = try scratch.ledger.publish(
        try LedgerScratch.forecast("run-\(number)", [Outcome(number: number)]))
    }
    let chain = try scratch.text("chain.csv")
    let lines = chain.split(separator: "\n").map(String.init)
    for order in [[0, 2, 3], [0, 2, 1, 3], [1, 2, 3]] {
      try scratch.write(order.map { lines[$0] }.joined(separator: "\n") + "\n", to: "chain.csv")
      #expect(refusals { _ = try scratch.ledger.read() } == ["R017"])
    }
    try scratch.write(chain, to: "chain.csv")
    let forecast = try scratch.text("run-2/forecast.json")
    try scratch.write(forecast.replacing("0.5", with: "0.6"), to: "run-2/forecast.json")
    #expect(refusals { _ = try scratch.ledger.read() } == ["R017"])
  }

  @Test("a publication that was cut short blocks nothing, and the next one takes it up")
  func unfinished() throws {
    let scratch = try LedgerScratch()
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("a"))
    let before = try scratch.text("chain.csv")
    let second = try scratch.ledger.publish(try LedgerScratch.forecast("b", [Outcome(number: 2)]))
    let whole = try scratch.text("chain.csv")
    // Killed after its folder was there and before its line was.
    try scratch.write(before, to: "chain.csv")
    let book = try scratch.ledger.read()
    #expect(book.entries.map(\.name) == ["a"] && book.unfinished?.run == "b")
    try scratch.score("a", "id,value\ncertified_share_2030,0.4\n")

    // Another forecast comes: the old one goes first, with the link it would have had.
    let third = try scratch.ledger.publish(try LedgerScratch.forecast("c", [Outcome(number: 3)]))
    #expect(third.takenUp == "b" && third.number == 3)
    #expect(try scratch.text("chain.csv").hasPrefix(whole))
    #expect(try scratch.ledger.read().links[1] == second.link)
    #expect(try scratch.ledger.read().unfinished == nil)

    // Or the same is published again.
    try scratch.write(whole, to: "chain.csv")
    try FileManager.default.removeItem(atPath: "\(scratch.path)/c")
    try scratch.write(before, to: "chain.csv")
    let again = try scratch.ledger.publish(
      try LedgerScratch.forecast("b", [Outcome(number: 2)], published: "2026-05-01"))
    #expect(again.takenUp == "b" && again.number == 2 && again.link == second.link)
    #expect(try scratch.text("chain.csv") == whole)
    #expect(try scratch.ledger.read().entries[1].forecast.published == "2026-03-01")
  }

  @Test("a folder that no cut short publication leaves is refused")
  func intruders() throws {
    let scratch = try LedgerScratch()
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("a"))
    let before = try scratch.text("chain.csv")
    _ = try scratch.ledger.publish(try LedgerScratch.forecast("b", [Outcome(number: 2)]))
    let forecast = try scratch.text("b/forecast.json"), whole = try scratch.text("chain.csv")
    func isRefused() -> Bool {
      refusals { _ = try scratch.ledger.read() } == ["R017"]
        && refusals {
          _ = try scratch.ledger.publish(try LedgerScratch.forecast("z", [Outcome(number: 9)]))
        } == ["R017"]
    }
    try scratch.write(before, to: "chain.csv")
    try scratch.write(forecast + "\n", to: "b/forecast.json")
    #expect(isRefused(), "not as it is written")
    try scratch.write(forecast.replacing(#""b""#, with: #""c""#), to: "b/forecast.json")
    #expect(isRefused(), "of another name")
    try scratch.write(
      try scratch.text("a/forecast.json").replacing(#""a""#, with: #""b""#), to: "b/forecast.json")
    #expect(isRefused(), "a forecast that is in the ledger")
    try scratch.write(forecast, to: "b/forecast.json")
    #expect(!isRefused())

    let other = try LedgerScratch()
    _ = try other.ledger.publish(try LedgerScratch.forecast("a"))
    _ = try other.ledger.publish(try LedgerScratch.forecast("b", [Outcome(number: 2)]))
    try other.score("b", "id,value\ncertified_share_2030,0.4\n")
    try other.write(before, to: "chain.csv")
    #expect(refusals { _ = try other.ledger.read() } == ["R017"], "it was scored: it was published")
    try FileManager.default.removeItem(atPath: "\(other.path)/chain.csv")
    #expect(refusals { _ = try other.ledger.read() } == ["R017"], "several without a chain")
    #expect(whole != before)
  }

  @Test("six at once are six entries of one chain")
  func concurrent() async throws {
    let scratch = try LedgerScratch()
    let ledger = scratch.ledger
    let forecasts = try (1...6).map {
      try LedgerScratch.forecast("run-\($0)", [Outcome(number: $0)])
    }
    let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
      for forecast in forecasts {
        group.addTask {
          // Readers meanwhile never see half a publication.
          let seen = try ledger.read()
          #expect(seen.unfinished == nil && seen.links.count == seen.entries.count)
          return try ledger.publish(forecast).number
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(numbers.sorted() == Array(1...6))
    let book = try ledger.read()
    #expect(Set(book.entries.map(\.name)) == Set(forecasts.map(\.run)))
    #expect(book.unfinished == nil)
  }
}

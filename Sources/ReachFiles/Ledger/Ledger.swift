import Foundation
import ReachModel
import Reporting

/// `Results/ledger/`: published forecasts, which nobody may change.
///
/// A folder for each, with `forecast.json`; beside them `chain.csv`, one line an entry: its number,
/// name, the SHA-256 of its forecast, and a link, the SHA-256 of the link before it with these. To
/// change or reorder an entry, or to remove one that others follow, breaks the links after it. What
/// stands at the end can be removed, and the whole be written anew: that is seen only by whoever kept
/// a link elsewhere (``Contents/place(ofLink:)``).
///
/// The line in the chain is what publishes: a folder without one was left by a publication that was
/// cut short, counts for nothing, and is taken up by the next one.
package struct Ledger: Sendable {
  /// A published forecast, as it was found to be unchanged.
  package struct Entry: Sendable, Equatable {
    package let number: Int
    package let name: String
    package let forecast: FrozenForecast
    /// The SHA-256 of `forecast.json`.
    package let sha256: String
    /// Figures that have come.
    package internal(set) var record: FigureRecord
    /// The checksum of figures that the scorecard says it was made of; nil without one.
    let scoredFigures: String?

    /// Figures in force, by target key; empty before any have come.
    package var figures: [String: Double] { record.inForce.mapValues(\.value) }

    /// Of the figures as they are.
    package var figuresChecksum: String {
      get throws(DiagnosticReport) { try record.checksum(of: sha256) }
    }

    /// Whether the scorecard beside the forecast is not of these figures.
    package var isScorecardOld: Bool {
      get throws(DiagnosticReport) {
        let sum = try figuresChecksum
        return !record.figures.isEmpty && scoredFigures != sum
      }
    }
  }

  /// All of a ledger.
  package struct Contents: Sendable {
    package internal(set) var entries: [Entry] = []
    /// One for each entry, in their order.
    package internal(set) var links: [String] = []
    /// A forecast whose publication was cut short.
    package internal(set) var unfinished: FrozenForecast?

    /// The link that stands for all entries; nil without any.
    package var head: String? { links.last }

    /// The number of the entry up to which a link, or its first digits, vouches.
    ///
    /// - Parameter link: As `reach publish` printed it some day.
    /// - Returns: From 1.
    /// - Throws: R026 where the chain has no such link: entries were removed or written anew.
    package func place(ofLink link: String) throws(DiagnosticReport) -> Int {
      guard let place = links.firstIndex(where: { $0.hasPrefix(link.lowercased()) }) else {
        throw .ledger(.noLink, "the chain of \(links.count) entries has no link `\(link)`")
      }
      return place + 1
    }
  }

  package let path: String

  /// - Parameter results: The folder of run folders.
  package init(results: String) { path = joined(results, "ledger") }

  static let forecastName = "forecast.json", figuresName = "figures.json"
  static let scorecardName = "scorecard.json"

  // MARK: Reading

  /// Everything, each entry found to be what was published.
  ///
  /// - Throws: R017 with the entry where a link is broken, or a forecast or figures are others.
  package func read() throws(DiagnosticReport) -> Contents {
    guard isFolder(path) else { return Contents() }
    return try locked(.shared) { () throws(DiagnosticReport) in try contents() }
  }

  /// The same by one who holds the lock.
  func contents() throws(DiagnosticReport) -> Contents {
    var contents = Contents()
    for link in try chain() {
      contents.entries.append(try entry(link))
      contents.links.append(link.link)
    }
    let known = Set(contents.entries.map(\.name))
    let others = names(in: path).filter {
      !known.contains($0) && !$0.hasPrefix(".") && isFolder(joined(path, $0))
    }
    guard let name = others.first else { return contents }
    guard others.count == 1, let forecast = try unfinished(name, after: contents.entries) else {
      throw .frozen("`\(name)` lies in the ledger, but the chain does not know it")
    }
    contents.unfinished = forecast
    return contents
  }

  private func entry(_ link: Link) throws(DiagnosticReport) -> Entry {
    let bytes = try bytes(of: joined(link.name, Self.forecastName))
    guard try checksum(bytes) == link.sha256 else {
      throw .frozen("`\(link.name)/\(Self.forecastName)` is not what was published")
    }
    guard let forecast = FrozenForecast.read(bytes) else {
      throw .frozen("`\(link.name)/\(Self.forecastName)` cannot be read")
    }
    var record = FigureRecord()
    if names(in: joined(path, link.name)).contains(Self.figuresName) {
      let bytes = try self.bytes(of: joined(link.name, Self.figuresName))
      guard let found = try FigureRecord.read(bytes, of: link.sha256) else {
        throw .frozen("`\(link.name)/\(Self.figuresName)` is not what `reach score` recorded")
      }
      record = found
    }
    return Entry(
      number: link.number, name: link.name, forecast: forecast, sha256: link.sha256,
      record: record, scoredFigures: scoredFigures(of: link.name))
  }

  private struct Scorecard: Decodable {
    struct Origin: Decodable { let figures_sha256: String? }
    let origin: Origin
  }

  private func scoredFigures(of entry: String) -> String? {
    guard let bytes = try? bytes(of: joined(entry, Self.scorecardName)) else { return nil }
    return (try? JSONDecoder().decode(Scorecard.self, from: Data(bytes)))?.origin.figures_sha256
  }

  /// The forecast of a folder that has no line in the chain, if it is exactly what a publication
  /// writes first: nothing but a forecast that names this folder, and that no entry has made.
  private func unfinished(
    _ name: String, after entries: [Entry]
  ) throws(DiagnosticReport) -> FrozenForecast? {
    guard names(in: joined(path, name)) == [Self.forecastName] else { return nil }
    let bytes = try bytes(of: joined(name, Self.forecastName))
    guard let forecast = FrozenForecast.read(bytes), forecast.run == name,
      Array(forecast.text.utf8) == bytes,
      !entries.contains(where: { forecast.repeats($0.forecast) })
    else { return nil }
    return forecast
  }

  // MARK: Writing

  /// What a publication did.
  package struct Publication: Sendable {
    /// The entry's folder.
    package let folder: String
    package let number: Int
    /// The chain's last link.
    package let link: String
    /// An earlier forecast whose publication had been cut short, and that got its line now.
    package let takenUp: String?
  }

  /// Freezes a forecast; one at a time, whoever else publishes.
  ///
  /// - Parameter forecast: Of a run that is not in the ledger yet.
  /// - Returns: The entry, and the link to keep elsewhere.
  /// - Throws: R018 where the run is in the ledger already, or another with the same draws; R017; R001
  ///   to R004 where it cannot be written.
  package func publish(_ forecast: FrozenForecast) throws(DiagnosticReport) -> Publication {
    do throws(CallFailure) { try makeFolders(path) } catch { throw error.report }
    return try locked(.exclusive) { () throws(DiagnosticReport) in
      TemporaryFolder.clearLeftovers(in: path)
      let found = try contents()
      var chain = try chain()
      if let old = found.unfinished {
        chain.append(try link(old, after: chain))
        if old.run == forecast.run, forecast.repeats(old) {
          try write(chain)
          return publication(chain, takenUp: old.run)
        }
      }
      try refuseAgain(
        forecast, found.entries.map(\.forecast) + [found.unfinished].compactMap(\.self))
      if found.unfinished != nil { try write(chain) }
      let next = try link(forecast, after: chain)
      try write(forecast)
      try write(chain + [next])
      return publication(chain + [next], takenUp: found.unfinished?.run)
    }
  }

  private func publication(_ chain: [Link], takenUp: String?) -> Publication {
    let last = chain[chain.count - 1]
    return Publication(
      folder: joined(path, last.name), number: last.number, link: last.link, takenUp: takenUp)
  }

  private func refuseAgain(
    _ forecast: FrozenForecast, _ published: [FrozenForecast]
  ) throws(DiagnosticReport) {
    for (place, old) in published.enumerated() {
      if old.run == forecast.run {
        throw .ledger(
          .alreadyPublished,
          "`\(forecast.run)` is in the ledger since \(old.published), as entry \(place + 1)")
      }
      if forecast.repeats(old) {
        throw .ledger(
          .alreadyPublished,
          "`\(forecast.run)` has the draws of `\(old.run)`, entry \(place + 1): it is the same "
            + "forecast")
      }
    }
  }

  private func write(_ forecast: FrozenForecast) throws(DiagnosticReport) {
    do throws(CallFailure) {
      var folder = try TemporaryFolder(in: path)
      try folder.write(Array(forecast.text.utf8), to: Self.forecastName)
      guard try folder.publish(as: forecast.run) else {
        throw CallFailure(code: EEXIST, action: "making the entry `\(forecast.run)`")
      }
    } catch {
      throw error.report
    }
  }

  /// Adds what came of an entry to its figures, and writes its scorecard beside them.
  ///
  /// - Parameters:
  ///   - figures: At most one a target.
  ///   - name: The entry's.
  ///   - scorecard: Its files by name, of the entry with all its figures.
  /// - Returns: The entry with all its figures.
  /// - Throws: R024 for a figure that contradicts one that is recorded; R017; R001 to R004.
  package func record(
    _ figures: [ReportedFigure], of name: String,
    scorecard: (Entry) throws(DiagnosticReport) -> [(name: String, text: String)]
  ) throws(DiagnosticReport) -> Entry {
    try locked(.exclusive) { () throws(DiagnosticReport) in
      guard var entry = try contents().entries.first(where: { $0.name == name }) else {
        throw .ledger(.noEntry, "no entry of the ledger is `\(name)`")
      }
      try entry.record.add(figures)
      let text = try entry.record.text(of: entry.sha256), files = try scorecard(entry)
      do throws(CallFailure) {
        try replace(joined(name, Self.figuresName), text)
        for file in files { try replace(joined(name, file.name), file.text) }
      } catch {
        throw error.report
      }
      return entry
    }
  }
}

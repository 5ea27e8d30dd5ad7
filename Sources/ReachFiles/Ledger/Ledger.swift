import Foundation
import ReachModel
import Reporting

/// `Results/ledger/`: published forecasts, which nobody may change.
///
/// A folder for each, with `forecast.json`; beside them `chain.csv`, one line an entry: its number,
/// name, the SHA-256 of its forecast, and a link, the SHA-256 of the link before it with these. To
/// change, remove or reorder an entry breaks every link after it.
package struct Ledger: Sendable {
  /// A published forecast, as it was found to be unchanged.
  package struct Entry: Sendable, Equatable {
    package let number: Int
    package let name: String
    package let forecast: FrozenForecast
    /// Figures that have come, by target key; empty before any have.
    package let figures: [String: Double]
  }

  package let path: String

  /// - Parameter results: The folder of run folders.
  package init(results: String) { path = joined(results, "ledger") }

  static let chainName = "chain.csv", forecastName = "forecast.json"
  static let figuresName = "figures.json", header = "number,entry,sha256,link"

  /// Every entry, each found to be what was published.
  ///
  /// - Throws: R017 with the entry where a link is broken or a forecast is another.
  package func entries() throws(DiagnosticReport) -> [Entry] {
    var entries: [Entry] = []
    for link in try chain() {
      let bytes = try bytes(of: joined(link.name, Self.forecastName))
      guard try checksum(bytes) == link.sha256 else {
        throw .frozen("`\(link.name)/\(Self.forecastName)` is not what was published")
      }
      guard let forecast = try? JSONDecoder().decode(FrozenForecast.self, from: Data(bytes)),
        forecast.format == FrozenForecast.format, forecast.version == FrozenForecast.version
      else { throw .frozen("`\(link.name)/\(Self.forecastName)` cannot be read") }
      entries.append(
        Entry(
          number: link.number, name: link.name, forecast: forecast,
          figures: try figures(of: link.name)))
    }
    let known = Set(entries.map(\.name) + [Self.chainName])
    for name in names(in: path) where !known.contains(name) && !name.hasPrefix(".") {
      guard isFolder(joined(path, name)) else { continue }
      throw .frozen("`\(name)` lies in the ledger, but the chain does not know it")
    }
    return entries
  }

  /// Freezes a forecast.
  ///
  /// - Parameter forecast: Of a run that is not in the ledger yet.
  /// - Returns: The entry's folder.
  /// - Throws: R018 where the run is in the ledger already; R001 to R004 where it cannot be written.
  package func publish(_ forecast: FrozenForecast) throws(DiagnosticReport) -> String {
    let entries = try entries()
    if let old = entries.first(where: { $0.name == forecast.run }) {
      throw .ledger(
        .alreadyPublished,
        "`\(forecast.run)` is in the ledger since \(old.forecast.published), as entry \(old.number)"
      )
    }
    let text = forecast.text, sum = try checksum(Array(text.utf8))
    let last = try chain().last
    let line = Link(
      number: entries.count + 1, name: forecast.run, sha256: sum,
      link: try checksum(Array("\(last?.link ?? ""),\(forecast.run),\(sum)".utf8)))
    do throws(CallFailure) {
      try makeFolders(path)
      var folder = try TemporaryFolder(in: path)
      try folder.write(Array(text.utf8), to: Self.forecastName)
      guard try folder.publish(as: forecast.run) else {
        throw CallFailure(code: EEXIST, action: "making the entry `\(forecast.run)`")
      }
      try replace(Self.chainName, chainText(try? chain()) + line.text)
    } catch {
      throw error.report
    }
    return joined(path, forecast.run)
  }

  /// Writes what came of an entry beside its forecast.
  ///
  /// - Parameters:
  ///   - figures: By target key.
  ///   - files: The scorecard, by name.
  ///   - entry: The entry's name.
  /// - Throws: R001 to R004.
  package func record(
    _ figures: [String: Double], files: [(name: String, text: String)], of entry: String
  ) throws(DiagnosticReport) {
    let document = JSONValue.object(
      figures.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })
    do throws(CallFailure) {
      try replace(joined(entry, Self.figuresName), document.text + "\n")
      for file in files { try replace(joined(entry, file.name), file.text) }
    } catch {
      throw error.report
    }
  }

  // MARK: The chain

  private struct Link {
    let number: Int
    let name: String
    let sha256: String
    let link: String

    var text: String { "\(number),\(name),\(sha256),\(link)\n" }
  }

  private func chainText(_ links: [Link]?) -> String {
    Self.header + "\n" + (links ?? []).map(\.text).joined()
  }

  /// The lines of the chain, each link checked against the one before it.
  private func chain() throws(DiagnosticReport) -> [Link] {
    guard names(in: path).contains(Self.chainName) else {
      // Entries without a chain are found by whoever reads them.
      return []
    }
    let text = String(decoding: try bytes(of: Self.chainName), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.first == Self.header, lines.last == "" else {
      throw .frozen("`\(Self.chainName)` is not as it was written")
    }
    var links: [Link] = []
    for (place, line) in lines.dropFirst().dropLast().enumerated() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 4, Int(fields[0]) == place + 1 else {
        throw .frozen("line \(place + 2) of `\(Self.chainName)` is not as it was written")
      }
      let before = links.last?.link ?? ""
      guard try checksum(Array("\(before),\(fields[1]),\(fields[2])".utf8)) == fields[3] else {
        throw .frozen("the link of entry \(place + 1), `\(fields[1])`, is broken")
      }
      links.append(
        Link(number: place + 1, name: fields[1], sha256: fields[2], link: fields[3]))
    }
    return links
  }

  private func figures(of entry: String) throws(DiagnosticReport) -> [String: Double] {
    guard names(in: joined(path, entry)).contains(Self.figuresName) else { return [:] }
    let bytes = try bytes(of: joined(entry, Self.figuresName))
    guard let figures = try? JSONDecoder().decode([String: Double].self, from: Data(bytes)) else {
      throw .frozen("`\(entry)/\(Self.figuresName)` cannot be read")
    }
    return figures
  }

  private func bytes(of file: String) throws(DiagnosticReport) -> [UInt8] {
    do throws(FileFailure) {
      return try contents(of: joined(path, file), limit: 1 << 28)
    } catch {
      throw .frozen("`\(file)` is missing or cannot be read")
    }
  }

  private func checksum(_ bytes: [UInt8]) throws(DiagnosticReport) -> String {
    guard let sum = sha256(bytes) else { throw .noChecksum }
    return sum
  }

  /// A file in one step: under another name first.
  private func replace(_ file: String, _ text: String) throws(CallFailure) {
    let place = joined(path, file), next = place + ".new"
    // SAFETY: Swift passes the paths as terminated strings.
    _ = unsafe unlink(next)
    try writeNewFile(Array(text.utf8), to: next)
    // SAFETY: as above.
    guard unsafe rename(next, place) == 0 else {
      throw CallFailure(code: errno, action: "writing `\(file)` in the ledger")
    }
  }
}

import Foundation
package import ReachModel
import Reporting

/// A figure that someone reports of a target.
package struct ReportedFigure: Sendable, Equatable {
  package let key: String
  package let value: Double
  /// nil where nobody says.
  package let published: CalendarDate?
  /// Where it was written.
  package let origin: Origin

  package init(key: String, value: Double, published: CalendarDate?, origin: Origin) {
    (self.key, self.value, self.published, self.origin) = (key, value, published, origin)
  }
}

/// `figures.json`: what came of an entry, with every revision.
///
/// It holds a checksum over its figures and the forecast that they judge, so that neither can be
/// edited by hand unseen.
package struct FigureRecord: Sendable, Equatable {
  package struct Figure: Codable, Sendable, Equatable {
    package let key: String
    package let value: Double
    /// The day, `2031-02-01`; nil where nobody said.
    package let published: String?
  }

  /// In the order they were recorded; of a key the last one is in force.
  package private(set) var figures: [Figure] = []

  static let format = "reach-figures", version = 1

  init() {}

  /// The figures in force, by key.
  package var inForce: [String: Figure] {
    Dictionary(figures.map { ($0.key, $0) }, uniquingKeysWith: { _, later in later })
  }

  /// Adds figures to those recorded.
  ///
  /// A figure that is recorded with another value is revised only by one that was published later;
  /// otherwise either of them is a mistake.
  ///
  /// - Parameter reported: At most one a key.
  /// - Throws: R024 for each that contradicts, with its line; then nothing is added.
  mutating func add(_ reported: [ReportedFigure]) throws(DiagnosticReport) {
    var problems = ProblemList(), added = figures
    let known = inForce
    for figure in reported {
      let new = Figure(
        key: figure.key, value: figure.value, published: figure.published.map { "\($0)" })
      guard let old = known[figure.key] else {
        added.append(new)
        continue
      }
      let before = old.published.flatMap { CalendarDate($0) }
      if old.value == new.value {
        // A date that nobody had said is worth keeping.
        if before == nil, figure.published != nil { added.append(new) }
      } else if let before, let now = figure.published, now > before {
        added.append(new)
      } else {
        problems.report(
          .otherFigure,
          "`\(figure.key)` is \(Self.words(new)) here, and was recorded as \(Self.words(old))",
          at: figure.origin,
          hint: before == nil ? "give the recorded value its date first" : nil)
      }
    }
    try problems.throwIfAny()
    figures = added
  }

  private static func words(_ figure: Figure) -> String {
    NumberStyle(.en).shortest(figure.value)
      + (figure.published.map { " (published \($0))" } ?? " (without a date)")
  }

  // MARK: The file

  /// SHA-256 over the forecast's checksum and the figures, one a line.
  func checksum(of forecast: String) throws(DiagnosticReport) -> String {
    let lines = figures.map { "\($0.key),\($0.value),\($0.published ?? "")" }
    guard let sum = sha256(Array(([forecast] + lines).joined(separator: "\n").utf8)) else {
      throw .noChecksum
    }
    return sum
  }

  func text(of forecast: String) throws(DiagnosticReport) -> String {
    JSONValue.object([
      ("format", .string(Self.format)), ("version", .integer(Self.version)),
      (
        "figures",
        .array(
          figures.map {
            .object([
              ("key", .string($0.key)), ("value", .number($0.value)),
              ("published", $0.published.map { .string($0) } ?? .null),
            ])
          })
      ), ("sha256", .string(try checksum(of: forecast))),
    ]).text + "\n"
  }

  private struct File: Decodable {
    let format: String
    let version: Int
    let figures: [Figure]
    let sha256: String
  }

  /// Reads what ``text(of:)`` wrote.
  ///
  /// - Returns: nil for anything else, and where the checksum is not that of the figures.
  static func read(
    _ bytes: [UInt8], of forecast: String
  ) throws(DiagnosticReport) -> FigureRecord? {
    guard let file = try? JSONDecoder().decode(File.self, from: Data(bytes)),
      file.format == format, file.version == version
    else { return nil }
    var record = FigureRecord()
    record.figures = file.figures
    return try record.checksum(of: forecast) == file.sha256 ? record : nil
  }
}

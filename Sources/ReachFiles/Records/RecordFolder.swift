package import ReachModel
package import Reporting

/// The folder of an answer that no ensemble gave: that of a back-test.
///
/// Like a run folder it is written whole or not at all, and its name ends with a hash of what its
/// numbers depend on. `record.json` says of what it was made, with the checksums of every file.
package struct RecordFolder: Sendable {
  /// The command, for example `backtest`.
  package let kind: String
  /// What the numbers depend on: version, data, settings.
  package let basis: JSONValue
  /// By name.
  package let files: [(name: String, text: String)]
  /// Of the folder `charts`, by their names in it.
  package let charts: [(name: String, bytes: [UInt8])]

  package init(
    kind: String, basis: JSONValue, files: [(name: String, text: String)],
    charts: [(name: String, bytes: [UInt8])] = []
  ) {
    (self.kind, self.basis, self.files, self.charts) = (kind, basis, files, charts)
  }

  package static let recordName = "record.json"

  /// `<kind>-<hash>`: equal for equal answers of different days.
  package func identity() throws(DiagnosticReport) -> String {
    "\(kind)-\(try checksum(basis.text).prefix(6))"
  }

  private func checksum(_ text: String) throws(DiagnosticReport) -> String {
    try checksum(Array(text.utf8))
  }

  private func checksum(_ bytes: [UInt8]) throws(DiagnosticReport) -> String {
    guard let sum = sha256(bytes) else { throw .noChecksum }
    return sum
  }

  /// Writes the folder.
  ///
  /// - Parameters:
  ///   - date: The day, UTC.
  ///   - results: Where it goes; made if there is none.
  /// - Returns: Its path: `<date>-<kind>-<hash>`, with `-2`, `-3`, … if it exists.
  /// - Throws: R001 to R004, as a run folder; then nothing is left behind.
  package func write(on date: CalendarDate, in results: String) throws(DiagnosticReport) -> String {
    let identity = try identity()
    var checksums: [(key: String, value: JSONValue)] = []
    let all =
      files.map { (name: $0.name, bytes: Array($0.text.utf8)) }
      + charts.map { (name: "\(RunFolder.chartsName)/\($0.name)", bytes: $0.bytes) }
    for file in all { checksums.append((file.name, .string(try checksum(file.bytes)))) }
    let record = JSONValue.object([
      ("format", .string("reach-record")), ("version", .integer(1)), ("kind", .string(kind)),
      ("date", .string("\(date)")), ("basis", basis),
      ("basis_sha256", .string(try checksum(basis.text))), ("files", .object(checksums)),
    ])
    do throws(CallFailure) {
      try makeFolders(results)
      TemporaryFolder.clearLeftovers(in: results)
      var folder = try TemporaryFolder(in: results)
      for file in all { try folder.write(file.bytes, to: file.name) }
      try folder.write(Array((record.text + "\n").utf8), to: Self.recordName)
      let name = "\(date)-\(identity)"
      var suffix = 1, candidate = name
      while try !folder.publish(as: candidate) {
        suffix += 1
        candidate = "\(name)-\(suffix)"
      }
      return joined(results, candidate)
    } catch {
      throw error.report
    }
  }
}

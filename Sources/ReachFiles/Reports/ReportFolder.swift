private import Glibc
import ReachModel
package import Reporting

/// The files of a report, beside the run that it is about or in a folder of their own.
///
/// `report.json` names them with their checksums and the runs that they were made from, so that a run
/// folder can still be verified. Files of the run itself are never replaced.
package enum ReportFolder {
  package static let recordName = "report.json"

  /// Writes the files of a report.
  ///
  /// Everything is put beside its place first and renamed when all of it is there, the record last: a
  /// report that was stopped leaves the one before it, or none.
  ///
  /// - Parameters:
  ///   - files: By name; at most one folder deep.
  ///   - runs: The runs that it was made from, as its record keeps them.
  ///   - folder: Where it goes; made if there is none.
  /// - Returns: The paths of the pages, without those in folders.
  /// - Throws: R001 to R004 where it cannot be written; R007 where a file of the run has such a name.
  package static func write(
    _ files: [(name: String, bytes: [UInt8])], report runs: JSONValue, to folder: String
  ) throws(DiagnosticReport) -> [String] {
    let own = try namesOfRun(in: folder)
    if let taken = files.first(where: { own.contains($0.name) }) {
      throw .damaged("`\(taken.name)` of a report would replace a file of the run in `\(folder)`")
    }
    let record = try record(files, runs, before: try written(in: folder))
    do throws(CallFailure) {
      try makeFolders(folder)
      let all = files + [(recordName, Array((record.text + "\n").utf8))]
      var waiting: [String] = []
      defer { for path in waiting { removeFile(path) } }
      for file in all {
        let path = joined(folder, file.name)
        if file.name.contains("/") { try makeFolders(folderName(of: path)) }
        let temporary = path + ".new"
        removeFile(temporary)
        try writeNewFile(file.bytes, to: temporary)
        waiting.append(temporary)
      }
      for file in all {
        let path = joined(folder, file.name)
        // SAFETY: Swift passes the paths as terminated strings.
        guard unsafe rename(path + ".new", path) == 0 else {
          throw CallFailure(code: errno, action: "naming `\(path)`")
        }
      }
      waiting = []
    } catch {
      throw error.report
    }
    return files.map(\.name).filter { !$0.contains("/") }.map { joined(folder, $0) }
  }

  /// The files that a report has written into a folder, with their checksums.
  static func written(
    in folder: String
  ) throws(DiagnosticReport) -> [(name: String, sha256: String)] {
    guard names(in: folder).contains(recordName) else { return [] }
    let text = try SourceText.read(joined(folder, recordName), as: recordName, limit: 4_000_000)
    let entries = try Node.json(text)["files"]?.entries ?? []
    return entries.compactMap { entry in
      entry.value.scalar.map { (entry.key, $0.text) }
    }
  }

  private static func namesOfRun(in folder: String) throws(DiagnosticReport) -> Set<String> {
    let present = names(in: folder)
    if present.contains(RunFolder.provenanceName) {
      return Set(try RunFolder(folder).readProvenance().files.map(\.name))
        .union([RunFolder.provenanceName])
    }
    return []
  }

  /// Other files of an earlier report stay listed.
  private static func record(
    _ files: [(name: String, bytes: [UInt8])], _ runs: JSONValue,
    before: [(name: String, sha256: String)]
  ) throws(DiagnosticReport) -> JSONValue {
    var sums: [(key: String, value: JSONValue)] = []
    for file in files {
      guard let sum = sha256(file.bytes) else { throw .noChecksum }
      sums.append((file.name, .string(sum)))
    }
    let names = Set(files.map(\.name))
    sums += before.filter { !names.contains($0.name) }.map { ($0.name, .string($0.sha256)) }
    return .object([
      ("format", .string("reach-report")), ("version", .integer(1)), ("runs", runs),
      ("files", .object(sums.sorted { $0.key < $1.key })),
    ])
  }

  private static func removeFile(_ path: String) {
    // SAFETY: Swift passes the path as a terminated string.
    _ = unsafe unlink(path)
  }

  private static func folderName(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}

extension RunLibrary {
  /// Finds a run or a back-test for a report.
  ///
  /// - Parameter name: A path, a folder's name, or a part of one name only.
  /// - Returns: Its folder.
  /// - Throws: R005 if there is none, R006 with the names if there are several.
  package func reportable(_ name: String) throws(DiagnosticReport) -> RunFolder {
    if RunFolder(name).isBacktest { return RunFolder(name) }
    let backtests = names(in: results).filter { $0.contains(name) && !name.isEmpty }
      .map { RunFolder(joined(results, $0)) }.filter(\.isBacktest)
    if backtests.count == 1, let only = backtests.first { return only }
    return try run(name)
  }
}

extension RunFolder {
  /// Whether a back-test stands in it.
  fileprivate var isBacktest: Bool {
    let present = names(in: path)
    return present.contains(Self.backtestName) && present.contains(RecordFolder.recordName)
  }
}

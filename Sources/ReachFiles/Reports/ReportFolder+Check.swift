import ReachModel
import Reporting

// What a report may write over: its own files, as it wrote them.

extension ReportFolder {
  /// What the folder says of the reports in it; nil where that is not a record of reports.
  func record() -> ReportRecord? {
    guard names(in: path).contains(Self.recordName) else { return ReportRecord() }
    return Self.record(in: path)
  }

  private static func record(in folder: String) -> ReportRecord? {
    let place = joined(folder, recordName)
    guard let text = try? SourceText.read(place, as: recordName, limit: 4_000_000),
      let root = try? Node.json(text)
    else { return nil }
    return ReportRecord(root)
  }

  /// Sees that a report replaces nothing but its own.
  ///
  /// - Returns: The record of the reports that are there.
  /// - Throws: R038, for every file that is in the way.
  func check(
    _ files: [(name: String, bytes: [UInt8])], beside base: RunFolder
  ) throws(DiagnosticReport) -> ReportRecord {
    try refuseForeignRun(base)
    guard let record = record() else {
      throw .inTheWay(["`\(shown(Self.recordName))` is not one that `reach report` wrote"])
    }
    let ofRun = isRun(base) ? try namesOfRun() : []
    let listed = sums(of: record)
    let problems = files.compactMap { file -> String? in
      if ofRun.contains(file.name) { return "`\(shown(file.name))` is a file of the run" }
      return obstacle(file.name, file.bytes, listed[file.name])
    }
    if !problems.isEmpty { throw .inTheWay(problems) }
    return record
  }

  /// The checksums of files as reports wrote them: those of the record, and those of a report that was
  /// stopped while its files were put in their places.
  private func sums(of record: ReportRecord) -> [String: Set<String>] {
    let stopped = names(in: path).filter { $0.hasPrefix(TemporaryFolder.prefix) }
      .compactMap { Self.record(in: joined(path, $0)) }
    return ([record] + stopped).flatMap(\.files).reduce(into: [:]) {
      $0[$1.name, default: []].insert($1.sha256)
    }
  }

  /// What is in the way of a file; nil if nothing is, or the very same.
  private func obstacle(_ name: String, _ bytes: [UInt8], _ sums: Set<String>?) -> String? {
    let place = joined(path, name)
    guard exists(place) else { return nil }
    if isFolder(place) { return "`\(shown(name))` is a folder" }
    guard let found = try? contents(of: place, limit: RunFolder.sizeLimit) else {
      return "`\(shown(name))` cannot be read"
    }
    if found == bytes { return nil }
    guard let sums else { return "`\(shown(name))` is there, and no report wrote it" }
    let isOwn = sha256(found).map(sums.contains) ?? false
    return isOwn ? nil : "`\(shown(name))` was changed since `reach report` wrote it"
  }

  private func shown(_ name: String) -> String { joined(path, name) }

  // MARK: Runs

  /// Files that say that a folder is one of a run or of a back-test, whole or damaged.
  private static let marks: Set = [
    RunFolder.provenanceName, RunFolder.verdictName, RunFolder.analysisName,
    RunFolder.backtestName, RecordFolder.recordName,
  ]

  private static func isMarked(_ folder: String) -> Bool {
    names(in: folder).contains(where: marks.contains)
  }

  private func isRun(_ base: RunFolder) -> Bool {
    resolved(path).map { $0 == resolved(base.path) } ?? false
  }

  /// A report goes into no run but its own, and into no folder within a run: their files are checked.
  private func refuseForeignRun(_ base: RunFolder) throws(DiagnosticReport) {
    guard !isRun(base), let run = foldersAbove.first(where: Self.isMarked) else { return }
    throw .inTheWay([
      "`\(path)` is \(resolved(path) == run ? "the" : "within the") folder of another run, "
        + "`\(lastName(of: run))`"
    ])
  }

  /// The folder as far as it exists, and those above it.
  private var foldersAbove: [String] {
    var place = path
    while resolved(place) == nil, place != folder(of: place) { place = folder(of: place) }
    var folders = [resolved(place) ?? place]
    while let last = folders.last, last != folder(of: last), last != "." {
      folders.append(folder(of: last))
    }
    return folders
  }

  private func namesOfRun() throws(DiagnosticReport) -> Set<String> {
    let files = try RunFolder(path).readProvenance().files
    return Set(files.map(\.name)).union([RunFolder.provenanceName])
  }
}

extension DiagnosticReport {
  /// R038 for each; there is at least one.
  fileprivate static func inTheWay(_ summaries: [String]) -> DiagnosticReport {
    let hint = DiagnosticCode.reportInTheWay.remedy.en
    let problems = summaries.map { Diagnostic(.reportInTheWay, $0, at: nil, hint: hint) }
    guard let report = DiagnosticReport(problems) else { preconditionFailure("no problem") }
    return report
  }
}

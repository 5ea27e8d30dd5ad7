package import ReachModel
package import Reporting

/// What `reach runs verify` found in a folder of reports alone.
package struct ReportVerification: Sendable, Equatable {
  package let folder: String
  package let files: [RunVerification.FileCheck]
  /// The runs that they were made of; one that is elsewhere now is no fault of the report.
  package let runs: [RunVerification.FileCheck]

  /// Whether the files are what was written, of runs that are what they were.
  package var holds: Bool {
    files.allSatisfy { $0.state == .same } && runs.allSatisfy { $0.state != .changed }
  }

  /// Done, or 3 when something differs.
  package var exitStatus: ExitStatus { holds ? .done : .requirementNotMet }

  /// What is printed.
  package func text(_ language: Language) -> String {
    let state =
      holds
      ? language(vi: "đã kiểm chứng", en: "verified") : language(vi: "CÓ KHÁC BIỆT", en: "DIFFERS")
    let lines =
      ["\(folder): \(state)"] + RunVerification.FileCheck.lines(.files, files, language)
      + RunVerification.FileCheck.lines(.reported, runs, language)
    return lines.map { $0 + "\n" }.joined()
  }
}

extension ReportFolder {
  /// Compares the reports of a folder that is no run with their record, and the runs that they were made
  /// of with what these were.
  ///
  /// - Parameter results: Where run folders are; those beside the folder count as well.
  /// - Returns: Nil where no report stands in it, or a run does.
  package func verify(runsIn results: String) -> ReportVerification? {
    guard !RunFolder(path).isRun, record()?.parts.isEmpty == false else { return nil }
    return ReportVerification(
      folder: path, files: fileChecks,
      runs: sourceChecks(in: [results, folder(of: resolved(path) ?? path)]))
  }

  /// The files of reports, each against the record.
  var fileChecks: [RunVerification.FileCheck] {
    (record()?.files ?? []).map { file in
      .init(name: file.name, state: fileState(joined(path, file.name), file.sha256))
    }
  }

  /// The runs that reports were made of, each against what it says of itself now.
  ///
  /// - Parameter places: Folders of run folders; the first that has the run counts.
  /// - Returns: One check for each run, in the order of the record.
  func sourceChecks(in places: [String]) -> [RunVerification.FileCheck] {
    (record()?.sources ?? []).map { source in
      let files = places.flatMap { place in
        [RunFolder.provenanceName, RecordFolder.recordName].map {
          joined(joined(place, source.run), $0)
        }
      }
      let file = files.first(where: exists)
      let state = file.map { fileState($0, source.provenanceSHA256) } ?? .missing
      return .init(name: source.run, state: state)
    }
  }
}

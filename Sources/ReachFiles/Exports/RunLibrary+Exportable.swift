import ReachModel

extension RunLibrary {
  /// Finds a run that has a model and draws.
  ///
  /// - Parameter name: As ``run(_:)`` takes it.
  /// - Returns: The run, under the name that its folder has, however the path was written.
  /// - Throws: R005 and R006 as ``run(_:)``; R035 for a folder of a back-test.
  package func exportable(_ name: String) throws(DiagnosticReport) -> RunFolder {
    for path in [name, joined(results, name)]
    where names(in: path).contains(RecordFolder.recordName) {
      throw DiagnosticReport(
        one: Diagnostic(.notExportable, "`\(name)` has no model and no draws", at: nil))
    }
    let run = try run(name)
    return resolved(run.path).map { RunFolder($0) } ?? run
  }
}

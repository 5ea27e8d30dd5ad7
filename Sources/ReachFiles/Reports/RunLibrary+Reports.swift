import ReachModel
import Reporting

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

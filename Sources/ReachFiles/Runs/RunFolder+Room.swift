private import Glibc

extension RunFolder {
  /// Sees, before anything is simulated, that a run folder can be written.
  ///
  /// A folder is made and removed again. The disk may still fill up later; ``write(_:in:)`` copes.
  ///
  /// - Parameters:
  ///   - results: Where run folders go; made if there is none.
  ///   - bytes: What the run will need at least.
  /// - Throws: R001 to R003 (status 73) when it cannot be written or has no room, R004 (status 74)
  ///   when the disk fails.
  package static func makeRoom(in results: String, bytes: Int) throws(DiagnosticReport) {
    do throws(CallFailure) {
      try makeFolders(results)
      _ = try TemporaryFolder(in: results)
      let free = freeBytes(of: results)
      guard free.map({ $0 >= bytes }) ?? true else {
        throw CallFailure(code: ENOSPC, action: "finding \(bytes) bytes of room in `\(results)`")
      }
    } catch {
      throw error.report
    }
  }
}

/// Bytes that may still be written where a folder lies; nil where the system does not tell.
func freeBytes(of folder: String) -> Int? {
  var status = statvfs()
  // SAFETY: `status` is a local of the type that statvfs fills; the path is a terminated string.
  guard unsafe statvfs(folder, &status) == 0, status.f_blocks > 0 else { return nil }
  let (bytes, isTooMany) = status.f_bavail.multipliedReportingOverflow(by: UInt(status.f_frsize))
  return isTooMany ? nil : Int(clamping: bytes)
}

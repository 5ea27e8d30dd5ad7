private import CXlsxWriter
private import Glibc
import ReachModel
package import Reporting

/// Writes workbooks as Office Open XML (`.xlsx`), by libxlsxwriter.
///
/// Texts are only ever written as strings, so that none becomes a formula or a link. The day of making
/// is that of the workbook, and nothing else depends on when or where it is written: equal workbooks
/// are equal files.
package enum WorkbookWriter {
  /// The bytes of the file.
  ///
  /// libxlsxwriter writes numbers with 16 significant digits, one more than Excel keeps when it saves.
  ///
  /// - Parameter workbook: What to write.
  /// - Returns: A whole `.xlsx` file.
  /// - Throws: R027 if libxlsxwriter refuses it; R001, R002 or R004 if the system has no room for
  ///   temporary files.
  package static func bytes(of workbook: Workbook) throws(DiagnosticReport) -> [UInt8] {
    do throws(CallFailure) {
      let folder = try TemporaryFolder(in: temporaryPlace)
      let path = joined(folder.path, "book.xlsx")
      try write(workbook, at: path, temporary: folder.path)
      do throws(FileFailure) {
        return try contents(of: path, limit: WorkbookReader.limits.bytes)
      } catch {
        throw CallFailure(code: EIO, action: "reading back `\(path)`")
      }
    } catch {
      if error.code == refusal {
        throw DiagnosticReport(
          one: Diagnostic(
            .workbookNotWritten, "writing a workbook failed: \(error.action)", at: nil))
      }
      throw error.report
    }
  }

  /// Writes the file: whole, or not at all; one of that name is replaced in one step.
  ///
  /// - Parameters:
  ///   - workbook: What to write.
  ///   - path: Where to; its folder must be there.
  /// - Throws: As ``bytes(of:)``, and R001 to R004 where the place cannot be written.
  package static func write(_ workbook: Workbook, to path: String) throws(DiagnosticReport) {
    let bytes = try bytes(of: workbook)
    do throws(CallFailure) {
      try replaceFile(bytes, at: path)
    } catch {
      throw error.report
    }
  }

  /// Stands for "libxlsxwriter refused it" among the codes of the system, which are positive.
  private static let refusal: Int32 = -1

  private static var temporaryPlace: String {
    // SAFETY: getenv returns a terminated string, copied at once, or nil.
    let named = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    return named.isEmpty ? "/tmp" : named
  }

  private static func write(
    _ workbook: Workbook, at path: String, temporary folder: String
  ) throws(CallFailure) {
    var strings = OwnedStrings()
    var options = unsafe lxw_workbook_options()
    // SAFETY: the folder's name lives as long as `strings`, to the end of this function.
    unsafe options.tmpdir = unsafe strings.lend(folder)
    // SAFETY: libxlsxwriter copies path and options.
    guard let book = unsafe workbook_new_opt(path, &options) else {
      throw CallFailure(code: ENOMEM, action: "making a workbook")
    }
    // SAFETY: `book` is open, and is closed once, below.
    var drawn = unsafe WorkbookDrawing(book)
    unsafe setProperties(of: book, workbook, &strings)
    drawn.draw(workbook)
    // SAFETY: closing writes the file and frees everything that belongs to the book.
    let code = unsafe workbook_close(book)
    if let refused = drawn.refused { throw CallFailure(code: refusal, action: refused) }
    guard code == LXW_NO_ERROR else {
      // SAFETY: the message is a constant of the library.
      let reason = unsafe lxw_strerror(code).map { unsafe String(cString: $0) } ?? "error"
      throw CallFailure(code: refusal, action: reason)
    }
  }

  private static func setProperties(
    of book: UnsafeMutablePointer<lxw_workbook>, _ workbook: Workbook, _ strings: inout OwnedStrings
  ) {
    var properties = unsafe lxw_doc_properties()
    unsafe properties.title = unsafe strings.lend(workbook.title)
    unsafe properties.author = unsafe strings.lend("Reach")
    unsafe properties.created = midnight(of: workbook.created)
    // SAFETY: libxlsxwriter copies the properties; the strings outlive the call.
    unsafe workbook_set_properties(book, &properties)
  }
}

/// The first second of a day, UTC, as the system counts.
private func midnight(of day: CalendarDate) -> time_t {
  var parts = unsafe tm()
  unsafe parts.tm_year = Int32(day.year - 1900)
  unsafe parts.tm_mon = Int32(day.month - 1)
  unsafe parts.tm_mday = Int32(day.day)
  // SAFETY: `parts` is a local of the type that timegm reads.
  return unsafe timegm(&parts)
}

/// Writes a file under another name beside it, and gives it its name when it is whole.
func replaceFile(_ bytes: [UInt8], at path: String) throws(CallFailure) {
  let draft = path + ".writing-\(getpid())"
  do throws(CallFailure) {
    try writeNewFile(bytes, to: draft)
    // SAFETY: Swift passes the paths as terminated strings.
    guard unsafe rename(draft, path) == 0 else {
      throw CallFailure(code: errno, action: "naming `\(path)`")
    }
  } catch {
    // SAFETY: as above.
    _ = unsafe unlink(draft)
    throw error
  }
}

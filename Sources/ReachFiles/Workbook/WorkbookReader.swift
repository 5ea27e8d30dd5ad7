import ReachModel
import Reporting

/// Reads workbooks of Office Open XML (`.xlsx`) as Excel, LibreOffice and openpyxl write them.
///
/// Only what cells say is read: no looks, no macros, nothing outside the file. What cannot be read
/// with certainty is a problem with sheet and cell, all of them at once.
///
/// - Source: ECMA-376, *Office Open XML File Formats*, 5th ed., part 1, chapter 18.
package enum WorkbookReader {
  static let limits = ZipArchive.Limits()

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - name: What messages call it.
  /// - Returns: What its cells say.
  /// - Throws: F-codes if there is no such file; R028 if it is no workbook or a damaged or locked
  ///   one, R029 if it is beyond the limits, R030 for cells that cannot be read.
  package static func read(
    _ path: String, as name: String? = nil
  ) throws(DiagnosticReport) -> ReadWorkbook {
    let name = name ?? path
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try contents(of: path, limit: limits.bytes)
    } catch {
      throw DiagnosticReport(one: error.diagnostic(name, limit: limits.bytes, mention: nil))
    }
    return try read(bytes, as: name)
  }

  /// Reads the bytes of a file.
  package static func read(
    _ bytes: [UInt8], as name: String
  ) throws(DiagnosticReport) -> ReadWorkbook {
    var problems = ProblemList()
    let book: ReadWorkbook
    do throws(WorkbookFailure) {
      var package = try WorkbookPackage(bytes, limits)
      book = try package.workbook(named: name, &problems)
    } catch {
      throw error.report(name)
    }
    try problems.throwIfAny()
    return book
  }
}

/// Why a file as a whole is no workbook that can be read.
enum WorkbookFailure: Error, Equatable {
  case archive(ZipArchive.Failure)
  case xml(XMLTree.Failure, part: String)
  case structure(String)

  func report(_ file: String) -> DiagnosticReport {
    let (code, reason) = told
    return DiagnosticReport(one: Diagnostic(code, "`\(file)`: \(reason)", at: nil))
  }

  private var told: (DiagnosticCode, String) {
    switch self {
    case .archive(.noArchive(let what)), .archive(.encrypted(let what)), .structure(let what):
      (.notAWorkbook, what)
    case .archive(.tooLarge(let what)): (.workbookTooLarge, what)
    case .archive(.missing(let part)): (.notAWorkbook, "its part `\(part.prefix(80))` is missing")
    case .archive(.damaged(let part)): (.notAWorkbook, "its part `\(part.prefix(80))` is damaged")
    case .xml(.malformed(let what, let line), let part):
      (.notAWorkbook, "its part `\(part.prefix(80))` is no XML: \(what), line \(line)")
    case .xml(.hasDoctype, let part):
      (.notAWorkbook, "its part `\(part.prefix(80))` has a document type, which no workbook has")
    case .xml(.tooDeep, let part):
      (.workbookTooLarge, "`\(part.prefix(80))` is nested more than \(XMLTree.deepest) deep")
    case .xml(.tooMany, let part):
      (
        .workbookTooLarge,
        "with `\(part.prefix(80))` its parts have more than \(XMLTree.most) elements"
      )
    }
  }
}

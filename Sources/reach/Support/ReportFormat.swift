import Foundation
import ReachModel
import Reporting

/// What `reach report` can write.
enum ReportFormat: String, CaseIterable {
  case html, pdf, xlsx, docx, pptx, charts

  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The formats that were asked for, each once.
  ///
  /// - Parameters:
  ///   - text: Names with commas between; nil for what everyone needs.
  ///   - language: Of a misuse's words.
  /// - Returns: In the order of ``ReportFormat``.
  /// - Throws: A misuse that names what there is.
  static func list(_ text: String?, _ language: Language) throws -> [ReportFormat] {
    guard let text else { return [.html, .xlsx] }
    let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let unknown = words.filter { ReportFormat(rawValue: $0) == nil }
    guard unknown.isEmpty, !words.isEmpty else {
      let named = unknown.map { "`\($0)`" }.joined(separator: ", ")
      throw UsageError(
        message: Label(
          vi: "không có định dạng \(named.isEmpty ? "nào được nêu" : named)",
          en: named.isEmpty ? "no format is named" : "there is no format \(named)"),
        help: Label(vi: "có: \(names)", en: "there are \(names)"))
    }
    return allCases.filter { words.contains($0.rawValue) }
  }
}

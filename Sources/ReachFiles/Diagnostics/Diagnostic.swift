public import ReachModel
package import Reporting

/// A problem in a file someone wrote: where it is, what it is, what to do.
public struct Diagnostic: Error, Sendable, Equatable {
  public let code: DiagnosticCode
  /// What is wrong with this very value, in one line without a full stop.
  public let summary: String
  /// Nil when the problem has no place (a file that is missing).
  public let origin: Origin?
  /// Characters under the caret, at least 1.
  public let length: Int
  /// Printed beside the caret, for example ``did you mean `budget`?``.
  public let hint: String?
  /// The names that would have been accepted.
  public let allowed: [String]
  /// Further lines, each one sentence.
  public let notes: [String]
  /// The line of the file at ``origin``; filled in when a report is made.
  public internal(set) var excerpt: String?

  public init(
    _ code: DiagnosticCode, _ summary: String, at origin: Origin?, length: Int = 1,
    hint: String? = nil, allowed: [String] = [], notes: [String] = []
  ) {
    (self.code, self.summary, self.origin, self.length) = (code, summary, origin, max(1, length))
    (self.hint, self.allowed, self.notes) = (hint, allowed, notes)
  }
}

/// All problems of a read, in the order of their places.
public struct DiagnosticReport: Explained, Equatable {
  public let diagnostics: [Diagnostic]

  /// Problems beyond this number are counted, not printed.
  static let printed = 100

  /// Nil if there is no problem to report.
  public init?(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return nil }
    self.diagnostics = diagnostics
  }

  /// A report of one problem.
  public init(one diagnostic: Diagnostic) { diagnostics = [diagnostic] }

  /// Every problem in the form of a compiler's message, with a blank line between two.
  public var explanation: String { explanation(.en) }

  /// The same in a language.
  package func explanation(_ language: Language) -> String {
    var parts = diagnostics.prefix(Self.printed).map { $0.rendered(language) }
    if diagnostics.count > Self.printed {
      let more = diagnostics.count - Self.printed, isCut = diagnostics.count >= ProblemList.limit
      parts.append(
        language(
          vi: "… và \(isCut ? "ít nhất " : "")\(more) lỗi nữa",
          en: "… and \(isCut ? "at least " : "")\(more) more problems"))
    }
    return parts.joined(separator: "\n\n")
  }

  /// The status of a missing or unreadable file if there is one, otherwise that of bad content.
  public var exitStatus: ExitStatus {
    let statuses = diagnostics.map(\.code.exitStatus)
    return statuses.first { $0 != .badContent } ?? .badContent
  }
}

extension Diagnostic {
  /// The message: code and summary, place, excerpt with a caret, names allowed, help.
  public var rendered: String { rendered(.en) }

  /// The same in a language.
  ///
  /// In Vietnamese the kind of problem and what to do about it, which its code has in both languages,
  /// stand first; what is said of this very value stays in English below, as names and keys do.
  package func rendered(_ language: Language) -> String {
    var lines = [
      language(vi: "lỗi[\(code.id)]: \(code.title.vi)", en: "error[\(code.id)]: \(summary)")
    ]
    let gutter = String(repeating: " ", count: origin.map { String($0.line).count } ?? 1)
    if let origin { lines += place(origin, gutter: gutter) }
    func add(_ vi: String, _ en: String, _ text: String) {
      lines.append("\(gutter) = \(language(vi: vi, en: en)): \(text)")
    }
    if language == .vi {
      add("chi tiết (tiếng Anh)", "", summary)
      let remedy = wrapped(code.remedy.vi, width: 80)
      lines += remedy.enumerated().map {
        $0 == 0 ? "\(gutter) = cách xử lý: \($1)" : "\(gutter)     \($1)"
      }
    }
    if excerpt == nil, let hint { add("gợi ý (tiếng Anh)", "hint", hint) }
    if !allowed.isEmpty { add("được phép ở đây", "allowed here", allowed.joined(separator: ", ")) }
    for note in notes { add("ghi chú (tiếng Anh)", "note", note) }
    add(
      "xem thêm", "help",
      "reach explain \(code.id)" + language(vi: " --lang vi", en: ""))
    return lines.joined(separator: "\n")
  }

  private func place(_ origin: Origin, gutter: String) -> [String] {
    let head = "\(gutter)--> \(origin)"
    guard let excerpt else { return [head] }
    let window = ExcerptWindow(of: excerpt, column: origin.column, length: length)
    let caret = window.padding + String(repeating: "^", count: window.length)
    return [
      head, "\(gutter) |", "\(origin.line) | \(window.text)".trimmingTrailingSpaces,
      "\(gutter) | \(caret)\(hint.map { " " + $0 } ?? "")",
    ]
  }
}

/// The part of a line that fits on a screen, with the caret's place in it.
struct ExcerptWindow {
  var text: String
  var padding: String
  var length: Int

  private static let width = 100

  /// `column` counts Unicode scalars from 1.
  init(of line: String, column: Int, length: Int) {
    // A tab is shown as one, so that the caret stands below its place.
    let scalars = line.unicodeScalars.prefix(column - 1 + 4 * Self.width).map {
      $0 != "\t" && ControlCharacters.contains($0) ? "\u{FFFD}" : $0
    }
    let start = max(0, min(column - 1, scalars.count) - (column > Self.width ? 40 : column))
    let end = min(scalars.count, start + Self.width)
    func string(_ range: Range<Int>) -> String {
      String(String.UnicodeScalarView(scalars[range]))
    }
    let isCut = start > 0
    text = (isCut ? "…" : "") + string(start..<end) + (end < scalars.count ? "…" : "")
    let before = string(start..<max(start, min(column - 1, end)))
    padding = (isCut ? " " : "") + String(before.map { $0 == "\t" ? "\t" : " " })
    self.length = max(1, min(length, end - (column - 1)))
  }
}

extension String {
  var trimmingTrailingSpaces: String {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[...last])
  }
}

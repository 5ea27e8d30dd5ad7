private import Glibc
import ReachModel

extension DataDoctor {
  /// The findings whose proposals follow from the text itself.
  package var applied: [DataFinding] {
    findings.filter { $0.certainty == .certain && !$0.changes.isEmpty }
  }

  /// The findings that a person has to decide.
  package var left: [DataFinding] {
    findings.filter { $0.certainty != .certain || $0.changes.isEmpty }
  }

  /// The table with the certain proposals applied, in UTF-8 without a byte order mark; every other
  /// byte is that of the file.
  ///
  /// Where several proposals meet in one cell, the one that does the work of the others as well
  /// counts (``precedence``).
  package var repaired: [UInt8] {
    let source = table.text.source.bytes
    var removed: Set<Range<Int>> = [], edits: [Range<Int>: ProposedChange] = [:]
    let inOrder = applied.sorted { Self.precedence($0.kind) < Self.precedence($1.kind) }
    for change in inOrder.flatMap(\.changes) {
      if change.after == nil { removed.insert(change.bytes) }
      if change.after != nil, edits[change.bytes] == nil { edits[change.bytes] = change }
    }
    let kept = edits.values.filter { edit in !removed.contains { $0.overlaps(edit.bytes) } }
    let cuts = kept.map { ($0.bytes, Array(written($0).utf8)) } + removed.map { ($0, []) }
    var out: [UInt8] = [], place = 0
    for (bytes, text) in cuts.sorted(by: { $0.0.lowerBound < $1.0.lowerBound }) {
      out += source[place..<bytes.lowerBound]
      out += text
      place = bytes.upperBound
    }
    return out + source[place...]
  }

  /// A number without percent sign is written without notes and blanks and with the mark of the
  /// file; one with the right mark without notes and blanks; one without notes without blanks; a
  /// name without stray blanks is in form C.
  private static func precedence(_ kind: DataProblem) -> Int {
    let order: [DataProblem] = [.mixedPercent, .dotOrComma, .footnoteMark, .straySpace]
    return order.firstIndex(of: kind) ?? order.count
  }

  /// A cell as it stands in the file: in quotes if it was, or if it has to be now.
  private func written(_ change: ProposedChange) -> String {
    let text = change.after ?? ""
    let needsQuotes = text.contains { $0 == table.separator || $0 == "\"" || $0.isNewline }
    guard change.isQuoted || needsQuotes else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// Writes ``repaired`` to a new file, whole or not at all.
  ///
  /// The text goes to a hidden file beside it first, which then gets the name in one step; a name
  /// that is taken is left as it is.
  ///
  /// - Throws: F010 when the name is taken, F011 when the folder cannot be written, F012 when the
  ///   disk fails.
  package func write(to path: String) throws(DiagnosticReport) {
    let draft = joined(folder(of: path), ".tmp-\(getpid())-\(lastName(of: path))")
    do throws(CallFailure) {
      try writeNewFile(repaired, to: draft)
      // SAFETY: Swift passes the paths as terminated strings.
      let linked = unsafe link(draft, path)
      let code = linked == 0 ? 0 : errno
      // SAFETY: as above.
      _ = unsafe unlink(draft)
      if code != 0 { throw CallFailure(code: code, action: "writing `\(path)`") }
    } catch {
      // SAFETY: as above.
      if error.code != EEXIST { _ = unsafe unlink(draft) }
      throw Self.report(error, path)
    }
  }

  private static func report(_ failure: CallFailure, _ path: String) -> DiagnosticReport {
    switch failure.code {
    case EEXIST:
      DiagnosticReport(one: Diagnostic(.fileExists, "`\(path)` exists already", at: nil))
    case EIO:
      DiagnosticReport(
        one: Diagnostic(.fileWriteFailed, "writing `\(path)` failed: \(failure.reason)", at: nil))
    default:
      DiagnosticReport(
        one: Diagnostic(.fileUnwritable, "`\(path)` cannot be written: \(failure.reason)", at: nil))
    }
  }
}

package import ReachModel

/// The problems met while reading, so that a reader can go on and report all of them at once.
package struct ProblemList: Sendable {
  package private(set) var diagnostics: [Diagnostic] = []
  private var sources: [String: SourceText] = [:]
  private var order: [String] = []

  /// More problems than this of one reading are not kept: nobody reads them, and a file made to be
  /// wrong everywhere would fill the memory.
  package static let limit = 1000

  package init() {}

  /// Whether a reader may stop, since no further problem will be kept.
  package var isFull: Bool { diagnostics.count >= Self.limit }

  package var isEmpty: Bool { diagnostics.isEmpty }

  /// Makes the lines of `source` available to the excerpts of a report.
  package mutating func register(_ source: SourceText) {
    if sources.updateValue(source, forKey: source.file) == nil { order.append(source.file) }
  }

  package mutating func report(_ diagnostic: Diagnostic) {
    if !isFull { diagnostics.append(diagnostic) }
  }

  package mutating func report(
    _ code: DiagnosticCode, _ summary: String, at origin: Origin?, length: Int = 1,
    hint: String? = nil, allowed: [String] = [], notes: [String] = []
  ) {
    report(
      Diagnostic(
        code, summary, at: origin, length: length, hint: hint, allowed: allowed, notes: notes))
  }

  package mutating func report(_ report: DiagnosticReport) {
    diagnostics += report.diagnostics
  }

  /// Longer lists of names are not printed.
  private static let longestList = 30

  /// Reports a name that is not among `known`, with the nearest of them.
  package mutating func reportUnknown(
    _ code: DiagnosticCode, _ summary: String, name: String, known: [String], at origin: Origin,
    length: Int? = nil
  ) {
    let nearest = nearestName(to: name, among: known)
    report(
      code, summary, at: origin, length: length ?? name.unicodeScalars.count,
      hint: nearest.map { "did you mean `\($0)`?" },
      allowed: known.count > Self.longestList ? [] : known)
  }

  /// The report of everything so far: by file in the order of reading, then by place, each once.
  package var summary: DiagnosticReport? {
    let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    func key(_ diagnostic: Diagnostic) -> (Int, Int, Int) {
      guard let origin = diagnostic.origin else { return (-1, 0, 0) }
      return (ranks[origin.file] ?? order.count, origin.line, origin.column)
    }
    let sorted = diagnostics.enumerated().sorted {
      let (a, b) = (key($0.element), key($1.element))
      return a == b ? $0.offset < $1.offset : a < b
    }
    var seen: [Diagnostic] = []
    for (_, diagnostic) in sorted where !seen.suffix(8).contains(diagnostic) {
      seen.append(diagnostic)
    }
    return DiagnosticReport(withExcerpts(seen))
  }

  /// Throws everything reported so far, if there is anything.
  package func throwIfAny() throws(DiagnosticReport) {
    if let summary { throw summary }
  }

  /// The diagnostics that will be printed get their lines; several in one line share its text.
  private func withExcerpts(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var last: (origin: Origin, line: String?)?
    return diagnostics.enumerated().map { place, diagnostic in
      guard place < DiagnosticReport.printed, let origin = diagnostic.origin,
        diagnostic.excerpt == nil
      else { return diagnostic }
      if last?.origin.file != origin.file || last?.origin.line != origin.line {
        last = (origin, sources[origin.file]?.line(origin.line))
      }
      var located = diagnostic
      located.excerpt = last?.line
      return located
    }
  }
}

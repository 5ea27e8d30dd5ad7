import ReachModel
package import Reporting

extension ScenarioImport {
  /// Writes the scenario file: whole, or not at all.
  ///
  /// - Throws: R001 to R004.
  package func write(to path: String) throws(DiagnosticReport) {
    do throws(CallFailure) {
      try replaceFile(Array(text.utf8), at: path)
    } catch {
      throw error.report
    }
  }

  /// What was edited, a line each.
  package func summary(output: String, _ language: Language) -> String {
    guard !edits.isEmpty || !sourced.isEmpty else {
      return language(
        vi: "\(output): không có ô nào được sửa; kịch bản giống kịch bản gốc",
        en: "\(output): no cell was edited; the scenario is its base")
    }
    let count = edits.count
    let values = language(
      vi: "\(count) giá trị đã sửa", en: count == 1 ? "1 value edited" : "\(count) values edited")
    let sources =
      sourced.isEmpty
      ? "" : language(vi: ", \(sourced.count) nguồn", en: ", \(sourced.count) sources")
    let lines = edits.map { edit in
      let old = edit.old.map { "\(Self.short($0)) → " } ?? ""
      return "  \(edit.path): \(old)\(Self.short(edit.new))"
    }
    let next = language(vi: "Tiếp theo: reach run ", en: "Next: reach run ") + output
    return (["\(output): \(values)\(sources)"] + lines + [next]).joined(separator: "\n")
  }

  /// At most 40 characters of a value: titles may be long.
  private static func short(_ text: String) -> String {
    text.count > 40 ? text.prefix(39) + "…" : text
  }

  /// The same for programs.
  package func json(book: String, output: String) -> JSONValue {
    .object([
      ("format", .string("reach-import")), ("version", .integer(1)), ("book", .string(book)),
      ("output", .string(output)), ("scenario", .string(study.name)),
      (
        "edits",
        .array(
          edits.map { edit in
            .object([
              ("path", .string(edit.path)), ("old", edit.old.map { .string($0) } ?? .null),
              ("new", .string(edit.new)), ("cell", .string("\(edit.origin)")),
            ])
          })
      ), ("sources", .array(sourced.map { .string($0) })),
    ])
  }
}

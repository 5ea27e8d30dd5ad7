import ReachModel
package import Reporting

extension DiagnosticCode {
  /// The page of `reach explain`.
  package func page(_ language: Language) -> String {
    let ends = language(
      vi: "Lệnh gặp lỗi này kết thúc với mã \(exitStatus.rawValue).",
      en: "A command that meets this ends with status \(exitStatus.rawValue).")
    var parts = [
      "\(id)  \(language(title))",
      language(vi: "Nguyên nhân: ", en: "") + language(cause),
      language(vi: "Cách xử lý: ", en: "What to do: ") + language(remedy),
    ]
    if !example.isEmpty {
      parts.append(
        example.split(separator: "\n").map { "    \(marked($0, language))" }
          .joined(separator: "\n"))
    }
    return (parts + [ends]).joined(separator: "\n\n") + "\n"
  }

  /// A line of the example: what stands in a file has no language, the word before it has.
  private func marked(_ line: Substring, _ language: Language) -> String {
    let words = [
      (mark: "wrong: ", vi: "sai:  "), (mark: "right: ", vi: "đúng: "),
    ]
    guard language == .vi, let word = words.first(where: { line.hasPrefix($0.mark) }) else {
      return String(line)
    }
    return word.vi + line.dropFirst(word.mark.count)
  }
}

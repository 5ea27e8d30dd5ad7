package import Assessment
package import ReachModel

/// Contradictions among the targets of a plan and what deserves a warning, for people.
package struct ConflictText: Sendable {
  package let study: Study
  package let language: Language

  package init(_ study: Study, _ language: Language) {
    (self.study, self.language) = (study, language)
  }

  var numbers: NumberStyle { NumberStyle(language) }

  /// A contradiction in the form of an error: what, where, why in numbers, and what to do.
  ///
  /// - Parameters:
  ///   - conflict: Of this study.
  ///   - code: Under which `reach explain` says more.
  /// - Returns: Some lines, without a line break at the end.
  package func error(_ conflict: TargetConflict, code: String) -> String {
    let names = list(conflict.targets.map { "`\($0.key)`" })
    let title =
      conflict.targets.count == 1
      ? language(vi: "chỉ tiêu \(names) không thể đạt", en: "the target \(names) cannot hold")
      : language(
        vi: "các chỉ tiêu \(names) không thể cùng đạt",
        en: "the targets \(names) cannot hold together")
    let word = language(vi: "lỗi", en: "error")
    let note = language(vi: "ghi chú", en: "note")
    var lines = ["\(word)[\(code)]: \(title)"]
    lines += conflict.targets.map { "  --> \($0.origin): \(wish($0))" }
    lines += identity(conflict).map { "  = \(note): \($0)" }
    lines.append("  = \(language(vi: "cách xử lý", en: "hint")): \(remedy(conflict))")
    lines.append("  = \(language(vi: "xem thêm", en: "help")): reach explain \(code)")
    return lines.joined(separator: "\n")
  }

  /// A contradiction as a warning on one line.
  package func warning(_ conflict: TargetConflict) -> String {
    let names = list(conflict.targets.map { "`\($0.key)`" })
    let reasons = identity(conflict).joined(separator: "; ")
    let first = conflict.targets.first.map { "\($0.origin): " } ?? ""
    return language(
      vi: "cảnh báo: \(first)các chỉ tiêu \(names) không thể cùng đạt: \(reasons)",
      en: "warning: \(first)targets that cannot hold, \(names): \(reasons)")
  }

  /// What the search for contradictions left out, if it was cut short.
  package var cutShort: String {
    language(
      vi: "cảnh báo: \(study.name) có quá nhiều chỉ tiêu mâu thuẫn nhau: chưa liệt kê hết",
      en: "warning: \(study.name) has more contradictions among its targets than are listed")
  }

  private func remedy(_ conflict: TargetConflict) -> String {
    conflict.restsOnLaws
      ? language(
        vi: "sửa hoặc bỏ một trong các chỉ tiêu này, hoặc xem lại giả định của kịch bản",
        en: "change or drop one of them, or look again at what the scenario assumes")
      : language(
        vi: "sửa hoặc bỏ một trong các chỉ tiêu này", en: "change or drop one of these targets")
  }

  // MARK: Targets in words

  /// `firms of components in 2021 >= 900`.
  func wish(_ target: Target, bound: Double? = nil) -> String {
    let value = target.outcome.exactText(bound ?? target.threshold, language)
    return "\(subject(target)) \(target.comparison.sign(language)) \(value)"
  }

  func subject(_ target: Target) -> String {
    let sector = target.sector.map { study.sectors[$0] }
    return language(
      vi: target.outcome.vietnameseName + (sector.map { " (\($0.label.vi))" } ?? "")
        + " năm \(target.year)",
      en: target.outcome.rawValue + (sector.map { " of \($0.key)" } ?? "") + " in \(target.year)")
  }

  func list(_ items: [String]) -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + language(vi: " và ", en: " and ") + last
  }
}

extension Outcome {
  /// A threshold in full: two that differ never read the same.
  func exactText(_ threshold: Double, _ language: Language) -> String {
    let numbers = NumberStyle(language)
    guard !isCount else {
      return threshold == threshold.rounded()
        ? numbers.number(threshold) : numbers.shortest(threshold)
    }
    return numbers.shortest(100 * threshold) + " %"
  }
}

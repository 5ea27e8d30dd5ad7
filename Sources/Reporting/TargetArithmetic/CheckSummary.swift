import Assessment
import ReachModel

/// What `reach check` says of a scenario that can be read, in two lines.
///
/// - Parameters:
///   - plan: The scenario, checked.
///   - language: Of the text.
/// - Returns: The file, the state, years, day of information and counts.
package func checkSummary(_ plan: CheckedPlan, _ language: Language) -> String {
  let study = plan.study, first = study.planYear
  let last = first + study.model.quarters / 4 - 1
  let conflicts = plan.arithmetic.conflicts.count
  let state =
    conflicts == 0
    ? language(vi: "hợp lệ", en: "correct")
    : language(
      vi: "\(conflicts) mâu thuẫn giữa các chỉ tiêu",
      en: counted(conflicts, "contradiction") + " among its targets")
  let years = first == last ? "\(last)" : "\(first)" + language(vi: " đến ", en: " to ") + "\(last)"
  let date = language.date(study.asOf)
  let counts = [
    language(
      vi: "\(study.targets.count) chỉ tiêu", en: counted(study.targets.count, "target")),
    language(vi: "\(study.levers.count) công cụ", en: counted(study.levers.count, "lever")),
    language(
      vi: "\(study.uncertainties.count) đầu vào bất định",
      en: counted(study.uncertainties.count, "uncertaint", "y", "ies")),
    language(
      vi: "\(study.assumptions.count) giả định cố định",
      en: counted(study.assumptions.count, "fixed assumption")),
  ]
  let heading = language(
    vi: "\(state); năm \(years), thông tin đến ngày \(date);",
    en: "\(state); \(years), as of \(date);")
  return "\(plan.file): \(heading)\n  \(counts.joined(separator: ", "))"
}

private func counted(
  _ count: Int, _ word: String, _ one: String = "", _ several: String = "s"
) -> String { "\(count) \(word)\(count == 1 ? one : several)" }

package import ReachModel

/// What was done to take effects out, for the output of a regression.
package struct AbsorptionReport: Sendable {
  package let method: Absorption.Method
  /// The factors' names and numbers of groups.
  package let factors: [(name: String, groups: Int)]
  package let independent: IndependentEffects
  /// The most steps that a column took; 0 for methods without steps.
  package let steps: Int
  /// Rows that are alone in a group: dropped where the specification asks for it, kept otherwise.
  package let singletons: Int
  package let singletonsDropped: Bool

  /// Lines for a report.
  package var lines: [Label] {
    let list = factors.map { "\($0.name) (\($0.groups))" }.joined(separator: ", ")
    var lines = [
      Label(vi: "hiệu ứng cố định: \(list)", en: "fixed effects: \(list)"),
      Label(vi: "cách tính: \(method.label.vi)", en: "method: \(method.label.en)"),
      Label(
        vi: "hiệu ứng độc lập: \(independent.rank), \(independent.label.vi)",
        en: "independent effects: \(independent.rank), \(independent.label.en)"),
    ]
    if steps > 0 { lines.append(Label(vi: "số bước lặp: \(steps)", en: "steps: \(steps)")) }
    if singletons > 0 {
      lines.append(
        singletonsDropped
          ? Label(
            vi: "đã bỏ \(singletons) quan sát đơn lẻ trong nhóm",
            en: "\(counted(singletons, "singleton observation")) dropped")
          : Label(
            vi: "giữ \(singletons) quan sát đơn lẻ trong nhóm",
            en: "\(counted(singletons, "singleton observation")) kept"))
    }
    return lines
  }
}

extension Absorption {
  /// What was done, for a report.
  ///
  /// - Parameters:
  ///   - columns: What was absorbed.
  ///   - singletons: How many rows are alone in a group, see ``singletons(in:)``.
  ///   - singletonsDropped: Whether they were left out before.
  /// - Returns: The most steps of any column, and what the effects are.
  package func report(
    of columns: [AbsorbedColumn], singletons: Int = 0, singletonsDropped: Bool = false
  ) -> AbsorptionReport {
    AbsorptionReport(
      method: method, factors: effects.map { ($0.name, $0.count) }, independent: independent,
      steps: columns.reduce(0) { max($0, $1.steps) }, singletons: singletons,
      singletonsDropped: singletonsDropped)
  }
}

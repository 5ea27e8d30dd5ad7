import LinearAlgebra
import ReachModel

/// The panel of an evaluation, and which units did not come into it.
package struct ProgrammeSample: Sendable, Equatable {
  package let panel: ProgrammePanel
  /// 4 for quarters, 12 for months, 1 for years.
  package let periodsPerYear: Int
  /// Units that miss a period, in the order of the data.
  package let incomplete: [String]
  /// Units that had support in the first period already: nothing says what they were before.
  package let always: [String]
  /// Units whose support begins after the data end: they are compared with until then.
  package let later: [String]
  /// Mean of the stated amounts over units with support; nil unless each of them has one.
  package let meanAmount: Double?

  /// Makes the panel that a specification asks for.
  ///
  /// - Parameters:
  ///   - specification: What is evaluated.
  ///   - data: Outcome and covariates by unit and period.
  /// - Throws: Everything in the data that keeps it from being made.
  package init(
    _ specification: ProgrammeSpecification, _ data: RegressionData
  ) throws(ProgrammeProblems) {
    let table = try UnitTable(data)
    try Self.check(specification, table)
    let starts = Dictionary(
      specification.treated.map { ($0.unit, $0.from) }, uniquingKeysWith: { first, _ in first })
    let excluded = Set(specification.excluded)
    let chosen = specification.comparison.map(Set.init)
    var rows: [UnitTable.Row] = [], incomplete: [String] = [], always: [String] = []
    var later: [String] = []
    for row in table.rows where !excluded.contains(row.name) {
      let start = starts[row.name]
      guard start != nil || chosen?.contains(row.name) ?? true else { continue }
      guard row.isComplete else {
        incomplete.append(row.name)
        continue
      }
      if let start, start <= table.first {
        always.append(row.name)
        continue
      }
      if let start, start > table.last { later.append(row.name) }
      rows.append(row)
    }
    let places = rows.map { row in
      min(starts[row.name].map { $0 - table.first } ?? .max, table.periods.count)
    }
    // Covariates are those of the last period before anybody's support.
    let base = max(0, (places.min() ?? 1) - 1)
    guard places.contains(where: { $0 < table.periods.count }) else {
      throw ProgrammeProblems([Self.nobody(specification, incomplete, always, later)])
    }
    let panel = ProgrammePanel(
      units: rows.map(\.name), periods: table.periods, outcomes: rows.map { $0.outcomes },
      starts: places, covariates: rows.map { row in row.covariates[base] })
    (self.panel, periodsPerYear, self.incomplete) = (
      panel, data.periodsPerYear, incomplete
    )
    (self.always, self.later) = (always, later)
    let present = Set(panel.treated.map { panel.units[$0] })
    let amounts = specification.treated.filter { present.contains($0.unit) }.map(\.amount)
    let known = amounts.compactMap(\.self)
    meanAmount =
      known.count == amounts.count && !known.isEmpty
      ? known.reduce(0, +) / Double(known.count) : nil
  }

  private static func check(
    _ specification: ProgrammeSpecification, _ table: UnitTable
  ) throws(ProgrammeProblems) {
    let known = table.rows.map(\.name), names = Set(known)
    func missing(_ name: String, _ path: [String]) -> ProgrammeProblem? {
      guard !names.contains(name) else { return nil }
      return ProgrammeProblem(
        Label(vi: "số liệu không có đơn vị `\(name)`", en: "the data have no unit `\(name)`"),
        path, unknown: .init(name: name, known: known))
    }
    var problems: [ProgrammeProblem] = []
    for (place, treated) in specification.treated.enumerated() {
      problems += [missing(treated.unit, ["treated", "\(place)", "unit"])].compactMap(\.self)
    }
    for (place, name) in (specification.comparison ?? []).enumerated() {
      problems += [missing(name, ["comparison", "\(place)"])].compactMap(\.self)
    }
    for (place, name) in specification.excluded.enumerated() {
      problems += [missing(name, ["exclude", "\(place)"])].compactMap(\.self)
    }
    if table.periodsPerYear != specification.periodsPerYear {
      problems.append(
        ProgrammeProblem(
          Label(
            vi: "`from` không cùng loại kỳ với số liệu (năm, quý hoặc tháng)",
            en: "`from` is of another kind than the periods of the data (years, quarters, months)"),
          ["treated", "0", "from"]))
    }
    if !problems.isEmpty { throw ProgrammeProblems(problems) }
  }

  private static func nobody(
    _ specification: ProgrammeSpecification, _ incomplete: [String], _ always: [String],
    _ later: [String]
  ) -> ProgrammeProblem {
    let named = Set(specification.treated.map(\.unit))
    func list(_ names: [String]) -> String { names.filter(named.contains).joined(separator: ", ") }
    var vi: [String] = [], en: [String] = []
    if !list(incomplete).isEmpty {
      vi.append("thiếu số liệu: \(list(incomplete))")
      en.append("periods are missing for \(list(incomplete))")
    }
    if !list(always).isEmpty {
      vi.append("đã được hỗ trợ từ kỳ đầu: \(list(always))")
      en.append("\(list(always)) had support in the first period already")
    }
    if !list(later).isEmpty {
      vi.append("hỗ trợ bắt đầu sau khi số liệu kết thúc: \(list(later))")
      en.append("the support of \(list(later)) begins after the data end")
    }
    return ProgrammeProblem(
      Label(
        vi: "không đánh giá được đơn vị được hỗ trợ nào: " + vi.joined(separator: "; "),
        en: "no unit with support can be evaluated: " + en.joined(separator: "; ")), ["treated"])
  }
}

/// All that keeps an evaluation from being made.
package struct ProgrammeProblems: Error, Sendable, Equatable {
  /// At least one.
  package let problems: [ProgrammeProblem]

  package init(_ problems: [ProgrammeProblem]) { self.problems = problems }
}

/// Rows of data by unit and period.
private struct UnitTable {
  struct Row {
    let name: String
    /// NaN marks a missing period, and never leaves this file.
    var outcomes: [Double]
    var covariates: [[Double]]

    var isComplete: Bool { !outcomes.contains { $0.isNaN } }
  }

  private(set) var rows: [Row]
  let periods: [Int]
  let periodsPerYear: Int

  var first: Int { periods[0] }
  var last: Int { periods[periods.count - 1] }

  init(_ data: RegressionData) throws(ProgrammeProblems) {
    guard let entity = data.entity, let period = data.period, let low = period.min(),
      let high = period.max()
    else { preconditionFailure("an evaluation needs entity and period") }
    guard entity.labels.count == entity.count else {
      throw ProgrammeProblems([
        ProgrammeProblem(
          Label(
            vi: "có \(entity.count) đơn vị, quá nhiều để gọi tên từng đơn vị",
            en: "there are \(entity.count) units, too many to be told by name"), ["entity"])
      ])
    }
    let seen = Set(period)
    if let gap = (low...high).first(where: { !seen.contains($0) }) {
      throw ProgrammeProblems([
        ProgrammeProblem(
          Label(
            vi: "không đơn vị nào có số liệu của kỳ \(data.periodText(gap))",
            en: "no unit has figures for \(data.periodText(gap)), which lies between others"),
          ["outcome"])
      ])
    }
    (periods, periodsPerYear) = (Array(low...high), data.periodsPerYear)
    let count = periods.count, k = data.X.columns
    rows = (0..<entity.count).map { place in
      Row(
        name: entity.labels[place],
        outcomes: Array(repeating: .nan, count: count),
        covariates: Array(repeating: Array(repeating: 0, count: k), count: count))
    }
    for i in 0..<data.observations {
      let unit = Int(entity.codes[i]), place = period[i] - low
      rows[unit].outcomes[place] = data.y[i]
      rows[unit].covariates[place] = (0..<k).map { data.X[i, $0] }
    }
    // The order of lines must not decide sums: units stand in the order of their names.
    rows.sort { $0.name < $1.name }
  }
}

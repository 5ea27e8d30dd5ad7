import PanelData

/// Every term of a specification evaluated on all rows, and the rows that are complete.
struct EvaluatedSample {
  typealias Role = RegressionSpecification.Role

  /// A term's values on all rows.
  struct Term {
    let role: Role
    let text: String
    let path: [String]
    /// The column and the exponent, where it is nothing else.
    let power: Expression.Power?
    var values: ExpressionValues
  }

  struct Group {
    let role: Role
    let name: String
    let path: [String]
    let column: CodedColumn
  }

  let specification: RegressionSpecification
  /// Without its columns once the terms are evaluated.
  private(set) var table: DataTable
  /// The columns of which terms are powers.
  private(set) var bases: [String: [Double]] = [:]
  private(set) var index: PanelIndex?
  private(set) var terms: [Term] = []
  private(set) var groups: [Group] = []
  private(set) var coordinates: (latitude: [Double], longitude: [Double])?
  /// Rows that pass the filter.
  private(set) var passes: [Bool] = []
  /// Rows that pass and miss nothing.
  private(set) var rows: [Int32] = []
  private(set) var report = SampleReport()
  /// A text of a filter that nothing passes which its column does not hold.
  private var unknownLevel: (range: Range<Int>, name: SpecificationProblem.Unknown)?
  var problems: [SpecificationProblem] = []

  /// - Throws: What keeps the terms from being evaluated at all.
  init(
    _ specification: RegressionSpecification, _ reshaped: consuming ReshapedTable, records: Int
  ) throws(SpecificationProblems) {
    self.specification = specification
    report.records = records
    (report.leftOutByLayout, report.unplaced) = (reshaped.leftOut, reshaped.unplaced)
    table = (consume reshaped).table
    report.rows = table.rows
    makeIndex()
    try evaluate()
    keepBases()
    findInfinities()
    table = table.withoutColumns
    countMissing()
    try stop()
  }

  private mutating func evaluate() throws(SpecificationProblems) {
    var evaluation = Evaluation(table, index: index)
    filter(&evaluation)
    try stop()
    evaluation.sample = passes
    evaluateTerms(&evaluation)
    evaluateGroups()
    evaluateCoordinates()
    try stop()
  }

  private mutating func keepBases() {
    for name in terms.compactMap(\.power?.column) {
      if case .numbers(let values) = table.column(name) { bases[name] = values }
    }
  }

  /// Gives a term's storage back once its columns are made.
  mutating func release(_ place: Int) {
    if case .numbers = terms[place].values { terms[place].values = .numbers([]) }
  }

  /// Notes factors, each once.
  mutating func reportFactors(_ factors: [SampleReport.Factor], emptyCells: Int) {
    report.factors += factors.filter { !report.factors.contains($0) }
    report.emptyCells += emptyCells
  }

  func stop() throws(SpecificationProblems) {
    if !problems.isEmpty { throw SpecificationProblems(problems) }
  }

  // MARK: Entity, period, filter

  private mutating func makeIndex() {
    guard let name = specification.periodColumn, let column = table.column(name) else { return }
    do throws(SpecificationProblem) {
      let periods = try Periods(column, name: name, table: table)
      let entities = specification.entity.flatMap(table.column).map(CodedColumn.init)
      let index = PanelIndex(entities: entities, periods: periods)
      self.index = index
      if let (first, second) = index.duplicate { problems.append(repeated(first, second)) }
    } catch {
      problems.append(error)
    }
  }

  private func repeated(_ first: Int, _ second: Int) -> SpecificationProblem {
    let key = [specification.entity, specification.periodColumn].compactMap(\.self).compactMap {
      name in
      table.column(name).map { "\(name) \(CodedColumn($0).label(ofRow: second))" }
    }.joined(separator: ", ")
    return SpecificationProblem(
      .duplicateRow,
      "\(key) stands in \(table.place(ofRow: second)) again, first in \(table.place(ofRow: first))",
      hint: specification.entity == nil
        ? "a panel needs `entity` too" : "an entity has one row in each period",
      path: [specification.entity == nil ? "period" : "entity"])
  }

  private mutating func filter(_ evaluation: inout Evaluation) {
    passes = Array(repeating: true, count: table.rows)
    guard let condition = specification.sample else { return }
    do throws(SpecificationProblem) {
      let truths = try evaluation.truths(of: condition.root, in: condition)
      _ = evaluation.takeUndefined()
      for row in truths.indices where truths[row] != 1 {
        passes[row] = false
        if truths[row].isNaN { report.undecidedBySample += 1 } else { report.leftOutBySample += 1 }
      }
      if !passes.contains(true) { unknownLevel = condition.unknownLevel(in: table) }
    } catch {
      problems.append(error.located(at: ["sample"]))
    }
  }

  // MARK: Terms and groups

  private mutating func evaluateTerms(_ evaluation: inout Evaluation) {
    for placed in specification.expressions where placed.role != .sample {
      do throws(SpecificationProblem) {
        terms.append(
          Term(
            role: placed.role, text: placed.expression.text, path: placed.path,
            power: placed.expression.power,
            values: try values(of: placed, &evaluation)))
      } catch {
        problems.append(error.located(at: placed.path))
      }
      for item in evaluation.takeUndefined() {
        let count = item.rows.count { passes[Int($0)] }
        let entry = SampleReport.Undefined(text: item.text, rows: count)
        if count > 0, !report.undefined.contains(entry) { report.undefined.append(entry) }
      }
    }
  }

  /// A column of numbers, or dummies for a regressor or instrument.
  private func values(
    of placed: RegressionSpecification.PlacedExpression, _ evaluation: inout Evaluation
  ) throws(SpecificationProblem) -> ExpressionValues {
    let values = try evaluation.values(of: placed.expression)
    let root = placed.expression.root
    if case .dummies = values, [.regressor, .endogenous, .instrument].contains(placed.role) {
      return values
    }
    return .numbers(evaluation.spread(try evaluation.number(values, root, in: placed.expression)))
  }

  private mutating func evaluateGroups() {
    for placed in specification.groups {
      let names = table.column(placed.name.text) == nil ? placed.name.columns : [placed.name.text]
      let columns = names.compactMap(table.column).map(CodedColumn.init)
      guard let first = columns.first else { continue }
      let crossed = columns.dropFirst().reduce(first) { $0.crossed(with: $1) }
      groups.append(
        Group(role: placed.role, name: placed.name.text, path: placed.path, column: crossed))
    }
    if let name = specification.entity, let column = table.column(name) {
      let coded = index?.entities ?? CodedColumn(column)
      groups.append(Group(role: .entity, name: name, path: ["entity"], column: coded))
    }
  }

  private mutating func evaluateCoordinates() {
    guard let distance = specification.covariance?.distance else { return }
    func degrees(_ name: String, _ key: String, within limit: Double) -> [Double] {
      guard case .numbers(let values) = table.column(name) else {
        problems.append(
          SpecificationProblem(
            .wrongKind, "`\(name)` holds text where degrees are needed",
            path: ["covariance", key]))
        return []
      }
      if let row = values.firstIndex(where: { $0.magnitude > limit }) {
        problems.append(
          SpecificationProblem(
            .wrongKind,
            "`\(name)` is \(values[row]) in \(table.place(ofRow: row)), beyond "
              + "\(Int(limit)) degrees", path: ["covariance", key]))
      }
      return values
    }
    coordinates = (
      degrees(distance.latitude, "latitude", within: 90),
      degrees(distance.longitude, "longitude", within: 180)
    )
  }

  // MARK: Values that no regression can use

  /// Reports infinite cells of columns that are used, and terms that become infinite.
  ///
  /// A cell counts where its row passes the filter, and everywhere when a lag may reach it.
  private mutating func findInfinities() {
    var seen: Set<String> = []
    for placed in specification.expressions where placed.role != .sample {
      for (name, range) in placed.expression.columns where seen.insert(name).inserted {
        guard case .numbers(let cells) = table.column(name) else { continue }
        let reachesAll = placed.expression.usesLags
        guard
          let row = cells.indices.first(where: {
            cells[$0].isInfinite && (reachesAll || passes[$0])
          })
        else { continue }
        problems.append(
          SpecificationProblem(
            .notFinite, "`\(name)` is infinite in \(table.place(ofRow: row))",
            hint: "correct the cell, or leave the row out with `sample`", path: placed.path,
            range: range))
      }
    }
    guard problems.isEmpty else { return }
    for term in terms {
      guard let values = term.values.numbersOrMultiplier,
        let row = values.indices.first(where: { values[$0].isInfinite && passes[$0] })
      else { continue }
      problems.append(
        SpecificationProblem(
          .notFinite, "`\(term.text)` is beyond the largest number in \(table.place(ofRow: row))",
          hint: "measure it in a larger unit", path: term.path))
    }
  }

  // MARK: Missing values

  private mutating func countMissing() {
    var complete = passes
    let candidates = passes.count { $0 }
    func note(_ role: Role, _ text: String, _ path: [String], _ isMissing: (Int) -> Bool) {
      var count = 0
      for row in complete.indices where passes[row] && isMissing(row) {
        count += 1
        complete[row] = false
      }
      guard count > 0 else { return }
      report.missing.append(.init(role: role, term: text, rows: count))
      if count == candidates { problems.append(nothing(text, candidates, path)) }
    }
    for term in terms {
      switch term.values {
      case .numbers(let values): note(term.role, term.text, term.path) { values[$0].isNaN }
      case .dummies(let set): note(term.role, term.text, term.path, set.isMissing)
      case .constant, .word, .truths, .texts: break
      }
    }
    for group in groups {
      note(group.role, group.name, group.path) { group.column.codes[$0] < 0 }
    }
    if let index, let name = specification.periodColumn {
      note(.period, name, ["period"]) { index.periods.values[$0] == Periods.missing }
    }
    if let coordinates, let distance = specification.covariance?.distance {
      note(.coordinate, distance.latitude, ["covariance", "latitude"]) {
        coordinates.latitude[$0].isNaN
      }
      note(.coordinate, distance.longitude, ["covariance", "longitude"]) {
        coordinates.longitude[$0].isNaN
      }
    }
    rows = complete.indices.lazy.filter { complete[$0] }.map { Int32($0) }
    report.incomplete = candidates - rows.count
    report.observations = rows.count
    if rows.isEmpty, problems.isEmpty { problems.append(noRows(candidates)) }
  }

  private func nothing(_ text: String, _ rows: Int, _ path: [String]) -> SpecificationProblem {
    SpecificationProblem(
      .noVariation, "`\(text)` has no value in any of the \(rows) rows of the sample", path: path)
  }

  private func noRows(_ candidates: Int) -> SpecificationProblem {
    guard candidates > 0 else {
      return SpecificationProblem(
        .noRows,
        table.rows == 0
          ? "`\(table.file)` has no rows to estimate from"
          : "none of the \(table.rows) rows of `\(table.file)` passes the filter",
        hint: unknownLevel.map { "no cell holds `\($0.name.name.prefix(60))`" },
        path: [specification.sample == nil ? "dependent" : "sample"],
        range: unknownLevel?.range, unknown: unknownLevel?.name)
    }
    let list = report.missing.map { "\($0.rows) miss `\($0.term)`" }.joined(separator: ", ")
    return SpecificationProblem(
      .noRows, "none of the \(candidates) rows has every term: \(list)", path: ["dependent"])
  }
}

extension Expression {
  /// The first text that is asked to equal a column that does not hold it.
  fileprivate func unknownLevel(
    in table: DataTable
  ) -> (range: Range<Int>, name: SpecificationProblem.Unknown)? {
    var found: (range: Range<Int>, name: SpecificationProblem.Unknown)?
    func look(for nodes: [Node], in column: Node) {
      guard found == nil, case .column(let name) = column.form,
        case .texts(_, let labels) = table.column(name)
      else { return }
      for node in nodes where found == nil {
        guard case .text(let text) = node.form, !labels.contains(text) else { continue }
        found = (node.range, .init(name: text, known: labels))
      }
    }
    root.forEach { node in
      switch node.form {
      case .compared(.equal, let a, let b):
        look(for: [b], in: a)
        look(for: [a], in: b)
      case .member(let column, let list): look(for: list, in: column)
      default: break
      }
    }
    return found
  }
}

extension ExpressionValues {
  /// The numbers that could be infinite.
  var numbersOrMultiplier: [Double]? {
    switch self {
    case .numbers(let values), .truths(let values): values
    case .dummies(let set): set.multiplier
    case .constant, .word, .texts: nil
    }
  }
}

extension DummySet {
  func isMissing(_ row: Int) -> Bool {
    if let multiplier, multiplier[row].isNaN { return true }
    return factors.contains { $0.column.codes[row] < 0 }
  }
}

import LinearAlgebra
import PanelData

extension EvaluatedSample {
  /// The numbers of the regression.
  mutating func design() throws(SpecificationProblems) -> RegressionDesign {
    checkRepeatedTerms()
    checkWeights()
    try stop()
    var X = DesignColumns(rows: rows, capacity: terms.count + 1)
    if specification.hasConstant { X.appendConstant() }
    var spans: [(text: String, columns: Range<Int>)] = [], endogenous: [Int] = []
    var powers: [Int: Expression.Power] = [:]
    for place in terms.indices {
      let term = terms[place]
      guard term.role == .regressor || term.role == .endogenous else { continue }
      let first = X.names.count
      append(term, to: &X)
      spans.append((term.text, first..<X.names.count))
      powers[first] = term.power
      if isEndogenous(term) { endogenous += first..<X.names.count }
      checkVariation(of: term, X, from: first)
      release(place)
    }
    checkNames(X.names)
    let Z = instruments()
    checkInstruments(Z.names.count, endogenous.count)
    let y = column(.dependent) ?? []
    checkVariation(ofDependent: y)
    try stop()
    var data = RegressionData(
      dependent: specification.dependent.text, y: y, names: X.names,
      X: Matrix(rows: rows.count, columns: X.names.count, storage: X.storage),
      lines: rows.map { Int(table.lines[Int($0)]) })
    data.rest = rest(of: powers, columns: X.names.count)
    data.endogenous = endogenous
    data.instrumentNames = Z.names
    data.Z = Matrix(rows: rows.count, columns: Z.names.count, storage: Z.storage)
    (data.weights, data.offset) = (column(.weights), column(.offset))
    group(&data)
    return RegressionDesign(
      data: data, report: report, terms: spans, coordinates: selectedCoordinates(),
      bootstrapCluster: specification.bootstrap?.cluster.flatMap { name in
        groups.last { $0.role == .cluster && $0.name == name.text }?.column
          .grouping(name.text, rows: rows)
      })
  }

  private mutating func group(_ data: inout RegressionData) {
    data.effects = groups.filter { $0.role == .effect }.map {
      $0.column.grouping($0.name, rows: rows)
    }
    data.clusters = groups.filter { $0.role == .cluster && $0.path.first == "covariance" }.map {
      $0.column.grouping($0.name, rows: rows)
    }
    data.entity = groups.first { $0.role == .entity }.map {
      $0.column.grouping($0.name, rows: rows)
    }
    guard let index else { return }
    data.period = rows.map { index.periods.values[Int($0)] }
    data.periodsPerYear = index.periods.perYear
  }

  private func selectedCoordinates() -> (latitude: [Double], longitude: [Double])? {
    coordinates.map { all in
      (rows.map { all.latitude[Int($0)] }, rows.map { all.longitude[Int($0)] })
    }
  }

  /// The values of the only term of a role on the rows that are used.
  private func column(_ role: Role) -> [Double]? {
    guard case .numbers(let values) = terms.first(where: { $0.role == role })?.values else {
      return nil
    }
    return rows.count == values.count ? values : rows.map { values[Int($0)] }
  }

  private func isEndogenous(_ term: Term) -> Bool {
    term.role == .endogenous || specification.endogenous.contains { $0.text == term.text }
  }

  // MARK: Columns

  private mutating func append(_ term: Term, to columns: inout DesignColumns) {
    switch term.values {
    case .numbers(let values): columns.append(term.text, values)
    case .dummies(let set):
      var levels: [Dummies.Levels] = []
      for place in set.factors.indices {
        levels.append(
          Dummies.Levels(
            set.factors[place], rows: rows, hasBase: hasBase(set, without: place, term)))
      }
      guard check(levels, set, term) else { return }
      let dummies = Dummies(set, levels, rows: rows)
      guard dummies.names.count < max(rows.count, 2) else {
        problems.append(tooMany(Double(dummies.names.count), term))
        return
      }
      report(levels, dummies)
      columns.append(dummies, multipliedBy: set.multiplier)
    case .constant, .word, .truths, .texts:
      preconditionFailure("\(term.text) was evaluated as a column")
    }
  }

  /// Whether a factor of a term leaves out its first level unless another is named.
  ///
  /// As in R: it does when the term without the factor is in the regression as well. Without a
  /// factor that is its only part a constant is left, or the effects that stand for it.
  private func hasBase(_ set: DummySet, without place: Int, _ term: Term) -> Bool {
    guard term.role != .instrument else { return true }
    let rest = set.parts.filter { $0 != .factor(place) }.map { part -> String in
      switch part {
      case .factor(let other): set.factors[other].name
      case .number(let name): name
      }
    }.sorted()
    if rest.isEmpty {
      let isFirst = factorsAlone.first == set.factors[place].name
      return specification.hasConstant || !specification.fixedEffects.isEmpty || !isFirst
    }
    return terms.contains { other in
      guard other.role == .regressor || other.role == .endogenous else { return false }
      return parts(of: other) == rest
    }
  }

  /// Factors that are regressors by themselves, in their order.
  private var factorsAlone: [String] {
    terms.compactMap { term in
      guard term.role == .regressor, case .dummies(let set) = term.values, set.parts.count == 1
      else { return nil }
      return set.factors[0].name
    }
  }

  private func parts(of term: Term) -> [String] {
    guard case .dummies(let set) = term.values else { return [term.text] }
    return set.parts.map { part in
      switch part {
      case .factor(let place): set.factors[place].name
      case .number(let name): name
      }
    }.sorted()
  }

  private mutating func report(_ levels: [Dummies.Levels], _ dummies: Dummies) {
    reportFactors(
      levels.map { level in
        .init(
          name: level.name, base: level.base.map { level.labels[$0] }, levels: level.present.count)
      }, emptyCells: dummies.emptyCells)
  }

  private mutating func check(
    _ levels: [Dummies.Levels], _ set: DummySet, _ term: Term
  ) -> Bool {
    for (level, factor) in zip(levels, set.factors) {
      if let base = factor.base, !level.present.contains(base) {
        problems.append(
          SpecificationProblem(
            .unknownName,
            "the base `\(factor.column.levels.label(base))` of `\(factor.name)` is not in the sample",
            path: term.path,
            unknown: .init(name: factor.column.levels.label(base), known: level.labels)))
        return false
      }
    }
    if levels.contains(where: { $0.keptCount == 0 }) {
      problems.append(
        SpecificationProblem(
          .noVariation, "`\(term.text)` has a single level in the sample", path: term.path))
      return false
    }
    let cells = levels.reduce(1.0) { $0 * Double($1.keptCount) }
    guard cells < Self.mostCells else {
      problems.append(tooMany(cells, term))
      return false
    }
    return true
  }

  /// Cells of an interaction are looked up in a table of this size at most.
  private static let mostCells = 1e8

  private func tooMany(_ count: Double, _ term: Term) -> SpecificationProblem {
    SpecificationProblem(
      .noVariation,
      "`\(term.text)` makes \(levelText(count)) dummies for \(rows.count) observations",
      hint: "levels that only have to be taken out go under `fixed_effects`", path: term.path)
  }

  private mutating func instruments() -> DesignColumns {
    var Z = DesignColumns(rows: rows, capacity: specification.instruments.count)
    for place in terms.indices where terms[place].role == .instrument {
      let first = Z.names.count
      append(terms[place], to: &Z)
      checkVariation(of: terms[place], Z, from: first)
    }
    return Z
  }
}

package import ReachModel

/// A regression as a file states it: everything that decides its numbers, and no data.
package struct RegressionSpecification: Sendable, Equatable {
  package var name: String
  package var title: Label?
  package var layout: Layout
  /// The column that names the unit of a panel.
  package var entity: String?
  /// The column of years, quarters, months or other whole numbers.
  package var period: String?
  package var dependent: Expression
  /// In their order; exogenous unless ``endogenous`` has the same text.
  package var regressors: [Expression]
  /// A column of ones; false where effects stand for it.
  package var hasConstant: Bool
  package var fixedEffects: [GroupName]
  package var singletons: Singletons
  package var endogenous: [Expression]
  package var instruments: [Expression]
  package var weights: Expression?
  package var offset: Expression?
  /// The condition on rows; what it does not decide is left out.
  package var sample: Expression?
  package var estimator: Estimator
  package var collinear: Collinear
  /// Nil only for estimators whose answer is a posterior or a shrunken vector.
  package var covariance: Covariance?
  package var bootstrap: Bootstrap?
  package var placebo: Placebo?
  package var multipleTesting: MultipleTesting?
  package var notes: String?
  package var source: String?

  /// Least squares of one variable on others, all rows, a constant.
  package init(name: String, dependent: Expression, regressors: [Expression] = []) {
    (self.name, self.dependent, self.regressors) = (name, dependent, regressors)
    (title, layout, entity, period) = (nil, .rows, nil, nil)
    (hasConstant, fixedEffects, singletons) = (true, [], .keep)
    (endogenous, instruments, weights, offset, sample) = ([], [], nil, nil, nil)
    (estimator, collinear, covariance) = (.leastSquares, .refuse, nil)
    (bootstrap, placebo, multipleTesting, notes, source) = (nil, nil, nil, nil, nil)
  }

  /// The column of periods, which the wide layout makes under a name of its own unless one is given.
  package var periodColumn: String? {
    if case .wide = layout { return period ?? "period" }
    return period
  }

  /// Every regressor in the order of X's columns: those listed, then endogenous ones not among them.
  package var allRegressors: [Expression] {
    let listed = Set(regressors.map(\.text))
    return regressors + endogenous.filter { !listed.contains($0.text) }
  }
}

extension RegressionSpecification {
  /// What a fixed effect or a level of clustering is made of: a column, or several crossed.
  package struct GroupName: Sendable, Equatable {
    /// As written, for example `province^year`.
    package let text: String
    package let columns: [String]

    /// A text that is no crossing of columns is taken for the name of one.
    package init(_ text: String) {
      self.text = text
      let crossed = (try? Expression(text))?.crossedColumns
      columns = crossed ?? [text]
    }
  }

  /// How the file holds its records.
  package enum Layout: Sendable, Equatable {
    /// One record per line, one column per variable.
    case rows
    /// One cell per line: the names of the columns that hold the variable's name and its value.
    case long(variable: String, value: String, where: Expression?)
    /// One entity per line; columns such as gdp_2015 hold a variable in a period.
    case wide(WidePattern, variables: [String])
  }

  /// What happens to effects with a single row.
  package enum Singletons: String, CaseIterable, Sendable { case keep, drop }

  /// What happens to a regressor that is a combination of those before it.
  package enum Collinear: String, CaseIterable, Sendable { case refuse, drop }

  /// Future values of a regressor that should have no effect.
  package struct Placebo: Sendable, Equatable {
    package var regressor: Expression
    package var leads: [Int]

    package init(regressor: Expression, leads: [Int]) {
      (self.regressor, self.leads) = (regressor, leads)
    }
  }

  /// Coefficients whose p values are adjusted together.
  package struct MultipleTesting: Sendable, Equatable {
    package enum Method: String, CaseIterable, Sendable {
      case bonferroni, holm
      case benjaminiHochberg = "bh"
    }

    package var family: [String]
    package var method: Method

    package init(family: [String], method: Method) {
      (self.family, self.method) = (family, method)
    }
  }

  /// The same regression with a lead of the placebo's regressor added: one for each lead.
  ///
  /// Each is fitted on the rows that have the lead. Empty without a placebo.
  package var placebos: [RegressionSpecification] {
    guard let placebo else { return [] }
    return placebo.leads.compactMap { lead in
      guard let term = placebo.regressor.lead(lead) else { return nil }
      var copy = alone
      copy.regressors.append(term)
      copy.name += "_lead_\(lead)"
      return copy
    }
  }

  /// The same regression with a lead in the place of the placebo's regressor.
  ///
  /// In the place of an endogenous one it is endogenous too, with the leads of the instruments;
  /// where other regressors are endogenous, their instruments stay beside these.
  package var placebosInstead: [RegressionSpecification] {
    guard let placebo else { return [] }
    return zip(placebo.leads, placebos).map { lead, beside in
      var copy = beside
      let isHere = { (term: Expression) in term.text == placebo.regressor.text }
      copy.regressors.removeAll(where: isHere)
      guard endogenous.contains(where: isHere), let term = copy.regressors.last else { return copy }
      copy.endogenous = endogenous.map { isHere($0) ? term : $0 }
      let leads = instruments.compactMap { $0.lead(lead) }
      copy.instruments = endogenous.count > 1 ? instruments + leads : leads
      return copy
    }
  }

  /// Without what is asked about it: placebo, bootstrap, adjusted p values.
  package var alone: RegressionSpecification {
    var copy = self
    (copy.placebo, copy.bootstrap, copy.multipleTesting) = (nil, nil, nil)
    return copy
  }
}

extension Expression {
  /// Its value some periods later, earlier for a negative number; nil where that cannot be written.
  package func lead(_ periods: Int) -> Expression? {
    switch periods {
    case 0: self
    case 1...: try? Expression("lead(\(text), \(periods))")
    default: try? Expression("lag(\(text), \(-periods))")
    }
  }
}

/// How a wide table's columns are named: the variable and the period with fixed text about them.
package struct WidePattern: Sendable, Equatable {
  /// For example `{variable}_{period}`.
  package let text: String
  private let before: String
  private let between: String
  private let after: String
  private let variableIsFirst: Bool

  /// - Returns: Nil unless `{variable}` and `{period}` both stand in it, once.
  package init?(_ text: String) {
    self.text = text
    let parts = text.split(separator: "{", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var names: [String] = [], rests: [String] = []
    for part in parts.dropFirst() {
      let pieces = part.split(separator: "}", omittingEmptySubsequences: false)
      guard pieces.count == 2 else { return nil }
      names.append(String(pieces[0]))
      rests.append(String(pieces[1]))
    }
    guard names.sorted() == ["period", "variable"] else { return nil }
    (before, between, after) = (String(parts[0]), rests[0], rests[1])
    variableIsFirst = names[0] == "variable"
  }

  /// The variable and the period that a column's name holds, or nil.
  ///
  /// Where several cuts are possible, the shortest period that leaves a whole number, quarter or
  /// month beside the fixed text is not taken: the longest is.
  func parts(of name: String) -> (variable: String, period: String)? {
    guard name.utf8.count > before.utf8.count + after.utf8.count, name.hasPrefix(before),
      name.hasSuffix(after)
    else { return nil }
    let inner = Array(name.dropFirst(before.count).dropLast(after.count))
    let middle = Array(between)
    var best: (variable: String, period: String)?
    for cut in 1..<max(1, inner.count) where cut + middle.count < inner.count {
      guard Array(inner[cut..<cut + middle.count]) == middle else { continue }
      let first = String(inner[..<cut]), second = String(inner[(cut + middle.count)...])
      let (variable, period) = variableIsFirst ? (first, second) : (second, first)
      guard Periods.period(period) != nil, period.count > best?.period.count ?? 0 else { continue }
      best = (variable, period)
    }
    return best
  }
}

import LinearAlgebra

/// Finds the rows that no finite coefficient fits, and keeps account of what is left out.
///
/// A row is separated when some combination z of the regressors and effects is zero at every row
/// whose dependent variable is inside its range, nowhere on the wrong side at the others, and on
/// the right side of zero at this one: the likelihood then rises for ever along z.
///
/// - Source: Albert and Anderson, *Biometrika* 71(1), 1984; Santos Silva and Tenreyro, *Economics
///   Letters* 107, 2010; Correia, Guimarães and Zylkin, "Verifying the existence of maximum
///   likelihood estimates for generalized linear models", 2019.
struct SeparationSearch {
  private let family: ResponseFamily
  let threads: Int
  private let method: SeparationMethod?
  /// Rows of the data that are still in, from 0.
  private(set) var kept: [Int]
  private(set) var report = SeparationReport()

  init(
    _ data: RegressionData, _ family: ResponseFamily, threads: Int,
    method: SeparationMethod? = nil
  ) {
    (self.family, self.threads, self.method) = (family, threads, method)
    kept = Array(0..<data.observations)
  }

  /// For each row the side to which the likelihood pushes z without end: −1 where y is the least,
  /// 1 where it is the greatest value that the law can have, 0 elsewhere.
  private func sides(_ y: [Double]) -> [Double] {
    y.map { $0 == 0 ? -1 : (family.isBinomial && $0 == 1 ? 1 : 0) }
  }

  /// Refuses groups of an effect whose rows are all 0 or (binomial) all 1.
  func refuseSeparatedGroups(_ data: RegressionData) throws(EstimationError) {
    let sides = sides(data.y)
    var isIn = Array(repeating: true, count: sides.count), names: [String] = []
    var found = true
    // What one effect loses may leave a group of another with one value.
    while found {
      found = false
      for effect in data.effects {
        let separated = separatedGroups(effect, sides, isIn)
        for (i, code) in effect.codes.enumerated() where isIn[i] && separated[Int(code)] {
          isIn[i] = false
          found = true
          if names.last != effect.name, !names.contains(effect.name) { names.append(effect.name) }
        }
      }
    }
    try refuse(isIn.indices.filter { !isIn[$0] }, names, data)
  }

  /// The groups whose rows that are in all push to one side.
  private func separatedGroups(
    _ effect: Grouping, _ sides: [Double], _ isIn: [Bool]
  ) -> [Bool] {
    var low = Array(repeating: false, count: effect.count), high = low, inside = low
    for (i, code) in effect.codes.enumerated() where isIn[i] {
      if sides[i] < 0 { low[Int(code)] = true }
      if sides[i] > 0 { high[Int(code)] = true }
      if sides[i] == 0 { inside[Int(code)] = true }
    }
    return low.indices.map { !inside[$0] && low[$0] != high[$0] }
  }

  /// Refuses rows that a combination of regressors and effects separates.
  func refuseSeparatedRows(_ data: RegressionData) throws(EstimationError) {
    let sides = sides(data.y)
    guard sides.contains(where: { $0 != 0 }) else { return }
    let found: SeparatedRows
    if method != .rectifier,
      let cone = SeparationCone(data, sides, isLimited: method == nil)
    {
      found = try cone.separated()
    } else {
      found = try rectifiedSeparation(data, sides, threads: threads)
    }
    try refuse(found.rows, found.names, data)
  }

  private func refuse(
    _ rows: [Int], _ names: [String], _ data: RegressionData
  ) throws(EstimationError) {
    guard !rows.isEmpty else { return }
    throw .likelihood(
      .separated(
        dependent: data.dependent, rows: rows, lines: rows.map { data.line($0) },
        regressors: names))
  }

  /// The data without what an error says is separated, or then has no coefficient.
  ///
  /// - Returns: nil when the error is of another kind, or leaves nothing.
  mutating func part(of data: RegressionData, after error: EstimationError) -> RegressionData? {
    switch error {
    case .likelihood(.separated(_, let rows, let lines, let names)):
      var isIn = Array(repeating: true, count: data.observations)
      for row in rows { isIn[row] = false }
      report.rows = (report.rows + rows.map { kept[$0] }).sorted()
      report.lines = (report.lines + lines).sorted()
      report.separatedBy += names.filter { !report.separatedBy.contains($0) }
      let stay = isIn.indices.filter { isIn[$0] }
      kept = stay.map { kept[$0] }
      return stay.isEmpty ? nil : data.selecting(rows: stay)
    case .collinear(let name), .absorbed(let name), .zeroColumn(let name):
      guard !report.rows.isEmpty else { return nil }
      report.unidentified.append(name)
      return data.keeping(data.names.filter { $0 != name })
    default: return nil
    }
  }

  /// An error with all that was found; nil when nothing was.
  func refusal(_ data: RegressionData) -> EstimationError? {
    guard !report.rows.isEmpty else { return nil }
    return .likelihood(
      .separated(
        dependent: data.dependent, rows: report.rows, lines: report.lines,
        regressors: report.separatedBy))
  }
}

/// How separated rows are looked for.
package enum SeparationMethod: Sendable {
  /// Exactly, with effects as dummies; for up to some thousand of them.
  case cone
  /// By projections, for any number of effects.
  case rectifier
}

/// The rows of data that no finite coefficient of a family's likelihood fits, without a fit.
///
/// - Parameters:
///   - data: As for ``fitGeneralisedLinear(_:_:separation:threads:maximumSteps:)``.
///   - family: The law and the link.
///   - method: nil for the exact one where it can be afforded.
///   - threads: Columns that are worked on at a time.
/// - Returns: The rows, their lines and what separates them.
/// - Throws: An ``EstimationError`` when the data are none for the family.
package func separatedRows(
  _ data: RegressionData, _ family: ResponseFamily, method: SeparationMethod? = nil,
  threads: Int = 1
) throws(EstimationError) -> SeparationReport {
  try checkLikelihoodData(data, family)
  var search = SeparationSearch(data, family, threads: threads, method: method)
  var part = data
  while true {
    do throws(EstimationError) {
      try search.refuseSeparatedGroups(part)
      try search.refuseSeparatedRows(part)
      return search.report
    } catch {
      guard case .likelihood(.separated) = error else { throw error }
      guard let smaller = search.part(of: part, after: error) else { return search.report }
      part = smaller
    }
  }
}

/// Rows that are separated, ascending, and the regressors and effects of the combinations that
/// separate them.
struct SeparatedRows {
  var rows: [Int] = []
  var names: [String] = []
}

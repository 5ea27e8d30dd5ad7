import LinearAlgebra
package import PanelData

/// The numbers of a regression with the account of the rows they come from.
package struct RegressionDesign: Sendable {
  package var data: RegressionData
  package let report: SampleReport
  /// The columns of X that each term of the specification became, the constant not among them.
  package let terms: [(text: String, columns: Range<Int>)]
  /// Degrees, for a covariance that falls with distance.
  package let coordinates: (latitude: [Double], longitude: [Double])?
  /// The level whose signs the bootstrap draws, where the specification names one.
  package let bootstrapCluster: Grouping?
}

/// The numbers that a specification asks of a table.
///
/// Columns are evaluated one after another on all rows, lags by entity and period; rows that miss
/// a term are left out and counted; factors become dummies of the levels that are left.
///
/// - Parameters:
///   - specification: Its keys are consistent, as its reader makes sure.
///   - table: The file as read. Where nobody else has it, its columns are given up one by one as
///     the design's are made, so that both never stand in memory whole.
/// - Returns: Complete finite rows in the order of the (reshaped) table. The constant comes first,
///   then the regressors, then endogenous ones that are not among them.
/// - Throws: Everything that is wrong, with its place in the specification: columns that are not
///   there or not of their kind, infinite values, weights that are not positive, terms without
///   value or variation, repeated rows, and a sample without rows.
/// - Complexity: O(rows · terms), with sorting where there are lags.
package func design(
  _ specification: RegressionSpecification, on table: consuming DataTable
) throws(SpecificationProblems) -> RegressionDesign {
  let records = table.rows, file = table.file
  let reshaped = try specification.reshaped(consume table)
  let unknown = specification.unknownNames(reshaped.known, in: file)
  guard unknown.isEmpty else { throw SpecificationProblems(unknown) }
  var sample = try EvaluatedSample(specification, consume reshaped, records: records)
  return try sample.design()
}

extension RegressionSpecification {
  /// Every name that is no column of the data, where it stands first in each place.
  fileprivate func unknownNames(_ known: [String], in file: String) -> [SpecificationProblem] {
    let names = Set(known)
    func problem(_ name: String, _ range: Range<Int>?, _ path: [String]) -> SpecificationProblem? {
      guard !names.contains(name) else { return nil }
      return SpecificationProblem(
        .unknownName, "no column of `\(file)` is named `\(name.prefix(60))`", path: path,
        range: range, unknown: .init(name: name, known: known, isColumn: true))
    }
    var problems: [SpecificationProblem] = []
    for term in expressions {
      problems += term.expression.columns.compactMap { problem($0.name, $0.range, term.path) }
    }
    for group in groups where !names.contains(group.name.text) {
      problems += group.name.columns.compactMap { problem($0, nil, group.path) }
    }
    problems += [entity.flatMap { problem($0, nil, ["entity"]) }].compactMap(\.self)
    problems += [period.flatMap { problem($0, nil, ["period"]) }].compactMap(\.self)
    if let distance = covariance?.distance {
      problems += [
        problem(distance.latitude, nil, ["covariance", "latitude"]),
        problem(distance.longitude, nil, ["covariance", "longitude"]),
      ].compactMap(\.self)
    }
    return problems
  }
}

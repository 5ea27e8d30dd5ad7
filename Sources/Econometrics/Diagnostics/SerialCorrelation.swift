import LinearAlgebra
import ReachModel

/// The statistic of Durbin and Watson, for panels as Bhargava, Franzini and Narendranathan took it:
/// Σ(uₜ − uₜ₋₁)²/Σu² over rows of one entity that follow each other.
///
/// About 2 without serial correlation, less with positive one; with few periods fixed effects pull
/// it above 2 − 2/T. No p value is given: its law hangs on the regressors.
///
/// - Returns: The statistic and the number of pairs; nil without periods, without pairs, or with
///   residuals that are all zero.
/// - Source: Durbin and Watson, *Biometrika* 37, 1950; Bhargava, Franzini and Narendranathan,
///   *Review of Economic Studies* 49(4), 1982.
package func durbinWatson(
  _ residuals: [Double], _ data: RegressionData
) -> (statistic: Double, pairs: Int)? {
  guard let sequence = PeriodOrder(data), !sequence.hasDuplicates else { return nil }
  let total = residuals.reduce(0) { $0 + $1 * $1 }
  let pairs = sequence.previous.indices.filter { sequence.previous[$0] != nil }
  guard total > 0, !pairs.isEmpty else { return nil }
  let changes = pairs.reduce(0.0) { sum, i in
    let change = residuals[i] - residuals[sequence.previous[i] ?? i]
    return sum + change * change
  }
  return (changes / total, pairs.count)
}

/// Wooldridge's test for first-order serial correlation of the errors of a panel.
///
/// The regression is taken in first differences; without serial correlation of the errors in levels
/// those of the differences have the correlation −1/2. Period effects of the regression become
/// period effects of the differences.
///
/// - Returns: F(1, G − 1) of ρ = −1/2, clustered by entity.
/// - Source: Wooldridge, *Econometric Analysis of Cross Section and Panel Data*, 2nd ed., §10.6.3;
///   Drukker, *Stata Journal* 3(2), 2003 (`xtserial`).
package func wooldridgeSerialCorrelation(_ data: RegressionData) -> DiagnosticOutcome {
  let id = "wooldridge_serial"
  func without(_ vi: String, _ en: String) -> DiagnosticOutcome {
    .notApplicable(id: id, Label(vi: vi, en: en))
  }
  guard let entity = data.entity, let sequence = PeriodOrder(data), !sequence.hasDuplicates else {
    return without("không phải số liệu bảng theo kỳ", "not a panel with periods")
  }
  guard let differences = differenced(data, sequence),
    let fit = try? fitLinear(differences.data)
  else { return without("không đủ quan sát liên tiếp", "too few rows that follow each other") }
  let place = Dictionary(uniqueKeysWithValues: differences.rows.enumerated().map { ($1, $0) })
  let pairs = differences.rows.indices.compactMap { i -> (Int, Int)? in
    sequence.previous[differences.rows[i]].flatMap { place[$0] }.map { (i, $0) }
  }
  let x = pairs.map { fit.residuals[$0.1] }, y = pairs.map { fit.residuals[$0.0] }
  let sxx = x.reduce(0) { $0 + $1 * $1 }
  let groups = pairs.map { entity.codes[differences.rows[$0.0]] }
  let G = Double(Set(groups).count)
  guard G > 1, sxx > 0 else {
    return without("không đủ quan sát liên tiếp", "too few rows that follow each other")
  }
  let rho = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / sxx
  var scores: [Int32: Double] = [:]
  for i in pairs.indices { scores[groups[i], default: 0] += x[i] * (y[i] - rho * x[i]) }
  let meat = scores.keys.sorted().reduce(0.0) { $0 + (scores[$1] ?? 0) * (scores[$1] ?? 0) }
  let variance = meat / (sxx * sxx) * G / (G - 1)
  guard variance > 0 else { return without("phần dư không biến động", "residuals do not vary") }
  return .tested(
    DiagnosticTest(
      id: id,
      hypothesis: Label(
        vi: "sai số không tự tương quan bậc một",
        en: "errors have no first-order serial correlation"),
      statistic: (rho + 0.5) * (rho + 0.5) / variance, law: .f(numerator: 1, denominator: G - 1),
      convention: Label(
        vi:
          "dạng Drukker, phần dư sai phân bậc một theo trễ của nó, ρ = −1/2, CR1 theo đơn vị "
          + "quan sát, thừa số G/(G − 1)" + (data.weights == nil ? "" : "; không dùng trọng số"),
        en: "Drukker's form, residuals of first differences on their lag, ρ = −1/2, CR1 by "
          + "entity with factor G/(G − 1)" + (data.weights == nil ? "" : "; weights are not used")))
  )
}

/// The regression of changes on changes, and the row of `data` that each belongs to.
///
/// nil when effects other than of entity and period stand in the way, or nothing is left.
private func differenced(
  _ data: RegressionData, _ sequence: PeriodOrder
) -> (data: RegressionData, rows: [Int])? {
  guard let entity = data.entity, let period = data.period else { return nil }
  let periods = Grouping(name: "period", labels: period)
  let others = data.effects.filter { !$0.isNested(in: entity) }
  guard others.allSatisfy({ $0.isNested(in: periods) && periods.isNested(in: $0) }) else {
    return nil
  }
  let rows = data.y.indices.filter { sequence.previous[$0] != nil }
  guard !rows.isEmpty else { return nil }
  func change(_ x: [Double]) -> [Double] { rows.map { x[$0] - x[sequence.previous[$0] ?? $0] } }
  // What does not change within an entity has no change to regress on.
  let kept = data.names.indices.filter { j in change(data.X.column(j)).contains { $0 != 0 } }
  guard !kept.isEmpty else { return nil }
  var changes = RegressionData(
    dependent: data.dependent, y: change(data.y), names: kept.map { data.names[$0] },
    X: Matrix(columns: kept.map { change(data.X.column($0)) }, rows: rows.count))
  changes.effects = others.map { $0.selecting(rows) }
  return (changes, rows)
}

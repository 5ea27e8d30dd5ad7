import LinearAlgebra
import ReachModel

/// Mundlak's form of Hausman's test: whether means over an entity's rows matter beside its figures.
///
/// If entities' effects are not correlated with the regressors, the means of the regressors over
/// each entity add nothing to the pooled regression, and random effects would do. Robust to
/// clustering, unlike the classical contrast.
///
/// - Parameters:
///   - data: With an entity effect; other effects stay.
///   - isWhole: Whether the covariance needs all of the wider design
///     (``CovarianceKind/needsWholeDesign(levels:)``).
///   - threads: Columns at a time.
///   - covariance: Of the wider pooled regression.
/// - Returns: F(k, degrees of freedom of the covariance).
/// - Source: Mundlak, *Econometrica* 46(1), 1978; Wooldridge, *Econometric Analysis of Cross Section
///   and Panel Data*, 2nd ed., §10.7.3.
package func mundlak(
  _ data: RegressionData, isWhole: Bool, threads: Int = 1,
  covariance: (LinearFit) -> CovarianceEstimate?
) -> DiagnosticOutcome {
  let id = "mundlak"
  func without(_ vi: String, _ en: String) -> DiagnosticOutcome {
    .notApplicable(id: id, Label(vi: vi, en: en))
  }
  guard let entity = data.entity, let place = placeOfEntityEffect(data) else {
    return without("không có hiệu ứng cố định theo đơn vị quan sát", "no entity effects")
  }
  var pooled = data
  pooled.effects.remove(at: place)
  let weights = data.weights, X = data.X, k = data.names.count
  // Without the effects there is no constant; it is added last, and not tested.
  let names =
    data.names.map { "mean of \($0)" }
    + (pooled.effects.isEmpty ? [RegressionData.constantName] : [])
  guard let fit = try? fitLinear(pooled, threads: threads),
    let wider = fitWider(
      names, than: fit, pooled, isWhole: isWhole, threads: threads,
      column: { place in
        place < k
          ? Absorption.means(of: X.column(place), over: entity, weights)
          : Array(repeating: 1, count: X.rows)
      }), let estimate = covariance(wider)
  else {
    return without(
      "trung bình theo đơn vị không xác định được thêm", "the entities' means cannot be added")
  }
  let tested = wider.names.indices.suffix(names.count).prefix(k)
  guard let F = waldF(Array(tested), of: wider.coefficients, estimate.matrix) else {
    return without(
      "hiệp phương sai của các trung bình không xác định dương",
      "the covariance of the means is not positive definite")
  }
  return .tested(
    DiagnosticTest(
      id: id,
      hypothesis: Label(
        vi: "hiệu ứng của đơn vị không tương quan với biến giải thích (hiệu ứng ngẫu nhiên là đủ)",
        en: "entities' effects are not correlated with the regressors (random effects would do)"),
      statistic: F,
      law: .f(
        numerator: Double(k),
        denominator: tested.map { estimate.degreesOfFreedom[$0] }.min() ?? .infinity),
      convention: Label(
        vi: "Hausman qua hồi quy phụ, kiểm định Wald với hiệp phương sai \(estimate.name)",
        en: "Hausman as a regression, Wald test with covariance \(estimate.name)")))
}

/// Hausman's contrast of fixed and random effects (Swamy and Arora), for a balanced panel with
/// entity effects alone and errors that are independent with one variance.
///
/// - Source: Hausman, *Econometrica* 46(6), 1978; Baltagi, *Econometric Analysis of Panel Data*, 6th
///   ed., §4.3. Agrees with R's plm::phtest.
package func hausman(_ fit: LinearFit, _ data: RegressionData) -> DiagnosticOutcome {
  let id = "hausman"
  func without(_ vi: String, _ en: String) -> DiagnosticOutcome {
    .notApplicable(id: id, Label(vi: vi, en: en))
  }
  guard let entity = data.entity, data.effects.count == 1, placeOfEntityEffect(data) != nil,
    data.weights == nil, Set(entity.sizes).count == 1
  else {
    return without(
      "chỉ tính cho bảng cân bằng, không trọng số, với riêng hiệu ứng đơn vị; xem Mundlak",
      "only for a balanced panel with entity effects alone and no weights; see Mundlak's")
  }
  guard let random = RandomEffects(fit, data, entity) else {
    return without("phương sai giữa các đơn vị không dương", "no variance between entities")
  }
  let k = fit.coefficients.count,
    s2 = fit.residualSumOfSquares / Double(fit.residualDegreesOfFreedom)
  let difference = (0..<k).map { fit.coefficients[$0] - random.coefficients[$0] }
  let V = Matrix(rows: k, columns: k) { i, j in
    s2 * fit.inverseGram[i, j] - random.covariance[i, j]
  }
  guard let F = waldF(Array(0..<k), of: difference, V) else {
    return without(
      "hiệu của hai hiệp phương sai không xác định dương; xem Mundlak",
      "the difference of covariances is not positive definite; see Mundlak's")
  }
  return .tested(
    DiagnosticTest(
      id: id,
      hypothesis: Label(
        vi: "hiệu ứng của đơn vị không tương quan với biến giải thích (hiệu ứng ngẫu nhiên là đủ)",
        en: "entities' effects are not correlated with the regressors (random effects would do)"),
      statistic: Double(k) * F, law: .chiSquared(degreesOfFreedom: Double(k)),
      convention: Label(
        vi: "dạng cổ điển, hiệu ứng ngẫu nhiên theo Swamy-Arora",
        en: "classical, random effects by Swamy and Arora")))
}

/// Random effects by Swamy and Arora's variances on a balanced panel.
struct RandomEffects {
  /// Slopes, in the order of the fixed-effects fit.
  let coefficients: [Double]
  let covariance: Matrix
  /// 1 − √(σ²_e/σ²_1).
  let theta: Double

  init?(_ within: LinearFit, _ data: RegressionData, _ entity: Grouping) {
    let n = data.observations, k = within.coefficients.count, N = entity.count, T = n / N
    let columns = (0..<k).map { data.X.column($0) }
    let means = (columns + [data.y]).map { Absorption.means(of: $0, over: entity, nil) }
    var firstRow = Array(repeating: 0, count: N)
    for (i, code) in entity.codes.enumerated().reversed() { firstRow[Int(code)] = i }
    let between = Matrix(rows: N, columns: k + 1) { g, j in j < k ? means[j][firstRow[g]] : 1 }
    guard N > k + 1,
      let betweenFit = try? leastSquares(between, firstRow.map { means[k][$0] })
    else { return nil }
    let sigmaE = within.residualSumOfSquares / Double(n - N - k)
    let sigma1 = Double(T) * betweenFit.residualSumOfSquares / Double(N - k - 1)
    guard sigma1 > sigmaE, sigmaE > 0 else { return nil }
    let theta = 1 - (sigmaE / sigma1).squareRoot()
    let X = Matrix(rows: n, columns: k + 1) { i, j in
      j < k ? columns[j][i] - theta * means[j][i] : 1 - theta
    }
    let y = (0..<n).map { data.y[$0] - theta * means[k][$0] }
    guard let fit = try? leastSquares(X, y) else { return nil }
    self.theta = theta
    coefficients = Array(fit.coefficients.prefix(k))
    let s2 = fit.residualSumOfSquares / Double(n - k - 1)
    covariance = Matrix(rows: k, columns: k) { i, j in s2 * fit.inverseGram[i, j] }
  }
}

/// Which of the effects is the entity's.
private func placeOfEntityEffect(_ data: RegressionData) -> Int? {
  guard let entity = data.entity else { return nil }
  return data.effects.firstIndex { $0.isNested(in: entity) && entity.isNested(in: $0) }
}

extension Absorption {
  /// The weighted mean over each row's group.
  static func means(of x: [Double], over groups: Grouping, _ weights: [Double]?) -> [Double] {
    var sums = Array(repeating: 0.0, count: groups.count), total = sums
    for (i, code) in groups.codes.enumerated() {
      let w = weights?[i] ?? 1
      sums[Int(code)] += w * x[i]
      total[Int(code)] += w
    }
    return groups.codes.map { sums[Int($0)] / total[Int($0)] }
  }
}

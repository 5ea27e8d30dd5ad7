import ReachModel

/// Pesaran's test that the errors of different entities are not correlated.
///
/// CD = √(2/(N(N − 1))) Σ √Tᵢⱼ ρ̂ᵢⱼ over pairs of entities with at least three periods in common, ρ̂ the
/// correlation over those. Year effects push it to zero or below it.
///
/// - Parameters:
///   - residuals: n numbers.
///   - data: As fitted, with entities and periods.
///   - limit: Pairs of entities beyond which it is not computed.
/// - Returns: The test, or why there is none.
/// - Source: Pesaran, *Empirical Economics* 60, 2021, eq. (10); Pesaran (2004) §9 for unbalanced
///   panels. Agrees with R's plm::pcdtest.
package func pesaranCD(
  _ residuals: [Double], _ data: RegressionData, limit: Int = 10_000_000
) -> DiagnosticOutcome {
  let id = "pesaran_cd"
  func without(_ vi: String, _ en: String) -> DiagnosticOutcome {
    .notApplicable(id: id, Label(vi: vi, en: en))
  }
  guard let entity = data.entity, let period = data.period else {
    return without("không phải số liệu bảng theo kỳ", "not a panel with periods")
  }
  let times = Grouping(name: "period", labels: period), N = entity.count
  guard N > 1, N * (N - 1) / 2 <= limit / max(times.count, 1) else {
    return without("quá nhiều hoặc quá ít đơn vị quan sát", "too many or too few entities")
  }
  var table = Array(repeating: [Double?](repeating: nil, count: times.count), count: N)
  for i in residuals.indices { table[Int(entity.codes[i])][Int(times.codes[i])] = residuals[i] }
  var sum = 0.0, pairs = 0
  for i in 0..<N {
    for j in i + 1..<N {
      guard let (correlation, count) = correlation(table[i], table[j]), count >= 3 else { continue }
      sum += Double(count).squareRoot() * correlation
      pairs += 1
    }
  }
  guard pairs > 0 else {
    return without(
      "không có hai đơn vị nào chung ba kỳ", "no two entities have three periods in common")
  }
  return .tested(
    DiagnosticTest(
      id: id,
      hypothesis: Label(
        vi: "sai số giữa các đơn vị quan sát không tương quan",
        en: "errors of different entities are not correlated"),
      statistic: sum / Double(pairs).squareRoot(), law: .normal,
      convention: Label(
        vi: "trên \(inText(pairs).vi) cặp có từ ba kỳ chung",
        en:
          "over \(counted(pairs, "pair")) with three or more periods in common"
      )))
}

/// Over the places where both are known; nil when one of them does not vary there.
private func correlation(_ a: [Double?], _ b: [Double?]) -> (value: Double, count: Int)? {
  let both = zip(a, b).compactMap { x, y in x.flatMap { x in y.map { (x, $0) } } }
  let n = Double(both.count)
  guard n > 1 else { return nil }
  let meanA = both.reduce(0) { $0 + $1.0 } / n, meanB = both.reduce(0) { $0 + $1.1 } / n
  var saa = 0.0, sbb = 0.0, sab = 0.0
  for (x, y) in both {
    saa += (x - meanA) * (x - meanA)
    sbb += (y - meanB) * (y - meanB)
    sab += (x - meanA) * (y - meanB)
  }
  guard saa > 0, sbb > 0 else { return nil }
  return (sab / (saa * sbb).squareRoot(), both.count)
}

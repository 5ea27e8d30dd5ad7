import LinearAlgebra
import ReachModel

/// Newey and West: errors correlated over up to L periods, within the entity where there is one.
///
/// - Throws: ``EstimationError/repeatedPeriod(entity:period:)``,
///   ``EstimationError/lagTooLong(lag:periods:)`` or ``EstimationError/onePeriod``.
/// - Source: Newey & West, *Econometrica* 55(3), 1987.
func neweyWestCovariance(
  _ choice: LagChoice, _ request: CovarianceRequest
) throws(EstimationError) -> CovarianceEstimate {
  let fit = request.fit
  let positions = periodPositions(
    request.layout.period ?? Array(0..<fit.observations))
  let rows = request.layout.entity.map(rowsOfGroups) ?? [Array(0..<fit.observations)]
  var series: [Series] = []
  for (entity, members) in rows.enumerated() {
    let sorted = members.sorted { positions.codes[$0] < positions.codes[$1] }
    for (a, b) in zip(sorted, sorted.dropFirst())
    where positions.codes[a] == positions.codes[b] {
      throw .repeatedPeriod(
        entity: request.layout.entity.map { "\($0.name) \(entity + 1)" },
        period: request.layout.period?[a] ?? a)
    }
    series.append(Series(rows: sorted, positions: sorted.map { Int(positions.codes[$0]) }))
  }
  let a = weightedResiduals(fit)
  let scores = Matrix(rows: fit.observations, columns: fit.coefficients.count) { i, j in
    a[i] * fit.X[i, j]
  }
  let within = request.layout.entity.map { entity in
    Label(
      vi: "trong từng đơn vị \(entity.name) (\(inText(entity.count).vi))",
      en: "within each \(entity.name) (\(inText(entity.count).en))")
  }
  return try serialCovariance(
    scores, series, periods: positions.count, choice, request,
    what: joined(
      [Label(vi: "Newey-West, trọng số Bartlett", en: "Newey-West, Bartlett weights"), within]
        .compactMap(\.self)))
}

/// Driscoll and Kraay: Newey and West on the sums of scores of each period, so that entities of one
/// period, and of periods up to L apart, may be correlated in any way.
///
/// - Source: Driscoll & Kraay, *Review of Economics and Statistics* 80(4), 1998.
func driscollKraayCovariance(
  _ choice: LagChoice, _ request: CovarianceRequest
) throws(EstimationError) -> CovarianceEstimate {
  guard let period = request.layout.period else {
    throw .columnNeeded(
      what: Label(vi: "cột thời kỳ", en: "a column of periods"), covariance: request.name)
  }
  let positions = periodPositions(period)
  let sums = groupSums(
    request.fit.X, times: weightedResiduals(request.fit), by: positions,
    threads: request.threads)
  let all = Array(0..<positions.count)
  return try serialCovariance(
    sums, [Series(rows: all, positions: all)], periods: positions.count, choice, request,
    what: Label(
      vi: "Driscoll-Kraay, trọng số Bartlett trên tổng theo thời kỳ",
      en: "Driscoll-Kraay, Bartlett weights on sums of periods"))
}

/// Rows of scores in the order of time.
struct Series {
  let rows: [Int]
  /// Places of their periods, ascending.
  let positions: [Int]
}

private func serialCovariance(
  _ scores: Matrix, _ series: [Series], periods: Int, _ choice: LagChoice,
  _ request: CovarianceRequest, what: Label
) throws(EstimationError) -> CovarianceEstimate {
  guard periods > 1 else { throw .onePeriod }
  let fit = request.fit, smallSample = request.smallSample
  let lag = choice.lag(scores, series, periods: periods, names: fit.names)
  guard lag < periods else { throw .lagTooLong(lag: lag, periods: periods) }
  let factor =
    smallSample.rowMultiplier(of: fit, levels: [])
    * smallSample.clusterMultiplier(periods, smallest: periods)
  var estimate = CovarianceEstimate(
    matrix: factor * bartlettSandwich(scores * fit.inverseGram, series, lag: lag),
    degreesOfFreedom: smallSample.degreesOfFreedom(of: fit, smallest: periods),
    name: request.name,
    convention: joined([
      what, choice.words(lag),
      Label(
        vi: "độ trễ đếm theo các thời kỳ có trong số liệu (T = \(inText(periods).vi))",
        en: "lags count the periods that occur in the data (T = \(inText(periods).en))"),
      smallSample.factorWords(of: fit, levels: [], periods: periods),
      smallSample.freedomWords(clusters: false, periods: true),
    ]))
  estimate.serial = (lag, periods)
  return estimate
}

/// Σ over pairs of rows of one series at most L apart of (1 − distance/(L + 1)) sᵢsⱼ'.
///
/// Bartlett's weights are the overlap of windows of L + 1 periods, so the sum is that of the
/// squares of all windows' sums over L + 1, and rounding cannot make a variance negative.
private func bartlettSandwich(_ influence: Matrix, _ series: [Series], lag: Int) -> Matrix {
  let k = influence.columns
  var total = Matrix(rows: k, columns: k)
  for one in series {
    guard let first = one.positions.first, let last = one.positions.last else { continue }
    let starts = first - lag...last
    var windows = Matrix(rows: starts.count, columns: k)
    for (row, position) in zip(one.rows, one.positions) {
      for start in position - lag...position {
        for j in 0..<k { windows[start - starts.lowerBound, j] += influence[row, j] }
      }
    }
    total = total + windows.transposedTimes(windows)
  }
  return symmetric((1 / Double(lag + 1)) * total)
}

/// Rows grouped by period, periods numbered in their order.
func periodPositions(_ period: [Int]) -> Grouping {
  let distinct = Set(period).sorted()
  let places = Dictionary(
    uniqueKeysWithValues: distinct.enumerated().map { ($0.element, Int32($0.offset)) })
  return Grouping(
    name: "period", codes: period.map { places[$0] ?? 0 }, count: distinct.count)
}

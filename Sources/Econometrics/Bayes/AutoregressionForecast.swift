import LinearAlgebra
private import NumericKernels
package import ReachModel

/// Draws of the periods after the last.
package struct AutoregressionForecast: Sendable {
  package let names: [String]
  package let steps: Int
  /// For each step and series (series fastest), its draws, ascending.
  private let sorted: [[Double]]
  /// The closed form of the first step; nil where there is none.
  package let nextPeriod: [StudentLaw]?

  /// Sorts the values of paths.
  ///
  /// - Parameters:
  ///   - paths: At least one, each steps × m.
  ///   - names: Of the m series.
  ///   - nextPeriod: What the first step's quantiles are taken from, where there is a closed form.
  /// - Throws: ``BayesianProblem/explosiveForecast(steps:)``.
  init(
    paths: [Matrix], names: [String], nextPeriod: [StudentLaw]?
  ) throws(EstimationError) {
    let steps = paths[0].rows
    guard
      paths.allSatisfy({ path in
        (0..<path.columns).allSatisfy { path.column($0).allSatisfy(\.isFinite) }
      })
    else { throw .bayesian(.explosiveForecast(steps: steps)) }
    (self.names, self.steps, self.nextPeriod) = (names, steps, nextPeriod)
    sorted = (0..<steps).flatMap { step in
      names.indices.map { j in paths.map { $0[step, j] }.sorted() }
    }
  }

  package var draws: Int { sorted[0].count }

  /// A quantile of series j, `step` periods after the last (from 1).
  ///
  /// Of the closed form where there is one, else of the draws, between the two nearest (Hyndman and
  /// Fan's seventh).
  package func quantile(_ u: Double, step: Int, series j: Int) -> Double {
    precondition(u > 0 && u < 1 && step >= 1 && step <= steps, "quantile \(u) of step \(step)")
    if step == 1, let nextPeriod { return nextPeriod[j].quantile(u) }
    let values = sorted[(step - 1) * names.count + j]
    let place = u * Double(values.count - 1), below = Int(place)
    let above = min(below + 1, values.count - 1)
    return values[below] + (place - Double(below)) * (values[above] - values[below])
  }

  /// The mean of the draws.
  package func mean(step: Int, series j: Int) -> Double {
    let values = sorted[(step - 1) * names.count + j]
    return values.reduce(0) { $0 + $1 / Double(values.count) }
  }

  /// Whether the first step is exact, in words.
  package var convention: Label {
    let count = inText(draws)
    return nextPeriod == nil
      ? Label(vi: "phân vị của \(count.vi) quỹ đạo", en: "quantiles of \(count.en) paths")
      : Label(
        vi: "kỳ đầu theo công thức t nhiều chiều, các kỳ sau là phân vị của \(count.vi) quỹ đạo",
        en: "first step by the multivariate t, later ones quantiles of \(count.en) paths")
  }
}

extension BayesianAutoregression {
  /// Forecasts by independent draws of coefficients, errors and periods.
  ///
  /// - Parameters:
  ///   - steps: Periods after the last, at least 1.
  ///   - draws: Paths.
  ///   - threads: Draws that are made at a time; they change nothing.
  ///   - words: Random words by draw (from 0) and slot.
  /// - Returns: Quantiles; of the first step in closed form.
  /// - Throws: ``BayesianProblem/explosiveForecast(steps:)``.
  package func forecast(
    steps: Int, draws: Int, threads: Int = 1, words: @escaping AddressedWords
  ) throws(EstimationError) -> AutoregressionForecast {
    precondition(steps >= 1 && draws >= 1, "\(steps) steps of \(draws) draws")
    let sampler = NormalInverseWishartSampler(
      degreesOfFreedom: posterior.degreesOfFreedom, equations: posterior.equations)
    let paths = mapInParallel(draws, threads: threads) { draw -> Matrix? in
      var numbers = AddressedNumbers(words, draw: UInt64(draw))
      guard let parameters = try? sampler.draw(posterior, &numbers) else { return nil }
      return continued(
        series.values, by: parameters, steps: steps, lags: minnesota.lags, &numbers
      ) { _ in 1 }
    }.compactMap(\.self)
    guard paths.count == draws else { throw .notConverged(what: "autoregression", steps: 1) }
    return try AutoregressionForecast(paths: paths, names: names, nextPeriod: nextPeriod)
  }
}

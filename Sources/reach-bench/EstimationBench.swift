import Econometrics
import LinearAlgebra
import RandomStreams

/// Times of estimation on data that the driver has written, in seconds, and the answers, so that the
/// driver can compare them with those of the peers.
///
/// Numbers are read before the clock starts; it runs from labels of rows to standard errors, as that of
/// packages does.
struct EstimationBench {
  let folder: String
  let rows: Int
  let columns: Int
  let threads: Int
  private let clock = ContinuousClock()

  /// - Parameter words: `FOLDER ROWS COLUMNS THREADS`.
  init?(_ words: ArraySlice<String>) {
    let words = Array(words)
    guard words.count >= 4, let rows = Int(words[1]), let columns = Int(words[2]),
      let threads = Int(words[3])
    else { return nil }
    (folder, self.rows, self.columns, self.threads) = (words[0], rows, columns, threads)
  }

  /// Least squares with errors clustered by the first factor.
  ///
  /// So many factors are taken out as fixed effects, after rows alone in a group.
  func leastSquares(factors: Int) throws -> Answer {
    let given = try numbers(), labels = try (1...max(1, factors)).map(labels)
    var answer = Answer()
    var outcome: (fit: LinearFit, covariance: CovarianceEstimate)?
    let time = try clock.measure {
      var data = grouped(given, labels, factors: factors)
      if factors > 0 { data = data.withoutSingletons().data }
      let fit = try fitLinear(data, threads: threads)
      outcome = (fit, try clustered(fit, data))
    }
    answer.add("seconds", time.inSeconds)
    if let outcome { add(outcome.fit, outcome.covariance, to: &answer) }
    return answer
  }

  /// Poisson pseudo-maximum likelihood with effects of as many factors, errors clustered by the first.
  func poisson(factors: Int) throws -> Answer {
    let given = try numbers(), labels = try (1...factors).map(labels)
    var answer = Answer()
    var outcome: (fit: LinearFit, covariance: CovarianceEstimate)?
    let time = try clock.measure {
      let data = grouped(given, labels, factors: factors).withoutSingletons().data
      let fit = try fitGeneralisedLinear(data, .poisson, threads: threads)
      outcome = (fit.linear, try clustered(fit.linear, data))
    }
    answer.add("seconds", time.inSeconds)
    if let outcome { add(outcome.fit, outcome.covariance, to: &answer) }
    return answer
  }

  /// The wild cluster bootstrap of the first coefficient, from the regression to confidence sets.
  func bootstrap(factors: Int, draws: Int) throws -> Answer {
    let given = try numbers(), labels = try (1...factors).map(labels)
    var answer = Answer()
    var outcome: WildBootstrap?
    let time = try clock.measure {
      let data = grouped(given, labels, factors: factors)
      let fit = try fitLinear(data, threads: threads)
      outcome = try wildBootstrap(
        LinearRestriction(coefficient: 0, of: columns), of: fit, cluster: data.clusters[0],
        options: WildBootstrapOptions(draws: draws), threads: threads
      ) { draw, word in
        let bits = philox4x32(
          SIMD4(UInt32(truncatingIfNeeded: draw), 0, UInt32(truncatingIfNeeded: word), 0), key: 1)
        return UInt64(bits[1]) << 32 | UInt64(bits[0])
      }
    }
    answer.add("seconds", time.inSeconds)
    if let outcome {
      answer.add("t", outcome.statistic)
      answer.add("p", outcome.pSymmetric)
    }
    return answer
  }

  // MARK: Parts

  private func numbers() throws -> RegressionData {
    let y: [Double] = try readNumbers("\(folder)/y.f64", count: rows, filler: 0)
    let X: [Double] = try readNumbers("\(folder)/X.f64", count: rows * columns, filler: 0)
    return RegressionData(
      dependent: "y", y: y, names: (1...columns).map { "x\($0)" },
      X: Matrix(rows: rows, columns: columns, storage: X))
  }

  private func labels(_ factor: Int) throws -> [Int32] {
    try readNumbers("\(folder)/f\(factor).i32", count: rows, filler: 0)
  }

  private func grouped(
    _ given: RegressionData, _ labels: [[Int32]], factors: Int
  ) -> RegressionData {
    var data = given
    let groupings = labels.enumerated().map { Grouping(name: "f\($0 + 1)", labels: $1) }
    data.effects = Array(groupings.prefix(factors))
    data.clusters = [groupings[0]]
    return data
  }

  private func clustered(
    _ fit: LinearFit, _ data: RegressionData
  ) throws -> CovarianceEstimate {
    try covariance(
      .clustered(.CR1), of: fit, layout: CovarianceLayout(data), threads: threads)
  }

  private func add(
    _ fit: LinearFit, _ covariance: CovarianceEstimate, to answer: inout Answer
  ) {
    answer.add("observations", Double(fit.observations))
    answer.add("coefficients", fit.coefficients)
    answer.add("errors", covariance.standardErrors)
  }
}

/// Seconds of the dense part: XᵀX as the regression takes it, and by one call of `dsyrk`, both on one
/// thread and in turns; the best of the rounds, as for kernels.
func gramTimes(rows: Int, columns: Int, rounds: Int) -> Answer {
  let X = numbers(rows: rows, columns: columns)
  let clock = ContinuousClock()
  var own = Double.infinity, plain = Double.infinity, farthest = 0.0
  for _ in 0..<rounds {
    var both: [Matrix] = []
    own = min(own, clock.measure { both.append(X.gram()) }.inSeconds)
    plain = min(plain, clock.measure { both.append(X.gramAtOnce()) }.inSeconds)
    for (a, b) in zip(both[0].storage, both[1].storage) {
      farthest = max(farthest, (a - b).magnitude / Double(rows))
    }
  }
  var answer = Answer()
  answer.add("gram", own)
  answer.add("dsyrk", plain)
  // Elements are about the number of rows, or its root.
  answer.add("farthest", farthest)
  return answer
}

/// The operations a second of `dgemm` on square matrices, on one thread: the best of the rounds.
func productSpeed(order: Int, rounds: Int) -> Answer {
  let a = numbers(rows: order, columns: order), clock = ContinuousClock()
  var best = Double.infinity
  for _ in 0..<rounds {
    best = min(best, clock.measure { withExtendedLifetime(a * a) {} }.inSeconds)
  }
  let n = Double(order)
  var answer = Answer()
  answer.add("operations", 2 * n * n * n / best)
  return answer
}

/// Uniform numbers of variance 1.
private func numbers(rows: Int, columns: Int) -> Matrix {
  var storage = Array(repeating: 0.0, count: rows * columns)
  var span = storage.mutableSpan
  fillUniforms(seed: 1, slot: 1, firstDraw: 0, into: &span)
  for i in span.indices { span[i] = (span[i] - 0.5) * 12.0.squareRoot() }
  return Matrix(rows: rows, columns: columns, storage: storage)
}

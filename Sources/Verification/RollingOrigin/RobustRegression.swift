private import Econometrics
private import LinearAlgebra
private import NumericKernels

/// A regression whose errors follow Student's t, with independent normal priors on its slopes.
///
/// Yearly figures of provinces have tails that least squares would follow: one new factory doubles
/// the index of a small province. The degrees of freedom are chosen from a grid by the likelihood and
/// a prior; for each the posterior mode is found by expectation-maximisation.
///
/// - Source: Lange, Little and Taylor, *JASA* 84, 1989 (the algorithm); Juárez and Steel, *Journal of
///   Applied Econometrics* 25, 2010 (the prior of the degrees of freedom, density ∝ ν e^(−ν/10)).
package struct RobustRegression: Sendable, Equatable {
  /// A normal prior.
  package struct Prior: Sendable, Equatable {
    package let mean: Double
    package let deviation: Double

    package init(mean: Double, deviation: Double) {
      (self.mean, self.deviation) = (mean, deviation)
    }
  }

  /// The posterior mode, one for each column.
  package let slopes: [Double]
  /// Of the errors; not their standard deviation.
  package let scale: Double
  package let degreesOfFreedom: Double

  package static let degreesOfFreedomGrid: [Double] = [2, 3, 4, 6, 10, 30]

  /// Fits by row.
  ///
  /// - Parameters:
  ///   - rows: n ≥ 1 rows of k regressors each.
  ///   - responses: n numbers.
  ///   - priors: k of them.
  package init(rows: [[Double]], responses: [Double], priors: [Prior]) {
    precondition(rows.count == responses.count && !rows.isEmpty, "\(rows.count) rows")
    let fits = Self.degreesOfFreedomGrid.map {
      Self.fit(rows, responses, priors, degreesOfFreedom: $0)
    }
    var best = fits[0]
    for fit in fits.dropFirst() where fit.logPosterior > best.logPosterior { best = fit }
    (slopes, scale, degreesOfFreedom) = (best.slopes, best.scale, best.degreesOfFreedom)
  }

  /// Σ slopes · regressors.
  package func fitted(_ row: [Double]) -> Double {
    zip(slopes, row).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private struct Fit {
    let slopes: [Double]
    let scale: Double
    let degreesOfFreedom: Double
    let logPosterior: Double
  }

  private static func fit(
    _ rows: [[Double]], _ responses: [Double], _ priors: [Prior], degreesOfFreedom ν: Double
  ) -> Fit {
    let n = Double(rows.count)
    var slopes = priors.map(\.mean)
    var residuals = residuals(rows, responses, slopes)
    var variance = max(residuals.reduce(0) { $0 + $1 * $1 } / n, leastVariance(responses))
    for _ in 0..<1_000 {
      let weights = residuals.map { (ν + 1) / (ν + $0 * $0 / variance) }
      slopes = mode(rows, responses, weights.map { $0 / variance }, priors) ?? slopes
      residuals = Self.residuals(rows, responses, slopes)
      let next = max(
        zip(weights, residuals).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / n,
        leastVariance(responses))
      let isSettled = (next / variance - 1).magnitude < 1e-10
      variance = next
      if isSettled { break }
    }
    let law = StudentLaw(location: 0, scale: variance.squareRoot(), degreesOfFreedom: ν)
    let likelihood = residuals.reduce(0) { $0 + law.logDensity(at: $1) }
    let prior = zip(slopes, priors).reduce(0) { sum, pair in
      let score = (pair.0 - pair.1.mean) / pair.1.deviation
      return sum - score * score / 2
    }
    return Fit(
      slopes: slopes, scale: variance.squareRoot(), degreesOfFreedom: ν,
      logPosterior: likelihood + prior + naturalLogarithm(ν) - ν / 10)
  }

  /// Errors that are all but 0 keep a scale: rounding of the figures, about 10⁻⁶ of them.
  private static func leastVariance(_ responses: [Double]) -> Double {
    let largest = responses.reduce(0) { max($0, $1.magnitude) }
    return 1e-12 * max(largest * largest, 1e-6)
  }

  private static func residuals(
    _ rows: [[Double]], _ responses: [Double], _ slopes: [Double]
  ) -> [Double] {
    zip(rows, responses).map { row, y in
      y - zip(slopes, row).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// (X′WX + Λ)⁻¹ (X′Wy + Λm): the mode for given weights; nil where rounding leaves it undefined.
  private static func mode(
    _ rows: [[Double]], _ responses: [Double], _ weights: [Double], _ priors: [Prior]
  ) -> [Double]? {
    let k = priors.count
    guard k > 0 else { return [] }
    var precision = Array(repeating: 0.0, count: k * k)
    var right = Array(repeating: 0.0, count: k)
    for (j, prior) in priors.enumerated() {
      let weight = 1 / (prior.deviation * prior.deviation)
      precision[j * k + j] = weight
      right[j] = weight * prior.mean
    }
    for (i, row) in rows.enumerated() {
      for a in 0..<k {
        right[a] += weights[i] * row[a] * responses[i]
        for b in 0..<k { precision[a * k + b] += weights[i] * row[a] * row[b] }
      }
    }
    let matrix = Matrix(rows: k, columns: k) { precision[$0 * k + $1] }
    guard let factor = try? Cholesky(matrix) else { return nil }
    return factor.solve(right)
  }
}

import LinearAlgebra
import NumericKernels

/// How well each path of an ensemble agrees with figures: importance weights.
///
/// A draw from the prior counts by the density of the figures on its path, so that weighted means are
/// means of the posterior, given path and figures' joint law. Whole paths are weighted anew for
/// every set of figures; nothing is lost by resampling in between.
///
/// - Source: Chopin & Papaspiliopoulos, *An Introduction to Sequential Monte Carlo* (2020), §8.6.
package struct PathWeights: Sendable {
  /// By draw, the greatest being 1; 0 where the draw failed.
  package let weights: [Double]
  package let sum: Double
  /// (Σw)² / Σw²: draws of equal weight that would tell as much.
  package let effectiveSize: Double

  /// - Parameter logs: Log densities but for a constant; −∞ for what cannot be.
  package init(logs: [Double]) {
    let greatest = logs.max() ?? -.infinity
    guard greatest > -.infinity else {
      (weights, sum, effectiveSize) = (logs.map { _ in 0 }, 0, 0)
      return
    }
    weights = logs.map { exponential($0 - greatest) }
    sum = weights.reduce(0, +)
    effectiveSize = sum * sum / weights.reduce(0) { $0 + $1 * $1 }
  }
}

/// The figures that count at a time, with the law of their errors, whitened draw by draw.
struct FigureDensity {
  /// Log densities of the figures that count, by draw; −∞ where the draw failed.
  private(set) var logs: [Double]
  /// The last figure's distance from what the draw expects of it after the others, in standard
  /// deviations.
  private(set) var lastScores: [Double] = []
  /// What the last figure was expected to be, given draw and others; its standard deviation.
  private(set) var lastMeans: [Double] = []
  private(set) var lastError = 0.0

  /// - Parameters:
  ///   - active: Places of figures among the draws'; their order matters for `last` alone.
  ///   - draws: The ensemble.
  ///   - errors: The law of errors.
  ///   - last: Keeps the last figure out of the densities, to be compared with its forecast.
  init(_ active: [Int], _ draws: TrackedDraws, _ errors: MeasurementErrors, last: Bool = false) {
    logs = draws.joint.indices.map { i in
      active.contains { draws.expected[$0][i].isNaN } ? -.infinity : 0
    }
    // Errors of different indicators are independent: one small factor each.
    var blocks: [[Int]] = []
    for place in active {
      let figure = draws.figures[place]
      let i = blocks.firstIndex { block in
        let first = draws.figures[block[0]]
        return first.indicator.key == figure.indicator.key && first.group == figure.group
      }
      if let i { blocks[i].append(place) } else { blocks.append([place]) }
    }
    for block in blocks {
      add(block, draws, errors, keepsLast: last && block.last == active.last)
    }
  }

  private mutating func add(
    _ block: [Int], _ draws: TrackedDraws, _ errors: MeasurementErrors, keepsLast: Bool
  ) {
    let figures = block.map { draws.figures[$0] }, L = errors.factor(figures)
    let y = figures.map(\.logarithm), n = block.count
    let f = block.map { draws.expected[$0] }
    var z = [Double](repeating: 0, count: n)
    let counted = keepsLast ? n - 1 : n
    let rows = (0..<n).map { i in (0...i).map { L[i, $0] } }
    for d in logs.indices where logs[d] > -.infinity {
      var square = 0.0
      for i in 0..<n {
        var rest = y[i] - f[i][d]
        for j in 0..<i { rest -= rows[i][j] * z[j] }
        z[i] = rest / rows[i][i]
        if i < counted { square += z[i] * z[i] }
      }
      logs[d] -= square / 2
      guard keepsLast else { continue }
      lastScores.append(z[n - 1])
      lastMeans.append(y[n - 1] - z[n - 1] * rows[n - 1][n - 1])
    }
    if keepsLast {
      lastError = rows[n - 1][n - 1]
      padFailed()
    }
  }

  /// Draws that failed have no score; their weight is 0, so that any number serves.
  private mutating func padFailed() {
    guard lastScores.count < logs.count else { return }
    var scores = lastScores[...], means = lastMeans[...]
    lastScores = logs.map { $0 > -.infinity ? scores.popFirst() ?? 0 : 0 }
    lastMeans = logs.map { $0 > -.infinity ? means.popFirst() ?? 0 : 0 }
  }
}

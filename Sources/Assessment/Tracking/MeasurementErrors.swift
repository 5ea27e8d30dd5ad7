import LinearAlgebra
import NumericKernels

/// The joint law of the errors of figures: normal on the scale of logarithms.
///
/// Cumulative figures share months, and so their errors: treated as independent, twelve of them would
/// claim to know twelve times what one year can tell. Different indicators are independent.
struct MeasurementErrors: Sendable {
  let planYear: Int

  /// The covariance of two figures' errors.
  func covariance(_ a: ObservedFigure, _ b: ObservedFigure) -> Double {
    guard a.indicator.key == b.indicator.key, a.group == b.group else { return 0 }
    var sum = within(a, b)
    if a.statedError == nil && b.statedError == nil {
      let errors = a.indicator.errors
      sum += errors.common * errors.common
      sum += errors.monthly * errors.monthly * sharedMonths(a, b)
    }
    if a == b { sum += own(a) * own(a) }
    return sum
  }

  /// What the error of a figure comes to before it is rounded for publication.
  func unroundedDeviation(_ figure: ObservedFigure) -> Double {
    let rounding = rounding(figure)
    return max(0, covariance(figure, figure) - rounding * rounding).squareRoot()
  }

  /// Half a step either way: uniform.
  private func rounding(_ figure: ObservedFigure) -> Double {
    figure.indicator.logarithmicError(figure.indicator.errors.rounding, at: figure.value)
      / 12.0.squareRoot()
  }

  /// Σ over common months of the product of their weights in both figures.
  private func sharedMonths(_ a: ObservedFigure, _ b: ObservedFigure) -> Double {
    if a.indicator.isStock { return a.months.upperBound == b.months.upperBound ? 1 : 0 }
    let low = max(a.months.lowerBound, b.months.lowerBound)
    let high = min(a.months.upperBound, b.months.upperBound)
    return Double(max(0, high - low + 1)) / Double(a.months.count * b.months.count)
  }

  /// The months of a quarter deviate from it by independent numbers less their mean, so that whole
  /// quarters have no such error; a stock deviates by a Brownian bridge between quarters' ends.
  private func within(_ a: ObservedFigure, _ b: ObservedFigure) -> Double {
    let spread = a.indicator.errors.withinQuarter
    guard spread > 0 else { return 0 }
    if a.indicator.isStock { return spread * spread * bridge(a, b) }
    var sum = 0.0
    let quarters = (a.months.lowerBound + 2) / 3...(a.months.upperBound + 2) / 3
    for t in quarters {
      let months = (3 * t - 2)...(3 * t)
      let inA = months.filter(a.months.contains), inB = months.filter(b.months.contains)
      let both = inA.filter(b.months.contains)
      sum += Double(both.count) - Double(inA.count * inB.count) / 3
    }
    // Rounding must not make the variance of whole quarters negative.
    if a.months == b.months { sum = max(0, sum) }
    return spread * spread * sum / Double(a.months.count * b.months.count)
  }

  private func bridge(_ a: ObservedFigure, _ b: ObservedFigure) -> Double {
    guard a.lastQuarter == b.lastQuarter else { return 0 }
    func place(_ figure: ObservedFigure) -> Double {
      Double(figure.months.upperBound - 3 * (figure.lastQuarter - 1)) / 3
    }
    return min(place(a), place(b)) * (1 - max(place(a), place(b)))
  }

  /// What a figure has for itself.
  private func own(_ figure: ObservedFigure) -> Double {
    let indicator = figure.indicator, errors = indicator.errors
    let rounding = rounding(figure)
    var square = max(rounding * rounding, Self.least * Self.least)
    if let stated = figure.statedError {
      let error = indicator.logarithmicError(stated, at: figure.value)
      square += error * error
    } else {
      let age = Double(figure.age(planYear: planYear))
      let revision = errors.revision * exponential(-age / errors.halfLife * 0.6931471805599453)
      square += errors.figure * errors.figure + revision * revision
    }
    return square.squareRoot()
  }

  /// A covariance must not be singular, however exact the figures.
  private static let least = 1e-5

  /// The factor of the covariance of some figures, in their order.
  func factor(_ figures: [ObservedFigure]) -> Matrix {
    let S = Matrix(rows: figures.count, columns: figures.count) { i, j in
      covariance(figures[i], figures[j])
    }
    do throws(CholeskyError) {
      return try Cholesky(S).lower
    } catch {
      preconditionFailure("errors of \(figures.count) figures: \(error)")
    }
  }
}

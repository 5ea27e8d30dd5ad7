internal import NumericKernels

/// What is known of an aim under a plan: P, or another number of which more is better.
package struct AimEstimate: Sendable, Equatable {
  package let value: Double
  package let standardError: Double
  /// Independent estimates of the same, such as the means of the scrambles; may be empty.
  package let replicates: [Double]
  /// A number that rises and falls with `value` but has no steps, where there is one.
  package let smoothed: Double?

  package init(
    value: Double, standardError: Double = 0, replicates: [Double] = [], smoothed: Double? = nil
  ) {
    (self.value, self.standardError) = (value, standardError)
    (self.replicates, self.smoothed) = (replicates, smoothed)
  }

  /// Half the width of its 95 % interval.
  package var error: Double {
    let count = replicates.count
    guard count > 1 else { return z975 * standardError }
    return studentQuantile(0.975, degreesOfFreedom: Double(count - 1)) * standardError
  }

  var isDefined: Bool {
    value.isFinite && standardError.isFinite && standardError >= 0
      && replicates.allSatisfy(\.isFinite) && smoothed?.isFinite ?? true
  }
}

/// What is known of all aims under a plan.
package struct PlanEvaluation: Sendable, Equatable {
  /// In the order of the aims.
  package let aims: [AimEstimate]

  package init(_ aims: [AimEstimate]) { self.aims = aims }

  /// One aim.
  package init(_ aim: AimEstimate) { aims = [aim] }

  var isDefined: Bool { !aims.isEmpty && aims.allSatisfy(\.isDefined) }
}

/// The difference of an aim between two plans under the same shocks, or another sum of estimates.
///
/// Its standard error is that of the mean of the replicates' differences, which common random numbers
/// make small; without replicates, the errors of the two as if they were independent, which is more
/// than enough.
package struct PairedDifference: Sendable, Equatable {
  package let value: Double
  package let standardError: Double
  /// Half the width of its 95 % interval.
  package let error: Double
  /// What rounding may make of equal estimates.
  private let rounding: Double
  /// Behind the error; nil where it is not from parts.
  private let degreesOfFreedom: Double?

  /// - Parameters:
  ///   - here: The estimate that is compared.
  ///   - base: The one that is taken off.
  ///   - amount: Added to the difference.
  package init(_ here: AimEstimate, _ base: AimEstimate, plus amount: Double = 0) {
    self.init(sum: [(1, here), (-1, base)], plus: amount)
  }

  /// The same with another number added that is known independently, with a standard error.
  func adding(_ amount: Double, standardError other: Double) -> PairedDifference {
    PairedDifference(value: value + amount, widenedFrom: self, by: other)
  }

  private init(value: Double, widenedFrom old: PairedDifference, by other: Double) {
    self.value = value
    standardError = (old.standardError * old.standardError + other * other).squareRoot()
    // The factor of both is that of the parts, or of the normal law.
    let factor = old.standardError > 0 ? old.error / old.standardError : z975
    error = factor * standardError
    rounding = max(old.rounding, 1e-13 * value.magnitude)
    degreesOfFreedom = old.degreesOfFreedom
  }

  /// Σ factor · estimate + amount.
  init(sum terms: [(factor: Double, estimate: AimEstimate)], plus amount: Double = 0) {
    rounding = terms.reduce(0) { max($0, 1e-13 * ($1.factor * $1.estimate.value).magnitude) }
    value = terms.reduce(amount) { $0 + $1.factor * $1.estimate.value }
    let count = terms.first?.estimate.replicates.count ?? 0
    guard count > 1, terms.allSatisfy({ $0.estimate.replicates.count == count }) else {
      let variance = terms.reduce(0) { sum, term in
        let error = term.factor * term.estimate.standardError
        return sum + error * error
      }
      standardError = variance.squareRoot()
      error = z975 * standardError
      degreesOfFreedom = nil
      return
    }
    let sums = (0..<count).map { place in
      terms.reduce(0) { $0 + $1.factor * $1.estimate.replicates[place] }
    }
    standardError = Moments(sums).meanError
    error = studentQuantile(0.975, degreesOfFreedom: Double(count - 1)) * standardError
    degreesOfFreedom = Double(count - 1)
  }

  /// Whether it lies within its error of 0.
  package var isTie: Bool { value.magnitude <= max(error, rounding) }

  /// How surely the true difference is positive: Student's distribution, or the normal one where the error
  /// is not from parts, at value / standard error; ½ for two plans that no draw tells apart.
  package var probabilityPositive: Double {
    guard standardError > 0 else { return value == 0 ? 0.5 : value > 0 ? 1 : 0 }
    let distance = value / standardError
    guard let degreesOfFreedom else { return normalCDF(distance) }
    return studentTails(distance, degreesOfFreedom: degreesOfFreedom).lower
  }
}

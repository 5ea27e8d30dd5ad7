/// A method of NLopt's for a minimum near a start.
package enum LocalMethod: Sendable, CaseIterable {
  /// Linear models, without gradients; takes constraints. Powell (1994).
  case cobyla
  /// Quadratic models, without gradients; takes bounds only. Powell (2009).
  case bobyqa
  /// Sequential quadratic programming; takes constraints. Kraft (1994).
  case slsqp
  /// Moving asymptotes; takes inequalities. Svanberg (2002).
  case mma

  package var usesGradients: Bool { self == .slsqp || self == .mma }
}

/// A function's value at a point and, where it was asked for, its gradient.
package struct Slope: Sendable, Equatable {
  package let value: Double
  /// One element a coordinate; empty where none was asked for.
  package let gradient: [Double]

  package init(_ value: Double, gradient: [Double] = []) {
    (self.value, self.gradient) = (value, gradient)
  }
}

/// A function of a point; the flag tells whether its gradient is wanted.
package typealias SearchedFunction = (_ point: [Double], _ wantsGradient: Bool) throws -> Slope

/// Why a local search ended.
package enum LocalEnd: Sendable, Equatable {
  /// Points or values no longer changed by more than was asked for.
  case converged
  case evaluationsSpent
  /// Rounding left no progress; the point is usually good.
  case roundingLimited
}

/// A search that could not be made.
package enum LocalSearchError: Error, Equatable {
  /// What was asked for does not fit the method, such as constraints for BOBYQA.
  case unsuitable(LocalMethod)
  /// A function was not finite at a point.
  case undefined(at: [Double])
  /// NLopt gave up, with its code.
  case failed(code: Int)
}

/// Where a local search ended.
package struct LocalOptimum: Sendable, Equatable {
  package let point: [Double]
  package let value: Double
  package let end: LocalEnd
}

/// A smooth problem: the least value of a function within bounds and constraints.
package struct LocalProblem {
  package var objective: SearchedFunction
  /// Functions that are to be at most 0.
  package var atMostZero: [SearchedFunction] = []
  /// Functions that are to be 0.
  package var zero: [SearchedFunction] = []
  package let lower: [Double]
  package let upper: [Double]
  /// How far a method without gradients steps at first, for all coordinates; NLopt's own if nil.
  package var firstStep: Double?
  /// Ends the search when no coordinate changes by more.
  package var pointTolerance = 1e-8
  /// Ends the search when the value changes by less, relatively.
  package var valueTolerance = 1e-12
  /// By how much a constraint may be missed.
  package var constraintTolerance = 1e-8
  package var evaluations = 2_000

  /// - Parameters:
  ///   - objective: What is minimised.
  ///   - lower: One lower bound a coordinate.
  ///   - upper: As many upper bounds, none below its lower bound.
  package init(_ objective: @escaping SearchedFunction, lower: [Double], upper: [Double]) {
    precondition(
      !lower.isEmpty && lower.count == upper.count && zip(lower, upper).allSatisfy { $0 <= $1 },
      "bounds \(lower) to \(upper)")
    (self.objective, self.lower, self.upper) = (objective, lower, upper)
  }

  /// The best of the minima near several starts, the first of those that are equal.
  ///
  /// Finds the least value of all only where one of the starts lies in its valley.
  ///
  /// - Throws: What ``minimum(near:by:)`` throws.
  package func minimum(near starts: [[Double]], by method: LocalMethod) throws -> LocalOptimum? {
    var best: LocalOptimum?
    for start in starts {
      let found = try minimum(near: start, by: method)
      if best.map({ found.value < $0.value }) ?? true { best = found }
    }
    return best
  }
}

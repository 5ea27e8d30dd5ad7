package import Econometrics
private import NumericKernels
package import ReachModel

extension Distribution {
  /// The law on the scale on which it has no bounds, and that scale; nil for a law that is no
  /// posterior (see `Distribution.posterior`), lognormals apart.
  package var unboundedLaw: (link: Link, law: StudentLaw)? {
    switch self {
    case .linked(let link, let location, let scale, let df):
      return (
        link, StudentLaw(location: location, scale: scale, degreesOfFreedom: df ?? .infinity)
      )
    case .normal, .lognormal:
      return unbounded.map {
        ($0.link, StudentLaw(location: $0.mean, scale: $0.sd, degreesOfFreedom: .infinity))
      }
    default: return nil
    }
  }

  /// The probability below a value; nil for a law that is no posterior.
  package func place(of value: Double) -> Double? {
    unboundedLaw.map { $0.law.tails(at: $0.link(value)).lower }
  }

  /// The probability of values under which an estimate is less likely than under one value.
  ///
  /// The likelihood falls with the distance from the estimate, on either side. A posterior that
  /// ignores the data passes by the places of its parameter, and fails by these.
  ///
  /// - Parameters:
  ///   - estimate: On the unbounded scale.
  ///   - value: The true one, on its own scale.
  /// - Returns: The place of its likelihood; nil for a law that is no posterior.
  package func likelihoodPlace(estimate: Double, of value: Double) -> Double? {
    unboundedLaw.map { link, law in
      let distance = (link(value) - estimate).magnitude
      return min(
        1, law.tails(at: estimate - distance).lower + law.tails(at: estimate + distance).upper)
    }
  }
}

/// The place of a true number among draws, without a tie's favour to either side.
///
/// - Parameters:
///   - value: The true one.
///   - draws: L of them, independent.
///   - u: Uniform, for the place inside the cell of width 1/(L + 1).
/// - Returns: A number in 0...1, uniform where value and draws have one law.
package func place(of value: Double, among draws: [Double], _ u: Double) -> Double {
  let below = draws.count { $0 < value }, equal = draws.count { $0 == value }
  return (Double(below) + u * Double(equal + 1)) / Double(draws.count + 1)
}

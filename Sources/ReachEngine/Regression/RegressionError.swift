package import Econometrics
import ReachModel

/// Why a specification has no answer on its data.
package enum RegressionError: Error {
  /// Problems with places in the specification.
  case specification(SpecificationProblems)
  /// What the estimator met: a column, a cluster, a count.
  case estimation(EstimationError)
}

extension RegressionError {
  /// In English, one line.
  package var words: String {
    switch self {
    case .specification(let problems): problems.problems.map(\.summary).joined(separator: "; ")
    case .estimation(let error): error.label.en
    }
  }

  /// The same, with problems of one place of the specification told at another.
  func moved(from old: [String], to new: [String]) -> RegressionError {
    guard case .specification(let found) = self else { return self }
    return .specification(
      SpecificationProblems(
        found.problems.map { problem in
          var moved = problem
          if problem.path == old { moved.path = new }
          return moved
        }))
  }
}

/// Runs what may fail as an estimate.
func estimating<T>(_ body: () throws(EstimationError) -> T) throws(RegressionError) -> T {
  do throws(EstimationError) {
    return try body()
  } catch {
    throw .estimation(error)
  }
}

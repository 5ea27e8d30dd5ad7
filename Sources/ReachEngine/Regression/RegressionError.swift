package import Econometrics
import ReachModel

/// Why a specification has no answer on its data.
package enum RegressionError: Error {
  /// Problems with places in the specification.
  case specification(SpecificationProblems)
  /// What the estimator met: a column, a cluster, a count.
  case estimation(EstimationError)
}

/// Runs what may fail as an estimate.
func estimating<T>(_ body: () throws(EstimationError) -> T) throws(RegressionError) -> T {
  do throws(EstimationError) {
    return try body()
  } catch {
    throw .estimation(error)
  }
}

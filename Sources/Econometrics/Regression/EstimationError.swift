package import ReachModel

/// Why data have no estimate.
package enum EstimationError: Error, Equatable {
  case noObservations
  /// Coefficients and effects leave no degrees of freedom.
  case tooFewObservations(observations: Int, parameters: Int)
  /// A covariance over clusters needs at least two.
  case tooFewClusters(Int)
  /// With one year there is nothing within an entity to compare.
  case singleYear(Int)
  /// The regressor does not vary once the effects are taken out.
  case absorbed(regressor: String)
  /// The regressor is a combination of those before it.
  case collinear(regressor: String)
  /// A figure is infinite or no number.
  case notFinite(entity: String, year: Int)
  /// An iteration did not settle.
  case notConverged(what: String, steps: Int)
  /// A likelihood that is none, or has no maximum.
  case likelihood(LikelihoodProblem)

  /// In words, for a report.
  package var label: Label {
    switch self {
    case .noObservations:
      Label(vi: "không có quan sát nào", en: "there is no observation")
    case .tooFewObservations(let observations, let parameters):
      Label(
        vi: "\(observations) quan sát cho \(parameters) hệ số và hiệu ứng cố định là quá ít",
        en: "\(observations) observations for \(parameters) coefficients and effects are too few")
    case .tooFewClusters(let count):
      Label(
        vi: "\(count) cụm không đủ để tính sai số chuẩn theo cụm",
        en: "\(count) cluster(s) do not give clustered standard errors")
    case .singleYear(let year):
      Label(
        vi:
          "mọi quan sát đầy đủ đều thuộc một năm (\(year)); hiệu ứng cố định theo tỉnh cần ít nhất "
          + "hai năm",
        en: "all complete observations are of one year (\(year)); effects of provinces need two")
    case .absorbed(let regressor):
      Label(
        vi: "`\(regressor)` không biến động sau khi trừ hiệu ứng cố định",
        en: "`\(regressor)` does not vary within the fixed effects")
    case .collinear(let regressor):
      Label(
        vi: "`\(regressor)` là tổ hợp tuyến tính của các biến trước nó",
        en: "`\(regressor)` is a combination of the regressors before it")
    case .notFinite(let entity, let year):
      Label(
        vi: "số liệu của \(entity) năm \(year) không hữu hạn",
        en: "a figure of \(entity) in \(year) is not finite")
    case .notConverged(let what, let steps):
      Label(
        vi: "\(what) không hội tụ sau \(steps) bước",
        en: "\(what) did not converge in \(steps) steps")
    case .likelihood(let problem): problem.label
    }
  }
}

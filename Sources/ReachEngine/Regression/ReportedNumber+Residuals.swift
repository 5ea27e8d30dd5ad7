import Econometrics
import ReachModel

/// What several estimators report of their residuals, under the same names.
extension ReportedNumber {
  static func residualSumOfSquares(_ value: Double) -> ReportedNumber {
    ReportedNumber(
      "residual_sum_of_squares",
      Label(vi: "tổng bình phương phần dư", en: "residual sum of squares"), value)
  }

  static func residualDegreesOfFreedom(_ count: Int) -> ReportedNumber {
    ReportedNumber(
      "residual_degrees_of_freedom",
      Label(vi: "bậc tự do của phần dư", en: "residual degrees of freedom"), count: count)
  }

  static func residualStandardDeviation(_ value: Double) -> ReportedNumber {
    ReportedNumber(
      "residual_standard_deviation",
      Label(vi: "độ lệch chuẩn phần dư", en: "residual standard deviation"), value)
  }
}

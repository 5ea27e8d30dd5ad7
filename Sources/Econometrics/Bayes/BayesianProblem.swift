private import LinearAlgebra
package import ReachModel

/// Why a prior and data have no posterior, or a posterior no forecast.
package enum BayesianProblem: Equatable, Sendable {
  /// A column holds an infinite value.
  case infiniteValue(column: String)
  /// The covariance of a prior is not one: the leading block of this order (from 1) is not
  /// positive definite.
  case priorNotPositiveDefinite(order: Int)
  /// Neither the prior nor evidence from elsewhere says anything about the coefficient.
  case withoutPrior(coefficient: String)
  /// A time series without movement gives its prior no scale.
  case constantSeries(name: String)
  /// A time series does not go with its lags.
  case tooFewPeriods(periods: Int, needed: Int)
  /// Paths of a forecast grow beyond all numbers.
  case explosiveForecast(steps: Int)
  /// Rows from elsewhere have other columns, for example other levels of a factor.
  case otherRegressors(source: String)
  /// A vector autoregression is of one unit.
  case severalUnits(Int)
  /// The period after this one is missing.
  case gap(after: Int)

  /// In words, for a report.
  package var label: Label {
    switch self {
    case .infiniteValue(let column):
      Label(vi: "`\(column)` có giá trị vô hạn", en: "`\(column)` has an infinite value")
    case .priorNotPositiveDefinite(let order):
      Label(
        vi: "hiệp phương sai tiên nghiệm không xác định dương (khối đầu cấp \(order))",
        en: "the prior covariance is not positive definite (leading block of order \(order))")
    case .withoutPrior(let coefficient):
      Label(
        vi: "hệ số của `\(coefficient)` không có phân phối tiên nghiệm",
        en: "the coefficient of `\(coefficient)` has no prior")
    case .constantSeries(let name):
      Label(
        vi: "chuỗi `\(name)` không biến động nên tiên nghiệm không có thang đo",
        en: "the series `\(name)` does not move, so its prior has no scale")
    case .tooFewPeriods(let periods, let needed):
      Label(
        vi: "chuỗi có \(periods) kỳ, cần ít nhất \(needed)",
        en: "the series have \(counted(periods, "period")); at least \(needed) are needed")
    case .explosiveForecast(let steps):
      Label(
        vi: "dự báo \(steps) kỳ tăng vượt mọi giới hạn: hãy siết tiên nghiệm hoặc rút ngắn dự báo",
        en: "a forecast of \(steps) steps grows beyond all numbers: tighten the prior or shorten it"
      )
    case .otherRegressors(let source):
      Label(
        vi: "các dòng của nguồn `\(source)` cho những biến khác với hồi quy",
        en: "the rows of the source `\(source)` have other columns than the regression")
    case .severalUnits(let units):
      Label(
        vi: "tự hồi quy véc-tơ cần chuỗi của một đơn vị, số liệu có \(units)",
        en: "a vector autoregression needs the series of one unit; the data have \(units)")
    case .gap(let period):
      Label(
        vi: "chuỗi đứt đoạn: thiếu kỳ sau \(period)",
        en: "the series have a gap: the period after \(period) is missing")
    }
  }
}

/// Refuses data with an infinite value, naming its column.
func requireFinite(_ data: RegressionData) throws(EstimationError) {
  guard data.y.allSatisfy(\.isFinite) else {
    throw .bayesian(.infiniteValue(column: data.dependent))
  }
  for j in data.names.indices where !data.X.column(j).allSatisfy(\.isFinite) {
    throw .bayesian(.infiniteValue(column: data.names[j]))
  }
}

package import ReachModel

/// A naive point forecast with the errors that the same method has made so far.
///
/// At every earlier origin within what is known the method forecasts anew; the errors of all entities
/// at the same horizon are equally likely to come again. Where none of a horizon are known yet, those
/// of one year are used, wider for methods whose errors add up.
package struct NaiveForecast: ForecastForm {
  package let method: NaiveMethod
  /// Fewer errors are no law, and to beat it would be no skill.
  static let fewestErrors = 5

  package init(_ method: NaiveMethod) { self.method = method }

  package var key: String { "naive_\(method.rawValue)" }

  package var label: Label {
    switch method {
    case .lastValue: Label(vi: "Giá trị năm trước", en: "Last value")
    case .drift: Label(vi: "Giá trị năm trước cộng xu thế", en: "Last value with drift")
    case .longMean: Label(vi: "Trung bình nhiều năm", en: "Long mean")
    case .autoregression: Label(vi: "Tự hồi quy bậc một", en: "First-order autoregression")
    }
  }

  package func laws(
    _ history: ForecastHistory, horizons: Int
  ) throws(FormUnavailable) -> [[PredictiveLaw?]] {
    let values = history.series.values
    let errors = pastErrors(values, horizons)
    guard errors[0].count >= Self.fewestErrors else {
      throw FormUnavailable(
        Label(
          vi: "phương pháp này mới có \(errors[0].count) sai số trong quá khứ, cần "
            + "\(Self.fewestErrors)",
          en: "the method has made \(errors[0].count) errors so far; it takes \(Self.fewestErrors)"
        ))
    }
    let points = method.points(values, horizons: horizons)
    return (1...horizons).map { h in
      let isKnown = errors[h - 1].count >= Self.fewestErrors
      let factor = method.growthOfErrors(at: h)
      let law = PredictiveLaw(
        equallyLikely: isKnown ? errors[h - 1] : errors[0].map { factor * $0 })
      return points[h - 1].map { $0.map { law.moved(by: $0) } }
    }
  }

  /// Actual less forecast, by horizon, over all earlier origins and entities.
  private func pastErrors(_ values: [[Double?]], _ horizons: Int) -> [[Double]] {
    let years = values.first?.count ?? 0
    var errors = Array(repeating: [Double](), count: horizons)
    for origin in 1..<max(1, years) {
      let points = method.points(values.map { Array($0.prefix(origin)) }, horizons: horizons)
      for h in 1...horizons where origin + h <= years {
        for (point, values) in zip(points[h - 1], values) {
          if let point, let actual = values[origin + h - 1] {
            errors[h - 1].append(actual - point)
          }
        }
      }
    }
    return errors
  }
}

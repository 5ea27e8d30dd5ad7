import NumericKernels
package import ReachModel

/// An evaluation's word on a parameter, or why it has none.
package enum ProgrammeFeed: Sendable, Equatable {
  case fed(FedParameter)
  /// The estimate must not move the prior.
  case refused(Label)

  /// Levels below this say too little of a spread: judged.
  package static let leastLevel = 0.8
}

/// A parameter moved by an evaluation.
package struct FedParameter: Sendable, Equatable {
  package let update: ParameterUpdate
  /// On the parameter's own scale.
  package let value: Double
  /// Half of the honest width over the normal quantile of its level, on the same scale.
  package let honestError: Double
  /// With the failed placebo's size, where it is widened.
  package let usedError: Double
  package let divisor: Double
}

extension ProgrammeReport {
  /// Moves a prior by the estimate and its honest width.
  ///
  /// parameter = effect · factor / divisor, its standard error the greater side of the honest interval
  /// over the normal quantile of the level that it has. A failed placebo in time stops this, or, where
  /// the file asks for it, widens the error to √(SE² + placebo²) with the largest placebo's size.
  ///
  /// - Parameter prior: Of the uncertainty that is fed.
  /// - Returns: Nil where the file feeds nothing.
  /// - Source: model, section 4; decisions 0033 and 0044.
  package func feed(_ prior: Distribution) -> ProgrammeFeed? {
    guard let feed = specification.feed else { return nil }
    if specification.purpose == .placebo { return .refused(Self.placeboOnly) }
    guard let inTime else { return .refused(Self.noPlacebo) }
    guard let widest, widest.low.isFinite, widest.high.isFinite else {
      return .refused(Self.unbounded)
    }
    guard widest.level >= ProgrammeFeed.leastLevel - 1e-12 else { return .refused(Self.fewRanks) }
    if inTime.fails, !feed.widens { return .refused(Self.failed) }
    guard let divisor = divisor(feed) else { return .refused(Self.noAmount) }
    let scale = feed.factor / divisor
    let half = max(widest.high - estimate, estimate - widest.low)
    let z = normalQuantile((1 + widest.level) / 2)
    let honest = (half / z * scale).magnitude, size = (inTime.size * scale).magnitude
    let used = inTime.fails ? (honest * honest + size * size).squareRoot() : honest
    let value = estimate * scale
    guard used > 0 else { return .refused(Self.noError) }
    guard let link = prior.unbounded?.link, let onLink = link.moved(value, error: used) else {
      return .refused(Self.outside)
    }
    let update = parameterUpdate(
      feed.uncertainty, prior: prior,
      by: ParameterEstimate(
        link, value: onLink.value, standardError: onLink.error, degreesOfFreedom: nil,
        discount: feed.discount),
      mapping: feed.formula, estimateID: "evaluation.\(specification.name)")
    guard let update else { return .refused(Self.outside) }
    return .fed(
      FedParameter(
        update: update, value: value, honestError: honest, usedError: used, divisor: divisor))
  }

  private func divisor(_ feed: ProgrammeFeedSpecification) -> Double? {
    switch feed.divisor {
    case .number(let number): number
    case .amount: sample.meanAmount
    }
  }
}

extension Link {
  /// A value and its standard error on the unbounded scale, by the delta method.
  fileprivate func moved(_ x: Double, error: Double) -> (value: Double, error: Double)? {
    switch self {
    case .identity: return (x, error)
    case .log: return x > 0 ? (self(x), error / x) : nil
    case .logit: return x > 0 && x < 1 ? (self(x), error / (x * (1 - x))) : nil
    }
  }
}

// MARK: Reasons

extension ProgrammeReport {
  private static let placeboOnly = Label(
    vi: "đánh giá này là phép thử giả, không phải của một chương trình đã được ghi nhận",
    en: "this evaluation is a placebo, not one of a documented programme")
  private static let noPlacebo = Label(
    vi: "không có phép thử giả theo thời gian: quá ít kỳ trước khi hỗ trợ",
    en: "there is no placebo in time: too few periods before support")
  private static let unbounded = Label(
    vi: "số liệu không giới hạn được tác động", en: "the data do not bound the effect")
  private static let fewRanks = Label(
    vi: "quá ít đơn vị: khoảng chỉ đạt mức tin cậy dưới 80 %",
    en: "too few units: the interval has a level below 80 %")
  private static let failed = Label(
    vi: "phép thử giả theo thời gian không đạt: phương pháp thấy tác động khi chưa có hỗ trợ",
    en: "the placebo in time fails: the method finds an effect where there was no support yet")
  private static let noAmount = Label(
    vi: "không phải đơn vị nào được hỗ trợ cũng có `amount`",
    en: "not every unit with support states its `amount`")
  private static let noError = Label(
    vi: "ước lượng không có sai số", en: "the estimate has no error")
  private static let outside = Label(
    vi: "giá trị suy ra nằm ngoài miền của tham số, hoặc giả định ban đầu không thể được cập nhật",
    en:
      "the value lies outside what the parameter can be, or its prior is one that no data can move")
}

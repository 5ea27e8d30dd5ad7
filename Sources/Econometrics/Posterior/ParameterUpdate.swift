package import ReachModel

/// What data did to the prior of one parameter.
package struct ParameterUpdate: Sendable, Equatable {
  /// How the posterior was made.
  package enum Basis: String, Sendable {
    /// Prior and estimate as precision-weighted normals on the unbounded scale.
    case combined
    /// By the likelihood of the data over a grid of the parameters.
    case likelihood
    /// A stated formula of data gives it; the prior of the file, if any, is set aside.
    case derived
  }

  /// The raw value of the `Parameter`, for example `betaV`.
  package let parameter: String
  package let basis: Basis
  /// The prior; nil when none was given.
  package let prior: Distribution?
  package let posterior: Distribution
  /// On the variable's own scale; nil where they do not exist.
  package let priorMoments: Moments?
  package let posteriorMoments: Moments?
  /// 1 − Var(posterior) / Var(prior), both on the variable's own scale (for log and logit too).
  ///
  /// Negative when the data widened the law; nil without a prior that has a variance.
  package let learningRatio: Double?
  /// The same on the unbounded scale, on which prior and data were combined.
  ///
  /// For a log or a logit the variance on the own scale also changes because the law moved; this
  /// one does not.
  package let unboundedLearningRatio: Double?
  /// Mapping and updating, as written in the model.
  package let formula: Label
  /// The estimate it comes from.
  package let estimateID: String

  /// Learning less than this leaves the parameter to its prior (model, section 4).
  package static let learningThreshold = 0.2

  /// Whether the learning ratio on the own scale leaves the parameter to its prior.
  ///
  /// That ratio alone counts, as the model defines it: one that is negative is no learning, and
  /// ``contradictsPrior`` says where data moved the law all the same. Never for a parameter that a
  /// formula derives.
  package var isPriorDriven: Bool {
    basis != .derived && (learningRatio ?? 0) < Self.learningThreshold
  }

  /// How far the data moved the mean, in standard deviations of the prior.
  package var shift: Double? {
    guard basis != .derived, let before = priorMoments, let after = posteriorMoments, before.sd > 0
    else { return nil }
    return (after.mean - before.mean) / before.sd
  }

  /// Prior and data contradict each other when the mean moved by more than this, in prior sds.
  package static let conflictThreshold = 2.0

  /// Whether prior and data disagree: one of the two is wrong, or the model that joins them.
  package var contradictsPrior: Bool { (shift?.magnitude ?? 0) > Self.conflictThreshold }

  /// Whether the data left the parameter wider than its prior.
  package var isWider: Bool { (learningRatio ?? 0) < 0 }

  package init(
    parameter: String, basis: Basis, prior: Distribution?, posterior: Distribution,
    formula: Label, estimateID: String
  ) {
    (self.parameter, self.basis, self.prior) = (parameter, basis, prior)
    (self.posterior, self.formula, self.estimateID) = (posterior, formula, estimateID)
    priorMoments = prior?.moments
    posteriorMoments = posterior.moments
    learningRatio = Self.ratio(priorMoments, posteriorMoments)
    let before = prior?.unbounded, after = posterior.unbounded
    unboundedLearningRatio =
      before?.link == after?.link ? Self.ratio(before?.moments, after?.moments) : nil
  }

  private static func ratio(_ before: Moments?, _ after: Moments?) -> Double? {
    guard let before, let after, before.sd > 0 else { return nil }
    return 1 - after.variance / before.variance
  }
}

/// An estimate of a parameter on its unbounded scale.
package struct ParameterEstimate: Sendable, Equatable {
  /// The scale on which the parameter has no bounds.
  package let link: Link
  /// On the link's scale.
  package let value: Double
  /// On the link's scale, greater than 0.
  package let standardError: Double
  /// Clusters − 1, or the degrees of freedom of the data; nil for a normal.
  package let degreesOfFreedom: Double?
  /// Factor on its precision, in (0, 1]: 1 for data of the place; 0.5 same country and sector,
  /// 0.3 same region, 0.2 elsewhere (model, section 4).
  package let discount: Double

  package init(
    _ link: Link, value: Double, standardError: Double, degreesOfFreedom: Double?,
    discount: Double = 1
  ) {
    precondition(standardError > 0, "standard error \(standardError)")
    precondition(discount > 0 && discount <= 1, "discount \(discount) outside (0, 1]")
    (self.link, self.value, self.standardError) = (link, value, standardError)
    (self.degreesOfFreedom, self.discount) = (degreesOfFreedom, discount)
  }
}

/// Two independent pieces of normal evidence, weighted by their precisions.
///
/// - Parameters:
///   - prior: On the unbounded scale.
///   - estimate: On the same scale; its precision counts times its discount.
/// - Returns: Mean and standard deviation on that scale.
/// - Source: Gelman et al., *Bayesian Data Analysis*, 3rd ed., §2.5.
package func combined(_ prior: Moments, with estimate: ParameterEstimate) -> Moments {
  // Weights relative to the prior's precision: no overflow, and a prior that is a point stays one.
  let error = estimate.standardError * estimate.standardError / estimate.discount
  let share = prior.variance / (prior.variance + error)
  return Moments(
    mean: prior.mean + share * (estimate.value - prior.mean),
    sd: (share * error).squareRoot())
}

extension Distribution {
  /// The posterior law with a mean and a standard deviation on an unbounded scale.
  ///
  /// A location-scale t whose scale is sd · √((df − 2)/df), so that its sd is the one asked for.
  /// A normal where there are no degrees of freedom, where they are at most 2 (a t has no
  /// variance), and on the log scale (the exponential of a t has no mean).
  package static func posterior(
    _ link: Link, _ moments: Moments, degreesOfFreedom: Double?
  ) -> Distribution {
    guard let df = degreesOfFreedom, df > 2, link != .log else {
      return .linked(link, location: moments.mean, scale: moments.sd, degreesOfFreedom: nil)
    }
    return .linked(
      link, location: moments.mean, scale: moments.sd * ((df - 2) / df).squareRoot(),
      degreesOfFreedom: df)
  }
}

/// Updates a prior by an estimate on its unbounded scale.
///
/// - Parameters:
///   - parameter: Its key.
///   - prior: Moment-matched on its unbounded scale.
///   - estimate: On that same scale.
///   - mapping: How the estimate was computed from a regression, in words and symbols.
///   - estimateID: The estimate it comes from.
/// - Returns: The update; nil for a prior that no data can move (see `Distribution.unbounded`), or
///   one whose unbounded scale is not the estimate's.
package func parameterUpdate(
  _ parameter: String, prior: Distribution, by estimate: ParameterEstimate, mapping: Label,
  estimateID: String
) -> ParameterUpdate? {
  guard let start = prior.unbounded, start.link == estimate.link else { return nil }
  let after = combined(start.moments, with: estimate)
  let posterior = Distribution.posterior(
    start.link, after, degreesOfFreedom: estimate.degreesOfFreedom)
  let law =
    if case .linked(_, _, _, let df?) = posterior {
      Label(vi: "t(\(Int(df.rounded())))", en: "t(\(Int(df.rounded())))")
    } else {
      Label(vi: "chuẩn", en: "normal")
    }
  let discount = discountText(estimate.discount), scale = start.link.label
  return ParameterUpdate(
    parameter: parameter, basis: .combined, prior: prior, posterior: posterior,
    formula: Label(
      vi: "\(mapping.vi); trung bình theo độ chính xác với giả định ban đầu trên thang "
        + "\(scale.vi)\(discount.vi); luật sau số liệu: \(law.vi)",
      en: "\(mapping.en); precision-weighted with the prior on the \(scale.en) "
        + "scale\(discount.en); posterior \(law.en)"),
    estimateID: estimateID)
}

private func discountText(_ discount: Double) -> Label {
  guard discount != 1 else { return Label(vi: "", en: "") }
  let number = inText(discount, 2)
  return Label(vi: ", độ chính xác × \(number.vi)", en: ", precision × \(number.en)")
}

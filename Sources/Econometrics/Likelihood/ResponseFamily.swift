package import ReachModel

/// The law of the dependent variable given its mean, with the link of the mean.
package enum ResponseFamily: String, Sendable, CaseIterable {
  /// Log link. Only the mean has to be right: pseudo-maximum likelihood for any y ≥ 0 (Gourieroux,
  /// Monfort and Trognon 1984; Santos Silva and Tenreyro 2006).
  case poisson
  /// Log link, variance μ + αμ², α by maximum likelihood.
  case negativeBinomial = "negative_binomial"
  /// Binomial, ln(μ/(1 − μ)).
  case logit
  /// Binomial, ln(−ln(1 − μ)).
  case complementaryLogLog = "cloglog"

  /// Whether y is a share of trials.
  package var isBinomial: Bool { self == .logit || self == .complementaryLogLog }

  package var label: Label {
    switch self {
    case .poisson:
      Label(
        vi: "hợp lý cực đại giả Poisson, liên kết log",
        en: "Poisson pseudo-maximum likelihood, log link")
    case .negativeBinomial:
      Label(
        vi: "nhị thức âm 2 (phương sai μ + αμ²), liên kết log",
        en: "negative binomial 2 (variance μ + αμ²), log link")
    case .logit:
      Label(vi: "nhị thức, liên kết logit", en: "binomial, logit link")
    case .complementaryLogLog:
      Label(
        vi: "nhị thức, liên kết log-log bù", en: "binomial, complementary log-log link")
    }
  }
}

/// What to do with observations that no finite coefficient fits.
package enum SeparationRule: String, Sendable, CaseIterable {
  /// A named error with the lines and the regressors.
  case refuse
  /// They are left out and counted, with the regressors that then have no coefficient: their
  /// fitted means tend to their values, so they do not move the other coefficients.
  case drop
}

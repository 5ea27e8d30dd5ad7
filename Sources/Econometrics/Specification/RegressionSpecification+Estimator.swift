package import ReachModel

extension RegressionSpecification {
  /// The estimator with its options.
  package enum Estimator: Sendable, Equatable {
    case leastSquares
    case twoStage
    case liml
    /// Fuller's modified LIML with its constant.
    case fuller(alpha: Double)
    case poisson(Separation)
    case negativeBinomial(Separation)
    case logit(Separation)
    case cloglog(Separation)
    case ridge(Penalty)
    case bayes(Bayes)
    /// The bias-corrected within estimator with this many lags of the dependent variable.
    case withinCorrected(lags: Int)
    case differenceGMM(Moments)
    case systemGMM(Moments)
    case localProjections(Projections)
    case bvar(VectorAutoregression)

    /// The names in specifications, in the order of the documentation.
    package enum Name: String, CaseIterable, Sendable {
      case leastSquares = "least_squares"
      case twoStage = "two_stage"
      case liml, fuller, poisson
      case negativeBinomial = "negative_binomial"
      case logit, cloglog, ridge, bayes
      case withinCorrected = "within_corrected"
      case differenceGMM = "difference_gmm"
      case systemGMM = "system_gmm"
      case localProjections = "local_projections"
      case bvar
    }

    package var name: Name {
      switch self {
      case .leastSquares: .leastSquares
      case .twoStage: .twoStage
      case .liml: .liml
      case .fuller: .fuller
      case .poisson: .poisson
      case .negativeBinomial: .negativeBinomial
      case .logit: .logit
      case .cloglog: .cloglog
      case .ridge: .ridge
      case .bayes: .bayes
      case .withinCorrected: .withinCorrected
      case .differenceGMM: .differenceGMM
      case .systemGMM: .systemGMM
      case .localProjections: .localProjections
      case .bvar: .bvar
      }
    }
  }

  /// What happens to rows that a likelihood without a maximum separates.
  package enum Separation: String, CaseIterable, Sendable { case refuse, drop }

  /// The penalty of ridge.
  package enum Penalty: Sendable, Equatable {
    case given(Double)
    /// The least generalised cross-validation.
    case crossValidated

    package static let crossValidatedName = "gcv"
  }

  /// The lags of the dependent variable, and the moments of a dynamic panel.
  package struct Moments: Sendable, Equatable {
    package enum Transformation: String, CaseIterable, Sendable { case differences, deviations }

    /// Lags of the dependent variable among the regressors.
    package var lags: Int
    /// Levels from this many periods back are instruments.
    package var firstInstrumentLag: Int
    /// The furthest back; nil for all there are.
    package var lastInstrumentLag: Int?
    /// 1 or 2.
    package var steps: Int
    package var collapses: Bool
    package var transformation: Transformation
    /// Regressors that respond to past errors but not to present ones.
    package var predetermined: [Expression]

    package init(
      lags: Int, firstInstrumentLag: Int, lastInstrumentLag: Int?, steps: Int, collapses: Bool,
      transformation: Transformation, predetermined: [Expression]
    ) {
      (self.lags, self.firstInstrumentLag) = (lags, firstInstrumentLag)
      (self.lastInstrumentLag, self.steps, self.collapses) = (lastInstrumentLag, steps, collapses)
      (self.transformation, self.predetermined) = (transformation, predetermined)
    }
  }

  /// Responses at horizons 0 to `horizons`.
  package struct Projections: Sendable, Equatable {
    package var horizons: Int
    /// One of the regressors; the first unless named.
    package var shock: Expression?
    /// Lags of the dependent variable and the shock added as controls.
    package var lags: Int
    package var isCumulative: Bool
    package var isLagAugmented: Bool

    package init(
      horizons: Int, shock: Expression?, lags: Int, isCumulative: Bool, isLagAugmented: Bool
    ) {
      (self.horizons, self.shock, self.lags) = (horizons, shock, lags)
      (self.isCumulative, self.isLagAugmented) = (isCumulative, isLagAugmented)
    }
  }

  /// A vector autoregression of the dependent variable and the regressors.
  package struct VectorAutoregression: Sendable, Equatable {
    package enum Tightness: Sendable, Equatable {
      case given(Double)
      case marginalLikelihood

      package static let marginalLikelihoodName = "marginal_likelihood"
    }

    package enum Errors: Sendable, Equatable {
      case normal
      /// Student's t; nil degrees of freedom are drawn on a grid.
      case student(degrees: Double?)
    }

    package var lags: Int
    package var tightness: Tightness
    package var errors: Errors
    package var horizon: Int
    package var draws: Int
    package var seed: UInt64

    package init(
      lags: Int, tightness: Tightness, errors: Errors, horizon: Int, draws: Int, seed: UInt64
    ) {
      (self.lags, self.tightness, self.errors) = (lags, tightness, errors)
      (self.horizon, self.draws, self.seed) = (horizon, draws, seed)
    }
  }
}

extension RegressionSpecification.Estimator.Name {
  package var label: Label {
    switch self {
    case .leastSquares: Label(vi: "bình phương nhỏ nhất", en: "least squares")
    case .twoStage: Label(vi: "bình phương nhỏ nhất hai giai đoạn", en: "two-stage least squares")
    case .liml:
      Label(
        vi: "hợp lý cực đại thông tin hạn chế (LIML)", en: "limited-information maximum likelihood")
    case .fuller: Label(vi: "LIML hiệu chỉnh Fuller", en: "LIML with Fuller's correction")
    case .poisson: Label(vi: "tựa hợp lý cực đại Poisson", en: "Poisson pseudo-maximum likelihood")
    case .negativeBinomial: Label(vi: "nhị thức âm (NB2)", en: "negative binomial (NB2)")
    case .logit: Label(vi: "nhị thức, liên kết logit", en: "binomial with logit link")
    case .cloglog:
      Label(vi: "nhị thức, liên kết log-log bù", en: "binomial with complementary log-log link")
    case .ridge: Label(vi: "hồi quy ridge", en: "ridge regression")
    case .bayes: Label(vi: "hồi quy tuyến tính Bayes", en: "Bayesian linear regression")
    case .withinCorrected:
      Label(vi: "ước lượng nội nhóm hiệu chỉnh chệch", en: "bias-corrected within estimator")
    case .differenceGMM:
      Label(vi: "GMM sai phân (Arellano-Bond)", en: "difference GMM (Arellano-Bond)")
    case .systemGMM: Label(vi: "GMM hệ thống (Blundell-Bond)", en: "system GMM (Blundell-Bond)")
    case .localProjections: Label(vi: "phép chiếu cục bộ", en: "local projections")
    case .bvar: Label(vi: "tự hồi quy véc-tơ Bayes", en: "Bayesian vector autoregression")
    }
  }
}

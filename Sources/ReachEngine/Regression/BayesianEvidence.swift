import Econometrics
import LinearAlgebra
import ReachModel

/// What a Bayesian regression learns from: own rows, and rows of the sources that have them.
struct BayesianEvidence: Sendable {
  let data: RegressionData
  /// By the source's place in the specification.
  var rows: [Int: RegressionData] = [:]
  /// Where each source comes from and what it is worth.
  var notes: [Label] = []

  init(data: RegressionData) { self.data = data }
}

/// The laws of coefficients before and after the data.
struct BayesianPosterior: Sendable {
  let laws: [CoefficientLaw]
  /// nil where the prior is flat, or has no standard deviation in the unit of the coefficient.
  let prior: [Moments?]
  /// nil where a flat prior leaves it an arbitrary factor.
  var logMarginalLikelihood: Double?
  var statistics: [ReportedNumber] = []
  let convention: Label
}

extension BayesianEvidence {
  /// The posterior under the options of a specification.
  ///
  /// Which prior is made depends on what is stated. Everything about every coefficient and the
  /// variance: the conjugate prior whose marginal deviations are those stated. Otherwise stated
  /// normals that do not depend on the variance, so that published coefficients keep their
  /// standard errors, with the rest flat.
  func posterior(
    _ options: RegressionSpecification.Bayes, threads: Int
  ) throws(EstimationError) -> BayesianPosterior {
    if let g = options.g { return try zellner(g, options, threads) }
    let stated = try statements(options)
    if let noise = options.noise, stated.allSatisfy({ $0 != nil }) {
      if noise.shape > 1, options.priors.count == data.names.count, !hasPublished(options) {
        return try conjugate(noise, options, threads)
      }
      return try independent(noise, options, threads)
    }
    let noise = options.noise.map { (shape: $0.shape, rate: $0.scale) }
    let laws = try fitPartialPrior(
      data, prior: PartialPrior(moments: stated, noise: noise), sources: external(options),
      threads: threads)
    return BayesianPosterior(
      laws: laws, prior: stated, convention: Self.partialConvention(stated, hasNoise: noise != nil))
  }

  // MARK: Priors

  private func zellner(
    _ g: Double, _ options: RegressionSpecification.Bayes, _ threads: Int
  ) throws(EstimationError) -> BayesianPosterior {
    let none = data.names.map { _ in Moments?.none }
    let laws = try fitPartialPrior(
      data,
      prior: PartialPrior(
        moments: none, noise: options.noise.map { ($0.shape, $0.scale) }, g: g),
      sources: external(options), threads: threads)
    let fit = try fitZellner(data, scale: .given(g), threads: threads)
    var statistics = [ReportedNumber("g", Label(vi: "g", en: "g"), g)]
    if options.sources.isEmpty, options.noise == nil {
      statistics += [
        ReportedNumber(
          "log_bayes_factor",
          Label(
            vi: "log nhân tử Bayes so với không có hệ số dốc",
            en: "log Bayes factor against no slope"), fit.logBayesFactorAgainstNone),
        ReportedNumber("r_squared", Label(vi: "R²", en: "R²"), fit.R2),
      ]
    }
    let rest = Label(
      vi: "; hằng số phẳng; \(options.noise == nil ? "p(σ²) ∝ 1/σ²" : "σ² ~ IG(a, b)")",
      en: "; constant flat; \(options.noise == nil ? "p(σ²) ∝ 1/σ²" : "σ² ~ IG(a, b)")")
    return BayesianPosterior(
      laws: laws, prior: none, statistics: statistics,
      convention: Label(
        vi: fit.convention.vi + rest.vi, en: fit.convention.en + rest.en))
  }

  private func conjugate(
    _ noise: RegressionSpecification.Bayes.Noise, _ options: RegressionSpecification.Bayes,
    _ threads: Int
  ) throws(EstimationError) -> BayesianPosterior {
    let moments = try statements(options).compactMap(\.self)
    let fit = try fitBayesian(
      data, prior: Self.conjugatePrior(moments, noise), sources: external(options),
      threads: threads)
    let scaling = Label(
      vi: "; V sao cho độ lệch chuẩn biên của mỗi hệ số đúng như đã nêu: V = sd²(a − 1)/b",
      en: "; V such that the marginal sd of each coefficient is the stated one: V = sd²(a − 1)/b")
    return BayesianPosterior(
      laws: data.names.indices.map { .student(fit.posterior.marginal($0)) }, prior: moments,
      logMarginalLikelihood: fit.logMarginalLikelihood,
      convention: Label(
        vi: fit.convention.vi + scaling.vi, en: fit.convention.en + scaling.en))
  }

  /// The conjugate prior with stated marginal deviations: V = sd²/E[σ²].
  private static func conjugatePrior(
    _ moments: [Moments], _ noise: RegressionSpecification.Bayes.Noise
  ) -> NormalInverseGamma {
    let mean = noise.scale / (noise.shape - 1)
    return NormalInverseGamma(
      mean: moments.map(\.mean),
      V: Matrix(rows: moments.count, columns: moments.count) { i, j in
        i == j ? moments[i].sd * moments[i].sd / mean : 0
      }, a: noise.shape, b: noise.scale)
  }

  private func independent(
    _ noise: RegressionSpecification.Bayes.Noise, _ options: RegressionSpecification.Bayes,
    _ threads: Int
  ) throws(EstimationError) -> BayesianPosterior {
    let prior = normals(options, a: noise.shape, b: noise.scale)
    let posterior = try prior.updated(by: data, sources: external(options), threads: threads)
    return BayesianPosterior(
      laws: data.names.indices.map { .mixture(posterior.marginal($0)) }, prior: posterior.prior,
      logMarginalLikelihood: posterior.logMarginalLikelihood,
      convention: IndependentNormalPosterior.convention)
  }

  private static func partialConvention(_ stated: [Moments?], hasNoise: Bool) -> Label {
    let variance = hasNoise ? "σ² ~ IG(a, b)" : "p(σ²) ∝ 1/σ²"
    guard stated.contains(where: { $0 != nil }) else {
      return Label(
        vi: "tiên nghiệm phẳng cho mọi hệ số, \(variance)",
        en: "flat prior of all coefficients, \(variance)")
    }
    return Label(
      vi: "tiên nghiệm chuẩn độc lập với phương sai cho hệ số được nêu, phẳng cho hệ số khác, "
        + "\(variance); tích phân số theo ln σ²",
      en: "normal prior independent of the variance where stated, flat elsewhere, \(variance); "
        + "quadrature over ln σ²")
  }

  // MARK: What is stated

  /// Stated priors together with published coefficients.
  private func normals(
    _ options: RegressionSpecification.Bayes, a: Double, b: Double
  ) -> IndependentNormalPrior {
    let own = Dictionary(
      options.priors.map { ($0.coefficient, $0) }, uniquingKeysWith: { first, _ in first })
    let prior = IndependentNormalPrior(
      names: data.names, means: data.names.map { own[$0]?.mean ?? 0 },
      sds: data.names.map { own[$0]?.deviation ?? .infinity }, a: a, b: b)
    return published(options).reduce(prior) { $0.adding($1) }
  }

  /// Mean and deviation of each coefficient beforehand; nil where nothing is stated.
  private func statements(
    _ options: RegressionSpecification.Bayes
  ) throws(EstimationError) -> [Moments?] {
    let prior = normals(options, a: 1, b: 1)
    var stated: [Moments?] = []
    for j in data.names.indices {
      let isStated = prior.statements.contains { $0.coefficient == j }
      stated.append(isStated ? try prior.moments(j) : nil)
    }
    return stated
  }

  private func hasPublished(_ options: RegressionSpecification.Bayes) -> Bool {
    options.sources.indices.contains { rows[$0] == nil }
  }

  private func published(_ options: RegressionSpecification.Bayes) -> [PublishedCoefficient] {
    options.sources.flatMap { source -> [PublishedCoefficient] in
      guard case .published(let coefficients) = source.evidence else { return [] }
      return coefficients.compactMap { stated in
        data.names.firstIndex(of: stated.coefficient).map { place in
          PublishedCoefficient(
            name: Label(vi: source.name, en: source.name), coefficient: place, value: stated.mean,
            standardError: stated.deviation, power: source.exponent)
        }
      }
    }
  }

  private func external(_ options: RegressionSpecification.Bayes) -> [ExternalData] {
    options.sources.enumerated().compactMap { place, source in
      rows[place].map {
        ExternalData(
          name: Label(vi: source.name, en: source.name), data: $0, power: source.exponent)
      }
    }
  }
}

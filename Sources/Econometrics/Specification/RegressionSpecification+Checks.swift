extension RegressionSpecification {
  /// Keys that contradict each other or need another, as far as no data are needed to see it.
  package var contradictions: [SpecificationProblem] {
    layoutProblems + effectProblems + instrumentProblems + estimatorProblems
      + covarianceProblems + bootstrapProblems + testProblems
  }

  private func problem(
    _ summary: String, _ path: String..., hint: String? = nil
  ) -> SpecificationProblem {
    SpecificationProblem(.contradiction, summary, hint: hint, path: path)
  }

  private var word: String { "`\(estimator.name.rawValue)`" }

  // MARK: Rows

  private var layoutProblems: [SpecificationProblem] {
    var problems: [SpecificationProblem] = []
    switch layout {
    case .rows: break
    case .long where entity == nil && period == nil:
      problems.append(problem("the long layout needs `entity`, `period` or both", "layout"))
    case .wide where entity == nil:
      problems.append(problem("the wide layout needs `entity`", "layout"))
    case .long, .wide: break
    }
    guard periodColumn == nil else { return problems }
    for placed in expressions where placed.expression.usesLags {
      problems.append(
        SpecificationProblem(
          .contradiction, "a lag, lead or difference needs `period`",
          hint: "add `period:`, and `entity:` for a panel", path: placed.path))
    }
    return problems
  }

  private var effectProblems: [SpecificationProblem] {
    var problems: [SpecificationProblem] = []
    if hasConstant, !fixedEffects.isEmpty {
      problems.append(
        problem("fixed effects stand for the constant", "constant", hint: "leave `constant` out"))
    }
    if singletons == .drop, fixedEffects.isEmpty {
      problems.append(problem("without `fixed_effects` there are no singletons", "singletons"))
    }
    let texts = fixedEffects.map(\.text)
    for (place, text) in texts.enumerated() where texts[..<place].contains(text) {
      problems.append(
        problem("the effect `\(text)` stands here a second time", "fixed_effects", "\(place)"))
    }
    return problems
  }

  // MARK: Estimator

  private var isMoments: Bool {
    estimator.name == .differenceGMM || estimator.name == .systemGMM
  }

  private var instrumentProblems: [SpecificationProblem] {
    var problems: [SpecificationProblem] = []
    if estimator.name.hasInstruments {
      if endogenous.isEmpty {
        problems.append(problem("\(word) needs `endogenous`", "estimator"))
      }
      if instruments.isEmpty {
        problems.append(problem("\(word) needs `instruments`", "estimator"))
      }
    } else if !isMoments {
      let hint = "two_stage, liml or fuller"
      if !endogenous.isEmpty {
        problems.append(
          problem("\(word) treats no regressor as endogenous", "endogenous", hint: hint))
      }
      if !instruments.isEmpty {
        problems.append(problem("\(word) uses no instruments", "instruments", hint: hint))
      }
    }
    return problems
  }

  private var estimatorProblems: [SpecificationProblem] {
    var problems: [SpecificationProblem] = []
    let name = estimator.name
    if offset != nil, !name.hasOffset {
      problems.append(
        problem(
          "\(word) has no offset", "offset", hint: "poisson, negative_binomial, logit or cloglog"))
    }
    if weights != nil, name.needsEntity || name == .bvar {
      problems.append(problem("\(word) takes no weights", "weights"))
    }
    if collinear == .drop, !name.canDrop {
      problems.append(
        problem("\(word) leaves no regressor out", "collinear", hint: "leave it out yourself"))
    }
    if name.needsEntity, entity == nil {
      problems.append(problem("\(word) needs `entity`", "estimator"))
    }
    if name.needsPeriod, periodColumn == nil {
      problems.append(problem("\(word) needs `period`", "estimator"))
    }
    if case .localProjections(let options) = estimator, let shock = options.shock,
      !allRegressors.contains(where: { $0.text == shock.text })
    {
      problems.append(
        notARegressor(shock.text, ["estimator", name.rawValue, "shock"]))
    }
    switch estimator {
    case .differenceGMM(let moments), .systemGMM(let moments):
      if moments.transformation == .differences, moments.firstInstrumentLag < 2 {
        problems.append(earlyLevels)
      }
    default: break
    }
    if name == .localProjections, allRegressors.isEmpty {
      problems.append(problem("\(word) needs a regressor that is the shock", "regressors"))
    }
    if case .bayes(let options) = estimator, options.g != nil, !options.priors.isEmpty {
      problems.append(
        problem("`g` gives every slope its prior; `priors` would give it another", "estimator"))
    }
    return problems
  }

  private var earlyLevels: SpecificationProblem {
    problem(
      "the level one period back holds the error of the difference: instruments start at lag 2",
      "estimator", estimator.name.rawValue, "instrument_lags", hint: "`instrument_lags: [2, all]`")
  }

  private func notARegressor(_ text: String, _ path: [String]) -> SpecificationProblem {
    SpecificationProblem(
      .contradiction, "`\(text)` is not among the regressors", path: path,
      unknown: .init(name: text, known: allRegressors.map(\.text)))
  }

  // MARK: Covariance

  private var covarianceProblems: [SpecificationProblem] {
    guard let covariance else {
      guard !estimator.name.hasOwnSpread else { return [] }
      return [
        SpecificationProblem(
          .contradiction, "no covariance is stated: there is no default",
          hint: "for example `covariance: HC1`, or `covariance: {kind: CR1, cluster: province}`")
      ]
    }
    let name = "`\(covariance.kind.rawValue)`"
    func problem(_ summary: String, _ key: String? = nil) -> SpecificationProblem {
      SpecificationProblem(
        .contradiction, summary, path: ["covariance"] + [key].compactMap(\.self))
    }
    var problems: [SpecificationProblem] = []
    if estimator.name.hasOwnSpread {
      problems.append(
        problem(
          estimator.name == .ridge
            ? "\(word) has no standard errors"
            : "\(word) has a posterior, and no covariance of estimates"))
    }
    if estimator.name.hasOwnErrors, let own = differingFromOwn(covariance) {
      problems.append(own)
    }
    if covariance.kind.isClustered, covariance.cluster.isEmpty {
      problems.append(problem("\(name) needs `cluster`"))
    }
    let levels = covariance.cluster.map(\.text)
    for (place, level) in levels.enumerated() where levels[..<place].contains(level) {
      problems.append(
        SpecificationProblem(
          .contradiction, "the level `\(level)` stands here a second time",
          path: ["covariance", "cluster", "\(place)"]))
    }
    if !covariance.kind.isClustered, !covariance.cluster.isEmpty {
      problems.append(problem("\(name) is not clustered", "cluster"))
    }
    if covariance.kind.hasLags, covariance.lags == nil {
      problems.append(problem("\(name) needs `lags`: a number, or auto"))
    }
    if !covariance.kind.hasLags, covariance.lags != nil {
      problems.append(problem("\(name) has no lags", "lags"))
    }
    if covariance.kind.hasLags, periodColumn == nil {
      problems.append(problem("\(name) needs `period`"))
    }
    if covariance.twoWay != nil, covariance.cluster.count < 2 {
      problems.append(problem("`two_way` belongs to several levels of clustering", "two_way"))
    }
    if covariance.twoWay != nil, covariance.kind == .CR0 {
      problems.append(problem("\(name) has no factor for the number of clusters", "two_way"))
    }
    if covariance.smallSample != nil, !covariance.kind.countsParameters {
      problems.append(problem("\(name) does not count parameters", "small_sample"))
    }
    if covariance.kind == .conley, covariance.distance == nil {
      problems.append(
        problem("\(name) needs `latitude`, `longitude`, `kilometres` and `kernel`"))
    }
    if covariance.kind != .conley, covariance.distance != nil {
      problems.append(problem("\(name) knows no distances", "latitude"))
    }
    if covariance.kind == .windmeijer, !isTwoStep {
      problems.append(problem("\(name) belongs to two-step GMM"))
    }
    return problems
  }

  /// Errors that the estimator cannot have, for those that bring their own.
  private func differingFromOwn(_ covariance: Covariance) -> SpecificationProblem? {
    let entity = entity ?? "ENTITY"
    let isRobust = covariance.kind == .CR0 && covariance.cluster.map(\.text) == [entity]
    guard !isRobust || isTwoStep, covariance.kind != .windmeijer else { return nil }
    return SpecificationProblem(
      .contradiction,
      isTwoStep
        ? "two-step \(word) has Windmeijer's errors, and no others"
        : "\(word) has errors robust by entity without a factor, and no others",
      hint: isTwoStep
        ? "`covariance: windmeijer`" : "`covariance: {kind: CR0, cluster: \(entity)}`",
      path: ["covariance"])
  }

  private var isTwoStep: Bool {
    switch estimator {
    case .differenceGMM(let moments), .systemGMM(let moments): moments.steps == 2
    default: false
    }
  }

  // MARK: Bootstrap and tests

  private var bootstrapProblems: [SpecificationProblem] {
    guard let bootstrap else { return [] }
    var problems: [SpecificationProblem] = []
    if !estimator.name.hasBootstrap {
      problems.append(problem("the wild bootstrap belongs to `least_squares`", "bootstrap"))
    }
    if bootstrap.cluster == nil, covariance?.cluster.isEmpty != false {
      problems.append(
        problem("the wild bootstrap needs `cluster`, here or in `covariance`", "bootstrap"))
    }
    return problems
  }

  private var testProblems: [SpecificationProblem] {
    var problems: [SpecificationProblem] = []
    if multipleTesting != nil, estimator.name.hasOwnSpread {
      problems.append(problem("\(word) has no p values to adjust", "multiple_testing"))
    }
    if let placebo {
      if !estimator.name.hasPlacebo {
        problems.append(problem("\(word) has no placebo", "placebo"))
      }
      if placebo.leads.isEmpty {
        problems.append(problem("a placebo needs at least one lead", "placebo", "leads"))
      }
      if periodColumn == nil {
        problems.append(problem("a lead of a regressor needs `period`", "placebo"))
      }
      if !allRegressors.contains(where: { $0.text == placebo.regressor.text }) {
        problems.append(notARegressor(placebo.regressor.text, ["placebo", "regressor"]))
      }
    }
    return problems
  }

  /// Coefficients that options name, with their places; known only once the design is made.
  var namedCoefficients: [(name: String, path: [String])] {
    var named: [(name: String, path: [String])] = []
    for (place, name) in (bootstrap?.coefficients ?? []).enumerated() {
      named.append((name, ["bootstrap", "coefficients", "\(place)"]))
    }
    for (place, name) in (multipleTesting?.family ?? []).enumerated() {
      named.append((name, ["multiple_testing", "family", "\(place)"]))
    }
    guard case .bayes(let options) = estimator else { return named }
    let path = ["estimator", "bayes"]
    for prior in options.priors {
      named.append((prior.coefficient, path + ["priors", prior.coefficient]))
    }
    for (place, source) in options.sources.enumerated() {
      guard case .published(let coefficients) = source.evidence else { continue }
      for item in coefficients {
        named.append(
          (item.coefficient, path + ["sources", "\(place)", "coefficients", item.coefficient]))
      }
    }
    return named
  }
}

extension RegressionSpecification.Covariance.Kind {
  /// Whether a factor of its counts parameters.
  var countsParameters: Bool {
    [.HC1, .CR1, .neweyWest, .driscollKraay].contains(self)
  }
}

import Econometrics
import ReachModel

extension SpecificationReader {
  typealias Estimator = RegressionSpecification.Estimator

  /// The estimator, by its name or by its name and options; least squares after a problem.
  func estimator(_ problems: inout ProblemList) -> Estimator {
    guard let node = reader["estimator"] else { return .leastSquares }
    if node.entries != nil {
      guard let choice = MappingReader(node, EstimatorSchema.estimator, &problems),
        let entry = single(node, "estimator", &problems),
        let name = Estimator.Name(rawValue: entry.key)
      else { return .leastSquares }
      let options =
        choice[entry.key] ?? Node(.mapping([]), at: entry.keyOrigin, format: node.format)
      return estimator(name, options, &problems) ?? .leastSquares
    }
    guard let text = node.string(&problems) else { return .leastSquares }
    guard let name = Estimator.Name(rawValue: text) else {
      problems.reportUnknown(
        .unknownName, "`\(text.prefix(60))` is no estimator", name: text,
        known: EstimatorSchema.names, at: node.origin)
      return .leastSquares
    }
    let none = Node(.mapping([]), at: node.origin, format: node.format)
    return estimator(name, none, &problems) ?? .leastSquares
  }

  private func estimator(
    _ name: Estimator.Name, _ node: Node, _ problems: inout ProblemList
  ) -> Estimator? {
    guard let options = MappingReader(node, EstimatorSchema.options(of: name), &problems) else {
      return nil
    }
    switch name {
    case .leastSquares: return .leastSquares
    case .twoStage: return .twoStage
    case .liml: return .liml
    case .fuller:
      return options.double("alpha", &problems).map { .fuller(alpha: $0) }
    case .poisson: return .poisson(separation(options, &problems))
    case .negativeBinomial: return .negativeBinomial(separation(options, &problems))
    case .logit: return .logit(separation(options, &problems))
    case .cloglog: return .cloglog(separation(options, &problems))
    case .ridge: return penalty(options, &problems).map { .ridge($0) }
    case .bayes: return .bayes(bayes(options, &problems))
    case .withinCorrected:
      return options.int("lags", &problems).map { .withinCorrected(lags: $0) }
    case .differenceGMM: return moments(options, &problems).map { .differenceGMM($0) }
    case .systemGMM: return moments(options, &problems).map { .systemGMM($0) }
    case .localProjections:
      return projections(options, &problems).map { .localProjections($0) }
    case .bvar: return vectorAutoregression(options, &problems).map { .bvar($0) }
    }
  }

  private func separation(
    _ options: MappingReader, _ problems: inout ProblemList
  ) -> RegressionSpecification.Separation {
    word("separation", in: options, &problems) ?? .refuse
  }

  private func penalty(
    _ options: MappingReader, _ problems: inout ProblemList
  ) -> RegressionSpecification.Penalty? {
    if options["lambda"]?.scalar?.text == RegressionSpecification.Penalty.crossValidatedName {
      return .crossValidated
    }
    return options.double("lambda", &problems).map { .given($0) }
  }

  private func moments(
    _ options: MappingReader, _ problems: inout ProblemList
  ) -> RegressionSpecification.Moments? {
    let lags = options.int("lags", &problems), steps = options.int("steps", &problems)
    let collapses = options["collapse"]?.bool(&problems)
    let range = instrumentLags(options, &problems)
    let predetermined = expressions("predetermined", in: options, &problems)
    guard let lags, let steps, let collapses, let range else { return nil }
    guard (1...2).contains(steps) else { return nil }
    return .init(
      lags: lags, firstInstrumentLag: range.first, lastInstrumentLag: range.last, steps: steps,
      collapses: collapses,
      transformation: word("transformation", in: options, &problems) ?? .differences,
      predetermined: predetermined)
  }

  private func instrumentLags(
    _ options: MappingReader, _ problems: inout ProblemList
  ) -> (first: Int, last: Int?)? {
    guard let node = options["instrument_lags"] else { return nil }
    guard let items = node.items, items.count == 2 else {
      problems.report(
        .badLength, "`instrument_lags` is a list of two: [first, last]", at: node.origin,
        length: node.length)
      return nil
    }
    guard let first = items[0].int(&problems) else { return nil }
    let isOpen = items[1].scalar?.text == EstimatorSchema.allLags
    let bounds = EstimatorSchema.instrumentLags
    guard let last = isOpen ? bounds.upperBound : items[1].int(&problems) else { return nil }
    guard bounds.contains(first), last >= first, bounds.contains(last) else {
      problems.report(
        .badRange,
        "`instrument_lags` runs from \(first) to \(last), and has to ascend within "
          + "\(bounds.lowerBound) to \(bounds.upperBound)", at: node.origin, length: node.length)
      return nil
    }
    return (first, isOpen ? nil : last)
  }

  private func projections(
    _ options: MappingReader, _ problems: inout ProblemList
  ) -> RegressionSpecification.Projections? {
    let shock = options["shock"].flatMap { expression(of: $0, &problems) }
    let lags = options.int("lags", &problems) ?? 0
    let isCumulative = options["cumulative"]?.bool(&problems) ?? false
    let isAugmented = options["lag_augmented"]?.bool(&problems) ?? false
    return options.int("horizons", &problems).map {
      .init(
        horizons: $0, shock: shock, lags: lags, isCumulative: isCumulative,
        isLagAugmented: isAugmented)
    }
  }

  private func vectorAutoregression(
    _ options: MappingReader, _ problems: inout ProblemList
  ) -> RegressionSpecification.VectorAutoregression? {
    typealias Model = RegressionSpecification.VectorAutoregression
    let lags = options.int("lags", &problems), horizon = options.int("horizon", &problems)
    let draws = options.int("draws", &problems), seed = options.int("seed", &problems)
    let tightness: Model.Tightness? =
      options["lambda"]?.scalar?.text == Model.Tightness.marginalLikelihoodName
      ? .marginalLikelihood
      : options.double("lambda", &problems).map { .given($0) }
    let degrees = options.double("degrees", &problems)
    let isStudent = options.word("errors", &problems) == "student"
    if degrees != nil, !isStudent {
      problems.report(
        .contradictoryKeys, "`degrees` belongs to student errors", at: options["degrees"]?.origin)
    }
    guard let lags, let horizon, let draws, let seed, let tightness else { return nil }
    return Model(
      lags: lags, tightness: tightness, errors: isStudent ? .student(degrees: degrees) : .normal,
      horizon: horizon, draws: draws, seed: UInt64(seed))
  }

  // MARK: Bayes

  private func bayes(
    _ options: MappingReader, _ problems: inout ProblemList
  ) -> RegressionSpecification.Bayes {
    var result = RegressionSpecification.Bayes()
    result.priors = normals(
      options["priors"], EstimatorSchema.prior, value: "mean", deviation: "sd", &problems)
    if let node = options["noise"],
      let reader = MappingReader(node, EstimatorSchema.noise, &problems)
    {
      let shape = reader.double("shape", &problems)
      let scale = reader.double("scale", &problems)
      if let shape, let scale { result.noise = .init(shape: shape, scale: scale) }
    }
    result.g = options.double("g", &problems)
    if let node = options["sources"] {
      guard let items = node.items else {
        problems.report(
          .wrongType, "\(node.kind) stands where a list of sources is expected", at: node.origin)
        return result
      }
      result.sources = items.compactMap { source($0, &problems) }
    }
    return result
  }

  private func normals(
    _ node: Node?, _ schema: MappingSchema, value: String, deviation: String,
    _ problems: inout ProblemList
  ) -> [RegressionSpecification.Bayes.Normal] {
    guard let node else { return [] }
    guard let entries = node.entries else {
      problems.report(
        .wrongType, "\(node.kind) stands where coefficients by name are expected", at: node.origin)
      return []
    }
    return entries.compactMap { entry in
      guard let reader = MappingReader(entry.value, schema, title: "`\(entry.key)`", &problems)
      else { return nil }
      let mean = reader[value]?.double(&problems)
      let spread = reader.double(deviation, &problems)
      guard let mean, let spread else { return nil }
      return .init(coefficient: entry.key, mean: mean, deviation: spread)
    }
  }

  private func source(
    _ node: Node, _ problems: inout ProblemList
  ) -> RegressionSpecification.Bayes.Source? {
    guard let reader = MappingReader(node, EstimatorSchema.source, &problems) else { return nil }
    let exponent = reader.double("exponent", &problems)
    let name = reader.string("name", &problems), source = reader.string("source", &problems)
    guard (reader["sample"] == nil) != (reader["coefficients"] == nil) else {
      problems.report(
        .contradictoryKeys, "evidence is either rows (`sample`) or published `coefficients`",
        at: node.origin)
      return nil
    }
    let rows = reader["sample"].flatMap { expression(of: $0, &problems) }
    let coefficients = normals(
      reader["coefficients"], EstimatorSchema.published, value: "value",
      deviation: "standard_error", &problems)
    guard let name, let source, let exponent else { return nil }
    return .init(
      name: name, exponent: exponent, evidence: rows.map { .rows($0) } ?? .published(coefficients),
      source: source)
  }
}

import Econometrics
import ReachModel

extension SpecificationReader {
  typealias Covariance = RegressionSpecification.Covariance

  /// The covariance, by its kind or by its kind and options; nil, perhaps with problems.
  func covariance(_ problems: inout ProblemList) -> Covariance? {
    reader["covariance"].flatMap { Self.covariance($0, root: root, &problems) }
  }

  static func covariance(
    _ node: Node, root: Node, _ problems: inout ProblemList
  ) -> Covariance? {
    guard node.entries != nil else {
      guard let text = node.string(&problems) else { return nil }
      if let kind = Covariance.Kind(rawValue: text) { return Covariance(kind) }
      problems.reportUnknown(
        .unknownName, "`\(text.prefix(60))` is no kind of covariance", name: text,
        known: Covariance.Kind.allCases.map(\.rawValue), at: node.origin)
      return nil
    }
    guard let options = MappingReader(node, SpecificationSchema.covariance, &problems) else {
      return nil
    }
    let parts = SpecificationReader(reader: options, root: root)
    let kind: Covariance.Kind? = parts.word("kind", &problems)
    let cluster = parts.groups("cluster", in: options, &problems)
    let lags = parts.lags(&problems), distance = parts.distance(&problems)
    let smallSample: Covariance.CountedParameters? = parts.word("small_sample", &problems)
    let twoWay: Covariance.TwoWay? = parts.word("two_way", &problems)
    return kind.map {
      Covariance(
        $0, cluster: cluster, lags: lags, smallSample: smallSample, twoWay: twoWay,
        distance: distance)
    }
  }

  private func lags(_ problems: inout ProblemList) -> Covariance.Lags? {
    guard let node = reader["lags"] else { return nil }
    if node.scalar?.text == Covariance.Lags.automaticName { return .automatic }
    guard let count = node.int(&problems) else { return nil }
    guard (0...10_000).contains(count) else {
      problems.report(
        .outOfBounds, "`lags` is \(count), outside 0 to 10000", at: node.origin,
        length: node.length)
      return nil
    }
    return .count(count)
  }

  private func distance(_ problems: inout ProblemList) -> Covariance.Distance? {
    let keys = ["latitude", "longitude", "kilometres", "kernel"]
    let given = keys.filter { reader[$0] != nil }
    guard let first = given.first else { return nil }
    guard given.count == keys.count else {
      problems.report(
        .contradictoryKeys,
        "`\(first)` needs \(keys.filter { !given.contains($0) }.map { "`\($0)`" }.joined(separator: ", ")) beside it",
        at: reader[first]?.origin, length: reader[first]?.length ?? 1)
      return nil
    }
    let latitude = reader.string("latitude", &problems)
    let longitude = reader.string("longitude", &problems)
    let kilometres = reader.double("kilometres", &problems)
    let kernel: Covariance.Distance.Kernel? = word("kernel", &problems)
    guard let latitude, let longitude, let kilometres, let kernel else { return nil }
    return .init(
      latitude: plainName(latitude), longitude: plainName(longitude), kilometres: kilometres,
      kernel: kernel)
  }

  // MARK: Bootstrap and tests

  func bootstrap(_ problems: inout ProblemList) -> RegressionSpecification.Bootstrap? {
    guard let node = reader["bootstrap"],
      let options = MappingReader(node, SpecificationSchema.bootstrap, &problems)
    else { return nil }
    let draws = options.int("draws", &problems), seed = options.int("seed", &problems)
    let weights: RegressionSpecification.Bootstrap.Weights? = word(
      "weights", in: options, &problems)
    let isRestricted = options["restricted"]?.bool(&problems) ?? true
    let cluster = signLevel(options, &problems)
    let coefficients = texts("coefficients", in: options, &problems).map(\.text)
    guard let draws, let seed, let weights else { return nil }
    return .init(
      draws: draws, weights: weights, seed: UInt64(seed), isRestricted: isRestricted,
      cluster: cluster, coefficients: coefficients)
  }

  /// The level whose signs are drawn: one, since several would need as many sets of signs.
  private func signLevel(
    _ options: MappingReader, _ problems: inout ProblemList
  ) -> RegressionSpecification.GroupName? {
    guard let node = options["cluster"] else { return nil }
    guard node.items == nil else {
      problems.report(
        .wrongType, "a list stands where the one level is expected whose signs are drawn",
        at: node.origin, length: node.length, hint: "one column; `a^b` crosses two")
      return nil
    }
    return node.string(&problems).map(RegressionSpecification.GroupName.init)
  }

  func placebo(_ problems: inout ProblemList) -> RegressionSpecification.Placebo? {
    guard let node = reader["placebo"],
      let options = MappingReader(node, SpecificationSchema.placebo, &problems)
    else { return nil }
    let regressor = options["regressor"].flatMap { expression(of: $0, &problems) }
    var leads: [Int] = []
    for item in options["leads"].map({ $0.items ?? [$0] }) ?? [] {
      guard let lead = item.int(&problems) else { continue }
      guard (1...1000).contains(lead) else {
        problems.report(
          .outOfBounds, "a lead is \(lead), outside 1 to 1000", at: item.origin,
          length: item.length)
        continue
      }
      leads.append(lead)
    }
    return regressor.map { .init(regressor: $0, leads: leads) }
  }

  func multipleTesting(
    _ problems: inout ProblemList
  ) -> RegressionSpecification.MultipleTesting? {
    guard let node = reader["multiple_testing"],
      let options = MappingReader(node, SpecificationSchema.multipleTesting, &problems)
    else { return nil }
    let family = texts("family", in: options, &problems).map(\.text)
    let method: RegressionSpecification.MultipleTesting.Method? = word(
      "method", in: options, &problems)
    return method.map { .init(family: family, method: $0) }
  }
}

import ReachModel

/// Resolves the inputs of a model file whose dimensions are known.
struct ModelReader {
  let inputs: MappingReader
  let sectors: [String]
  let groups: [String]
  let quarters: Int
  let isNoisy: Bool
  let isUncertain: Bool

  /// - Returns: Nil, with problems, if the dimensions are not known.
  init?(_ inputs: MappingReader, _ problems: inout ProblemList) {
    self.inputs = inputs
    sectors = Self.sectors(inputs, &problems)
    groups = Self.groups(inputs, &problems)
    let quarters = inputs.int("quarters", &problems)
    let mode = inputs["mode"].flatMap { MappingReader($0, ModelSchema.mode, &problems) }
    isNoisy = mode?["process_noise"].map { $0.bool(&problems) ?? true } ?? true
    isUncertain = mode?["parameter_uncertainty"].map { $0.bool(&problems) ?? true } ?? true
    guard let quarters, !sectors.isEmpty, !groups.isEmpty else { return nil }
    guard quarters.isMultiple(of: 4) else {
      problems.report(
        .modelValue, "\(quarters) quarters are not whole years",
        at: inputs["quarters"]?.origin, length: inputs["quarters"]?.length ?? 1)
      return nil
    }
    self.quarters = quarters
  }

  /// - Returns: Nil if a part is missing or wrong; all reasons are reported.
  func model(_ problems: inout ProblemList) -> SimulationModel? {
    let levers = levers(&problems)
    let shape = structure(&problems)
    let start = start(lags: shape?.lags, structure: shape?.structure, &problems)
    let parameters = parameters(&problems)
    guard let levers, let shape, let start, let parameters else { return nil }
    return SimulationModel(
      sectors: sectors.enumerated().map { ModelSector(key: $1, number: $0 + 1) },
      groups: groups.enumerated().map {
        SupportGroup(
          key: $1, number: $0 + 1, channels: Self.groupsInOrder[$0].channels, lag: shape.lags[$0])
      }, quarters: quarters, levers: levers, structure: shape.structure, start: start,
      parameters: parameters, processNoise: isNoisy, parameterUncertainty: isUncertain)
  }

  func section(
    _ key: String, _ schema: MappingSchema, _ problems: inout ProblemList
  ) -> MappingReader? {
    inputs[key].flatMap { MappingReader($0, schema, &problems) }
  }

  // MARK: Levers and structure

  private func levers(_ problems: inout ProblemList) -> LeverPaths? {
    guard let reader = section("levers", ModelSchema.levers, &problems) else { return nil }
    let years = quarters / 4
    let amounts = 0.0...1e12
    let budget = rows("budget", reader, groups.count, "group", &problems) { _, row, problems in
      atLeast(years, row, of: "budget", in: amounts, &problems)
    }
    let promotion = reader["promotion"].flatMap {
      atLeast(years, $0, of: "promotion", in: amounts, &problems)
    }
    let usual = reader["promotion_usual"].flatMap {
      bounded($0, "promotion_usual", 1e-12...1e12, &problems)
    }
    guard let budget, let promotion, let usual else { return nil }
    // A row with an amount left out would count for the wrong years.
    let lengths = budget.map(\.count)
    if let shortest = lengths.min(), let longest = lengths.max(), shortest < longest {
      problems.report(
        .arrayLength, "the rows of `budget` have \(shortest) to \(longest) yearly amounts",
        at: reader["budget"]?.origin, hint: "give every group the same years")
    }
    func quarterly(_ yearly: [Double]) -> [Double] { (0..<quarters).map { yearly[$0 / 4] } }
    return LeverPaths(
      budget: budget.map(quarterly), promotion: quarterly(promotion), usualPromotion: usual)
  }

  /// One number a year; years beyond the horizon may be given and are not used.
  private func atLeast(
    _ years: Int, _ node: Node, of key: String, in bounds: ClosedRange<Double>,
    _ problems: inout ProblemList
  ) -> [Double]? {
    guard let values = list(node, of: key, nil, in: bounds, &problems) else { return nil }
    if values.count >= years { return values }
    problems.report(
      .arrayLength, "\(values.count) yearly amounts are given for \(years) years", at: node.origin)
    return nil
  }

  private func structure(
    _ problems: inout ProblemList
  ) -> (structure: Structure, lags: [Int])? {
    guard let reader = section("structure", ModelSchema.structure, &problems) else { return nil }
    let unit = 0.0...1.0, n = sectors.count
    func perSector(_ key: String, _ problems: inout ProblemList) -> [Double]? {
      list(key, reader, n, in: unit, &problems)
    }
    let lags = lags("lags", reader, groups.count, &problems)
    let promotionLag = reader.int("promotion_lag", &problems)
    let weights = weights(reader, &problems)
    let capital = perSector("alloc_K", &problems), buyers = perSector("alloc_KB", &problems)
    let presence = perSector("Vbar", &problems), foreign = perSector("Hbar", &problems)
    let shares = rows("support_share", reader, groups.count, "group", &problems) {
      _, row, problems in
      sum1(row, of: "support_share", n, &problems)
    }
    let eligible = list("eligible", reader, groups.count, in: 1e-9...1e12, &problems)
    if let capital, capital.reduce(0, +) > 1 + StudyReader.sumTolerance {
      problems.report(.modelValue, "`alloc_K` sums to more than 1", at: reader["alloc_K"]?.origin)
    }
    guard let lags, let promotionLag, let weights, let capital, let buyers, let presence,
      let foreign, let shares, let eligible
    else { return nil }
    let structure = Structure(
      promotionLag: promotionLag, weights: weights, capitalShares: capital,
      buyerCapitalShares: buyers, supportShares: shares, eligible: eligible,
      presenceNormal: presence, foreignShareNormal: foreign)
    return (structure, lags)
  }

  /// Shares realised in later quarters, at most as many as a horizon has.
  private func weights(_ reader: MappingReader, _ problems: inout ProblemList) -> [Double]? {
    guard let node = reader["weights"], let weights = sum1(node, of: "weights", nil, &problems)
    else { return nil }
    if weights.count <= 40 { return weights }
    problems.report(
      .arrayLength, "\(weights.count) weights are given, at most 40 are possible", at: node.origin)
    return nil
  }

  // MARK: Start

  /// Firms that support reaches, in a sector or a quarter: more would be more than a country has.
  private static let reached = 0.0...1e6

  /// State and histories; lengths that depend on a structure that could not be read are not
  /// checked.
  private func start(
    lags: [Int]?, structure: Structure?, _ problems: inout ProblemList
  ) -> StartState? {
    guard let initial = section("initial", ModelSchema.initial, &problems) else {
      _ = history(lags: lags, structure: structure, &problems)
      return nil
    }
    let n = sectors.count, amounts = 0.0...1e12
    func counts(_ key: String, _ problems: inout ProblemList) -> [[Double]]? {
      rows(key, initial, n, "sector", &problems) { _, row, problems in
        firms(row, of: key, &problems)
      }
    }
    let U = counts("U", &problems), C = counts("C", &problems)
    let K = list("K", initial, n, in: amounts, &problems)
    let KB = list("KB", initial, n, in: 1e-12...1e12, &problems)
    let M = table("M", initial, groups.count, "group", columns: n, in: Self.reached, &problems)
    // Beyond ±2, output would have risen or fallen more than sevenfold within a quarter.
    let x = initial.number("x", in: -2...2, &problems), r = initial.int("r", &problems)
    let past = history(lags: lags, structure: structure, &problems)
    guard let U, let C, let K, let KB, let M, let x, let r, let past else { return nil }
    return StartState(
      firms: .counts(U: U, C: C), K: K, KB: KB, M: M, x: x, r: r, V: past.V, Q: past.Q, Z: past.Z,
      R: past.R, T: past.T, netCertificates: past.net, promotion: past.promotion)
  }

  /// [domestic, foreign]; whole numbers if events are drawn.
  private func firms(
    _ node: Node, of key: String, _ problems: inout ProblemList
  ) -> [Double]? {
    guard let pair = list(node, of: key, 2, in: 0...1e9, &problems) else { return nil }
    if !isNoisy || pair.allSatisfy({ $0 == $0.rounded() }) { return pair }
    problems.report(.modelValue, "numbers of firms must be whole", at: node.origin)
    return nil
  }

  private struct Past {
    let V: [[Double]], Q: [[Double]], Z: [Double], R: [Double], T: [[Double]], net: [[Double]]
    let promotion: [Double]
  }

  private func history(
    lags: [Int]?, structure: Structure?, _ problems: inout ProblemList
  ) -> Past? {
    guard let reader = section("history", ModelSchema.history, &problems) else { return nil }
    let n = sectors.count, amounts = 0.0...1e12, positive = 1e-12...1e12
    func bySector(
      _ key: String, _ count: Int, in bounds: ClosedRange<Double>, _ problems: inout ProblemList
    ) -> [[Double]]? {
      table(key, reader, n, "sector", columns: count, in: bounds, &problems)
    }
    let V = bySector("V", 5, in: 0...1, &problems), Q = bySector("Q", 4, in: positive, &problems)
    let net = bySector("net_certificates", 4, in: -1e9...1e9, &problems)
    let Z = list("Z", reader, 4, in: positive, &problems)
    let R = list("R", reader, structure?.weights.count, in: amounts, &problems)
    let promotion = list("promotion", reader, structure?.promotionLag, in: amounts, &problems)
    let T = rows("T", reader, groups.count, "group", &problems) { group, row, problems in
      list(row, of: "T", lags?[group], in: Self.reached, &problems)
    }
    guard let V, let Q, let net, let Z, let R, let promotion, let T else { return nil }
    return Past(V: V, Q: Q, Z: Z, R: R, T: T, net: net, promotion: promotion)
  }
}

import ReachModel

/// Resolves the inputs of a model file whose dimensions are known.
struct ModelReader {
  let inputs: MappingReader
  let sectors: [String]
  let groups: [String]
  let quarters: Int
  let isNoisy: Bool
  let isUncertain: Bool

  /// Where the four groups act: linkage, systems, R&D, information.
  private static let channels: [Set<SupportGroup.Channel>] = [
    [.output, .survival], [.certification], [.output], [.output],
  ]

  /// - Returns: Nil, with problems, if the dimensions are not known.
  init?(_ inputs: MappingReader, _ problems: inout ProblemList) {
    self.inputs = inputs
    sectors = Self.names("sectors", inputs, &problems)
    groups = Self.names("groups", inputs, &problems)
    let quarters = inputs.int("quarters", &problems)
    let mode = inputs["mode"].flatMap { MappingReader($0, ModelSchema.mode, &problems) }
    isNoisy = mode?["process_noise"].map { $0.bool(&problems) ?? true } ?? true
    isUncertain = mode?["parameter_uncertainty"].map { $0.bool(&problems) ?? true } ?? true
    if let node = inputs["groups"], groups.count != Self.channels.count {
      problems.report(
        .arrayLength, "there are \(groups.count) groups, and must be \(Self.channels.count)",
        at: node.origin, hint: "linkage, systems, R&D, information")
    }
    guard let quarters, !sectors.isEmpty, groups.count == Self.channels.count else { return nil }
    guard quarters.isMultiple(of: 4) else {
      problems.report(
        .modelValue, "\(quarters) quarters are not whole years",
        at: inputs["quarters"]?.origin, length: inputs["quarters"]?.length ?? 1)
      return nil
    }
    self.quarters = quarters
  }

  private static func names(
    _ key: String, _ inputs: MappingReader, _ problems: inout ProblemList
  ) -> [String] {
    let names = inputs.texts(key, &problems)
    if Set(names).count != names.count {
      problems.report(.duplicateKey, "a name stands twice in `\(key)`", at: inputs[key]?.origin)
    }
    return names
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
        SupportGroup(key: $1, number: $0 + 1, channels: Self.channels[$0], lag: shape.lags[$0])
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
    let budget = reader["budget"].flatMap {
      rows($0, groups.count, "group", &problems) { atLeast(years, $0, in: amounts, &$1) }
    }
    let promotion = reader["promotion"].flatMap { atLeast(years, $0, in: amounts, &problems) }
    let usual = reader["promotion_usual"].flatMap { positive($0, &problems) }
    guard let budget, let promotion, let usual else { return nil }
    func quarterly(_ yearly: [Double]) -> [Double] { (0..<quarters).map { yearly[$0 / 4] } }
    return LeverPaths(
      budget: budget.map(quarterly), promotion: quarterly(promotion), usualPromotion: usual)
  }

  /// One number a year; years beyond the horizon may be given and are not used.
  private func atLeast(
    _ years: Int, _ node: Node, in bounds: ClosedRange<Double>, _ problems: inout ProblemList
  ) -> [Double]? {
    guard let values = list(node, nil, in: bounds, &problems) else { return nil }
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
      reader[key].flatMap { list($0, n, in: unit, &problems) }
    }
    let lags = reader["lags"].flatMap { list($0, groups.count, in: 0...40, &problems) }
      .flatMap { whole($0, reader["lags"], &problems) }
    let promotionLag = reader.int("promotion_lag", &problems)
    let weights = reader["weights"].flatMap { sum1($0, nil, &problems) }
    let capital = perSector("alloc_K", &problems), buyers = perSector("alloc_KB", &problems)
    let presence = perSector("Vbar", &problems), foreign = perSector("Hbar", &problems)
    let shares = reader["support_share"].flatMap {
      rows($0, groups.count, "group", &problems) { sum1($0, n, &$1) }
    }
    let eligible = reader["eligible"].flatMap { list($0, groups.count, in: 1e-9...1e12, &problems) }
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

  private func whole(
    _ values: [Double], _ node: Node?, _ problems: inout ProblemList
  ) -> [Int]? {
    let wholes = values.compactMap { Int(exactly: $0) }
    if wholes.count == values.count { return wholes }
    problems.report(.modelValue, "lags are whole quarters", at: node?.origin)
    return nil
  }

  // MARK: Start

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
      initial[key].flatMap {
        rows($0, n, "sector", &problems) { node, problems in firms(node, &problems) }
      }
    }
    let U = counts("U", &problems), C = counts("C", &problems)
    let K = initial["K"].flatMap { list($0, n, in: amounts, &problems) }
    let KB = initial["KB"].flatMap { list($0, n, in: 1e-12...1e12, &problems) }
    let M = initial["M"].flatMap {
      rows($0, groups.count, "group", &problems) { list($0, n, in: amounts, &$1) }
    }
    let x = initial["x"]?.double(&problems), r = initial.int("r", &problems)
    let past = history(lags: lags, structure: structure, &problems)
    guard let U, let C, let K, let KB, let M, let x, let r, let past else { return nil }
    return StartState(
      firms: .counts(U: U, C: C), K: K, KB: KB, M: M, x: x, r: r, V: past.V, Q: past.Q, Z: past.Z,
      R: past.R, T: past.T, netCertificates: past.net, promotion: past.promotion)
  }

  /// [domestic, foreign]; whole numbers if events are drawn.
  private func firms(_ node: Node, _ problems: inout ProblemList) -> [Double]? {
    guard let pair = list(node, 2, in: 0...1e9, &problems) else { return nil }
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
    func table(
      _ key: String, _ count: Int, in bounds: ClosedRange<Double>, _ problems: inout ProblemList
    ) -> [[Double]]? {
      reader[key].flatMap {
        rows($0, n, "sector", &problems) { list($0, count, in: bounds, &$1) }
      }
    }
    let V = table("V", 5, in: 0...1, &problems), Q = table("Q", 4, in: positive, &problems)
    let net = table("net_certificates", 4, in: -1e9...1e9, &problems)
    let Z = reader["Z"].flatMap { list($0, 4, in: positive, &problems) }
    let R = reader["R"].flatMap { list($0, structure?.weights.count, in: amounts, &problems) }
    let promotion = reader["promotion"].flatMap {
      list($0, structure?.promotionLag, in: amounts, &problems)
    }
    var group = -1
    let T = reader["T"].flatMap {
      rows($0, groups.count, "group", &problems) { node, problems -> [Double]? in
        group += 1
        return list(node, lags?[group], in: amounts, &problems)
      }
    }
    guard let V, let Q, let net, let Z, let R, let promotion, let T else { return nil }
    return Past(V: V, Q: Q, Z: Z, R: R, T: T, net: net, promotion: promotion)
  }
}

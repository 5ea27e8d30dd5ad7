import ReachModel
import Simulation

extension CatalogUncertainty {
  init?(_ key: String, _ node: Node, _ problems: inout ProblemList) {
    guard
      let reader = MappingReader(
        node, CatalogSchema.uncertainty, title: "uncertainty `\(key)`", &problems)
    else { return nil }
    let number = reader.int("number", &problems), label = reader.label("label", &problems)
    let parameter = reader.word("parameter", &problems).flatMap(Parameter.init)
    let unit = reader.string("unit", &problems)
    let link = reader.word("scale", &problems).flatMap(Link.init)
    let status = reader.word("status", &problems).flatMap(Status.init)
    let feed = reader["fed_by"].flatMap {
      MappingReader($0, CatalogSchema.feed, title: "`fed_by` of `\(key)`", &problems)
    }
    let kind = feed?.word("kind", &problems).flatMap(Feed.init)
    let fedBy = feed?.label("text", &problems)
    guard let number, let label, let parameter, let unit, let link, let status, let kind, let fedBy
    else { return nil }
    (self.key, self.number, self.parameter, self.label) = (key, number, parameter, label)
    (self.unit, self.link, self.status, self.feed) = (unit, link, status, kind)
    (self.fedBy, origin) = (fedBy, node.origin)
    (lever, sector) = (reader.string("lever", &problems), reader.string("sector", &problems))
    per = reader.word("per", &problems).flatMap(Repetition.init)
    sources = reader.texts("sources", &problems)
    let bounds = reader.bounds(link.usualBounds, &problems)
    self.bounds = bounds
    prior = reader["prior"].flatMap {
      Self.prior($0, in: unit, link, bounds: bounds, &problems)
    }
    if sources.isEmpty, let node = reader["sources"] {
      problems.report(.missingSource, "uncertainty `\(key)` names no source", at: node.origin)
    }
  }

  private static func prior(
    _ node: Node, in unit: String, _ link: Link, bounds: ClosedRange<Double>,
    _ problems: inout ProblemList
  ) -> Distribution? {
    if let scalar = node.scalar, !scalar.isQuoted, scalar.text == "none" { return nil }
    return node.distribution(in: unit, link, within: bounds, &problems)
  }
}

extension Link {
  /// Values that can occur on the scale, for entries that state no bounds.
  var usualBounds: ClosedRange<Double> {
    switch self {
    case .identity: -1e12...1e12
    case .log: 0...1e12
    case .logit: 0...1
    }
  }
}

extension Node {
  /// VALUE, in the unit of a catalog entry, as a distribution whose stated values lie within
  /// `bounds`.
  func distribution(
    in unit: String, _ link: Link, within bounds: ClosedRange<Double>,
    _ problems: inout ProblemList
  ) -> Distribution? {
    let dimension = Dimension(unit: unit), per = Dimension.per(of: unit)
    guard let value = assumed(dimension, per: per, &problems) else { return nil }
    let stated: [Double] =
      switch value {
      case .fixed(let value): [value]
      case .range(let low, let high): [low, high]
      case .law(let law): [law.location]
      }
    if let outside = stated.first(where: { !bounds.contains($0) }) {
      problems.report(
        .outOfBounds,
        "\(outside) is outside \(bounds.lowerBound) to \(bounds.upperBound), the bounds of the entry",
        at: origin, length: length)
      return nil
    }
    if case .law(let law) = value, let (what, point) = law.pointOutside(bounds) {
      problems.report(
        .outOfBounds,
        "the \(what) of this law is \(point), outside \(bounds.lowerBound) to "
          + "\(bounds.upperBound), the bounds of the entry", at: origin, length: length)
      return nil
    }
    if let distribution = value.distribution(on: link) {
      return isDrawn(distribution, within: link.domain, &problems) ? distribution : nil
    }
    problems.report(
      .badRange, "a range on the \(link.rawValue) scale must lie inside it", at: origin,
      length: length,
      hint: link == .log ? "both ends must be above 0" : "both ends must be between 0 and 1")
    return nil
  }
}

extension Node {
  /// Reports a law that would draw numbers on which the equations have no meaning.
  ///
  /// - Parameters:
  ///   - law: What would be drawn.
  ///   - domain: Where the equations have a meaning.
  ///   - what: What it is the law of, for the message; `this law` if nil.
  ///   - share: How often it may draw such a number on either side.
  ///   - problems: Where it is reported.
  /// - Returns: Whether the law may stand.
  func isDrawn(
    _ law: Distribution, within domain: ClosedRange<Double>, of what: String? = nil,
    tolerating share: Double = 0, _ problems: inout ProblemList
  ) -> Bool {
    let support = law.support
    let isAbove =
      support.lowerBound >= domain.lowerBound
      || share > 0 && law.quantile(share) >= domain.lowerBound
    let isBelow =
      support.upperBound <= domain.upperBound
      || share > 0 && law.quantile(1 - share) <= domain.upperBound
    if isAbove && isBelow { return true }
    problems.report(
      .badLaw,
      "\(what.map { "the law of `\($0)`" } ?? "this law") also draws numbers outside "
        + "\(domain.lowerBound) to \(domain.upperBound), where the equations have no meaning",
      at: origin, length: length,
      hint: domain.upperBound == 1
        // Only a scenario or catalog has ranges, and there the excerpt names the entry.
        ? "take a beta law" + (what == nil ? " or a range" : "")
        : "take a lognormal, a gamma or a normal_pos law")
    return false
  }
}

extension Link {
  /// The numbers that the scale is made for.
  var domain: ClosedRange<Double> {
    switch self {
    case .identity: -Double.infinity...Double.infinity
    case .log: 0...Double.infinity
    case .logit: 0...1
    }
  }
}

extension Distribution {
  /// The stated centre, for checks of bounds.
  var location: Double {
    switch self {
    case .fixed(let value): value
    case .normal(let mean, _), .normalNonNegative(let mean, _), .normalNonPositive(let mean, _),
      .lognormal(let mean, _), .beta(let mean, _), .gamma(let mean, _):
      mean
    case .betaShapes(let a, let b): a / (a + b)
    case .shifted(let law, let shift): shift + law.location
    case .uniform(let low, let high): (low + high) / 2
    case .linked(_, let location, _, _): location
    }
  }
}

extension RankCorrelation {
  /// - Returns: Nil, with a problem, unless it joins two different names by a rank in (−1, 1).
  init?(_ node: Node, _ problems: inout ProblemList) {
    guard let reader = MappingReader(node, CatalogSchema.correlation, &problems) else { return nil }
    let names = reader.texts("between", &problems)
    let rank = reader["rank"]?.double(&problems), source = reader.string("source", &problems)
    guard let rank, let source else { return nil }
    guard names.count == 2, names[0] != names[1] else {
      problems.report(
        .badCorrelation, "a correlation joins two different uncertainties",
        at: reader["between"]?.origin ?? node.origin)
      return nil
    }
    guard rank > -1, rank < 1 else {
      problems.report(
        .badCorrelation, "a rank correlation of \(rank) is not between -1 and 1",
        at: reader["rank"]?.origin ?? node.origin, length: reader["rank"]?.length ?? 1)
      return nil
    }
    self.init(first: names[0], second: names[1], rank: rank, source: source, origin: node.origin)
  }
}

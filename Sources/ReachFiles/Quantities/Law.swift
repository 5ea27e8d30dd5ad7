import ReachModel
import Simulation

extension Node {
  /// A law: a mapping with one key, its name, over its moments.
  ///
  /// For example `beta: {mean: 0.095, sd: 0.02}`. Moments are plain numbers in the unit of the
  /// entry.
  func law(_ problems: inout ProblemList) -> Distribution? {
    guard let entries, let entry = entries.first, entries.count == 1 else {
      problems.report(
        .badLaw, "a law is a mapping with one key, its name", at: origin,
        allowed: LawName.allCases.map(\.rawValue))
      return nil
    }
    guard let name = LawName(rawValue: entry.key) else {
      problems.reportUnknown(
        .badLaw, "no law is named `\(entry.key.prefix(60))`", name: entry.key,
        known: LawName.allCases.map(\.rawValue), at: entry.keyOrigin)
      return nil
    }
    guard let reader = MappingReader(entry.value, name.schema, title: name.title, &problems)
    else { return nil }
    return LawReader(name: name, reader: reader).law(&problems)
  }
}

/// The laws that a file may name.
enum LawName: String, CaseIterable {
  case normal, lognormal, beta, gamma, uniform
  case normalNonNegative = "normal_pos"
  case normalNonPositive = "normal_neg"
  case betaShapes = "beta_ab"

  var title: String { "the law `\(rawValue)`" }

  /// The moments of the law.
  ///
  /// An sd may be given as cv = sd / mean where the law is positive.
  var schema: MappingSchema {
    let mean = MappingSchema.Key.required("mean", .number, "mean of the variable itself")
    let sd = MappingSchema.Key.required("sd", .number, "standard deviation")
    let spread: [MappingSchema.Key] = [
      .optional("sd", .number, "standard deviation; or give cv"),
      .optional("cv", .number, "sd / mean; or give sd"),
    ]
    let keys: [MappingSchema.Key] =
      switch self {
      case .normal, .normalNonNegative, .normalNonPositive: [mean, sd]
      case .lognormal, .beta: [mean] + spread
      case .gamma: [mean] + spread + [.optional("shift", .number, "added after the draw")]
      case .uniform:
        [.required("low", .number, "lower end"), .required("high", .number, "upper end")]
      case .betaShapes:
        [.required("a", .number, "first shape"), .required("b", .number, "second shape")]
      }
    return MappingSchema("the law `\(rawValue)`", keys)
  }
}

private struct LawReader {
  let name: LawName
  let reader: MappingReader

  func law(_ problems: inout ProblemList) -> Distribution? {
    let law =
      switch name {
      case .uniform: uniform(&problems)
      case .betaShapes: shapes(&problems)
      default: moments(&problems)
      }
    guard let law, !law.exists else { return law }
    return fail("its moments or shapes are too extreme to be computed", &problems)
  }

  private func moments(_ problems: inout ProblemList) -> Distribution? {
    guard let mean = reader["mean"]?.double(&problems) else { return nil }
    guard let sd = spread(mean: mean, &problems) else { return nil }
    let shift = name == .gamma ? reader["shift"].map { $0.double(&problems) } ?? 0 : 0
    guard let shift else { return nil }
    do throws(ImpossibleLaw) {
      return try Distribution.named(name, mean: mean, sd: sd, shift: shift)
    } catch {
      return fail(error.reason, &problems)
    }
  }

  private func spread(mean: Double, _ problems: inout ProblemList) -> Double? {
    let hasCV = reader.schema.key("cv") != nil
    let sd = reader["sd"], cv = hasCV ? reader["cv"] : nil
    switch (sd, cv) {
    case (let sd?, nil): return sd.double(&problems)
    case (nil, let cv?): return cv.double(&problems).map { $0 * mean }
    case (nil, nil):
      // A law without cv has reported its missing sd already.
      return hasCV ? fail("neither sd nor cv is given", &problems) : nil
    default: return fail("sd and cv are both given", &problems)
    }
  }

  private func uniform(_ problems: inout ProblemList) -> Distribution? {
    guard let low = reader["low"]?.double(&problems), let high = reader["high"]?.double(&problems)
    else { return nil }
    return low < high
      ? .uniform(low: low, high: high) : fail("low is not below high", &problems)
  }

  private func shapes(_ problems: inout ProblemList) -> Distribution? {
    guard let a = reader["a"]?.double(&problems), let b = reader["b"]?.double(&problems)
    else { return nil }
    return a > 0 && b > 0
      ? .betaShapes(a: a, b: b) : fail("both shapes must be positive", &problems)
  }

  private func fail<Value>(_ reason: String, _ problems: inout ProblemList) -> Value? {
    problems.report(
      .badLaw, "\(name.title) cannot be: \(reason)", at: reader.node.origin,
      length: reader.node.length)
    return nil
  }
}

/// Why no law has the moments given.
struct ImpossibleLaw: Error {
  let reason: String

  init(reason: String) { self.reason = reason }

  fileprivate init(meanOf name: LawName) {
    reason =
      switch name {
      case .beta: "the mean must lie between 0 and 1"
      case .normalNonNegative: "it has next to nothing above zero"
      case .normalNonPositive: "it has next to nothing below zero"
      default: "the mean must be positive"
      }
  }
}

extension Distribution {
  /// The law with these moments (those of the parent for the two truncated normals).
  ///
  /// - Throws: If no such law exists: a mean ≤ 0 of a positive law; a beta whose mean is outside
  ///   (0, 1) or whose sd² ≥ mean (1 − mean); sd ≤ 0; a truncated normal with next to nothing
  ///   (less than 1 in 10¹⁵) on its side of zero.
  static func named(
    _ name: LawName, mean: Double, sd: Double, shift: Double = 0
  ) throws(ImpossibleLaw) -> Distribution {
    // The mean first: an sd that comes of a cv has its sign.
    guard name.allows(mean) else { throw ImpossibleLaw(meanOf: name) }
    guard sd > 0 && sd.isFinite else { throw ImpossibleLaw(reason: "the sd must be positive") }
    switch name {
    case .normal: return .normal(mean: mean, sd: sd)
    case .normalNonNegative:
      guard mean > -8 * sd else { throw ImpossibleLaw(meanOf: name) }
      return .normalNonNegative(mean: mean, sd: sd)
    case .normalNonPositive:
      guard mean < 8 * sd else { throw ImpossibleLaw(meanOf: name) }
      return .normalNonPositive(mean: mean, sd: sd)
    case .lognormal: return .lognormal(mean: mean, sd: sd)
    case .beta:
      guard sd * sd < mean * (1 - mean) else {
        throw ImpossibleLaw(reason: "sd² must be below mean (1 − mean)")
      }
      return .beta(mean: mean, sd: sd)
    case .gamma:
      return shift == 0
        ? .gamma(mean: mean, sd: sd) : .shifted(.gamma(mean: mean, sd: sd), by: shift)
    case .uniform, .betaShapes:
      throw ImpossibleLaw(reason: "it is not given by mean and sd")
    }
  }

  /// The limit of the laws of this name as the sd goes to 0.
  ///
  /// - Throws: If no law of this name comes near the mean.
  static func limit(of name: LawName, mean: Double) throws(ImpossibleLaw) -> Distribution {
    let isNear =
      switch name {
      case .normalNonNegative: mean >= 0
      case .normalNonPositive: mean <= 0
      default: name.allows(mean) || mean == 0 || (name == .beta && mean == 1)
      }
    guard isNear else { throw ImpossibleLaw(meanOf: name) }
    return .fixed(mean)
  }
}

extension Distribution {
  /// The first of the points below which 5 % and 95 % of the draws lie that is outside `bounds`: a
  /// law of which a tenth is impossible is a slip, not an opinion.
  func pointOutside(_ bounds: ClosedRange<Double>) -> (what: String, value: Double)? {
    for (what, p) in [("5 % point", 0.05), ("95 % point", 0.95)] {
      let value = quantile(p)
      if !bounds.contains(value) { return (what, value) }
    }
    return nil
  }
}

extension LawName {
  /// Whether a law of this name with some sd > 0 has the mean.
  func allows(_ mean: Double) -> Bool {
    switch self {
    case .lognormal, .gamma: mean > 0
    case .beta: mean > 0 && mean < 1
    default: true
    }
  }
}

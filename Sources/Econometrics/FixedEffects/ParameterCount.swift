package import ReachModel

/// How many parameters a small-sample factor counts, and how that was counted.
package struct ParameterCount: Sendable {
  /// K, for (n − 1)/(n − K) and the like.
  package let count: Int
  /// The effects that are nested in a cluster and not counted.
  package let nested: [String]
  /// The convention in words.
  package let label: Label
}

/// Which effects count as parameters in a small-sample factor.
package enum CountedEffects: String, Sendable, CaseIterable {
  /// None: K is the number of slopes (fixest's `fixef.K = "none"`).
  case slopes
  /// Those not nested in a cluster, and one for the constant where some are (reghdfe; fixest's
  /// `"nested"`, now `"nonnested"`).
  case nested
  /// All of them (fixest's `"full"`).
  case all
}

/// What is taken off the levels of several factors because it is redundant.
package enum RedundantLevels: String, Sendable, CaseIterable {
  /// The exact number where it is known, see ``IndependentEffects`` (reghdfe).
  case exact
  /// One for each factor after the first, however many components there are (fixest, pyfixest).
  case oneEach
}

/// Counts the parameters of a regression with effects taken out.
///
/// Dummies of groups that each lie within one cluster lose no degrees of freedom of a covariance
/// over clusters: its scores sum to zero within them.
///
/// - Parameters:
///   - slopes: The number of coefficients.
///   - effects: What was taken out.
///   - clusters: What the covariance clusters by; an effect nested in any of them is nested.
///   - counted: Which effects count.
///   - redundant: With `oneEach` this is pyfixest's `ssc(fixef_k:)` for every panel; with `exact` it
///     is the same where all factors are connected.
/// - Returns: K and the convention in words.
/// - Source: Cameron and Miller, *Journal of Human Resources* 50(2), 2015, §III.B; Correia,
///   *Linear models with high-dimensional fixed effects*, 2017, §5; Bergé, fixest's vignette on
///   standard errors.
package func parameterCount(
  slopes: Int, effects: [Grouping], clusters: [Grouping] = [], counted: CountedEffects,
  redundant: RedundantLevels = .exact
) -> ParameterCount {
  let nested = effects.filter { effect in clusters.contains { effect.isNested(in: $0) } }
  func rank(_ some: [Grouping]) -> Int {
    switch redundant {
    case .exact: independentEffects(some).rank
    case .oneEach: some.reduce(0) { $0 + $1.count } - max(0, some.count - 1)
    }
  }
  let label = label(counted, redundant, nested.map(\.name), severalFactors: effects.count > 1)
  let count =
    switch counted {
    case .slopes: slopes
    case .all: slopes + rank(effects)
    case .nested:
      slopes + rank(effects) - (nested.isEmpty ? 0 : rank(nested) - 1)
    }
  return ParameterCount(
    count: count, nested: counted == .nested ? nested.map(\.name) : [], label: label)
}

private func label(
  _ counted: CountedEffects, _ redundant: RedundantLevels, _ nested: [String],
  severalFactors: Bool
) -> Label {
  let levels =
    switch (severalFactors, redundant) {
    case (false, _): Label(vi: "", en: "")
    case (true, .exact):
      Label(vi: ", trừ các mức phụ thuộc tuyến tính", en: ", less those that are redundant")
    case (true, .oneEach):
      Label(
        vi: ", trừ một mức cho mỗi nhân tố từ nhân tố thứ hai",
        en: ", less one for each factor after the first")
    }
  let names = nested.map { "`\($0)`" }.joined(separator: ", ")
  switch counted {
  case .slopes:
    return Label(
      vi: "K là số hệ số góc; không tính hiệu ứng cố định",
      en: "K counts the slopes; no fixed effect")
  case .all:
    return Label(
      vi: "K gồm hệ số góc và mọi hiệu ứng cố định\(levels.vi)",
      en: "K counts the slopes and all fixed effects\(levels.en)")
  case .nested where nested.isEmpty:
    return Label(
      vi: "K gồm hệ số góc và mọi hiệu ứng cố định\(levels.vi); không có hiệu ứng lồng trong cụm",
      en: "K counts the slopes and all fixed effects\(levels.en); none is nested in a cluster")
  case .nested:
    return Label(
      vi:
        "K gồm hệ số góc, hằng số và hiệu ứng cố định\(levels.vi), không tính hiệu ứng lồng trong "
        + "cụm (\(names))",
      en:
        "K counts the slopes, the constant and the fixed effects\(levels.en), without those nested "
        + "in clusters (\(names))")
  }
}

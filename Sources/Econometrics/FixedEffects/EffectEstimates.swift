package import ReachModel

/// The effects themselves, for reports and predictions.
package struct EffectEstimates: Sendable {
  package let effects: [Grouping]
  /// For each factor one number for each of its groups, in the column's unit.
  package let estimates: [[Double]]
  /// What the effects do not explain.
  package let residuals: [Double]
  /// For each factor after the first, the connected components that it forms with the first: only
  /// within a component are its effects comparable.
  package let components: [Int]
  /// Whether the normalisation leaves one solution only; with three factors or more there can be
  /// redundant levels beside those of components, and then single effects mean nothing.
  package let isUnique: Bool

  /// How one of the many solutions was chosen.
  package var normalisation: Label {
    guard effects.count > 1 else {
      return Label(
        vi: "mỗi hiệu ứng là trung bình của nhóm", en: "each effect is its group's mean")
    }
    let unique = Label(
      vi:
        "từ nhân tố thứ hai, hiệu ứng có trung bình 0 trên các dòng của mỗi thành phần liên thông "
        + "với `\(effects[0].name)`, là nhân tố mang mức chung",
      en:
        "from the second factor on effects have mean 0 over the rows of each component connected "
        + "with `\(effects[0].name)`, which carries the level")
    guard !isUnique else { return unique }
    return Label(
      vi: unique.vi + "; còn mức thừa khác nên từng hiệu ứng riêng lẻ không xác định",
      en: unique.en + "; other levels are redundant too, so single effects are not identified")
  }
}

extension Absorption {
  /// The effects that least squares gives a column, for example y − Xβ̂.
  ///
  /// - Throws: As ``residuals(of:)``.
  package func estimates(of column: [Double]) throws(EstimationError) -> EffectEstimates {
    let absorbed = try absorb([column])[0]
    var estimates = absorbed.levels
    var components: [Int] = []
    for f in effects.indices.dropFirst() {
      components.append(moveLevel(of: f, in: &estimates))
    }
    let levels = effects.reduce(0) { $0 + $1.count }
    return EffectEstimates(
      effects: effects, estimates: estimates, residuals: absorbed.residuals, components: components,
      isUnique: effects.count < 3
        || independent.evidence == .numericalRank && rank == levels - components.reduce(0, +))
  }

  /// Moves a factor's mean over the rows of each component that it forms with the first factor to
  /// the first factor.
  ///
  /// - Returns: The number of components.
  private func moveLevel(of f: Int, in estimates: inout [[Double]]) -> Int {
    let first = effects[0], factor = effects[f]
    var graph = Components(count: first.count + factor.count)
    for (a, b) in zip(first.codes, factor.codes) { graph.join(Int(a), first.count + Int(b)) }
    var sums = Array(repeating: 0.0, count: first.count + factor.count), rows = sums
    for code in factor.codes {
      let root = graph.root(first.count + Int(code))
      sums[root] += estimates[f][Int(code)]
      rows[root] += 1
    }
    for group in 0..<first.count {
      let root = graph.root(group)
      estimates[0][group] += sums[root] / rows[root]
    }
    for group in 0..<factor.count {
      let root = graph.root(first.count + group)
      estimates[f][group] -= sums[root] / rows[root]
    }
    return graph.count
  }
}

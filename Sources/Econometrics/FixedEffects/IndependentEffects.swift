import LinearAlgebra
package import ReachModel

/// How many of the dummies of all factors are independent, and how that is known.
package struct IndependentEffects: Sendable, Equatable {
  package enum Evidence: Sendable, Equatable {
    /// One factor: its groups.
    case groups
    /// Two factors: levels less connected components.
    case components
    /// Three or more: the numerical rank once the largest factor is eliminated.
    case numericalRank
    /// Three or more, too many for that: each factor loses the most that any one before it takes.
    case pairwiseBound
  }

  /// The rank of all dummies; an upper bound of it for ``Evidence/pairwiseBound``.
  package let rank: Int
  package let evidence: Evidence
  /// The connected components of the graph that joins groups of the first two factors which share
  /// a row; the groups of a single factor.
  package let components: Int

  /// In words, for a report.
  package var label: Label {
    switch evidence {
    case .groups: Label(vi: "số nhóm", en: "number of groups")
    case .components:
      Label(
        vi: "số mức trừ \(components) thành phần liên thông (chính xác)",
        en: "levels less \(counted(components, "connected component")) (exact)")
    case .numericalRank:
      Label(
        vi: "hạng số của ma trận biến giả (chính xác)", en: "numerical rank of the dummies (exact)")
    case .pairwiseBound:
      Label(
        vi:
          "số mức trừ số thành phần liên thông lớn nhất với từng nhân tố đứng trước "
          + "(cận trên của hạng, như reghdfe)",
        en:
          "levels less the most connected components with any factor before "
          + "(an upper bound of the rank, as in reghdfe)")
    }
  }
}

/// The rank of the dummies of all effects together.
///
/// - Parameter effects: Of the same rows.
/// - Returns: The rank and how it is known.
/// - Source: Abowd, Creecy and Kramarz, *Computing Person and Firm Effects*, 2002; for the bound
///   Correia, *Linear models with high-dimensional fixed effects*, 2017, §5.
package func independentEffects(_ effects: [Grouping]) -> IndependentEffects {
  guard !effects.isEmpty else {
    return IndependentEffects(rank: 0, evidence: .groups, components: 0)
  }
  return structure(of: effects, FactorCells(effects), denseLevels: 1_000).independent
}

/// The rank, and the levels of the factors beside the principal one that Cholesky should keep, nil
/// where they are too many for it.
func structure(
  of effects: [Grouping], _ cells: FactorCells, denseLevels: Int
) -> (independent: IndependentEffects, kept: [Int]?) {
  let levels = effects.reduce(0) { $0 + $1.count }
  let isSolvable = cells.levelCount <= denseLevels && ReducedSystem.terms(cells) <= 3e8
  switch effects.count {
  case 1: return (IndependentEffects(rank: levels, evidence: .groups, components: levels), nil)
  case 2:
    let components = componentsOfLevels(cells)
    let independent = IndependentEffects(
      rank: levels - components.count, evidence: .components, components: components.count)
    return (independent, isSolvable ? withoutFirsts(components) : nil)
  default:
    let components = connectedComponents(effects[0], effects[1])
    guard cells.levelCount <= 2 * denseLevels, ReducedSystem.terms(cells) <= 3e8 else {
      let bound = IndependentEffects(
        rank: levels - pairwiseRedundant(effects), evidence: .pairwiseBound,
        components: components)
      return (bound, nil)
    }
    let kept = independentLevels(cells)
    let independent = IndependentEffects(
      rank: effects[cells.principal].count + kept.count, evidence: .numericalRank,
      components: components)
    return (independent, isSolvable ? kept : nil)
  }
}

/// All levels but the first of each component; components are numbered in the order of those.
private func withoutFirsts(_ components: Grouping) -> [Int] {
  var next = Int32(0)
  return components.codes.indices.filter { level in
    guard components.codes[level] == next else { return true }
    next += 1
    return false
  }
}

/// Levels that are independent of each other and of the principal factor, by Cholesky with complete
/// pivoting of the system in which every cell weighs the same: weights do not change the rank.
///
/// Pivots of dummies that are independent are at least about one over the number of levels squared
/// (a chain in which each level shares a row with the next), so that 10⁻¹⁰ of a unit diagonal is
/// far below them and far above rounding, about 2000 · 2⁻⁵².
private func independentLevels(_ cells: FactorCells) -> [Int] {
  let system = ReducedSystem(cells, cellWeights: Array(repeating: 1, count: cells.count))
  return SemidefiniteCholesky(system.schurComplement(), tolerance: 1e-10).kept.sorted()
}

/// For each factor from the second, the most components that it forms with one before it.
private func pairwiseRedundant(_ effects: [Grouping]) -> Int {
  effects.indices.dropFirst().reduce(0) { total, f in
    total + (0..<f).reduce(0) { max($0, connectedComponents(effects[$1], effects[f])) }
  }
}

/// The connected components of the graph that joins the groups of two factors which share a row.
package func connectedComponents(_ a: Grouping, _ b: Grouping) -> Int {
  var components = Components(count: a.count + b.count)
  for (i, j) in zip(a.codes, b.codes) { components.join(Int(i), a.count + Int(j)) }
  return components.count
}

/// Sets that are joined two at a time (union and find, with halved paths).
struct Components {
  private var parent: [Int]
  private(set) var count: Int

  init(count: Int) {
    parent = Array(0..<count)
    self.count = count
  }

  mutating func root(_ start: Int) -> Int {
    var node = start
    while parent[node] != node {
      parent[node] = parent[parent[node]]
      node = parent[node]
    }
    return node
  }

  mutating func join(_ a: Int, _ b: Int) {
    let left = root(a), right = root(b)
    guard left != right else { return }
    parent[max(left, right)] = min(left, right)
    count -= 1
  }
}

import LinearAlgebra
package import ReachModel

/// Takes any number of fixed effects out of columns.
///
/// What is left of a column is the residual of its least squares on the dummies of all groups: by
/// the theorem of Frisch, Waugh and Lovell, slopes on what is left are those of the regression with
/// all dummies. The factor with the most groups is eliminated, and the others' effects solve the
/// smaller system that remains: by Cholesky where they have few levels, otherwise by conjugate
/// gradients (see ``Method``). Nothing of the size rows × levels is ever stored.
///
/// - Accuracy: The part of the effects that stays in a column has a norm of at most `tolerance`
///   times that of what is left, or four roundings of the column, whichever is more. It lies in the
///   space of the dummies and what is left is orthogonal to that, so slopes are off by its square.
/// - Source: Guimarães and Portugal, *Stata Journal* 10(4), 2010; Gaure, *Computational Statistics
///   & Data Analysis* 66, 2013; Correia, *Linear models with high-dimensional fixed effects*, 2017.
package struct Absorption: Sendable {
  /// How the effects are told apart.
  package enum Method: Sendable, Equatable {
    /// One factor: the means of its groups.
    case means
    /// The largest factor eliminated, the others' effects by Cholesky.
    case elimination
    /// The largest factor eliminated, the others' effects by conjugate gradients.
    case conjugateGradients
  }

  package let effects: [Grouping]
  /// How many effects are independent.
  package let independent: IndependentEffects
  /// Weights as they are used: divided by a power of two where they are huge or tiny.
  let weights: [Double]?
  let cells: FactorCells
  /// 1/w of each group of the principal factor.
  let inverseTotals: [Double]
  /// nil for one factor.
  let system: ReducedSystem?
  /// nil where conjugate gradients solve.
  let factor: SemidefiniteCholesky?
  /// nil where Cholesky solves.
  let scaling: LevelScaling?
  /// Levels that Cholesky keeps, the same for all weights; nil where it is not used.
  private let kept: [Int]?
  let tolerance: Double
  let threads: Int
  let stepLimit: Int

  /// - Parameters:
  ///   - effects: At least one; all of n rows.
  ///   - weights: n positive numbers; nil for equal ones. Zeros, to which weights of an iteration
  ///     may underflow, are rows that do not count.
  ///   - tolerance: The norm of what the effects could still explain, relative to that of what is
  ///     left of a column.
  ///   - threads: Columns that are worked on at a time; no number depends on it.
  ///   - stepLimit: Steps of conjugate gradients after which a column is given up.
  ///   - denseLevels: Up to so many levels of the factors beside the largest are told apart by
  ///     Cholesky, and the rank of three factors or more is found so for up to twice as many. At
  ///     1,000 levels of 10⁶ rows Cholesky and gradients cost the same.
  package init(
    effects: [Grouping], weights: [Double]? = nil, tolerance: Double = 1e-11, threads: Int = 1,
    stepLimit: Int = 200_000, denseLevels: Int = 1_000
  ) {
    precondition(!effects.isEmpty, "no effects to take out")
    precondition(
      effects.allSatisfy { $0.codes.count == effects[0].codes.count }, "effects of different rows")
    let cells = FactorCells(effects)
    let structure = structure(of: effects, cells, denseLevels: denseLevels)
    self.init(
      effects: effects, independent: structure.independent, cells: cells, kept: structure.kept,
      weights: weights, tolerance: tolerance, threads: threads, stepLimit: stepLimit)
  }

  private init(
    effects: [Grouping], independent: IndependentEffects, cells: FactorCells, kept: [Int]?,
    weights: [Double]?, tolerance: Double, threads: Int, stepLimit: Int
  ) {
    let principal = effects[cells.principal]
    precondition(
      weights?.count ?? principal.codes.count == principal.codes.count,
      "\(weights?.count ?? 0) weights for \(principal.codes.count) rows")
    (self.effects, self.independent, self.cells) = (effects, independent, cells)
    (self.kept, self.tolerance, self.threads) = (kept, tolerance, threads)
    self.stepLimit = stepLimit
    precondition(
      weights?.allSatisfy { $0 >= 0 && $0 < .infinity } ?? true, "a weight is not a number >= 0")
    let weights = weights.map(withoutExtremes)
    self.weights = weights
    inverseTotals = sums(of: weights, by: principal.codes, count: principal.count)
      .map { $0 > 0 ? 1 / $0 : 0 }
    guard effects.count > 1 else {
      (system, factor, scaling) = (nil, nil, nil)
      return
    }
    let system = ReducedSystem(
      cells,
      cellWeights: weights == nil
        ? cells.sizes : sums(of: weights, by: cells.cellOfRow, count: cells.count))
    self.system = system
    factor = kept.flatMap { SemidefiniteCholesky(system.schurComplement(), keeping: $0) }
    scaling = factor == nil ? LevelScaling(system) : nil
  }

  /// The same effects with other weights; what only depends on the groups is kept.
  ///
  /// - Parameters:
  ///   - weights: n positive numbers.
  ///   - tolerance: nil for the same.
  /// - Returns: What a new one with these weights would be, to the bit.
  package func reweighted(_ weights: [Double], tolerance: Double? = nil) -> Absorption {
    Absorption(
      effects: effects, independent: independent, cells: cells, kept: kept, weights: weights,
      tolerance: tolerance ?? self.tolerance, threads: threads, stepLimit: stepLimit)
  }

  /// The number of independent effects.
  package var rank: Int { independent.rank }

  package var method: Method {
    if system == nil { return .means }
    return factor == nil ? .conjugateGradients : .elimination
  }
}

extension Absorption.Method {
  /// In words, for a report.
  package var label: Label {
    switch self {
    case .means: Label(vi: "trừ trung bình nhóm", en: "group means")
    case .elimination:
      Label(
        vi: "khử nhân tố lớn nhất, phân tích Cholesky cho các nhân tố còn lại",
        en: "largest factor eliminated, Cholesky for the others")
    case .conjugateGradients:
      Label(
        vi: "khử nhân tố lớn nhất, gradient liên hợp cho các nhân tố còn lại",
        en: "largest factor eliminated, conjugate gradients for the others")
    }
  }
}

/// Weights as they are, or divided by a power of two so that the largest is about 1 where sums of
/// their products could leave the range of doubles; effects do not depend on it.
private func withoutExtremes(_ weights: [Double]) -> [Double] {
  let largest = weights.reduce(0, max)
  guard largest > 1e100 || largest < 1e-100 else { return weights }
  return weights.map { $0 / largest.binade }
}

/// The sum of the weights of each group; of ones without weights.
private func sums(of weights: [Double]?, by codes: [Int32], count: Int) -> [Double] {
  var sums = Array(repeating: 0.0, count: count)
  if let weights {
    for (code, weight) in zip(codes, weights) { sums[Int(code)] += weight }
  } else {
    for code in codes { sums[Int(code)] += 1 }
  }
  return sums
}

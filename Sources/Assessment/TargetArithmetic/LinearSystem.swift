/// Linear inequalities over numbers that are not negative, and whether anything satisfies them.
///
/// Solved by the simplex method in a dense tableau: the systems have some tens of rows. the
/// steepest column enters and, should that go round in circles, Bland's rule ends it. The multipliers
/// that prove a contradiction come with the answer.
///
/// - Source: Dantzig, *Linear Programming and Extensions*, ch. 5; Bland (1977), *Mathematics of
///   Operations Research* 2; Farkas' lemma for the multipliers.
struct LinearSystem: Sendable {
  /// Σ coefficient · x ≥ bound.
  struct Row: Sendable {
    let terms: [(variable: Int, coefficient: Double)]
    let bound: Double
    /// The place of the target that asks for it; nil for what always holds.
    let target: Int?

    /// The same turned round: Σ coefficient · x ≤ bound.
    static func atMost(
      _ terms: [(variable: Int, coefficient: Double)], _ bound: Double, target: Int? = nil
    ) -> Row {
      Row(terms: terms.map { ($0.variable, -$0.coefficient) }, bound: -bound, target: target)
    }

    static func atLeast(
      _ terms: [(variable: Int, coefficient: Double)], _ bound: Double, target: Int? = nil
    ) -> Row { Row(terms: terms, bound: bound, target: target) }
  }

  enum Answer: Sendable {
    /// Values of the variables that satisfy every row.
    case possible([Double])
    /// One multiplier ≥ 0 for each row: so weighted, the rows add up to 0 ≥ a positive number.
    case impossible([Double])
  }

  let variables: Int
  var rows: [Row] = []
  /// By how much rows, each scaled to a greatest coefficient of 1, may be violated together: what
  /// rounding may come to.
  let tolerance: Double

  /// No variable of a plan is greater, in the units of the system.
  private let greatest: Double

  init(variables: Int, tolerance: Double, greatest: Double) {
    (self.variables, self.tolerance, self.greatest) = (variables, tolerance, greatest)
  }

  /// Two rows: Σ coefficient · x = bound.
  mutating func equate(_ terms: [(variable: Int, coefficient: Double)], _ bound: Double) {
    rows += [.atLeast(terms, bound), .atMost(terms, bound)]
  }

  /// The same with the rows of some targets only; what always holds stays.
  func keeping(_ targets: [Int]) -> LinearSystem {
    var kept = self
    kept.rows = rows.filter { row in row.target.map(targets.contains) ?? true }
    return kept
  }

  /// Whether all rows can hold together.
  var answer: Answer {
    var tableau = SimplexTableau(self)
    tableau.findFeasible()
    let multipliers = tableau.multipliers
    guard tableau.infeasibility > tolerance, isProof(multipliers) else {
      return .possible(tableau.solution)
    }
    return .impossible(multipliers)
  }

  /// Whether values satisfy all rows, but for rounding relative to the terms.
  func holds(_ values: [Double], rounding: Double) -> Bool {
    rows.allSatisfy { row in
      let terms = row.terms.map { $0.coefficient * values[$0.variable] }
      let size = terms.reduce(row.bound.magnitude) { $0 + $1.magnitude }
      return terms.reduce(0, +) >= row.bound - rounding * size
    }
  }

  /// Whether the rows as they were given, so weighted, add up to a contradiction.
  ///
  /// Checked anew, without the rounding of the tableau: in doubt nothing is alleged.
  private func isProof(_ multipliers: [Double]) -> Bool {
    var sums = [Double](repeating: 0, count: variables), bound = 0.0
    for (row, multiplier) in zip(rows, multipliers) where multiplier > 0 {
      bound += multiplier * row.bound
      for term in row.terms { sums[term.variable] += multiplier * term.coefficient }
    }
    let rounding = sums.reduce(0) { $0 + max(0, $1) }
    return bound > tolerance / 2 && rounding * greatest < bound
  }

  /// Targets whose rows contradict each other, ascending; nil if all rows can hold together.
  var contradiction: [Int]? {
    guard case .impossible(let multipliers) = answer else { return nil }
    let greatest = multipliers.max() ?? 0
    let used = zip(rows, multipliers).compactMap { row, multiplier in
      multiplier > 1e-12 * greatest ? row.target : nil
    }
    return Set(used).sorted()
  }

  /// Between which values a sum of variables lies; an end is nil where nothing bounds it.
  ///
  /// - Returns: nil if no values satisfy the rows.
  func range(
    of terms: [(variable: Int, coefficient: Double)]
  ) -> (least: Double?, most: Double?)? {
    var tableau = SimplexTableau(self)
    tableau.findFeasible()
    guard tableau.infeasibility <= tolerance else { return nil }
    let negative = terms.map { ($0.variable, -$0.coefficient) }
    return (tableau.least(of: terms), tableau.least(of: negative).map { -$0 })
  }
}

/// The simplex method on the rows of a ``LinearSystem``, each scaled to a greatest coefficient of 1.
struct SimplexTableau {
  /// Rows × (variables, surpluses, right-hand side); the last row is the objective.
  private var cells: [Double]
  private let columns: Int
  private let rows: Int
  private let variables: Int
  private let scales: [Double]
  /// The column that is basic in each row; `columns` and beyond stand for artificial variables,
  /// which never return once they have left and so need no column.
  private var basis: [Int]

  /// Below it a coefficient is rounding, not a pivot.
  private static let pivot = 1e-10
  /// Above it a column does not lessen the objective but by rounding.
  private static let gain = -1e-13

  init(_ system: LinearSystem) {
    rows = system.rows.count
    variables = system.variables
    columns = variables + rows
    cells = Array(repeating: 0, count: (rows + 1) * (columns + 1))
    basis = Array(repeating: 0, count: rows)
    scales = system.rows.map { row in
      row.terms.reduce(0) { max($0, $1.coefficient.magnitude) }
    }.map { $0 > 0 ? $0 : 1 }
    for (i, row) in system.rows.enumerated() { fill(i, row) }
  }

  private func place(_ i: Int, _ j: Int) -> Int { i * (columns + 1) + j }

  /// A row with its right-hand side ≥ 0: its surplus is basic where that side was negative.
  private mutating func fill(_ i: Int, _ row: LinearSystem.Row) {
    let sign: Double = row.bound > 0 ? 1 : -1
    for term in row.terms {
      cells[place(i, term.variable)] += sign * term.coefficient / scales[i]
    }
    cells[place(i, variables + i)] = -sign
    cells[place(i, columns)] = sign * row.bound / scales[i]
    guard sign > 0 else { return basis[i] = variables + i }
    basis[i] = columns + 1 + i
    for j in 0...columns { cells[place(rows, j)] -= cells[place(i, j)] }
  }

  /// The sum of the violations that are left.
  var infeasibility: Double {
    (0..<rows).reduce(0) { $0 + (basis[$1] > columns ? cells[place($1, columns)] : 0) }
  }

  /// Of each row as it was given, after ``findFeasible()``.
  var multipliers: [Double] {
    (0..<rows).map { max(0, cells[place(rows, variables + $0)]) / scales[$0] }
  }

  /// The values of the variables.
  var solution: [Double] {
    var values = [Double](repeating: 0, count: variables)
    for i in 0..<rows where basis[i] < variables { values[basis[i]] = cells[place(i, columns)] }
    return values
  }

  /// Lessens the violations as far as they go.
  mutating func findFeasible() { _ = improve() }

  /// The least value of Σ coefficient · x once the rows are satisfied.
  ///
  /// Nil if there is none.
  mutating func least(of terms: [(variable: Int, coefficient: Double)]) -> Double? {
    dropArtificials()
    for j in 0...columns { cells[place(rows, j)] = 0 }
    for term in terms { cells[place(rows, term.variable)] += term.coefficient }
    for i in 0..<rows where basis[i] < columns {
      let cost = cells[place(rows, basis[i])]
      if cost != 0 { subtract(i, Array(0...columns), from: rows, times: cost) }
    }
    return improve() ? -cells[place(rows, columns)] : nil
  }

  /// Artificial variables that are still basic are 0: another takes the place of each, and a row in
  /// which none can says nothing.
  private mutating func dropArtificials() {
    for i in 0..<rows where basis[i] > columns {
      let entering = (0..<columns).first { cells[place(i, $0)].magnitude > 1e-7 }
      cells[place(i, columns)] = 0
      if let entering { exchange(i, entering) }
    }
  }

  /// Pivots until the objective is least.
  ///
  /// - Returns: false if it has no least value.
  private mutating func improve() -> Bool {
    // More exchanges than this mean that the steepest column goes round in circles.
    let steep = 2 * (rows + columns)
    // With rounding even Bland's rule might not end; what is found by then is looked at anew.
    for step in 0..<(20 * steep) {
      guard let entering = step < steep ? steepest : first else { return true }
      let leaving = step < steep ? stableRow(entering) : firstRow(entering)
      guard let leaving else { return false }
      exchange(leaving, entering)
    }
    return true
  }

  private var first: Int? { (0..<columns).first { cells[place(rows, $0)] < Self.gain } }

  private var steepest: Int? {
    var steepest: Int?, least = Self.gain
    for j in 0..<columns where cells[place(rows, j)] < least {
      (steepest, least) = (j, cells[place(rows, j)])
    }
    return steepest
  }

  /// Of the rows that give way first, the one with the greatest pivot: small ones magnify rounding.
  private func stableRow(_ entering: Int) -> Int? {
    var least = Double.infinity
    for i in 0..<rows where cells[place(i, entering)] > Self.pivot {
      least = min(least, (cells[place(i, columns)] + 1e-12) / cells[place(i, entering)])
    }
    var leaving: Int?, greatest = Self.pivot
    for i in 0..<rows where cells[place(i, entering)] > greatest {
      guard cells[place(i, columns)] / cells[place(i, entering)] <= least else { continue }
      (leaving, greatest) = (i, cells[place(i, entering)])
    }
    return leaving
  }

  private func firstRow(_ entering: Int) -> Int? {
    var leaving: Int?, least = Double.infinity
    for i in 0..<rows where cells[place(i, entering)] > Self.pivot {
      let ratio = cells[place(i, columns)] / cells[place(i, entering)]
      let isFirst = leaving.map { basis[i] < basis[$0] } ?? true
      if ratio < least || (ratio == least && isFirst) { (leaving, least) = (i, ratio) }
    }
    return leaving
  }

  private mutating func exchange(_ row: Int, _ entering: Int) {
    let pivot = cells[place(row, entering)]
    // Rows have few coefficients: only the columns of these change.
    let used = (0...columns).filter { cells[place(row, $0)] != 0 }
    for j in used { cells[place(row, j)] /= pivot }
    cells[place(row, entering)] = 1
    for i in 0...rows where i != row {
      let factor = cells[place(i, entering)]
      if factor != 0 { subtract(row, used, from: i, times: factor) }
      cells[place(i, entering)] = 0
    }
    basis[row] = entering
  }

  private mutating func subtract(
    _ row: Int, _ used: [Int], from other: Int, times factor: Double
  ) {
    let from = place(row, 0), to = place(other, 0)
    for j in used { cells[to + j] -= factor * cells[from + j] }
    // A right-hand side is never negative but by rounding.
    if other < rows { cells[to + columns] = max(0, cells[to + columns]) }
  }
}

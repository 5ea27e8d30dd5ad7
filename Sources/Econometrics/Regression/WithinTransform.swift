import LinearAlgebra

/// Takes entity effects, and year effects too, out of columns of an unbalanced panel.
///
/// Entity means are subtracted from every column and from the dummies of all years but the first;
/// what is left is then projected off those dummies by Householder QR. By the theorem of Frisch,
/// Waugh and Lovell that is the exact two-way transform however unbalanced the panel is;
/// subtracting entity and year means in turn is not, until it is iterated to convergence.
///
/// - Accuracy: one pass, nothing is iterated: the error is rounding, of order n · 2⁻⁵³ times the
///   column's length.
/// - Source: Baltagi, *Econometric Analysis of Panel Data*, 6th ed., §9.2.
struct WithinTransform {
  /// The number of independent effects that are taken out.
  let rank: Int
  private let entities: [Int]
  private let counts: [Double]
  /// Year dummies less their entity means, independent columns only; none with year effects alone,
  /// which are means themselves.
  private let dummies: Matrix
  private let effects: Effects

  /// - Parameters:
  ///   - entities: Entity of each row, numbered from 0 without gaps.
  ///   - years: Year of each row.
  ///   - effects: What is taken out.
  init(entities: [Int], years: [Int], effects: Effects) {
    self.effects = effects
    self.entities =
      switch effects {
      case .constant: entities.map { _ in 0 }
      case .year: numbered(years).numbers
      case .entity, .entityAndYear: entities
      }
    var counts = Array(repeating: 0.0, count: (self.entities.max() ?? -1) + 1)
    for entity in self.entities { counts[entity] += 1 }
    self.counts = counts
    var columns: [[Double]] = []
    if effects == .entityAndYear {
      for year in Set(years).sorted().dropFirst() {
        let dummy = years.map { $0 == year ? 1.0 : 0 }
        columns.append(Self.demeaned(dummy, self.entities, counts))
      }
    }
    dummies = Self.independent(columns, rows: entities.count)
    rank = counts.count + dummies.columns
  }

  /// The part of a column that the effects do not explain, of the same length and unit.
  func residual(of column: [Double]) -> [Double] {
    let demeaned = Self.demeaned(column, entities, counts)
    guard dummies.columns > 0 else { return demeaned }
    do throws(LeastSquaresError) {
      return try leastSquares(dummies, demeaned).residuals
    } catch {
      preconditionFailure("independent columns have a fit: \(error)")
    }
  }

  private static func demeaned(
    _ column: [Double], _ entities: [Int], _ counts: [Double]
  ) -> [Double] {
    var sums = Array(repeating: 0.0, count: counts.count)
    for (value, entity) in zip(column, entities) { sums[entity] += value }
    return zip(column, entities).map { $0 - sums[$1] / counts[$1] }
  }

  /// Leaves out years that the others determine (a panel of unconnected pieces has some).
  private static func independent(_ columns: [[Double]], rows: Int) -> Matrix {
    var kept = columns.filter { $0.contains { $0 != 0 } }
    while !kept.isEmpty {
      // As many columns as rows cannot be independent of the entity means as well.
      guard kept.count < rows else {
        kept.removeLast()
        continue
      }
      do throws(LeastSquaresError) {
        let X = Matrix(columns: kept, rows: rows)
        _ = try leastSquares(X, Array(repeating: 0, count: rows))
        return X
      } catch {
        guard case .rankDeficient(let column) = error else { break }
        kept.remove(at: column)
      }
    }
    return Matrix(rows: rows, columns: 0)
  }
}

import LinearAlgebra
import NumericKernels

extension EvaluatedSample {
  /// What the rounding of columns to whole powers left out, where least squares takes it in.
  ///
  /// A polynomial's columns hold half a unit in the last place of error each, which the condition
  /// of the design multiplies: of NIST's Filip (x to x¹⁰) that leaves 7 digits. With what rounding
  /// left out the coefficients are those of the powers themselves.
  ///
  /// - Parameters:
  ///   - powers: By their column of X.
  ///   - columns: Of X.
  /// - Returns: n × k; nil where every power is exact, with effects (taking them out rounds more),
  ///   and where the problem is too large for refined QR.
  func rest(of powers: [Int: Expression.Power], columns: Int) -> Matrix? {
    guard !powers.isEmpty, specification.fixedEffects.isEmpty,
      LeastSquaresWay.first(rows: rows.count, columns: columns) == .refinedQR
    else { return nil }
    var storage = Array(repeating: 0.0, count: rows.count * columns)
    for (column, power) in powers {
      guard let cells = bases[power.column] else { continue }
      for (place, row) in rows.enumerated() {
        storage[column * rows.count + place] = integerPowerRest(cells[Int(row)], power.exponent)
      }
    }
    guard storage.contains(where: { $0 != 0 }) else { return nil }
    return Matrix(rows: rows.count, columns: columns, storage: storage)
  }
}

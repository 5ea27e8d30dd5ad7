/// A problem in units in which its numbers are about 1, by powers of two: nothing is rounded, and no
/// square overflows.
struct ScaledProblem {
  let problem: LeastSquaresProblem
  /// Column j of the original is 2^exponent times that of the scaled.
  private let columnExponents: [Int]
  private let responseExponent: Int
  private let weightExponent: Int

  init(
    _ problem: LeastSquaresProblem, columnExponents: [Int], responseExponent: Int,
    weightExponent: Int
  ) {
    (self.problem, self.columnExponents) = (problem, columnExponents)
    (self.responseExponent, self.weightExponent) = (responseExponent, weightExponent)
  }

  /// The fit in the original units.
  ///
  /// - Throws: ``LeastSquaresError/outOfRange(column:)`` for results that are no doubles.
  func unscaled(_ fit: LeastSquaresFit) throws(LeastSquaresError) -> LeastSquaresFit {
    let e = columnExponents
    let coefficients = e.indices.map {
      scaled(fit.coefficients[$0], by: responseExponent - e[$0])
    }
    let inverse = Matrix(rows: e.count, columns: e.count) { i, j in
      scaled(fit.inverseGram[i, j], by: -e[i] - e[j] - weightExponent)
    }
    for j in e.indices
    where !coefficients[j].isFinite || !inverse[j, j].isNormal
      || coefficients[j] == 0 && fit.coefficients[j] != 0
    {
      throw .outOfRange(column: j)
    }
    return LeastSquaresFit(
      coefficients: coefficients,
      residuals: fit.residuals.map { scaled($0, by: responseExponent) },
      residualSumOfSquares: scaled(
        fit.residualSumOfSquares, by: 2 * responseExponent + weightExponent),
      inverseGram: inverse, way: fit.way, conditionNumber: fit.conditionNumber)
  }
}

extension LeastSquaresProblem {
  /// The problem with the largest number of each column, of y and of the weights in 1..<2.
  ///
  /// - Throws: An error that names a row with a value that is not finite, or a column of zeros.
  func scaled() throws(LeastSquaresError) -> ScaledProblem {
    if let row = firstRowNotFinite { throw .notFinite(row: row) }
    let sizes = (0..<X.columns).map { j in
      X.storage[j * X.rows..<(j + 1) * X.rows].reduce(0) { max($0, $1.magnitude) }
    }
    if let column = sizes.firstIndex(of: 0) { throw .zeroColumn(column: column) }
    let e = sizes.map { Int($0.exponent) }
    let top = y.reduce(0) { max($0, $1.magnitude) }
    let responseExponent = top > 0 ? Int(top.exponent) : 0
    let weightExponent = weights.map { Int(($0.max() ?? 1).exponent) } ?? 0
    var problem = self
    problem.X = Matrix(rows: X.rows, columns: X.columns) { i, j in
      LinearAlgebra.scaled(X[i, j], by: -e[j])
    }
    problem.rest = rest.map { rest in
      Matrix(rows: X.rows, columns: X.columns) { i, j in
        LinearAlgebra.scaled(rest[i, j], by: -e[j])
      }
    }
    problem.y = y.map { LinearAlgebra.scaled($0, by: -responseExponent) }
    // A weight of less than 10⁻³⁰⁸ of the largest stays one: its root is divided by.
    problem.weights = weights.map {
      $0.map { max(.leastNormalMagnitude, LinearAlgebra.scaled($0, by: -weightExponent)) }
    }
    // Lengths of √W X: half of an odd exponent is rounded up, to the careful side.
    problem.noise = noise.map { noise in
      noise.indices.map {
        LinearAlgebra.scaled(
          noise[$0], by: -e[$0] - Int((Double(weightExponent) / 2).rounded(.down)))
      }
    }
    return ScaledProblem(
      problem, columnExponents: e, responseExponent: responseExponent,
      weightExponent: weightExponent)
  }

  /// The problem itself, or scaled where squares of its columns leave the range in which doubles keep
  /// their digits.
  ///
  /// - Throws: As ``scaled()``.
  func inOrdinaryUnits() throws(LeastSquaresError) -> LeastSquaresProblem {
    let range = 0x1p-400...0x1p400
    let lengths = X.columnLengths(weights: weights, threads: threads)
    return lengths.allSatisfy { range ~= $0 } ? self : try scaled().problem
  }

  /// The first row of X or y with an infinite value or no number.
  var firstRowNotFinite: Int? {
    (0..<X.rows).first { i in
      !y[i].isFinite || (0..<X.columns).contains { !X[i, $0].isFinite }
    }
  }
}

/// x · 2ⁿ, rounded once if it is subnormal.
private func scaled(_ x: Double, by n: Int) -> Double {
  // A power of two in range is one product; the rest goes in steps.
  if n >= -1022 && n <= 1023 { return x * Double(sign: .plus, exponent: n, significand: 1) }
  return Double(sign: .plus, exponent: n, significand: x)
}

private import NumericKernels

extension Matrix {
  /// √Σwᵢxᵢⱼ² of each column j: O(nk).
  ///
  /// - Parameters:
  ///   - weights: n numbers ≥ 0; nil for ones.
  ///   - threads: Columns that are worked on at a time; they change no bit.
  /// - Returns: k numbers.
  package func columnLengths(weights: [Double]? = nil, threads: Int = 1) -> [Double] {
    precondition(weights.map { $0.count == rows } ?? true, "weights for other rows")
    return mapInParallel(columns, threads: threads) { j in
      let squares = squares(column: j, weights)
      if squares.isNormal { return squares.squareRoot() }
      // Out of range, or zero: the careful way, with a copy.
      let column = column(j)
      return length(weights.map { zip($0, column).map { $0.squareRoot() * $1 } } ?? column)
    }
  }

  private func squares(column j: Int, _ weights: [Double]?) -> Double {
    let numbers = storage.span, start = j * rows, whole = rows & ~7
    var lanes = SIMD8<Double>.zero, rest = 0.0
    if let weights {
      let w = weights.span
      for i in stride(from: 0, to: whole, by: 8) {
        let x = SIMD8(numbers, at: start &+ i)
        lanes += SIMD8(w, at: i) * x * x
      }
      for i in whole..<rows { rest += w[i] * numbers[start + i] * numbers[start + i] }
    } else {
      for i in stride(from: 0, to: whole, by: 8) {
        let x = SIMD8(numbers, at: start &+ i)
        lanes += x * x
      }
      for i in whole..<rows { rest += numbers[start + i] * numbers[start + i] }
    }
    return (0..<8).reduce(rest) { $0 + lanes[$1] }
  }

  /// Whether every number of the column is finite.
  package func isFinite(column j: Int) -> Bool {
    storage[j * rows..<(j + 1) * rows].allSatisfy(\.isFinite)
  }
}

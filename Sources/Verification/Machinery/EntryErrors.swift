/// Errors of the entry regression: normal, and within a province autoregressive from year to year.
package struct EntryErrors: Sendable, Equatable {
  /// Of one error, log points.
  package let sd: Double
  /// Correlation of two errors of a province a year apart.
  package let persistence: Double

  package init(sd: Double, persistence: Double) {
    precondition(sd > 0 && (0..<1).contains(persistence), "sd \(sd), persistence \(persistence)")
    (self.sd, self.persistence) = (sd, persistence)
  }

  /// The errors behind residuals, by their variance and that of neighbours in time.
  ///
  /// Residuals of T years have the covariance JRJ with J = I − 11ᵀ/T, so that even independent errors
  /// leave neighbours correlated by −1/T: the persistence is the one under which JRJ has the ratio
  /// found. Year effects, of sixty provinces, and slopes take next to nothing more.
  ///
  /// - Parameter residuals: By province, each in the order of years; nil where none has two years or
  ///   all are zero.
  package init?(residuals: [[Double]]) {
    let usable = residuals.filter { $0.count > 1 }
    let squares = usable.joined().reduce(0) { $0 + $1 * $1 }
    guard squares > 0 else { return nil }
    let products = usable.reduce(0) { sum, row in
      sum + zip(row, row.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let lengths = usable.map(\.count)
    var low = 0.0, high = 0.95
    for _ in 0..<40 {
      let middle = (low + high) / 2, expected = Self.expected(lengths, middle)
      if expected.products / expected.squares < products / squares {
        low = middle
      } else {
        high = middle
      }
    }
    let expected = Self.expected(lengths, low)
    self.init(sd: (squares / expected.squares).squareRoot(), persistence: low)
  }

  /// Sums that residuals of errors with sd 1 have on average.
  private static func expected(
    _ lengths: [Int], _ ρ: Double
  ) -> (squares: Double, products: Double) {
    var sums: [Int: (Double, Double)] = [:]
    return lengths.reduce((0, 0)) { total, T in
      let own = sums[T] ?? moments(T, ρ)
      sums[T] = own
      return (total.0 + own.0, total.1 + own.1)
    }
  }

  private static func moments(_ T: Int, _ ρ: Double) -> (Double, Double) {
    var powers = [1.0]
    for _ in 1..<T { powers.append(powers[powers.count - 1] * ρ) }
    let rows = (0..<T).map { i in (0..<T).reduce(0) { $0 + powers[abs(i - $1)] } / Double(T) }
    let mean = rows.reduce(0, +) / Double(T)
    func entry(_ i: Int, _ j: Int) -> Double { powers[abs(i - j)] - rows[i] - rows[j] + mean }
    return (
      (0..<T).reduce(0) { $0 + entry($1, $1) },
      (0..<T - 1).reduce(0) { $0 + entry($1, $1 + 1) }
    )
  }

  /// Errors of a province in ascending years.
  package func draw(_ years: [Int], _ numbers: inout ReplicationNumbers) -> [Double] {
    var errors: [Double] = []
    for (place, year) in years.enumerated() {
      let z = numbers.normal()
      guard let last = errors.last else {
        errors.append(sd * z)
        continue
      }
      var kept = 1.0
      for _ in years[place - 1]..<year { kept *= persistence }
      errors.append(kept * last + sd * (1 - kept * kept).squareRoot() * z)
    }
    return errors
  }
}

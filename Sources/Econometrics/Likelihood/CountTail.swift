private import NumericKernels

/// Sums over counts y of functions of j < y, as a negative binomial likelihood has them.
///
/// ln Γ(y + 1/α) − ln Γ(1/α) + y ln α = Σ_{j<y} ln(1 + αj), and the same for its derivatives.
/// Written as sums they lose no digits when α is near 0, where the gamma functions nearly cancel.
struct CountTail: Sendable {
  /// Element j: the weight of the rows with a count above j.
  private let above: [Double]
  /// Counts beyond ``limit`` with their weights.
  private let large: [(count: Double, weight: Double)]
  private let limit = CountTail.greatestListed

  /// Sums of a million terms take milliseconds; counts beyond have their rest by gamma functions.
  private static let greatestListed = 1_000_000

  /// - Parameters:
  ///   - y: Whole numbers ≥ 0.
  ///   - prior: Their weights; nil for ones.
  init(_ y: [Double], _ prior: [Double]?) {
    var weights: [Double] = [], large: [(count: Double, weight: Double)] = []
    for i in y.indices {
      let w = prior?[i] ?? 1
      // A large count has its first part in the sums too, and its rest by gamma functions.
      let listed = Int(min(y[i], Double(limit)))
      if y[i] > Double(limit) { large.append((y[i], w)) }
      if listed > weights.count {
        weights += Array(repeating: 0, count: listed - weights.count)
      }
      if listed > 0 { weights[listed - 1] += w }
    }
    var sum = 0.0
    for j in weights.indices.reversed() {
      sum += weights[j]
      weights[j] = sum
    }
    (above, self.large) = (weights, large)
  }

  /// Σᵢ ωᵢ Σ_{j<yᵢ} ln(1 + αj).
  func logarithms(alpha: Double) -> Double {
    let theta = 1 / alpha
    return total({ logarithmOfOnePlus(alpha * $0) }) { count, first in
      // The difference of two of Stirling's formulas, whose large parts cancel on paper.
      let a = count + theta, b = first + theta
      return (a - b) * (naturalLogarithm(alpha * b) - 1) + (a - 0.5) * naturalLogarithm(a / b)
        + (1 / a - 1 / b) / 12
    }
  }

  /// The derivative of ``logarithms(alpha:)``: Σᵢ ωᵢ Σ_{j<yᵢ} j / (1 + αj).
  func slopes(alpha: Double) -> Double {
    let theta = 1 / alpha
    return total({ $0 / (1 + alpha * $0) }) { count, first in
      theta * (count - first) - theta * theta * (digamma(count + theta) - digamma(first + theta))
    }
  }

  /// Less the derivative of ``slopes(alpha:)``: Σᵢ ωᵢ Σ_{j<yᵢ} j² / (1 + αj)².
  func squares(alpha: Double) -> Double {
    let theta = 1 / alpha, square = theta * theta
    return total({ ($0 / (1 + alpha * $0)) * ($0 / (1 + alpha * $0)) }) { count, first in
      square * (count - first)
        - 2 * square * theta * (digamma(count + theta) - digamma(first + theta))
        + square * square * (trigamma(first + theta) - trigamma(count + theta))
    }
  }

  /// The parts of ``slopes(alpha:)`` of single rows, without weights.
  static func rowSlopes(_ y: [Double], alpha: Double) -> [Double] {
    let greatest = Int(min(y.max() ?? 0, Double(greatestListed)))
    var table = [0.0]
    for j in 0..<greatest { table.append(table[j] + Double(j) / (1 + alpha * Double(j))) }
    let alone = y.filter { $0 > Double(greatest) }
    guard !alone.isEmpty else { return y.map { table[Int($0)] } }
    return y.map { count in
      count <= Double(greatest)
        ? table[Int(count)] : CountTail([count], nil).slopes(alpha: alpha)
    }
  }

  private func total(
    _ term: (Double) -> Double, _ rest: (_ count: Double, _ first: Double) -> Double
  ) -> Double {
    var sum = 0.0
    // In blocks, so that rounding does not grow with the number of terms.
    for start in stride(from: 0, to: above.count, by: 512) {
      var part = 0.0
      for j in start..<min(above.count, start + 512) { part += above[j] * term(Double(j)) }
      sum += part
    }
    return large.reduce(sum) { $0 + $1.weight * rest($1.count, Double(limit)) }
  }
}

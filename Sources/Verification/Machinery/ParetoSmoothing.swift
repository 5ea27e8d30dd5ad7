private import NumericKernels

/// Importance weights whose largest are replaced by what a generalised Pareto law expects of them.
///
/// - Source: Vehtari, Simpson, Gelman, Yao and Gabry, *JMLR* 25(72), 2024, §2; the fit by Zhang and
///   Stephens, *Technometrics* 51(3), 2009, with the weak prior of that paper's appendix.
package struct ParetoSmoothing: Sendable, Equatable {
  /// Positive, with sum 1, in the order of the draws.
  package let weights: [Double]
  /// The shape k̂ of the largest weights: up to 0.7 they can be relied on; −∞ where all weights are
  /// equal, and +∞ where too few differ to fit.
  package let shape: Double
  /// 1/Σw².
  package let effectiveDraws: Double

  /// k̂ above which estimates by these weights are not to be relied on, with thousands of draws.
  package static let reliableShape = 0.7

  /// - Parameter logWeights: At least one, finite, up to a constant.
  package init(logWeights: [Double]) {
    precondition(!logWeights.isEmpty && logWeights.allSatisfy(\.isFinite), "log weights")
    let top = logWeights.max() ?? 0
    var logs = logWeights.map { $0 - top }
    shape = Self.smooth(&logs)
    let raw = logs.map { exponential($0) }, total = raw.reduce(0, +)
    let weights = raw.map { $0 / total }
    self.weights = weights
    effectiveDraws = 1 / weights.reduce(0) { $0 + $1 * $1 }
  }

  /// Smooths the tail in place.
  private static func smooth(_ logs: inout [Double]) -> Double {
    let n = logs.count
    guard let least = logs.min(), least < 0 else { return -.infinity }
    let length = Int(min(Double(n) / 5, 3 * Double(n).squareRoot()).rounded(.up))
    let order = logs.indices.sorted { logs[$0] < logs[$1] }
    guard length < n else { return .infinity }
    let cutoff = max(logs[order[n - length - 1]], naturalLogarithm(.leastNormalMagnitude))
    let tail = order.filter { logs[$0] > cutoff }
    guard tail.count > 4 else { return .infinity }
    let floor = exponential(cutoff)
    let excesses = tail.map { exponential(logs[$0]) - floor }
    guard let law = GeneralisedPareto(ascending: excesses) else { return .infinity }
    for (place, draw) in tail.enumerated() {
      let p = (Double(place) + 0.5) / Double(tail.count)
      logs[draw] = min(0, naturalLogarithm(law.quantile(p) + floor))
    }
    return law.shape
  }
}

/// P(X > x) = (1 + kx/σ)^(−1/k).
struct GeneralisedPareto {
  /// k, drawn to 0.5 as by ten observations.
  let shape: Double
  /// σ.
  let scale: Double

  /// - Parameter x: At least five positive numbers, ascending; nil where no fit is a number.
  init?(ascending x: [Double]) {
    let n = Double(x.count), grid = 30 + Int(n.squareRoot())
    guard let largest = x.last, x[0] > 0 else { return nil }
    let quartile = x[Int(n / 4 + 0.5) - 1]
    func meanLog(_ b: Double) -> Double {
      x.reduce(0) { $0 + logarithmOfOnePlus(-b * $1) } / n
    }
    let bs = (1...grid).map { i in
      1 / largest + (1 - (Double(grid) / (Double(i) - 0.5)).squareRoot()) / (3 * quartile)
    }
    let logs = bs.map { b -> Double in
      let k = meanLog(b)
      return n * (naturalLogarithm(-(b / k)) - k - 1)
    }
    let usable = zip(bs, logs).filter { $0.1.isFinite }
    guard let top = usable.map(\.1).max() else { return nil }
    var total = 0.0, sum = 0.0
    for (b, log) in usable {
      let weight = exponential(log - top)
      total += weight
      sum += weight * b
    }
    let b = sum / total, k = meanLog(b)
    scale = -k / b
    shape = (n * k + 5) / (n + 10)
    guard scale > 0, scale.isFinite, shape.isFinite else { return nil }
  }

  func quantile(_ p: Double) -> Double {
    let e = -logarithmOfOnePlus(-p)
    return scale * (shape.magnitude < 0x1p-52 ? e : exponentialMinusOne(shape * e) / shape)
  }
}

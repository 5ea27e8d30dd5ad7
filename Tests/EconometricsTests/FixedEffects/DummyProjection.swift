import Econometrics

/// The slow obvious twin: all dummies, made orthonormal one after another, and projected on.
///
/// Each is orthogonalised twice, as Gram and Schmidt need; a dummy of which less than 10⁻⁸ is left
/// is a combination of those before it.
struct DummyProjection {
  private(set) var basis: [[Double]] = []
  private let weights: [Double]

  init(_ effects: [Grouping], weights: [Double]?) {
    let n = effects[0].codes.count
    self.weights = weights ?? Array(repeating: 1, count: n)
    for effect in effects {
      for group in 0..<effect.count {
        let dummy = effect.codes.map { $0 == Int32(group) ? 1.0 : 0 }
        let rest = residual(of: residual(of: dummy))
        let size = product(rest, rest).squareRoot()
        guard size > 1e-8 * product(dummy, dummy).squareRoot() else { continue }
        basis.append(rest.map { $0 / size })
      }
    }
  }

  var rank: Int { basis.count }

  func residual(of column: [Double]) -> [Double] {
    var x = column
    for _ in 0..<2 {
      for unit in basis {
        let part = product(unit, x)
        for i in x.indices { x[i] -= part * unit[i] }
      }
    }
    return x
  }

  func norm(_ x: [Double]) -> Double { product(x, x).squareRoot() }

  private func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += weights[i] * a[i] * b[i] }
    return sum
  }
}

/// Plain alternating projections: means of each factor, until nothing moves.
func plainSweeps(
  _ column: [Double], _ effects: [Grouping], weights: [Double], sweeps: Int
) -> [Double] {
  var x = column
  for _ in 0..<sweeps {
    for effect in effects {
      var sums = Array(repeating: 0.0, count: effect.count), totals = sums
      for (i, code) in effect.codes.enumerated() {
        sums[Int(code)] += weights[i] * x[i]
        totals[Int(code)] += weights[i]
      }
      for (i, code) in effect.codes.enumerated() { x[i] -= sums[Int(code)] / totals[Int(code)] }
    }
  }
  return x
}

/// A random panel: which groups the rows are in, weights, and a column that the effects move.
struct EffectPanel {
  var effects: [Grouping] = []
  var weights: [Double] = []
  var column: [Double] = []

  /// Draws the rows one after another.
  ///
  /// - Parameters:
  ///   - seed: Of all draws.
  ///   - rows: n.
  ///   - counts: The numbers of groups that are drawn from; those without a row are left out.
  ///   - parts: Blocks of rows that share no group: 1 for a connected panel.
  init(seed: UInt64, rows: Int, counts: [Int], parts: Int = 1) {
    var random = SplitMix(seed: seed)
    var labels = counts.map { _ in [Int]() }
    for _ in 0..<rows {
      let part = Int(random.uniform() * Double(parts))
      var value = random.normal()
      for (f, count) in counts.enumerated() {
        let group = Int(random.uniform() * Double(count / parts)) * parts + part
        labels[f].append(group)
        value += Double(group * (f + 1) % 7)
      }
      weights.append(0.2 + 3 * random.uniform())
      column.append(value)
    }
    effects = labels.enumerated().map { Grouping(name: "f\($0)", labels: $1) }
  }
}

import Econometrics
import LinearAlgebra
import NumericKernels
import RandomStreams
import ReachModel
import Verification

extension ReplicationNumbers {
  /// σ² from an inverse gamma law.
  mutating func inverseGamma(_ a: Double, _ b: Double) -> Double {
    b / QuantileTable.gamma(shape: a).value(atScore: normal())
  }

  /// Words for a sampler of its own.
  mutating func words() -> AddressedWords {
    let key = UInt64(uniform() * 0x1p52)
    return { draw, slot in
      let block = philox4x32(
        SIMD4(
          UInt32(truncatingIfNeeded: draw), UInt32(truncatingIfNeeded: draw >> 32),
          UInt32(truncatingIfNeeded: slot), 7), key: key)
      return UInt64(block.x) << 32 | UInt64(block.y)
    }
  }
}

private func named(_ keys: [String]) -> [CalibratedQuantity] {
  keys.map { CalibratedQuantity($0, Label(vi: $0, en: $0)) }
}

/// β | σ² ~ N(m, σ²V), σ² ~ IG(a, b): the conjugate regression.
struct ConjugateStudy: CalibrationStudy {
  let key = "conjugate"
  let label = Label(vi: "", en: "")
  let purpose = 300
  let quantities = named(["b0", "b1", "variance", "likelihood"])

  private static let X = Matrix(rows: 12, columns: 2) { i, j in
    j == 0 ? 1 : Double((7 * i) % 12) / 6 - 1
  }
  private static let prior = NormalInverseGamma(
    mean: [1, -0.5], V: Matrix(rows: 2, columns: 2) { [[2, 0.3], [0.3, 0.5]][$0][$1] }, a: 3, b: 2)

  func places(_ numbers: inout ReplicationNumbers) -> [Double?] {
    let truth = Self.draw(Self.prior, &numbers)
    let means = Self.X * truth.β
    let y = means.map { $0 + truth.variance.squareRoot() * numbers.normal() }
    guard let after = try? Self.prior.updated(by: Self.X, y).posterior else {
      return [nil, nil, nil, nil]
    }
    func likelihood(_ β: [Double], _ variance: Double) -> Double {
      let left = zip(y, Self.X * β).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      return -left / (2 * variance) - Double(y.count) / 2 * naturalLogarithm(variance)
    }
    let among = (0..<39).map { _ in
      let drawn = Self.draw(after, &numbers)
      return likelihood(drawn.β, drawn.variance)
    }
    return [
      after.marginal(0).tails(at: truth.β[0]).lower, after.marginal(1).tails(at: truth.β[1]).lower,
      regularisedGamma(shape: after.a, after.b / truth.variance).upper,
      place(of: likelihood(truth.β, truth.variance), among: among, numbers.uniform()),
    ]
  }

  private static func draw(
    _ law: NormalInverseGamma, _ numbers: inout ReplicationNumbers
  ) -> (β: [Double], variance: Double) {
    let variance = numbers.inverseGamma(law.a, law.b), z = numbers.normals(2)
    guard let factor = try? Cholesky(law.V) else { return (law.mean, variance) }
    let β = zip(law.mean, factor.lower * z).map { $0 + variance.squareRoot() * $1 }
    return (β, variance)
  }
}

/// β ~ N(m, s²) and σ² ~ IG(a, b), independent: a mixture over σ² by quadrature.
struct IndependentPriorStudy: CalibrationStudy {
  let key = "independent"
  let label = Label(vi: "", en: "")
  let purpose = 301
  let quantities = named(["b0", "b1", "next"])

  func places(_ numbers: inout ReplicationNumbers) -> [Double?] {
    let means = [0.5, 1.0], sds = [1.0, 0.4]
    let β = zip(means, sds).map { $0 + $1 * numbers.normal() }
    let variance = numbers.inverseGamma(2, 1), row = [1, 0.7]
    let X = Matrix(rows: 8, columns: 2) { i, j in j == 0 ? 1 : Double((3 * i) % 8) / 4 - 1 }
    let y = (X * β).map { $0 + variance.squareRoot() * numbers.normal() }
    let next =
      zip(row, β).reduce(0) { $0 + $1.0 * $1.1 } + variance.squareRoot() * numbers.normal()
    let prior = IndependentNormalPrior(
      names: [RegressionData.constantName, "x"], means: means, sds: sds, a: 2, b: 1)
    let data = RegressionData(
      dependent: "y", y: y, names: [RegressionData.constantName, "x"], X: X)
    guard let after = try? prior.updated(by: data) else { return [nil, nil, nil] }
    return [
      after.marginal(0).tails(at: β[0]).lower, after.marginal(1).tails(at: β[1]).lower,
      after.predictive(row).tails(at: next).lower,
    ]
  }
}

/// A vector autoregression with a Minnesota prior of given tightness, and with t errors if asked for.
struct AutoregressionStudy: CalibrationStudy {
  /// nil for normal errors, in closed form.
  let tails: TailPrior?
  let label = Label(vi: "", en: "")

  var key: String { tails == nil ? "autoregression" : "student" }
  var purpose: Int { tails == nil ? 302 : 303 }
  var quantities: [CalibratedQuantity] {
    named(
      tails == nil ? ["own_lag", "other_lag", "constant", "next"] : ["tails", "next"])
  }

  private static let scales = [1.0, 0.5], periods = 25
  private static let minnesota = MinnesotaPrior(
    lags: 1, tightness: .given(0.3), firstLagMeans: [0.5, 0], constantSpread: 1, scales: scales)

  func places(_ numbers: inout ReplicationNumbers) -> [Double?] {
    let truth = Self.draw(&numbers), tail = drawTail(&numbers)
    var path = [[0.2, -0.1]]
    for _ in 0...Self.periods {
      let last = (path.last ?? []) + [1]
      let scale = Self.scale(tail.degrees, &numbers), errors = truth.root * numbers.normals(2)
      path.append(
        (0..<2).map { j in
          (0..<3).reduce(scale * errors[j]) { $0 + last[$1] * truth.B[$1, j] }
        })
    }
    let series = TimeSeries(
      names: ["a", "b"], values: Matrix(rows: path.count - 1, columns: 2) { path[$0][$1] })
    let next = path[path.count - 1][0]
    guard let fit = try? fitAutoregression(series, prior: Self.minnesota) else {
      return quantities.map { _ in nil }
    }
    guard let tails else {
      return [
        fit.posterior.marginal(0, equation: 0).tails(at: truth.B[0, 0]).lower,
        fit.posterior.marginal(1, equation: 0).tails(at: truth.B[1, 0]).lower,
        fit.posterior.marginal(2, equation: 1).tails(at: truth.B[2, 1]).lower,
        fit.nextPeriod[0].tails(at: next).lower,
      ]
    }
    guard
      let sampled = try? fit.sampled(
        tails: tails, plan: SamplerPlan(chains: 1, warmUp: 100, kept: 400), steps: 1,
        words: numbers.words())
    else { return [nil, nil] }
    let below = sampled.tails.prefix(tail.place).reduce(0) { $0 + $1.probability }
    return [
      min(1, below + numbers.uniform() * sampled.tails[tail.place].probability),
      Self.place(of: next, in: sampled.forecast),
    ]
  }

  /// B and a root of Σ from the prior: Σ⁻¹ as a sum of m + 2 = 4 products of normal vectors, and B
  /// with rows of the prior's sds.
  private static func draw(_ numbers: inout ReplicationNumbers) -> (B: Matrix, root: Matrix) {
    var precision = Matrix(rows: 2, columns: 2)
    for _ in 0..<4 {
      let z = zip(numbers.normals(2), scales).map { $0 / $1 }
      for i in 0..<2 { for j in 0..<2 { precision[i, j] += z[i] * z[j] } }
    }
    let determinant = precision[0, 0] * precision[1, 1] - precision[0, 1] * precision[1, 0]
    let Σ = Matrix(rows: 2, columns: 2) { i, j in
      (i == j ? precision[1 - i, 1 - i] : -precision[0, 1]) / determinant
    }
    guard let root = (try? Cholesky(Σ))?.lower else { preconditionFailure("no draw of Σ") }
    // λ/σⱼ for the lags, the spread of the constant last.
    let sds = [0.3 / scales[0], 0.3 / scales[1], 1]
    var B = Matrix(rows: 3, columns: 2)
    for i in 0..<3 {
      let row = root * numbers.normals(2)
      for j in 0..<2 { B[i, j] = (i == 0 && j == 0 ? 0.5 : 0) + sds[i] * row[j] }
    }
    return (B, root)
  }

  private func drawTail(_ numbers: inout ReplicationNumbers) -> (place: Int, degrees: Double) {
    guard let tails else { return (0, .infinity) }
    var left = numbers.uniform()
    for (place, probability) in tails.probabilities.enumerated() {
      left -= probability
      if left < 0 { return (place, tails.degrees[place]) }
    }
    return (tails.degrees.count - 1, tails.degrees[tails.degrees.count - 1])
  }

  private static func scale(_ ν: Double, _ numbers: inout ReplicationNumbers) -> Double {
    guard ν < .infinity else { return 1 }
    return (numbers.inverseGamma(ν / 2, ν / 2)).squareRoot()
  }

  /// By bisection of the quantiles of the next period.
  private static func place(of value: Double, in forecast: AutoregressionForecast) -> Double {
    var low = 0.0, high = 1.0
    for _ in 0..<30 {
      let middle = (low + high) / 2
      if forecast.quantile(middle, step: 1, series: 0) < value {
        low = middle
      } else {
        high = middle
      }
    }
    return (low + high) / 2
  }
}

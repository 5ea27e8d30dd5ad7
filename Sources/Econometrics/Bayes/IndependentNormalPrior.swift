import LinearAlgebra
private import NumericKernels
package import ReachModel

/// Normal knowledge of coefficients in their own units, whatever the variance of the errors.
///
/// β ~ N(m, P⁻¹) and σ² ~ InverseGamma(a, b) are independent. A published coefficient with its
/// standard error is such knowledge; the conjugate prior, whose spread goes with σ, is not.
package struct IndependentNormalPrior: Sendable {
  /// That a coefficient is `value`, give or take `sd`.
  package struct Statement: Sendable, Equatable {
    /// Its place, from 0.
    package let coefficient: Int
    package let value: Double
    package let sd: Double
  }

  package let names: [String]
  package private(set) var statements: [Statement]
  /// Shape of the inverse gamma, greater than 0.
  package let a: Double
  /// Rate of the inverse gamma, greater than 0, in the squared unit of the response.
  package let b: Double

  /// - Parameters:
  ///   - names: Of the k coefficients.
  ///   - means: k numbers, in the unit of the response per unit of each column.
  ///   - sds: k numbers > 0; infinite where nothing is known but what is published.
  ///   - a: Shape of the law of σ².
  ///   - b: Rate of the law of σ².
  package init(names: [String], means: [Double], sds: [Double], a: Double, b: Double) {
    precondition(means.count == names.count && sds.count == names.count, "\(names.count) names")
    precondition(sds.allSatisfy { $0 > 0 } && a > 0 && b > 0, "sds \(sds), a \(a), b \(b)")
    (self.names, self.a, self.b) = (names, a, b)
    statements = names.indices.compactMap {
      sds[$0] < .infinity ? Statement(coefficient: $0, value: means[$0], sd: sds[$0]) : nil
    }
  }

  /// The same with a published coefficient, whose precision counts times its power.
  package func adding(_ published: PublishedCoefficient) -> IndependentNormalPrior {
    precondition(names.indices.contains(published.coefficient), "no such coefficient")
    guard published.power > 0 else { return self }
    var more = self
    more.statements.append(
      Statement(
        coefficient: published.coefficient, value: published.value,
        sd: published.standardError / published.power.squareRoot()))
    return more
  }

  func replacing(_ place: Int, with statement: Statement) -> IndependentNormalPrior {
    var changed = self
    changed.statements[place] = statement
    return changed
  }

  /// Mean and sd of coefficient j before any data: statements weighted by their precisions.
  ///
  /// - Throws: ``BayesianProblem/withoutPrior(coefficient:)``.
  package func moments(_ j: Int) throws(EstimationError) -> Moments {
    let own = statements.filter { $0.coefficient == j }
    guard let sharpest = own.map(\.sd).min() else {
      throw .bayesian(.withoutPrior(coefficient: names[j]))
    }
    // Relative to the sharpest, so that nothing overflows.
    var total = 0.0, sum = 0.0
    for statement in own {
      let precision = (sharpest / statement.sd) * (sharpest / statement.sd)
      total += precision
      sum += precision * (statement.value - own[0].value)
    }
    return Moments(mean: own[0].value + sum / total, sd: sharpest / total.squareRoot())
  }

  /// The posterior, with the variance averaged out by quadrature.
  ///
  /// Given σ² everything is normal and, in the singular coordinates of the whitened X, one number
  /// at a time. What is left is an integral over ln σ², whose smooth integrand the trapezoidal
  /// rule takes to rounding.
  ///
  /// - Parameters:
  ///   - data: Effects are taken out under a flat prior.
  ///   - sources: Rows from elsewhere with their powers; they share σ².
  ///   - threads: Columns that are worked on at a time.
  /// - Returns: The laws of coefficients and new rows, and ln p(y).
  /// - Throws: An ``EstimationError`` naming a coefficient without a prior or a bad column.
  /// - Source: Gelman et al., *Bayesian Data Analysis*, 3rd ed., §14.8 and §11.3.
  package func updated(
    by data: RegressionData, sources: [ExternalData] = [], threads: Int = 1
  ) throws(EstimationError) -> IndependentNormalPosterior {
    var moments: [Moments] = []
    for j in names.indices { moments.append(try self.moments(j)) }
    var elsewhere = WhitenedRows(moments)
    for source in sources {
      elsewhere.append(try CountedRows(source.data, threads: threads), power: source.power)
    }
    var all = elsewhere
    let own = try CountedRows(data, threads: threads)
    all.append(own, power: 1)
    let law = try VarianceLaw(all, a: a, b: b)
    let before = sources.isEmpty ? 0 : try VarianceLaw(elsewhere, a: a, b: b).logEvidence
    return IndependentNormalPosterior(
      names: names, prior: moments, law: law,
      logMarginalLikelihood: law.logEvidence - before + own.logWeights)
  }
}

/// Rows on the scale of a prior: columns times prior sds, responses less what the means explain.
struct WhitenedRows {
  let moments: [Moments]
  private(set) var columns: [[Double]]
  private(set) var responses: [Double] = []
  /// Σ a₀ (n − effects).
  private(set) var count = 0.0

  init(_ moments: [Moments]) {
    self.moments = moments
    columns = Array(repeating: [], count: moments.count)
  }

  /// Rows that have been put together already, worth `count` of them.
  init(_ moments: [Moments], _ X: Matrix, _ y: [Double], count: Double) {
    self.init(moments)
    responses = zip(y, X * moments.map(\.mean)).map { $0 - $1 }
    columns = moments.enumerated().map { j, moment in X.column(j).map { moment.sd * $0 } }
    self.count = count
  }

  mutating func append(_ rows: CountedRows, power: Double) {
    precondition(rows.X.columns == moments.count, "a source of other regressors")
    guard power > 0 else { return }
    let root = power.squareRoot()
    let explained = rows.X * moments.map(\.mean)
    responses += zip(rows.y, explained).map { root * ($0 - $1) }
    for (j, moment) in moments.enumerated() {
      columns[j] += rows.X.column(j).map { root * moment.sd * $0 }
    }
    count += power * Double(rows.y.count - rows.rank)
  }
}

/// A posterior of ``IndependentNormalPrior``: mixtures of normals over σ².
package struct IndependentNormalPosterior: Sendable {
  package let names: [String]
  /// Of each coefficient before any rows.
  package let prior: [Moments]
  private let law: VarianceLaw
  /// ln p(y), given the prior and the rows from elsewhere.
  package let logMarginalLikelihood: Double

  init(names: [String], prior: [Moments], law: VarianceLaw, logMarginalLikelihood: Double) {
    (self.names, self.prior, self.law) = (names, prior, law)
    self.logMarginalLikelihood = logMarginalLikelihood
  }

  /// The law of coefficient j.
  package func marginal(_ j: Int) -> NormalMixture {
    law(of: names.indices.map { $0 == j ? 1 : 0 })
  }

  /// The law of cᵀβ.
  package func law(of combination: [Double]) -> NormalMixture { mixture(combination, error: 0) }

  /// The law of the response in a new row, whose error has variance σ²/w.
  package func predictive(_ row: [Double], weight: Double = 1) -> NormalMixture {
    precondition(weight > 0, "a weight of \(weight)")
    return mixture(row, error: 1 / weight)
  }

  /// E[σ²] after the data, by the same quadrature.
  package var residualVarianceMean: Double { dot(law.weights, law.variances) }

  package static var convention: Label {
    Label(
      vi: "tiên nghiệm chuẩn độc lập với phương sai: β ~ N(m, P⁻¹), σ² ~ IG(a, b); tích phân số "
        + "theo ln σ²",
      en: "normal prior independent of the variance: β ~ N(m, P⁻¹), σ² ~ IG(a, b); quadrature over "
        + "ln σ²")
  }

  private func mixture(_ combination: [Double], error: Double) -> NormalMixture {
    precondition(combination.count == prior.count, "\(combination.count) of \(prior.count) numbers")
    let whitened = zip(combination, prior).map { $0 * $1.sd }
    let shift = zip(combination, prior).reduce(0) { $0 + $1.0 * $1.1.mean }
    let parts = law.variances.map { law.normal(whitened, variance: $0) }
    return NormalMixture(
      weights: law.weights, means: parts.map { shift + $0.mean },
      sds: zip(parts, law.variances).map { ($0.variance + error * $1).squareRoot() })
  }
}

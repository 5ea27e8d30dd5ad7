import LinearAlgebra
package import ReachModel

/// The values of a coefficient that a test does not refuse: any number of closed intervals.
package struct ConfidenceSet: Sendable, Equatable {
  package struct Interval: Sendable, Equatable {
    package let lower: Double
    package let upper: Double
  }

  package enum Shape: Sendable, Equatable {
    case empty, interval, ray, twoRays, wholeLine, severalIntervals
  }

  /// Ascending, apart from each other; ends may be infinite.
  package let intervals: [Interval]
  /// For example 0.95.
  package let level: Double

  package var shape: Shape {
    guard let first = intervals.first, let last = intervals.last else { return .empty }
    let below = first.lower == -.infinity, above = last.upper == .infinity
    switch (intervals.count, below, above) {
    case (1, true, true): return .wholeLine
    case (1, false, false): return .interval
    case (1, _, _): return .ray
    case (2, true, true): return .twoRays
    default: return .severalIntervals
    }
  }

  package func contains(_ value: Double) -> Bool {
    intervals.contains { $0.lower <= value && value <= $0.upper }
  }

  package var shapeLabel: Label {
    switch shape {
    case .empty:
      Label(
        vi: "tập rỗng: không giá trị nào phù hợp với mọi biến công cụ",
        en: "empty: no value agrees with all instruments")
    case .interval: Label(vi: "một khoảng", en: "an interval")
    case .ray: Label(vi: "một nửa đường thẳng", en: "a ray")
    case .twoRays: Label(vi: "hai nửa đường thẳng", en: "two rays")
    case .wholeLine:
      Label(
        vi: "toàn bộ trục số: biến công cụ quá yếu để loại trừ giá trị nào",
        en: "the whole line: the instruments are too weak to exclude any value")
    case .severalIntervals: Label(vi: "nhiều khoảng", en: "several intervals")
    }
  }
}

extension InstrumentalFit {
  /// Anderson and Rubin's test of coefficients of the endogenous regressors, right however weak the
  /// instruments are: whether they explain y less the hypothesis.
  ///
  /// - Parameters:
  ///   - hypothesis: A value for each endogenous regressor, in the order of X.
  ///   - errors: What the F form allows for.
  /// - Returns: F with m and n − L − effects degrees of freedom, m and G − 1 when clustered;
  ///   errors are those of the regression on instruments, not those under the hypothesis.
  /// - Throws: ``EstimationError/perfectFit(dependent:)``;
  ///   ``EstimationError/tooManyInstruments(instruments:groups:)`` when robust.
  /// - Source: Anderson and Rubin, *Annals of Mathematical Statistics* 20(1), 1949.
  package func andersonRubinTest(
    _ hypothesis: [Double], _ errors: ErrorDependence
  ) throws(EstimationError) -> TestOutcome {
    precondition(hypothesis.count == design.k2, "\(hypothesis.count) values")
    let combination = hypothesis.map { -$0 } + [1]
    let left = sumOfSquares(design.beside.triangle * combination).squareRoot()
    let size = zip(combination, design.norms).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
    guard left > design.roundingTolerance * size else {
      throw .perfectFit(dependent: design.data.dependent)
    }
    return try design.instrumentTest(
      combination: combination, errors,
      name: Label(vi: "kiểm định Anderson-Rubin", en: "Anderson-Rubin test"),
      hypothesis: Label(
        vi: "hệ số của các biến nội sinh bằng giá trị đã cho",
        en: "the endogenous regressors have the given coefficients"))
  }

  /// The values of the one endogenous coefficient that Anderson and Rubin's test does not refuse.
  ///
  /// - Parameters:
  ///   - level: Inside (0, 1), for example 0.95.
  ///   - errors: As in ``andersonRubinTest(_:_:)``.
  /// - Returns: nil unless exactly one regressor is endogenous.
  /// - Throws: ``EstimationError/perfectFit(dependent:)``; as the test.
  /// - Accuracy: Independent errors: roots of a quadratic. Otherwise ends are roots of det(cV(β) −
  ///   r(β)r(β)ᵀ), a quadratic in β with matrices for coefficients: all of its real roots are found
  ///   as eigenvalues, so that no piece of the set is missed, and then bisected to rounding.
  /// - Source: Anderson and Rubin, 1949; Dufour and Taamouti, *Econometrica* 73(4), 2005; Tisseur
  ///   and Meerbergen, *SIAM Review* 43(2), 2001, §3.
  package func andersonRubinSet(
    level: Double, _ errors: ErrorDependence
  ) throws(EstimationError) -> ConfidenceSet? {
    precondition(level > 0 && level < 1, "level \(level)")
    guard design.k2 == 1 else { return nil }
    try checkErrors()
    try design.checkFirstStageErrors()
    let scale = design.scale(errors)
    guard scale.degrees > 0 else {
      throw .tooFewObservations(observations: design.n, parameters: design.L + design.rank)
    }
    let critical = fisherQuantile(
      level, numerator: Double(design.m), denominator: Double(scale.degrees))
    if case .independent = errors {
      let bound = critical * Double(design.m) / Double(scale.degrees)
      return ConfidenceSet(intervals: classicalIntervals(bound), level: level)
    }
    let pencil = try AndersonRubinPencil(
      design, errors, critical: critical * Double(design.m) / scale.factor)
    return ConfidenceSet(intervals: try pencil.intervals(), level: level)
  }

  /// Where |r₂(β)|² ≤ bound · |r₃(β)|², the second and third blocks of y − βY.
  private func classicalIntervals(_ bound: Double) -> [ConfidenceSet.Interval] {
    let second = design.alongInstruments, third = design.beside.triangle
    func product(_ i: Int, _ j: Int) -> Double {
      let along = zip(second.column(i), second.column(j)).reduce(0) { $0 + $1.0 * $1.1 }
      return along - bound * zip(third.column(i), third.column(j)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    // aβ² − 2bβ + c ≤ 0
    return quadraticSet(a: product(0, 0), b: product(0, 1), c: product(1, 1))
  }
}

/// Where aβ² − 2bβ + c ≤ 0.
func quadraticSet(a: Double, b: Double, c: Double) -> [ConfidenceSet.Interval] {
  typealias Interval = ConfidenceSet.Interval
  let whole = [Interval(lower: -.infinity, upper: .infinity)]
  guard a != 0 else {
    if b == 0 { return c <= 0 ? whole : [] }
    let root = c / (2 * b)
    return [
      b > 0 ? Interval(lower: root, upper: .infinity) : Interval(lower: -.infinity, upper: root)
    ]
  }
  let discriminant = b * b - a * c
  guard discriminant >= 0 else { return a > 0 ? [] : whole }
  // The root of the same sign as b has no cancellation; the other follows from their product c/a.
  let large = b + (b < 0 ? -1 : 1) * discriminant.squareRoot()
  let roots = large == 0 ? [0, 0] : [large / a, c / large].sorted()
  if a > 0 { return [Interval(lower: roots[0], upper: roots[1])] }
  return [
    Interval(lower: -.infinity, upper: roots[0]), Interval(lower: roots[1], upper: .infinity),
  ]
}

import Econometrics
import LinearAlgebra
import ReachModel
import Testing

@Suite("Generalised linear models: what is refused")
struct LikelihoodRefusalTests {
  private let data: CountsData

  init() throws {
    useOneThreadForLinearAlgebra()
    data = try CountsData()
  }

  private func counts(_ change: (inout RegressionData) -> Void) throws -> RegressionData {
    var regression = try data.regression(
      try data.column("count"), on: ["constant", "x1", "x2"], weights: "weight",
      offset: "exposure")
    change(&regression)
    return regression
  }

  private func expect(
    _ problem: LikelihoodProblem, _ family: ResponseFamily, _ data: RegressionData,
    _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: EstimationError.likelihood(problem), sourceLocation: place) {
      try fitGeneralisedLinear(data, family)
    }
    let label = EstimationError.likelihood(problem).label
    #expect(!label.vi.isEmpty && !label.en.isEmpty)
  }

  @Test("values that are no data of the family")
  func values() throws {
    expect(
      .negativeResponse(dependent: "y", line: 5), .poisson, try counts { $0.y[3] = -1 })
    expect(
      .negativeResponse(dependent: "y", line: 5), .negativeBinomial, try counts { $0.y[3] = -1 })
    expect(
      .responseNotWhole(dependent: "y", line: 2), .negativeBinomial, try counts { $0.y[0] = 1.5 })
    for family in [ResponseFamily.logit, .complementaryLogLog] {
      let shares = try counts { $0.y = $0.y.indices.map { $0 == 7 ? 1.01 : 0.5 } }
      expect(.responseNotShare(dependent: "y", line: 9), family, shares)
      expect(
        .responseConstant(dependent: "y", value: 1), family,
        try counts { $0.y = $0.y.map { _ in 1 } })
      expect(
        .responseConstant(dependent: "y", value: 0), family,
        try counts { $0.y = $0.y.map { _ in 0 } })
    }
    expect(
      .responseConstant(dependent: "y", value: 0), .poisson,
      try counts { $0.y = $0.y.map { _ in 0 } })
  }

  @Test("numbers that are infinite or none", arguments: [Double.infinity, -.infinity, .nan])
  func notFinite(value: Double) throws {
    expect(.notFinite(column: "y", line: 4), .poisson, try counts { $0.y[2] = value })
    expect(.notFinite(column: "x1", line: 2), .poisson, try counts { $0.X[0, 1] = value })
    expect(.notFinite(column: "offset", line: 3), .poisson, try counts { $0.offset?[1] = value })
    expect(.notFinite(column: "weights", line: 3), .poisson, try counts { $0.weights?[1] = value })
  }

  @Test("weights of zero and below", arguments: [0.0, -1])
  func weights(value: Double) throws {
    expect(.weightNotPositive(line: 6), .poisson, try counts { $0.weights?[4] = value })
  }

  @Test("no rows")
  func empty() {
    let none = RegressionData(
      dependent: "y", y: [], names: ["x"], X: Matrix(rows: 0, columns: 1))
    #expect(throws: EstimationError.noObservations) {
      try fitGeneralisedLinear(none, .poisson)
    }
  }

  @Test("regressors that depend on others, alone or with effects", arguments: [1, 1e9, 1e-9])
  func collinear(scale: Double) throws {
    let count = try data.column("count")
    let (x1, x2) = (try data.column("x1"), try data.column("x2"))
    let years = Grouping(name: "year", labels: try data.column("year"))
    func regression(_ names: [String], _ columns: [[Double]], _ effects: [Grouping])
      -> RegressionData
    {
      var data = RegressionData(
        dependent: "y", y: count, names: names, X: Matrix(columns: columns, rows: count.count))
      data.effects = effects
      return data
    }
    let ones = count.map { _ in 1.0 }
    let sum = zip(x1, x2).map { scale * ($0 - 2 * $1 + 3) }
    #expect(throws: EstimationError.collinear(regressor: "sum")) {
      try fitGeneralisedLinear(
        regression(["constant", "x1", "x2", "sum"], [ones, x1, x2, sum], []), .poisson)
    }
    #expect(throws: EstimationError.collinear(regressor: "flat")) {
      try fitGeneralisedLinear(
        regression(["constant", "flat"], [ones, ones.map { $0 * scale }], []), .poisson)
    }
    // The same but for an effect of the year, which only the absorption shows.
    let within = zip(sum, years.codes).map { $0 + scale * Double($1 * $1) }
    #expect(throws: EstimationError.collinear(regressor: "within")) {
      try fitGeneralisedLinear(
        regression(["x1", "x2", "within"], [x1, x2, within], [years]), .poisson)
    }
    let ofYear = years.codes.map { scale * (5 + Double($0)) }
    #expect(throws: EstimationError.absorbed(regressor: "of_year")) {
      try fitGeneralisedLinear(regression(["x1", "of_year"], [x1, ofYear], [years]), .poisson)
    }
    // With two effects, taken out by sweeps.
    let units = Grouping(name: "unit", labels: try data.column("unit"))
    let ofBoth = zip(ofYear, units.codes).map { $0 + scale * Double($1) }
    #expect(throws: EstimationError.absorbed(regressor: "both")) {
      try fitGeneralisedLinear(
        regression(["x1", "both"], [x1, ofBoth], [units, years]), .poisson)
    }
  }

  @Test("a small part of a column with a large mean is not taken for rounding")
  func largeMean() throws {
    let plain = try data.regression(try data.column("count"), on: ["x1", "x2"], effects: ["year"])
    var far = plain
    // A shift of 2³⁰ leaves x1 with 22 bits fewer, so round it first for both.
    let coarse = plain.X.column(0).map { ($0 * 0x1p20).rounded() * 0x1p-20 }
    var near = plain
    near.X = Matrix(columns: [coarse, plain.X.column(1)], rows: data.rows)
    far.X = Matrix(columns: [coarse.map { $0 + 0x1p30 }, plain.X.column(1)], rows: data.rows)
    let a = try fitGeneralisedLinear(near, .poisson), b = try fitGeneralisedLinear(far, .poisson)
    // 2³⁰ · 2⁻⁵² is 2 · 10⁻⁷ of x1's unit at every sum.
    #expect(largestError(a.coefficients, b.coefficients) < 1e-6)
  }

  @Test("complete separation names lines and regressor", arguments: SeparationRule.allCases)
  func completeSeparation(rule: SeparationRule) throws {
    let x = (0..<12).map { Double($0) - 5.5 }
    let y = x.map { $0 > 0 ? 1.0 : 0 }
    let data = RegressionData(
      dependent: "built", y: y, names: ["constant", "distance"],
      X: Matrix(columns: [x.map { _ in 1 }, x], rows: 12), lines: (0..<12).map { $0 + 2 })
    for family in [ResponseFamily.logit, .complementaryLogLog] {
      #expect(
        throws: EstimationError.likelihood(
          .separated(
            dependent: "built", rows: Array(0..<12), lines: Array(2..<14),
            regressors: ["distance"]))
      ) { try fitGeneralisedLinear(data, family, separation: rule) }
    }
  }
}

import LinearAlgebra
package import ReachModel

/// A dynamic panel fitted by GMM.
package struct DynamicPanelFit: Sendable {
  package let names: [String]
  package let coefficients: [Double]
  /// Robust to any dependence within units; Windmeijer's after two steps.
  package let covariance: CovarianceEstimate
  /// Equations that the model is about: levels in a system, transformed ones otherwise.
  package let observations: Int
  package let transformedObservations: Int
  package let groups: Int
  package let instrumentNames: [String]
  /// Independent instruments: the rank of the first step's weight.
  package let instrumentRank: Int
  /// Hansen's J at the two-step estimate, whatever the number of steps; nil when exactly
  /// identified.
  package let hansen: TestOutcome?
  /// At the one-step estimate, right when errors are independent with one variance.
  package let sargan: TestOutcome?
  /// J less that without lagged differences as instruments of levels; nil outside a system.
  package let levelInstruments: TestOutcome?
  /// Arellano and Bond's m₁ and m₂; fewer when there are too few periods.
  package let serialCorrelation: [TestOutcome]
  package let method: Label
  /// What a reader has to know before believing it.
  package let warnings: [Label]
}

/// Fits a dynamic panel by difference or system GMM.
///
/// - Parameters:
///   - table: Columns of the panel; rows may be missing anywhere.
///   - model: The equation and its instruments.
/// - Returns: The fit, with a warning when instruments are more than units.
/// - Throws: An ``EstimationError`` naming the regressor or the counts.
/// - Accuracy: Weights by QR of rows, estimates by QR of whitened moments: nothing is squared.
/// - Source: Arellano and Bond, *Review of Economic Studies* 58(2), 1991; Blundell and Bond,
///   *Journal of Econometrics* 87(1), 1998; Roodman, *Stata Journal* 9(1), 2009 (conventions of
///   xtabond2, `h(3)`, which pydynpd shares).
package func fitDynamicPanel(
  _ table: PanelTable, _ model: DynamicPanelModel
) throws(EstimationError) -> DynamicPanelFit {
  precondition(model.steps == 1 || model.steps == 2, "\(model.steps) steps")
  let equations = try PanelEquations(table, model)
  let instruments = PanelInstruments(equations)
  let moments = StackedMoments(equations, instruments)
  try checkRegressors(moments)
  let estimation = try TwoStepMoments(moments, dependent: model.dependent)
  let (final, matrix) = try estimation.reported(steps: model.steps)
  let covariance = CovarianceEstimate(
    matrix: matrix,
    degreesOfFreedom: Array(repeating: .infinity, count: moments.names.count),
    name: model.steps == 1 ? "one-step robust" : "Windmeijer",
    convention: model.steps == 1 ? oneStepConvention : windmeijerConvention,
    clusters: [(name: table.entity.name, count: moments.groups)])
  let tests = DynamicPanelDiagnostics(
    equations: equations, moments: moments, estimation: estimation, final: final,
    covariance: covariance.matrix)
  return DynamicPanelFit(
    names: moments.names, coefficients: final.coefficients, covariance: covariance,
    observations: model.system ? equations.levelCount : equations.transformedCount,
    transformedObservations: equations.transformedCount, groups: moments.groups,
    instrumentNames: moments.instrumentNames, instrumentRank: estimation.first.weight.rank,
    hansen: tests.hansen, sargan: tests.sargan,
    levelInstruments: try tests.levelInstruments(instruments.levelColumns),
    serialCorrelation: tests.serialCorrelation, method: model.label,
    warnings: warnings(moments, estimation))
}

private let oneStepConvention = Label(
  vi: "sai số chuẩn vững theo đơn vị, một bước, không có thừa số mẫu nhỏ, phân phối chuẩn",
  en: "robust by unit, one step, without a small-sample factor, normal distribution")
private let windmeijerConvention = Label(
  vi: "sai số chuẩn hai bước hiệu chỉnh theo Windmeijer, không có thừa số mẫu nhỏ, phân phối chuẩn",
  en: "two steps with Windmeijer's correction, without a small-sample factor, normal distribution")

/// Both steps and their covariances.
struct TwoStepMoments {
  let first: MomentStep
  let firstCovariance: Matrix
  /// The second step with Windmeijer's covariance, or why there is none.
  let second: Result<(step: MomentStep, covariance: Matrix), EstimationError>

  init(_ moments: StackedMoments, dependent: String) throws(EstimationError) {
    guard moments.groups > 1 else { throw .tooFewClusters(moments.groups) }
    let first = try MomentStep(moments, try MomentWeight(rows: moments.carried))
    let size = moments.y.reduce(0) { max($0, $1.magnitude) }
    guard first.residuals.contains(where: { $0.magnitude > 1e-12 * size }) else {
      throw .perfectFit(dependent: dependent)
    }
    let firstCovariance = first.robustCovariance(moments)
    (self.first, self.firstCovariance) = (first, firstCovariance)
    do throws(EstimationError) {
      let rows = moments.momentRows(first.residuals)
      let step = try MomentStep(moments, try MomentWeight(rows: rows))
      let covariance = windmeijerCovariance(
        moments, first: first, second: step, firstCovariance: firstCovariance)
      second = .success((step, covariance))
    } catch {
      second = .failure(error)
    }
  }

  /// The step that is asked for, and its covariance.
  func reported(steps: Int) throws(EstimationError) -> (MomentStep, Matrix) {
    if steps == 1 { return (first, firstCovariance) }
    let found = try second.get()
    return (found.step, found.covariance)
  }

  /// The second step, where there is one.
  var secondStep: MomentStep? { try? second.get().step }
}

/// Refuses regressors that are combinations of those before them in all equations together.
private func checkRegressors(_ moments: StackedMoments) throws(EstimationError) {
  let rows = moments.X.rows, k = moments.X.columns
  guard rows > k else {
    throw .tooFewObservations(observations: rows, parameters: k)
  }
  if let column = OrthogonalFactor(moments.X).firstDependentColumn(tolerance: 1e-12) {
    throw moments.X.column(column).allSatisfy { $0 == 0 }
      ? .absorbed(regressor: moments.names[column])
      : .collinear(regressor: moments.names[column])
  }
}

private func warnings(_ moments: StackedMoments, _ estimation: TwoStepMoments) -> [Label] {
  var list: [Label] = []
  let count = moments.instrumentNames.count, groups = moments.groups
  if count > groups {
    list.append(
      Label(
        vi:
          "\(count) biến công cụ nhiều hơn \(groups) đơn vị: kiểm định Hansen mất hiệu lực và ước "
          + "lượng lệch về phía OLS; hãy gộp (collapse) hoặc giới hạn số trễ",
        en:
          "\(count) instruments are more than \(groups) units: Hansen's test loses its power and "
          + "estimates lean towards least squares; collapse them or limit their lags"))
  }
  if estimation.secondStep?.weight.isSingular ?? false {
    list.append(
      Label(
        vi: "hiệp phương sai của mômen suy biến: dùng nghịch đảo tổng quát Moore-Penrose",
        en: "the covariance of moments is singular: its Moore-Penrose inverse is used"))
  }
  return list
}

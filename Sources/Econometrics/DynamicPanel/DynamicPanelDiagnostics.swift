import LinearAlgebra
import ReachModel

/// What a fitted dynamic panel is tested for.
struct DynamicPanelDiagnostics {
  let equations: PanelEquations
  let moments: StackedMoments
  let estimation: TwoStepMoments
  /// The step whose coefficients are reported.
  let final: MomentStep
  let covariance: Matrix

  private var overidentification: Int { estimation.first.weight.rank - moments.names.count }

  private var validity: Label {
    Label(vi: "mọi biến công cụ đều hợp lệ", en: "all instruments are valid")
  }

  var hansen: TestOutcome? {
    guard overidentification > 0, let second = estimation.secondStep else { return nil }
    return TestOutcome(
      name: Label(vi: "kiểm định J của Hansen", en: "Hansen's J"),
      statistic: second.distance, law: .chiSquared(degreesOfFreedom: Double(overidentification)),
      hypothesis: validity,
      convention: Label(
        vi: "hai bước, trọng số theo đơn vị", en: "two steps, weights by unit"))
  }

  var sargan: TestOutcome? {
    guard overidentification > 0 else { return nil }
    let transformed = zip(estimation.first.residuals, moments.isLevel).filter { !$1 }.map(\.0)
    let halves = equations.model.transformation == .firstDifferences ? 2.0 : 1
    let variance = sumOfSquares(transformed) / Double(transformed.count) / halves
    guard variance > 0 else { return nil }
    return TestOutcome(
      name: Label(vi: "kiểm định Sargan", en: "Sargan test"),
      statistic: estimation.first.distance / variance,
      law: .chiSquared(degreesOfFreedom: Double(overidentification)), hypothesis: validity,
      convention: Label(
        vi: "một bước, phương sai từ phương trình đã biến đổi, không trừ số hệ số",
        en: "one step, variance of the transformed equations without counting coefficients"))
  }

  /// Hansen's J less J without some instruments, the weight of both at the same one-step errors.
  ///
  /// - Source: Roodman, *Oxford Bulletin of Economics and Statistics* 71(1), 2009.
  func levelInstruments(_ columns: [Int]) throws(EstimationError) -> TestOutcome? {
    let kept = (0..<moments.Z.columns).filter { !columns.contains($0) }
    let degrees = columns.count
    guard !columns.isEmpty, overidentification >= degrees, kept.count >= moments.names.count,
      let second = estimation.secondStep
    else { return nil }
    let rows = moments.momentRows(estimation.first.residuals).selecting(columns: kept)
    let restricted: MomentStep
    do throws(EstimationError) {
      restricted = try MomentStep(moments.keeping(kept), try MomentWeight(rows: rows))
    } catch {
      switch error {
      case .notIdentified, .tooFewInstruments: return nil
      default: throw error
      }
    }
    return TestOutcome(
      name: Label(
        vi: "hiệu số Hansen của các biến công cụ cho phương trình gốc",
        en: "difference-in-Hansen of the instruments for levels"),
      statistic: max(0, second.distance - restricted.distance),
      law: .chiSquared(degreesOfFreedom: Double(degrees)),
      hypothesis: Label(
        vi: "các sai phân trễ là biến công cụ hợp lệ cho phương trình gốc",
        en: "lagged differences are valid instruments for levels"),
      convention: Label(
        vi: "cùng trọng số từ phần dư một bước", en: "one weight from one-step errors"))
  }

  /// m₁ and m₂: errors in differences correlate with those one period before by construction, and
  /// not with those two before unless errors in levels do.
  ///
  /// - Source: Arellano and Bond, 1991, equation 10; Roodman, *Stata Journal* 9(1), 2009, §3.5.
  var serialCorrelation: [TestOutcome] {
    let differences = differencedErrors()
    let perUnit = final.influence(moments.momentRows(final.residuals).transposed)
    return (1...2).compactMap { order in
      var products: [Double] = [], slopes = Array(repeating: 0.0, count: moments.names.count)
      for unit in differences {
        var product = 0.0
        for (date, row) in unit.sorted(by: { $0.key < $1.key }) {
          guard let before = unit[date - order] else { continue }
          product += row.error * before.error
          for (j, x) in row.x.enumerated() { slopes[j] += x * before.error }
        }
        products.append(product)
      }
      // Σᵢ (X′Z W Z′X)⁻¹X′Z W Zᵢ′eᵢ · productᵢ
      let drift = perUnit * products
      let spread = zip(slopes, covariance * slopes).reduce(0) { $0 + $1.0 * $1.1 }
      let variance =
        sumOfSquares(products) - 2 * zip(slopes, drift).reduce(0) { $0 + $1.0 * $1.1 } + spread
      guard variance > 0, products.contains(where: { $0 != 0 }) else { return nil }
      return outcome(order, statistic: products.reduce(0, +) / variance.squareRoot())
    }
  }

  private func outcome(_ order: Int, statistic: Double) -> TestOutcome {
    TestOutcome(
      name: Label(
        vi: "Arellano-Bond m\(order)", en: "Arellano-Bond m\(order)"),
      statistic: statistic, law: .normal,
      hypothesis: Label(
        vi: "sai số sai phân không tự tương quan bậc \(order)",
        en: "errors in differences are not correlated at order \(order)"),
      convention: Label(vi: "vững theo đơn vị", en: "robust by unit"))
  }

  /// For each unit, errors and regressors in first differences by the later period.
  private func differencedErrors() -> [[Int: (error: Double, x: [Double])]] {
    var place = 0
    return equations.units.enumerated().map { unit, list in
      defer { place += list.count }
      if equations.model.transformation == .firstDifferences {
        var rows: [Int: (error: Double, x: [Double])] = [:]
        for (i, equation) in list.enumerated() where !equation.isLevel {
          let x = (0..<moments.X.columns).map { moments.X[place + i, $0] }
          rows[equation.date] = (moments.y[place + i] - inner(x, final.coefficients), x)
        }
        return rows
      }
      return differencesOfDeviations(list, unit: unit)
    }
  }

  /// Differences between consecutive complete rows that deviations use.
  private func differencesOfDeviations(
    _ list: [PanelEquation], unit: Int
  ) -> [Int: (error: Double, x: [Double])] {
    let times = Set(list.flatMap { $0.combination.map(\.time) })
    var rows: [Int: (error: Double, x: [Double])] = [:]
    for time in times where times.contains(time - 1) {
      let equation = PanelEquation(
        date: time, isLevel: false, combination: [(time, 1), (time - 1, -1)])
      let (y, x) = equations.row(equation, unit: unit)
      rows[time] = (y - inner(x, final.coefficients), x)
    }
    return rows
  }
}

private func inner(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}

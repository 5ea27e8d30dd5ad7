import LinearAlgebra
import ReachModel

/// Breusch and Pagan's test that the variance of the errors does not move with the regressors, as
/// Koenker made it robust to their law: n R² of u² on the regressors and a constant.
///
/// With effects the regressors are what is left of them, which is said.
///
/// - Source: Koenker, *Journal of Econometrics* 17, 1981. Agrees with R's lmtest::bptest.
package func breuschPagan(_ fit: LinearFit) -> DiagnosticOutcome {
  let id = "breusch_pagan"
  let slopes = fit.names.indices.filter { fit.names[$0] != RegressionData.constantName }
  guard !slopes.isEmpty else {
    return .notApplicable(id: id, Label(vi: "không có biến giải thích", en: "no regressors"))
  }
  let n = fit.observations
  let squares = (0..<n).map { (fit.weights?[$0] ?? 1) * fit.residuals[$0] * fit.residuals[$0] }
  let mean = squares.reduce(0, +) / Double(n)
  let hasConstant = slopes.count < fit.names.count
  // What effects leave has mean zero and is as good as centred; else a column of ones is put before.
  let isCentred = !fit.effects.isEmpty && fit.weights == nil
  let X =
    isCentred || fit.effects.isEmpty && hasConstant
    ? fit.X
    : Matrix(rows: n, columns: 1, storage: Array(repeating: 1, count: n)).beside(
      hasConstant ? fit.X.selecting(columns: slopes) : fit.X)
  let total = sumOfSquares(squares, nil, centred: true)
  guard total > 0,
    let auxiliary = try? leastSquares(X, isCentred ? squares.map { $0 - mean } : squares)
  else {
    return .notApplicable(
      id: id, Label(vi: "phần dư không biến động", en: "the residuals do not vary"))
  }
  let rSquared = 1 - auxiliary.residualSumOfSquares / total
  return .tested(
    DiagnosticTest(
      id: id,
      hypothesis: Label(
        vi: "phương sai sai số không đổi theo các biến giải thích",
        en: "the variance of the errors does not move with the regressors"),
      statistic: max(0, Double(n) * rSquared),
      law: .chiSquared(degreesOfFreedom: Double(slopes.count)),
      convention: Label(
        vi: "dạng Koenker, n R² của phần dư bình phương theo các biến giải thích"
          + (fit.effects.isEmpty ? "" : " đã khử hiệu ứng cố định")
          + (fit.weights == nil ? "" : "; phần dư nhân căn của trọng số"),
        en: "studentised by Koenker, n R² of squared residuals on the regressors"
          + (fit.effects.isEmpty ? "" : ", net of the absorbed effects")
          + (fit.weights == nil ? "" : "; residuals times the root of the weights"))))
}

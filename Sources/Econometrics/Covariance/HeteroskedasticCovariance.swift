import LinearAlgebra
import ReachModel

/// HC0 to HC3: (X'WX)⁻¹ (Σ wᵢ²uᵢ²cᵢ xᵢxᵢ') (X'WX)⁻¹ with cᵢ = 1, 1/(1 − hᵢ) or 1/(1 − hᵢ)².
///
/// hᵢ is the leverage in the regression with all dummies of absorbed effects. A row with hᵢ = 1 is
/// fitted exactly whatever its error was: it adds nothing, and the convention says so.
///
/// - Source: MacKinnon & White, *Journal of Econometrics* 29, 1985.
func heteroskedasticCovariance(
  _ correction: LeverageCorrection, _ request: CovarianceRequest
) throws(EstimationError) -> CovarianceEstimate {
  let fit = request.fit
  var scores = weightedResiduals(fit)
  var words = [
    Label(
      vi: "vững với phương sai sai số thay đổi (\(correction.rawValue))",
      en: "robust to heteroskedasticity (\(correction.rawValue))")
  ]
  if correction == .HC2 || correction == .HC3 {
    let leverages = try leverages(of: fit)
    let bounded = leverages.map { 1 - $0 > leverageTolerance ? 1 - $0 : Double.infinity }
    scores = zip(scores, bounded).map {
      correction == .HC2 ? $0 / $1.squareRoot() : $0 / $1
    }
    words.append(
      Label(
        vi: "đòn bẩy tính cả hiệu ứng cố định đã khử",
        en: "leverages count absorbed effects"))
    let full = bounded.count { $0 == .infinity }
    if full > 0 { words.append(fullLeverageWords(rows: full)) }
  }
  let factor = request.smallSample.rowMultiplier(of: fit, levels: [])
  words.append(request.smallSample.factorWords(of: fit, levels: []))
  words.append(request.smallSample.freedomWords(clusters: false))
  return CovarianceEstimate(
    matrix: factor
      * rowSandwich(
        fit.X, times: scores, fit.inverseGram, threads: request.threads),
    degreesOfFreedom: request.smallSample.degreesOfFreedom(of: fit, smallest: nil),
    name: request.name, convention: joined(words))
}

private func fullLeverageWords(rows: Int) -> Label {
  Label(
    vi: "\(inText(rows).vi) quan sát có đòn bẩy bằng 1 không đóng góp",
    en: "nothing is added by \(counted(rows, "observation")) with leverage 1")
}

/// The diagonal of the hat matrix of regressors and absorbed effects together.
///
/// The effect with most levels has leverages in closed form, wᵢ/Σw of its group; other effects come
/// back as dummies. n numbers in 0...1.
///
/// - Throws: ``EstimationError/tooManyEffects(effect:levels:limit:)``.
package func leverages(of fit: LinearFit) throws(EstimationError) -> [Double] {
  let largest = fit.effects.max { $0.count < $1.count }
  let design = try LeverageDesign(fit, keeping: largest.map { [$0] } ?? [])
  var h = Array(repeating: 0.0, count: fit.observations)
  for basis in [design.regressors, design.dummies] {
    for j in 0..<basis.columns {
      for i in h.indices { h[i] += basis[i, j] * basis[i, j] }
    }
  }
  guard let largest else { return h.map { min($0, 1) } }
  var total = Array(repeating: 0.0, count: largest.count)
  for (i, code) in largest.codes.enumerated() { total[Int(code)] += fit.weights?[i] ?? 1 }
  return h.indices.map { i in
    min(h[i] + (fit.weights?[i] ?? 1) / total[Int(largest.codes[i])], 1)
  }
}

/// Eigenvalues of I − H below this are leverages of one.
///
/// They are exact zeros that rounding, and the tolerance to which effects are taken out, leave at
/// 1e-12 or less; residuals there are rounding too, and dividing by it would make noise.
let leverageTolerance = 1e-10

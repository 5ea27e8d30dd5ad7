import LinearAlgebra

/// Variance inflation factors: how much larger each coefficient's variance is than if its column
/// were orthogonal to the others.
///
/// (XᵀWX)⁻¹ⱼⱼ Σ w(xⱼ − x̄ⱼ)²; with effects x is what is left of them. Equal to 1/(1 − R²ⱼ) with R²ⱼ
/// of the regression of column j on the others.
///
/// - Returns: A number per coefficient, nil for the constant.
/// - Source: Marquardt, *Technometrics* 12(3), 1970.
package func varianceInflation(_ fit: LinearFit, hasConstant: Bool) -> [Double?] {
  fit.names.indices.map { j in
    guard fit.names[j] != RegressionData.constantName else { return nil }
    return fit.inverseGram[j, j]
      * sumOfSquares(fit.X.column(j), fit.weights, centred: hasConstant)
  }
}

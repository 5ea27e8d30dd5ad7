import NumericKernels
import ReachModel

/// E4: commitments to capital, `I = κ Σ wⱼ R₋ⱼ`, j = 1...J.
///
/// Nothing is realised in the quarter of the commitment.
struct Realisation: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    let layout = paths.layout
    let weights = paths.plan.model.structure.weights
    let kappa = layout.row(.kappa), realised = layout.realised
    for v in 0..<paths.vectors {
      var sum = Lanes.zero
      for j in 1...weights.count { sum += paths[layout.R(t - j), v] * weights[j - 1] }
      paths[realised, v] = paths[kappa, v] * sum
    }
  }
}

package import ReachModel
import Simulation

/// A law in one line, in internal units: `beta(mean 0.095, sd 0.02)`.
package func lawText(_ law: Distribution, _ language: Language) -> String {
  let numbers = NumberStyle(language)
  func moments(_ name: String, _ mean: Double, _ sd: Double) -> String {
    let word = language(vi: "trung bình ", en: "mean ")
    let spread = language(vi: "ĐLC ", en: "sd ")
    // A comma between two decimal commas would be a third.
    let gap = language(vi: "; ", en: ", ")
    return "\(name)(\(word)\(numbers.shortest(mean))\(gap)\(spread)\(numbers.shortest(sd)))"
  }
  let given = language(vi: " với điều kiện ", en: " given ")
  switch law {
  case .fixed(let value): return numbers.shortest(value)
  case .normal(let mean, let sd): return moments("normal", mean, sd)
  case .normalNonNegative(let mean, let sd): return moments("normal", mean, sd) + given + ">= 0"
  case .normalNonPositive(let mean, let sd): return moments("normal", mean, sd) + given + "<= 0"
  case .lognormal(let mean, let sd): return moments("lognormal", mean, sd)
  case .beta(let mean, let sd): return moments("beta", mean, sd)
  case .betaShapes(let a, let b):
    return "beta(a \(numbers.shortest(a)); b \(numbers.shortest(b)))"
  case .gamma(let mean, let sd): return moments("gamma", mean, sd)
  case .shifted(let law, let shift):
    return numbers.shortest(shift) + " + " + lawText(law, language)
  case .uniform(let low, let high):
    let to = language(vi: " đến ", en: " to ")
    return "uniform(\(numbers.shortest(low))\(to)\(numbers.shortest(high)))"
  case .linked:
    let ends = [0.05, 0.95].map { numbers.significant(law.quantile($0)) }
    return language(
      vi: "90 % trong khoảng \(ends[0]) đến \(ends[1])",
      en: "90 % between \(ends[0]) and \(ends[1])")
  }
}

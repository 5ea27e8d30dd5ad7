import ReachModel
import Simulation

/// A law in one line, in internal units: `beta(mean 0.095, sd 0.02)`.
func lawText(_ law: Distribution) -> String {
  switch law {
  case .fixed(let value): "\(value)"
  case .normal(let mean, let sd): "normal(mean \(mean), sd \(sd))"
  case .normalNonNegative(let mean, let sd): "normal(mean \(mean), sd \(sd)) given >= 0"
  case .normalNonPositive(let mean, let sd): "normal(mean \(mean), sd \(sd)) given <= 0"
  case .lognormal(let mean, let sd): "lognormal(mean \(mean), sd \(sd))"
  case .beta(let mean, let sd): "beta(mean \(mean), sd \(sd))"
  case .betaShapes(let a, let b): "beta(a \(a), b \(b))"
  case .gamma(let mean, let sd): "gamma(mean \(mean), sd \(sd))"
  case .shifted(let law, let shift): "\(shift) + \(lawText(law))"
  case .uniform(let low, let high): "uniform(\(low) to \(high))"
  case .linked: "90 % between \(law.quantile(0.05)) and \(law.quantile(0.95))"
  }
}

private import Glibc
import ReachModel

extension Link {
  /// `value` on the unbounded scale; nil if it is outside the scale.
  func unbounded(_ value: Double) -> Double? {
    guard contains(value) else { return nil }
    return switch self {
    case .identity: value
    case .log: Glibc.log(value)
    case .logit: Glibc.log(value) - log1p(-value)
    }
  }

  /// Whether `value` has a place on the unbounded scale.
  func contains(_ value: Double) -> Bool {
    switch self {
    case .identity: value.isFinite
    case .log: value > 0 && value.isFinite
    case .logit: value > 0 && value < 1
    }
  }
}

package import ReachModel

/// A prior as stated, with its quantile function: what true parameters are drawn from.
package struct PriorLaw: Sendable {
  package let distribution: Distribution
  /// The value that is not exceeded with a probability in (0, 1).
  package let quantile: @Sendable (Double) -> Double

  package init(_ distribution: Distribution, quantile: @escaping @Sendable (Double) -> Double) {
    (self.distribution, self.quantile) = (distribution, quantile)
  }

  /// One draw; a constant uses up its number too.
  package func draw(_ numbers: inout ReplicationNumbers) -> Double {
    let u = numbers.uniform()
    if case .fixed(let value) = distribution { return value }
    return quantile(u)
  }
}

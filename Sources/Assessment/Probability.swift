/// A probability estimated by counting draws.
public struct Probability: Sendable, Equatable {
  public let hits: Int
  public let draws: Int

  public init(hits: Int, draws: Int) {
    precondition(draws > 0 && (0...draws).contains(hits), "\(hits) of \(draws) draws")
    (self.hits, self.draws) = (hits, draws)
  }

  public var value: Double { Double(hits) / Double(draws) }

  /// √(p (1 − p) / n).
  public var standardError: Double { (value * (1 - value) / Double(draws)).squareRoot() }

  /// Half the width of the 95 % Wilson interval: never 0, not even at 0 or 100 %.
  ///
  /// - Source: Wilson, *Journal of the American Statistical Association* 22, 1927.
  public var error: Double {
    let z = 1.959963984540054, n = Double(draws)
    let spread = (value * (1 - value) / n + z * z / (4 * n * n)).squareRoot()
    return z * spread / (1 + z * z / n)
  }
}

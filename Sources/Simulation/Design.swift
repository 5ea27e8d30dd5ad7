public import ReachModel

/// Which draws to simulate, and which parameters each meets.
///
/// Draw i has shock index `firstShock` + i and parameter index `firstParameter` + i / `shocksPerParameter`:
/// an ensemble has one shock a parameter, a nested design many.
public struct Design: Sendable, Equatable {
  /// Uncertain inputs that take their values from other parameter indices than the rest.
  public struct Exchange: Sendable, Equatable {
    /// Drawn values, by the address of their random numbers; correlated ones go together.
    public var inputs: Set<Copula.Member>
    /// The parameter index that takes the place of the design's own for them; not below it.
    public var firstParameter: UInt64

    public init(inputs: Set<Copula.Member>, firstParameter: UInt64) {
      (self.inputs, self.firstParameter) = (inputs, firstParameter)
    }
  }

  public var draws: Int
  public var shocksPerParameter: Int
  public var firstParameter: UInt64
  public var firstShock: UInt64
  /// For designs of variance-based sensitivity, in which one input changes and the rest stay.
  public var exchange: Exchange?
  /// Whether every parameter draw meets the same `shocksPerParameter` shocks, a multiple of 128, so
  /// that parameters alone make draws differ.
  public var sharesShocks = false
  /// Standard normal scores that take the place of drawn ones: by input, one for each parameter draw;
  /// the last goes on where there are fewer.
  ///
  /// Before the copula, where inputs are correlated.
  public var scores: [Copula.Member: [Double]] = [:]

  /// Draws 0, 1, 2, …, each with its own parameters.
  public static func ensemble(draws: Int) -> Design {
    Design(draws: draws, shocksPerParameter: 1, firstParameter: 0, firstShock: 0)
  }

  public init(
    draws: Int, shocksPerParameter: Int = 1, firstParameter: UInt64 = 0, firstShock: UInt64 = 0
  ) {
    (self.draws, self.shocksPerParameter) = (draws, shocksPerParameter)
    (self.firstParameter, self.firstShock) = (firstParameter, firstShock)
  }

  /// The shock index of a draw of the design.
  func shock(of draw: Int) -> UInt64 {
    firstShock + UInt64(sharesShocks ? draw % shocksPerParameter : draw)
  }

  /// `parameters` parameter draws, those of the ensemble, with `shocks` shocks each that no
  /// ensemble meets.
  public static func nested(parameters: Int, shocks: Int) -> Design {
    Design(
      draws: parameters * shocks, shocksPerParameter: shocks, firstParameter: 0,
      firstShock: 1 << 40)
  }

  /// The ensemble's first `draws` parameters again, with other shocks.
  public static func fresh(draws: Int) -> Design {
    Design(draws: draws, shocksPerParameter: 1, firstParameter: 0, firstShock: 1 << 41)
  }
}

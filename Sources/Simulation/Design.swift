/// Which draws to simulate, and which parameters each meets.
///
/// Draw i has shock index `firstShock` + i and parameter index `firstParameter` + i / `shocksPerParameter`:
/// an ensemble has one shock a parameter, a nested design many.
public struct Design: Sendable, Equatable {
  public var draws: Int
  public var shocksPerParameter: Int
  public var firstParameter: UInt64
  public var firstShock: UInt64

  /// Draws 0, 1, 2, …, each with its own parameters.
  public static func ensemble(draws: Int) -> Design {
    Design(draws: draws, shocksPerParameter: 1, firstParameter: 0, firstShock: 0)
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

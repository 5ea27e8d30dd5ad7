/// How an aim answers to one input between two bounds.
package enum CurveShape: Sendable, Equatable {
  case rising
  case falling
  /// Nothing moves it by more than the noise.
  case flat
  /// First rising, then falling.
  case humped
  /// First falling, then rising.
  case dipped
  case irregular
}

/// A value of the input at which the aim passes the level.
package struct Crossing: Sendable, Equatable {
  /// For whole numbers, the one next to the crossing at which the level is reached.
  package let x: Double
  package let estimate: AimEstimate
  /// Whether the level is reached above it, not below.
  package let isRising: Bool
  /// The least and greatest values at which the aim may pass the level, given its error (95 %); nil
  /// where that end lies beyond the bounds.
  package let low: Double?
  package let high: Double?
}

/// An end of the bounds.
package enum BoundsEnd: Sendable, Equatable {
  case low
  case high
}

/// Where the aim comes nearest to the level without passing it.
package struct NearestPoint: Sendable, Equatable {
  package let x: Double
  package let estimate: AimEstimate
  /// The bound that keeps it from coming nearer; nil where it is nearest between the bounds.
  package let binding: BoundsEnd?
  /// Whether what is missing is no more than its error.
  package let isWithinError: Bool
}

/// What was found about the input at which an aim reaches a level.
package struct SeekAnswer: Sendable, Equatable {
  package enum Finding: Sendable, Equatable {
    /// Where it passes the level, the one nearest to the present value first.
    case crossings([Crossing])
    /// It reaches the level everywhere between the bounds; told is where it does so least.
    case reachedEverywhere(NearestPoint)
    /// It reaches the level nowhere between the bounds.
    case unreachable(NearestPoint)
    /// The input moves it nowhere by more than the noise.
    case noEffect(AimEstimate, isReached: Bool)
    /// No draw decides anywhere.
    case undefined
    /// Stopped before anything was known.
    case nothingYet
  }

  package let finding: Finding
  package let shape: CurveShape
  /// What the finding rests on, by rising input.
  package let curve: [CurvePoint]
  package let end: SearchEnd
}

/// A simulated point of the curve.
package struct CurvePoint: Sendable, Equatable {
  package let x: Double
  package let estimate: AimEstimate
}

import NumericKernels

/// What a plan's outcome is to be turned into.
package enum Turn: Sendable, Equatable {
  case intoFailure, intoSuccess
}

/// A combination of assumptions at which success and failure are equally likely.
package struct TurningPoint: Sendable, Equatable {
  /// By input, in prior standard deviations from its centre; 0 for those that stay.
  package let scores: [Double]
  /// From the centre, in prior standard deviations: the reliability index β.
  package let distance: Double
  /// Of the distance, from the draws that made the surrogate.
  package let standardError: Double

  /// By input: the direction cosines; their squares are shares of the squared distance.
  package var cosines: [Double] { scores.map { distance > 0 ? $0 / distance : 0 } }

  /// How many inputs move.
  package var movedCount: Int { scores.count { $0 != 0 } }
}

/// What draws near a turning point say, which had no part in the surrogate.
package struct LocalCheck: Sendable, Equatable {
  /// How many draws.
  package let draws: Int
  /// The share of successes among them.
  package let observed: Double
  /// Half the width of its 95 % interval (Wilson).
  package let error: Double
  /// What the surrogate says of these draws on average; not ½ when draws are rare out there.
  package let predicted: Double
  /// How far these draws are from the centre in the direction of the point, on average, in prior
  /// standard deviations.
  package let distance: Double

  /// Whether the surrogate is within the error of what was seen.
  package var agrees: Bool { (observed - predicted).magnitude <= error }
}

/// How wrong the assumptions must be.
package struct Turning: Sendable {
  /// With all inputs free to move.
  package let nearest: TurningPoint
  /// With one input moving, two, and so on, each set the one before and an input more; those sets with
  /// which nothing turns within the limit are left out.
  package let fewest: [TurningPoint]
  /// P(success) at the centre.
  package let centre: Double
  /// Nil when there are no draws beside those that made the surrogate.
  package let check: LocalCheck?
}

/// What the search for a turning point comes to.
package enum TurningAnswer: Sendable {
  case found(Turning)
  /// The centre of the prior is on that side already, with this P(success) ± its standard error.
  case alreadyThere(probability: Double, standardError: Double)
  /// Nothing within the limit turns it; the point that comes nearest to it, and P(success) there.
  case outOfReach(scores: [Double], probability: Double)
  /// Every draw succeeds, or every draw fails: no surrogate can tell where it turns.
  case oneSided(success: Bool)
  /// No surrogate could be fitted.
  case noSurrogate
}

/// How a turning point is looked for.
package struct TurningOptions: Sendable {
  /// Whether the surrogate has the squares of those scores that need one.
  package let squares: Bool
  /// Inputs that the sparse answers move at most.
  package let mostMoved: Int
  /// In prior standard deviations.
  package let limit: Double

  package init(squares: Bool = true, mostMoved: Int = 3, limit: Double = 4) {
    precondition(mostMoved >= 0 && limit > 0, "\(mostMoved) moved, limit \(limit)")
    (self.squares, self.mostMoved, self.limit) = (squares, mostMoved, limit)
  }
}

/// How wrong must we be? The nearest combination of assumptions that turns the outcome.
///
/// A probit surrogate of P(success) is fitted to the draws of even number; the nearest point at which
/// it is ½ is the most probable of all combinations that turn the outcome. Draws of odd number near
/// that point then say whether the surrogate is right there.
///
/// - Parameters:
///   - Z: d columns of n standard normal scores, one a draw and input.
///   - success: n chances of success in 0...1.
///   - turn: Which way.
///   - options: Surrogate, sparse answers, limit.
///   - checkpoint: Called time and again; it throws where the answer is no longer wanted.
/// - Returns: The point with its error, or why there is none.
/// - Throws: What `checkpoint` throws.
/// - Complexity: O(n p²) for p coefficients, about ten times.
/// - Source: Der Kiureghian, *First- and second-order reliability methods*, in Nikolaidis et al.,
///   *Engineering Design Reliability Handbook*, 2005, §14.4.
package func turningPoint(
  _ Z: [[Double]], success: [Double], _ turn: Turn, _ options: TurningOptions = TurningOptions(),
  checkpoint: () throws -> Void = {}
) rethrows -> TurningAnswer {
  precondition(Z.allSatisfy { $0.count == success.count }, "scores of another length")
  let sum = success.reduce(0, +)
  if sum <= 0 || success.isEmpty { return .oneSided(success: false) }
  if sum >= Double(success.count) { return .oneSided(success: true) }
  let fitted = Z.map { everySecond($0, from: 0) }, fittedSuccess = everySecond(success, from: 0)
  let surrogate =
    try options.squares
    ? ProbitSurrogate(choosingSquares: fitted, fittedSuccess, checkpoint: checkpoint)
    : ProbitSurrogate(fitted, fittedSuccess, checkpoint: checkpoint)
  guard let surrogate else { return .noSurrogate }
  let index = surrogate.index, centre = [Double](repeating: 0, count: Z.count)
  let probability = normalCDF(index.constant)
  guard turn == .intoFailure ? probability > 0.5 : probability < 0.5 else {
    return .alreadyThere(
      probability: probability,
      standardError: normalDensity(index.constant) * surrogate.standardError(at: centre))
  }
  guard let zero = index.nearestPoint(moving: Array(Z.indices)), zero.distance <= options.limit
  else {
    let most = index.mostTurned(within: options.limit, moving: Array(Z.indices))
    return .outOfReach(scores: most, probability: surrogate.probability(at: most))
  }
  let nearest = TurningPoint(zero, surrogate)
  let others = Z.map { everySecond($0, from: 1) }, othersSuccess = everySecond(success, from: 1)
  return .found(
    Turning(
      nearest: nearest, fewest: fewestMoved(surrogate, options), centre: probability,
      check: LocalCheck(nearest, surrogate, others, othersSuccess)))
}

private func everySecond(_ numbers: [Double], from first: Int) -> [Double] {
  stride(from: first, to: numbers.count, by: 2).map { numbers[$0] }
}

extension TurningPoint {
  fileprivate init(_ point: QuadraticIndex.Point, _ surrogate: ProbitSurrogate) {
    (scores, distance) = (point.z, point.distance)
    standardError = point.sensitivity * surrogate.standardError(at: point.z)
  }
}

/// One input after another, that which brings the point nearest; in a linear index that is the best
/// set of each size.
private func fewestMoved(
  _ surrogate: ProbitSurrogate, _ options: TurningOptions
) -> [TurningPoint] {
  let index = surrogate.index
  var moved: [Int] = [], points: [TurningPoint] = []
  while moved.count < min(options.mostMoved, index.slopes.count) {
    let candidates = index.slopes.indices.filter { !moved.contains($0) }
    let distances = candidates.map {
      index.nearestPoint(moving: moved + [$0])?.distance ?? .infinity
    }
    guard let best = candidates.indices.min(by: { distances[$0] < distances[$1] }) else { break }
    // Where no input alone reaches zero, the one that does most comes first.
    let chosen =
      distances[best].isFinite
      ? candidates[best]
      : candidates.max { index.slopes[$0].magnitude < index.slopes[$1].magnitude }
    guard let chosen else { break }
    moved.append(chosen)
    if let zero = index.nearestPoint(moving: moved), zero.distance <= options.limit {
      points.append(TurningPoint(zero, surrogate))
    }
  }
  return points
}

extension LocalCheck {
  /// Draws nearest to a point, each input weighing as much as it contributes to the distance: in all
  /// of sixty inputs no draw would be near.
  fileprivate init?(
    _ point: TurningPoint, _ surrogate: ProbitSurrogate, _ Z: [[Double]], _ success: [Double]
  ) {
    let n = success.count, cosines = point.cosines
    guard n > 0 else { return nil }
    var distances = [Double](repeating: 0, count: n)
    for (j, column) in Z.enumerated() where cosines[j] != 0 {
      let weight = cosines[j] * cosines[j], centre = point.scores[j]
      for i in 0..<n { distances[i] += weight * (column[i] - centre) * (column[i] - centre) }
    }
    // A two-hundredth of the draws, at least a hundred, so that the interval is ± 10 points at most.
    let count = min(n, max(100, n / 200))
    var (observed, predicted, along) = (0.0, 0.0, 0.0)
    for draw in SortedColumn(distances).draws.prefix(count) {
      let z = Z.map { $0[Int(draw)] }
      observed += success[Int(draw)]
      predicted += surrogate.probability(at: z)
      along += zip(z, cosines).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let score = BoxScore(
      draws: count, allDraws: n, interest: observed, allInterest: Double(count))
    self.init(
      draws: count, observed: observed / Double(count), error: score.densityError,
      predicted: predicted / Double(count), distance: along / Double(count))
  }
}

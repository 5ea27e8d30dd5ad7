/// The simulated points of an aim as a function of one input, each once.
///
/// A class because the functions that root finding hands on write in it.
final class SeekCurve {
  private let evaluate: (Double) throws -> AimEstimate?
  private let shouldStop: () -> Bool
  private let progress: (CurvePoint) -> Void
  private let limit: Int
  let isWhole: Bool
  /// By rising input.
  private(set) var points: [CurvePoint] = []
  /// Inputs about which no draw decides.
  private(set) var undefined: [Double] = []

  init(
    limit: Int, isWhole: Bool, shouldStop: @escaping () -> Bool,
    progress: @escaping (CurvePoint) -> Void,
    _ evaluate: @escaping (Double) throws -> AimEstimate?
  ) {
    (self.limit, self.isWhole) = (limit, isWhole)
    (self.shouldStop, self.progress, self.evaluate) = (shouldStop, progress, evaluate)
  }

  /// What is known at an input, nil where no draw decides.
  ///
  /// - Throws: ``SearchInterruption``; what the simulation throws.
  func estimate(_ input: Double) throws -> AimEstimate? {
    let x = isWhole ? input.rounded() : input
    if let point = points.first(where: { $0.x == x }) { return point.estimate }
    if undefined.contains(x) { return nil }
    if shouldStop() { throw SearchInterruption.stopped }
    guard points.count + undefined.count < limit else { throw SearchInterruption.evaluationsSpent }
    guard let found = try evaluate(x), found.isDefined else {
      undefined.append(x)
      return nil
    }
    let place = points.firstIndex { $0.x > x } ?? points.count
    points.insert(CurvePoint(x: x, estimate: found), at: place)
    progress(points[place])
    return found
  }

  /// Whether no undefined input lies between two others.
  func isWhole(between a: Double, _ b: Double) -> Bool {
    undefined.allSatisfy { $0 <= min(a, b) || $0 >= max(a, b) }
  }

  /// How the points lie, by the differences of neighbours that are more than noise.
  ///
  /// Flat only if no point differs from another by more than one and a half times the error: there are
  /// many pairs.
  var shape: CurveShape {
    guard let first = points.first, let last = points.last else { return .flat }
    let isFlat = points.allSatisfy { a in
      points.allSatisfy { b in
        let change = PairedDifference(a.estimate, b.estimate)
        return change.isTie || change.value.magnitude <= 1.5 * change.error
      }
    }
    if isFlat { return .flat }
    var turns: [Bool] = []
    // From the last point that was clearly different, so that slow rises count too.
    var base = first.estimate
    for point in points where !PairedDifference(point.estimate, base).isTie {
      let rises = point.estimate.value > base.value
      if turns.last != rises { turns.append(rises) }
      base = point.estimate
    }
    switch turns {
    case [true]: return .rising
    case [false]: return .falling
    case [true, false]: return .humped
    case [false, true]: return .dipped
    case []: return last.estimate.value > first.estimate.value ? .rising : .falling
    default: return .irregular
    }
  }
}

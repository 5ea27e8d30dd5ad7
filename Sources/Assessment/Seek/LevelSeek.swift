/// The value of one lever or assumption at which an aim reaches a level.
///
/// A coarse grid shows the shape; where the level lies between two neighbours, and where the curve turns
/// on its way to it, common random numbers make the curve smooth enough to narrow down.
package struct LevelSeek {
  package let level: Double
  package let bounds: ClosedRange<Double>
  /// Crossings are told from here outwards.
  package let present: Double
  package let isWhole: Bool
  /// Points of the first grid.
  package var gridPoints = 9
  package var evaluations = 200
  /// Asked before every evaluation.
  package var shouldStop: () -> Bool = { false }
  /// Told every point of the curve as it is found.
  package var progress: (CurvePoint) -> Void = { _ in }
  /// The 95 % interval of a crossing is looked for to this share of its width.
  private let intervalTolerance = 0.01

  /// - Parameters:
  ///   - level: In the unit of the aim.
  ///   - bounds: Of the input, in its unit; for whole numbers its ends are rounded inwards.
  ///   - present: The middle of the bounds if nil.
  ///   - isWhole: Whether the input takes whole numbers only.
  package init(
    _ level: Double, within bounds: ClosedRange<Double>, present: Double? = nil,
    isWhole: Bool = false
  ) {
    let low = isWhole ? bounds.lowerBound.rounded(.up) : bounds.lowerBound
    let high = isWhole ? bounds.upperBound.rounded(.down) : bounds.upperBound
    precondition(level.isFinite && low.isFinite && high.isFinite && low <= high, "\(bounds)")
    (self.level, self.bounds, self.isWhole) = (level, low...high, isWhole)
    self.present = present ?? (low + high) / 2
  }

  /// Finds where the aim passes the level.
  ///
  /// - Parameter evaluate: What is known of the aim at an input, under the same shocks everywhere; nil
  ///   where no draw decides.
  /// - Returns: With as many crossings as the grid and the turns of the curve show; two that lie
  ///   between neighbours of the grid without a turn of its points in sight are missed.
  /// - Throws: What `evaluate` throws.
  /// - Accuracy: Where estimates have no error, 10⁻¹² of the bounds, or rounding of the input.
  package func answer(
    _ evaluate: @escaping (Double) throws -> AimEstimate?
  ) throws -> SeekAnswer {
    let curve = SeekCurve(
      limit: evaluations, isWhole: isWhole, shouldStop: shouldStop, progress: progress,
      evaluate)
    var found: [Crossing] = []
    var end = SearchEnd.converged
    do {
      try layGrid(curve)
      if curve.shape != .flat {
        try followTurns(curve)
        for bracket in brackets(curve) {
          if let crossing = try crossing(bracket, curve) { found.append(crossing) }
        }
      }
    } catch let interruption as SearchInterruption {
      end = interruption.end
    }
    found.sort { distance($0) < distance($1) }
    return SeekAnswer(
      finding: finding(found, curve, end), shape: curve.shape, curve: curve.points, end: end)
  }

  private func distance(_ crossing: Crossing) -> Double { (crossing.x - present).magnitude }

  private func gap(_ estimate: AimEstimate) -> Double { estimate.value - level }

  private func layGrid(_ curve: SeekCurve) throws {
    let low = bounds.lowerBound, width = bounds.upperBound - low
    guard width > 0 else {
      _ = try curve.estimate(low)
      return
    }
    let count = max(2, gridPoints)
    for i in 0..<count {
      let x = i == count - 1 ? bounds.upperBound : low + width * Double(i) / Double(count - 1)
      _ = try curve.estimate(x)
    }
    if bounds.contains(present) { _ = try curve.estimate(present) }
  }

  /// Where the curve turns before it passes the level, looks how far it gets.
  private func followTurns(_ curve: SeekCurve) throws {
    let points = curve.points
    for i in points.indices.dropFirst().dropLast() {
      let (a, b, c) = (points[i - 1], points[i], points[i + 1])
      guard curve.isWhole(between: a.x, c.x) else { continue }
      // Towards the level: up from below, down from above.
      let sign = gap(b.estimate) < 0 ? 1.0 : -1.0
      let heights = [a, b, c].map { sign * gap($0.estimate) }
      guard heights[1] >= heights[0], heights[1] >= heights[2], heights[1] < 0 else { continue }
      guard heights[1] > heights[0] || heights[1] > heights[2] else { continue }
      // A turn that is all noise leads nowhere.
      let sides = [a, c].map { PairedDifference($0.estimate, b.estimate) }
      if sides.allSatisfy(\.isTie) { continue }
      let width = bounds.upperBound - bounds.lowerBound
      let isExact = b.estimate.error == 0
      _ = try greatestPlace(
        (a.x, b.x, c.x), at: heights[1],
        tolerance: curve.isWhole ? 1 : width * (isExact ? 1e-7 : 1e-3), enough: { $0 >= 0 }
      ) { x in
        try curve.estimate(x).map { sign * gap($0) }
      }
    }
  }

  /// Neighbours between which the level lies, or a point that has it exactly, twice.
  private func brackets(_ curve: SeekCurve) -> [(low: CurvePoint, high: CurvePoint)] {
    var found: [(low: CurvePoint, high: CurvePoint)] = []
    let points = curve.points
    for (i, point) in points.enumerated() {
      if gap(point.estimate) == 0 {
        // Of several in a row the first: the curve runs along the level.
        if i == 0 || gap(points[i - 1].estimate) != 0 { found.append((point, point)) }
        continue
      }
      guard i > 0, gap(points[i - 1].estimate) * gap(point.estimate) < 0,
        curve.isWhole(between: points[i - 1].x, point.x)
      else { continue }
      found.append((points[i - 1], point))
    }
    return found
  }

  /// Narrows a bracket; nil where the curve passes the level at a pole.
  private func crossing(
    _ bracket: (low: CurvePoint, high: CurvePoint), _ curve: SeekCurve
  ) throws -> Crossing? {
    let low = (x: bracket.low.x, y: gap(bracket.low.estimate))
    let high = (x: bracket.high.x, y: gap(bracket.high.estimate))
    let scale = max(low.x.magnitude, high.x.magnitude)
    let rounding = max(1e-12 * (bounds.upperBound - bounds.lowerBound), 4 * scale.ulp)
    let ends = try narrowedBracket(
      low, high, tolerance: isWhole ? 1 : rounding,
      enough: { x, y in
        // A fiftieth of the standard error is nothing beside it.
        guard !isWhole, let estimate = try? curve.estimate(x) else { return false }
        return y.magnitude <= 0.02 * estimate.standardError
      }
    ) { x in try curve.estimate(x).map(gap) }
    let isPole =
      ends.low.x < ends.high.x && ends.low.y.magnitude > 2 * low.y.magnitude
      && ends.high.y.magnitude > 2 * high.y.magnitude
    guard !isPole else { return nil }
    let isRising = try risesThrough(ends.low.x, ends.high.x, low.y, high.y, curve)
    let best: Double =
      if isWhole {
        ends.low.y >= 0 ? ends.low.x : ends.high.x
      } else {
        ends.low.y.magnitude < ends.high.y.magnitude ? ends.low.x : ends.high.x
      }
    let x = isWhole ? best.rounded() : best
    guard let estimate = try curve.estimate(x) else { return nil }
    return Crossing(
      x: x, estimate: estimate, isRising: isRising,
      low: try intervalEnd(ends.low.x, .low, curve),
      high: try intervalEnd(ends.high.x, .high, curve))
  }

  /// Whether the level is reached above; at a point that has it exactly, by its neighbours.
  private func risesThrough(
    _ low: Double, _ high: Double, _ below: Double, _ above: Double, _ curve: SeekCurve
  ) throws -> Bool {
    if below != 0 || above != 0 { return below < above }
    let left = curve.points.last { $0.x < low }.map { gap($0.estimate) } ?? 0
    let right = curve.points.first { $0.x > high }.map { gap($0.estimate) } ?? 0
    return left < right
  }

  /// The nearest input on one side at which the aim differs from the level by more than its error; nil
  /// where there is none within the bounds.
  ///
  /// Within them no test at 5 % tells the aim from the level: the interval inverts the test.
  ///
  /// - Source: Casella & Berger, *Statistical Inference*, 2nd ed., §9.2.1.
  private func intervalEnd(
    _ start: Double, _ side: BoundsEnd, _ curve: SeekCurve
  ) throws -> Double? {
    guard let root = try curve.estimate(start) else { return nil }
    func beyond(_ estimate: AimEstimate) -> Double { gap(estimate).magnitude - estimate.error }
    if beyond(root) >= 0 { return start }
    let outwards =
      side == .low
      ? Array(curve.points.filter { $0.x < start }.reversed())
      : curve.points.filter { $0.x > start }
    var inner = CurvePoint(x: start, estimate: root)
    for point in outwards {
      guard curve.isWhole(between: inner.x, point.x) else { return nil }
      if beyond(point.estimate) >= 0 {
        return try narrowedEnd(inner, point, start, curve, beyond)
      }
      inner = point
    }
    return nil
  }

  private func narrowedEnd(
    _ inner: CurvePoint, _ outer: CurvePoint, _ root: Double, _ curve: SeekCurve,
    _ beyond: (AimEstimate) -> Double
  ) throws -> Double {
    let isLow = outer.x < inner.x
    let a = (x: inner.x, y: beyond(inner.estimate)), b = (x: outer.x, y: beyond(outer.estimate))
    let rounding = 1e-9 * (bounds.upperBound - bounds.lowerBound)
    let ends = try narrowedBracket(
      isLow ? b : a, isLow ? a : b, tolerance: isWhole ? 1 : max(rounding, .leastNormalMagnitude),
      enough: { x, y in
        guard !isWhole, let estimate = try? curve.estimate(x) else { return false }
        return y.magnitude <= intervalTolerance * estimate.error
      }
    ) { x in try curve.estimate(x).map(beyond) }
    return isLow ? ends.low.x : ends.high.x
  }

  // MARK: The answer

  private func finding(
    _ crossings: [Crossing], _ curve: SeekCurve, _ end: SearchEnd
  ) -> SeekAnswer.Finding {
    if !crossings.isEmpty { return .crossings(crossings) }
    // Of a curve that is known at some points only, neither its peak nor that it is flat is known.
    guard end != .stopped else { return .nothingYet }
    let points = curve.points
    guard let first = points.first else { return .undefined }
    let nearest = points.reduce(first) {
      gap($1.estimate).magnitude < gap($0.estimate).magnitude ? $1 : $0
    }
    if curve.shape == .flat {
      return .noEffect(nearest.estimate, isReached: gap(nearest.estimate) >= 0)
    }
    let binding: BoundsEnd? =
      nearest.x == bounds.lowerBound ? .low : nearest.x == bounds.upperBound ? .high : nil
    let point = NearestPoint(
      x: nearest.x, estimate: nearest.estimate, binding: binding,
      isWithinError: gap(nearest.estimate).magnitude <= nearest.estimate.error)
    return gap(nearest.estimate) >= 0 ? .reachedEverywhere(point) : .unreachable(point)
  }
}

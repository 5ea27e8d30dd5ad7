private import Econometrics

extension PredictiveLaw {
  /// A mixture of laws: with chance wₖ the figure comes from the k-th.
  ///
  /// - Parameter laws: At least one; weights are not negative and sum to 1.
  package init(mixing laws: [(weight: Double, law: PredictiveLaw)]) {
    let used = laws.filter { $0.weight > 0 }
    precondition(!used.isEmpty, "a mixture of nothing")
    guard used.count > 1 else {
      self = used[0].law
      return
    }
    var support: [(value: Double, weight: Double)] = []
    for (weight, law) in used {
      let share = weight / Double(law.points.count)
      support += law.points.map { ($0, share) }
    }
    support.sort { $0.value < $1.value }
    self.init(
      points: WeightedQuantiles.points(support),
      parts: used.flatMap { weight, law in
        law.parts.map { Part(weight: weight * $0.weight, law: $0.law) }
      })
  }

  /// The law with a constant added to its figures.
  package func moved(by shift: Double) -> PredictiveLaw {
    PredictiveLaw(
      points: points.map { $0 + shift },
      parts: parts.map {
        Part(
          weight: $0.weight,
          law: StudentLaw(
            location: $0.law.location + shift, scale: $0.law.scale,
            degreesOfFreedom: $0.law.degreesOfFreedom))
      })
  }

  /// The law with its distance from the median stretched.
  ///
  /// - Parameter factor: Greater than 0; 1 leaves it as it is.
  /// - Returns: A law with the same median.
  package func stretched(by factor: Double) -> PredictiveLaw {
    guard factor != 1 else { return self }
    let centre = median
    func moved(_ x: Double) -> Double { centre + factor * (x - centre) }
    return PredictiveLaw(
      points: points.map(moved),
      parts: parts.map {
        Part(
          weight: $0.weight,
          law: StudentLaw(
            location: moved($0.law.location), scale: factor * $0.law.scale,
            degreesOfFreedom: $0.law.degreesOfFreedom))
      })
  }

  /// The law of a figure that cannot lie below a floor: what lies below is at the floor.
  ///
  /// Parts stay: a count's probability of 0 is that of everything below a half.
  package func floored(at floor: Double) -> PredictiveLaw {
    guard let first = points.first, first < floor else { return self }
    return PredictiveLaw(points: points.map { max($0, floor) }, parts: parts)
  }
}

/// Quantiles of a discrete law.
enum WeightedQuantiles {
  /// The quantiles at ``PredictiveLaw/levels``, by linear interpolation between the middles of the
  /// values' shares.
  ///
  /// - Parameter support: Values ascending, with weights that sum to 1.
  /// - Returns: Ascending, one for each level.
  static func points(_ support: [(value: Double, weight: Double)]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(PredictiveLaw.pointCount)
    var place = 0, below = 0.0
    // The middle of the share of `support[place]` lies at below + weight / 2.
    var before: (middle: Double, value: Double)?
    for level in PredictiveLaw.levels {
      while place < support.count, below + support[place].weight / 2 < level {
        before = (below + support[place].weight / 2, support[place].value)
        below += support[place].weight
        place += 1
      }
      guard place < support.count else {
        result.append(before?.value ?? 0)
        continue
      }
      let next = (middle: below + support[place].weight / 2, value: support[place].value)
      guard let before, next.middle > before.middle else {
        result.append(next.value)
        continue
      }
      let share = (level - before.middle) / (next.middle - before.middle)
      result.append(before.value + share * (next.value - before.value))
    }
    return result
  }
}

import NumericKernels
import RandomStreams
import Simulation

/// How far one input moves the whole law of an outcome, not only its variance: distances between the
/// law in each slice of the input and that over all draws.
package struct PAWNIndices: Sendable, Equatable {
  /// Kolmogorov-Smirnov distances, 0 to 1, one for each slice that holds draws; never empty.
  package let distances: [Double]
  /// What a dummy input of the same slices, without influence, stays below in 95 % of the time.
  package let dummy: Summary?

  /// What the distances come to.
  package struct Summary: Sendable, Equatable {
    package let minimum: Double
    package let median: Double
    package let mean: Double
    package let maximum: Double

    /// - Parameter distances: At least one.
    init(_ distances: [Double]) {
      let sorted = distances.sorted()
      let half = sorted.count / 2
      minimum = sorted[0]
      maximum = sorted[sorted.count - 1]
      median = sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
      mean = distances.reduce(0, +) / Double(distances.count)
    }

    fileprivate init(minimum: Double, median: Double, mean: Double, maximum: Double) {
      (self.minimum, self.median) = (minimum, median)
      (self.mean, self.maximum) = (mean, maximum)
    }
  }

  /// The default index is the median, which one odd slice does not move; the maximum sees an input
  /// that matters in one slice only.
  package var summary: Summary { Summary(distances) }

  /// Whether the median distance is no more than a dummy's; nil without a dummy.
  package var isBelowDummy: Bool? { dummy.map { summary.median <= $0.median } }

  /// Whether the greatest distance is no more than a dummy's; nil without a dummy.
  package var maximumIsBelowDummy: Bool? { dummy.map { summary.maximum <= $0.maximum } }
}

/// How an input's draws are divided.
package enum PAWNSlices: Sendable, Equatable {
  /// By mid-rank; every draw is in a slice, and equal values share one.
  case ranks
  /// As SALib 1.6 does, from edge to edge, without the greatest draws.
  case edges
}

extension GivenData {
  /// PAWN indices of all inputs.
  ///
  /// - Parameters:
  ///   - slices: Of equal probability, greater than 1; beyond the draws they come down to these.
  ///   - convention: How draws are divided.
  ///   - dummy: How often, and with which seed, slices are dealt to draws at random to see what no
  ///     influence looks like; nil for never. 95 % of 200 have a Monte Carlo error of 1.5 %.
  ///   - threads: They change no bit.
  /// - Returns: One an input; nil for an input that is the same in every draw.
  /// - Complexity: O(draws · inputs), and O(draws · replicates) for inputs of other slice sizes.
  /// - Source: Pianosi & Wagener, *Environmental Modelling & Software* 108, 2018, §2.2 and, for the
  ///   dummy, Khorashadi Zadeh et al., the same 91, 2017. Agrees with SALib 1.6.0: see `PAWNTests`.
  package func pawn(
    slices: Int = 10, convention: PAWNSlices = .ranks, dummy: Bootstrap? = nil, threads: Int = 1
  ) -> [PAWNIndices?] {
    precondition(slices > 1, "\(slices) slices")
    let slices = min(slices, draws)
    let order = OrderedOutcome(y)
    let divided = mapInParallel(inputs.columns.count, threads: threads) { input -> Slices? in
      let column = inputs.columns[input]
      guard varies(column) else { return nil }
      return switch convention {
      case .ranks: Slices(ranks: inputs.ranks[input], count: slices)
      case .edges: Slices(edgesOf: column, count: slices)
      }
    }
    let sizes = Set(divided.compactMap { $0?.sizes }).sorted { $0.lexicographicallyPrecedes($1) }
    let dummies = dummy.map { dummy in
      sizes.map { order.dummy($0, dummy, threads: threads) }
    }
    return mapInParallel(divided.count, threads: threads) { input in
      guard let slices = divided[input] else { return nil }
      let place = sizes.firstIndex(of: slices.sizes)
      return PAWNIndices(
        distances: order.distances(slices), dummy: place.flatMap { dummies?[$0] })
    }
  }
}

/// The draws in ascending order of their outcome.
private struct OrderedOutcome: Sendable {
  private let order: [Int32]
  /// The places at which a group of equal outcomes ends.
  private let ends: [Int32]

  init(_ y: [Double]) {
    let order = ascendingOrder(of: y)
    self.order = order
    ends = order.indices.filter {
      $0 + 1 == order.count || y[Int(order[$0])] != y[Int(order[$0 + 1])]
    }.map { Int32($0 + 1) }
  }

  /// The greatest distance between each slice's distribution function and that of all draws.
  ///
  /// A slice's function rises at its own draws only, so the distance is greatest at one of them or
  /// just before.
  func distances(_ slices: Slices) -> [Double] {
    let n = Double(order.count)
    let sizes = slices.sizes.map(Double.init)
    var counts = [Double](repeating: 0, count: sizes.count)
    var greatest = counts
    var start = 0
    for end in ends {
      let group = order[start..<Int(end)]
      for draw in group {
        let s = Int(slices.slice[Int(draw)])
        guard s >= 0 else { continue }
        greatest[s] = max(greatest[s], Double(start) / n - counts[s] / sizes[s])
      }
      // Only once all of the group were looked at: equal outcomes are one step.
      for draw in group where slices.slice[Int(draw)] >= 0 {
        counts[Int(slices.slice[Int(draw)])] += 1
      }
      for draw in group {
        let s = Int(slices.slice[Int(draw)])
        guard s >= 0 else { continue }
        greatest[s] = max(greatest[s], counts[s] / sizes[s] - Double(end) / n)
      }
      start = Int(end)
    }
    return greatest.indices.filter { slices.sizes[$0] > 0 }.map { greatest[$0] }
  }

  /// The 95 % points of what slices of these sizes, dealt at random, come to.
  func dummy(_ sizes: [Int], _ replicates: Bootstrap, threads: Int) -> PAWNIndices.Summary {
    let used = sizes.reduce(0, +)
    let dealt =
      sizes.enumerated().flatMap { Array(repeating: Int32($0), count: $1) }
      + Array(repeating: -1, count: order.count - used)
    let all = mapInParallel(replicates.replicates, threads: threads) { replicate in
      var uniforms = [Double](repeating: 0, count: dealt.count)
      var span = uniforms.mutableSpan
      fillUniforms(
        seed: replicates.seed, slot: SensitivitySlot.dummy, index: replicate, firstDraw: 0,
        into: &span)
      let deal = shuffled(dealt.count, by: uniforms).map { dealt[$0] }
      return PAWNIndices.Summary(distances(Slices(deal, count: sizes.count)))
    }
    func level(_ read: (PAWNIndices.Summary) -> Double) -> Double {
      all.map(read).sorted()[min(all.count - 1, all.count * 95 / 100)]
    }
    return PAWNIndices.Summary(
      minimum: level(\.minimum), median: level(\.median), mean: level(\.mean),
      maximum: level(\.maximum))
  }
}

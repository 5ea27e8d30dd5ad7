internal import NumericKernels

/// How the values of an aim are to be read.
package enum AimScale: Sendable, Equatable {
  /// In 0...1; searched on as a normal score, on which P bends less.
  case probability
  /// Any number, more being better.
  case quantity

  /// What surfaces are fitted to.
  func height(_ value: Double) -> Double {
    switch self {
    // Beyond ±5.2 a probability says no more than never or always.
    case .probability: normalQuantile(min(1 - 1e-7, max(1e-7, value)))
    case .quantity: value
    }
  }

  /// How much a value tells of its height, relative to one in the middle: a score is known badly where
  /// P is near 0 or 1.
  func weight(_ value: Double) -> Double {
    guard self == .probability else { return 1 }
    return min(1, normalDensity(height(value)) / normalDensity(2))
  }

  /// By how much a value changes for a unit of height.
  func slope(_ value: Double) -> Double {
    self == .probability ? normalDensity(height(value)) : 1
  }

  func isPossible(_ value: Double) -> Bool {
    self == .quantity || (value >= 0 && value <= 1)
  }
}

/// What a search looks for.
enum PlanGoal: Sendable, Equatable {
  /// The least cost at which every aim has at least this height.
  case cheapest(levels: [Double])
  /// The greatest least of (height − origin) / weight, over the aims of finite weight.
  case most(origins: [Double], weights: [Double])

  /// The greatest height of one of `count` aims, whatever the others.
  static func most(of aim: Int, count: Int) -> PlanGoal {
    .most(
      origins: Array(repeating: 0, count: count),
      weights: (0..<count).map { $0 == aim ? 1 : .infinity })
  }

  /// How good a plan of these heights is.
  func merit(_ heights: [Double], cost: Double) -> PlanMerit {
    switch self {
    case .cheapest(let levels):
      let least = zip(heights, levels).reduce(Double.infinity) { min($0, $1.0 - $1.1) }
      // Costs are sums and shares are means: what rounding makes of equal ones does not rank.
      let billions = (cost * 1e9).rounded() / 1e9
      return PlanMerit(shortfall: least >= -1e-12 ? 0 : -least, loss: billions, rest: -least)
    case .most(let origins, let weights):
      let least = heights.indices.reduce(Double.infinity) { least, j in
        weights[j].isFinite ? min(least, (heights[j] - origins[j]) / weights[j]) : least
      }
      return PlanMerit(shortfall: 0, loss: -least, rest: cost)
    }
  }

  /// The aim that holds a plan back.
  func worstAim(_ heights: [Double]) -> Int {
    func margin(_ j: Int) -> Double {
      switch self {
      case .cheapest(let levels): heights[j] - levels[j]
      case .most(let origins, let weights):
        weights[j].isFinite ? (heights[j] - origins[j]) / weights[j] : .infinity
      }
    }
    return heights.indices.min { margin($0) < margin($1) } ?? 0
  }
}

/// How good a plan is: first what it lacks, then what it costs.
struct PlanMerit: Comparable {
  /// By how much the worst aim misses its level, in heights.
  let shortfall: Double
  /// Billion VND, or how far the worst aim lies below its origin.
  let loss: Double
  /// Between plans that are equal so far: the other of the two.
  let rest: Double

  static func < (a: PlanMerit, b: PlanMerit) -> Bool {
    (a.shortfall, a.loss, a.rest) < (b.shortfall, b.loss, b.rest)
  }
}

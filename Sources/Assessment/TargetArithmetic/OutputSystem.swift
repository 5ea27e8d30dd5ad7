import ReachModel

/// Output of the sectors at constant and at current prices and of other manufacturing, over all years
/// to the last target: shares and growth together.
///
/// With every amount divided by the prices of supporting industries, the identity of share and growth
/// is linear: growth compares Q with Q of the year before, a share compares S with S + O, and O moves
/// within the scenario's laws.
struct OutputSystem: Sendable {
  private let targets: [Target]
  /// The sectors that targets name.
  private let named: [Int]
  /// The named sectors, and all others as one.
  private let sectors: Int
  private let planYear: Int
  /// Years after the year before the plan, which is year 0.
  private let years: Int
  private let laws: OutputLaws

  /// Beyond these factors a year the output of supporting industries is not looked for.
  private let steps: (least: Double, most: Double)

  /// - Parameters:
  ///   - targets: About share and growth.
  ///   - sectors: How many there are.
  ///   - planYear: The first simulated year.
  ///   - laws: What the scenario allows to manufacturing.
  init(_ targets: [Target], sectors: Int, planYear: Int, laws: OutputLaws) {
    self.targets = targets
    named = Set(targets.compactMap(\.sector)).sorted()
    self.sectors = min(named.count + 1, sectors)
    (self.planYear, self.laws) = (planYear, laws)
    let lowest = targets.reduce(0.0) { $1.outcome == .growth ? min($0, $1.threshold) : $0 }
    steps = (least: min(0.1, (1 + lowest) / 2), most: 10)
    years = min(laws.other.count, (targets.map(\.year).max() ?? planYear) - planYear + 1)
  }

  private typealias Terms = [(variable: Int, coefficient: Double)]

  private func real(_ s: Int, _ y: Int) -> Int { y * (2 * sectors + 1) + s }
  private func nominal(_ s: Int, _ y: Int) -> Int { real(s, y) + sectors }
  private func other(_ y: Int) -> Int { real(0, y) + 2 * sectors }

  private func sum(_ y: Int, _ factor: Double, _ sector: Int?, of place: (Int, Int) -> Int) -> Terms
  {
    (sector.map { $0...$0 } ?? 0...(sectors - 1)).map { (place($0, y), factor) }
  }

  /// All of manufacturing in a year.
  private func manufacturing(_ y: Int, _ factor: Double = 1) -> Terms {
    sum(y, factor, nil, of: nominal) + [(other(y), factor)]
  }

  /// Those of some targets that contradict each other under the laws; nil if they can hold.
  func contradiction(_ members: [Int]) -> [Int]? {
    var system = linked(withStart: true)
    addBands(&system)
    system.equate(manufacturing(0), 1)
    addTargets(members, &system)
    return system.contradiction
  }

  /// What ties the variables together whatever the targets.
  private func linked(withStart: Bool) -> LinearSystem {
    var system = LinearSystem(
      variables: (years + 1) * (2 * sectors + 1), tolerance: 1e-10, greatest: 10_000)
    for y in 0...years {
      for s in 0..<sectors {
        system.rows += [
          .atLeast([(nominal(s, y), laws.priceDrift), (real(s, y), -1)], 0),
          .atLeast([(real(s, y), laws.priceDrift), (nominal(s, y), -1)], 0),
        ]
      }
      guard y > 0 else { continue }
      let now = sum(y, 1, nil, of: real)
      system.rows += [
        .atLeast(now + sum(y - 1, -steps.least, nil, of: real), 0),
        .atMost(now + sum(y - 1, -steps.most, nil, of: real), 0),
      ]
    }
    if withStart {
      let SI = sum(0, 1, nil, of: nominal)
      system.rows += [
        .atLeast(SI + manufacturing(0, -laws.startShare.lowerBound), 0),
        .atMost(SI + manufacturing(0, -laws.startShare.upperBound), 0),
      ]
    }
    return system
  }

  private func addBands(_ system: inout LinearSystem) {
    for first in 0..<years {
      for last in (first + 1)...years {
        let band = laws.other[first][last - first - 1]
        system.rows += [
          .atLeast([(other(last), 1), (other(first), -band.lowerBound)], 0),
          .atMost([(other(last), 1), (other(first), -band.upperBound)], 0),
        ]
      }
    }
  }

  private func addTargets(_ members: [Int], _ system: inout LinearSystem) {
    for i in members {
      let target = targets[i], bound = TargetBound(target)
      let y = target.year - planYear + 1
      let scope = target.sector.flatMap(named.firstIndex)
      guard (1...years).contains(y) else { continue }
      let terms =
        target.outcome == .growth
        ? sum(y, 1, scope, of: real)
          + sum(y - 1, -(1 + bound.inner), scope, of: real)
        : sum(y, 1, scope, of: nominal) + manufacturing(y, -bound.inner)
      system.rows.append(
        bound.isFloor ? .atLeast(terms, 0, target: i) : .atMost(terms, 0, target: i))
    }
  }
}

extension OutputSystem {
  /// How fast manufacturing would have to grow for these targets to hold, beside how fast it can.
  ///
  /// - Returns: nil if they do not ask it of manufacturing, but contradict each other over the years
  ///   in some other way.
  func need(_ members: [Int]) -> ManufacturingNeed? {
    let shares = members.map { targets[$0] }.filter { $0.outcome == .share }.map(\.year)
    guard let last = shares.max() else { return nil }
    let first = shares.min().flatMap { $0 < last ? $0 : nil } ?? planYear - 1
    let y = (first - planYear + 1, last - planYear + 1)
    guard let other = growth(members, y, of: [(other(y.0), 1)], [(other(y.1), 1)]),
      let all = growth(members, y, of: manufacturing(y.0), manufacturing(y.1))
    else { return nil }
    let band = laws.other[y.0][y.1 - y.0 - 1]
    let isTooFast = other.least.map { $0 > band.upperBound } ?? false
    guard isTooFast || other.most.map({ $0 < band.lowerBound }) ?? false else { return nil }
    guard let needed = isTooFast ? other.least : other.most,
      let neededOfAll = isTooFast ? all.least : all.most
    else { return nil }
    return ManufacturingNeed(
      first: first, last: last, isTooFast: isTooFast, all: neededOfAll - 1, other: needed - 1,
      possible: (band.lowerBound - 1)...(band.upperBound - 1),
      startShare: first == planYear - 1 ? laws.startShare : nil)
  }

  /// The range of one sum over another, whatever manufacturing may do.
  private func growth(
    _ members: [Int], _ y: (Int, Int), of before: Terms, _ after: Terms
  ) -> (least: Double?, most: Double?)? {
    var system = linked(withStart: y.0 == 0)
    addTargets(members, &system)
    system.equate(before, 1)
    return system.range(of: after)
  }
}

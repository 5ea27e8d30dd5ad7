/// Quantiles of a stream in fixed memory, with a stated error.
///
/// Whole numbers are counted exactly while they span at most ``wholeCells`` values; beyond that
/// neighbours share a cell, in powers of two, and a quantile is exact to the width of one. Other
/// numbers fall on a grid of ``cells`` equal cells whose range is set by the first ``pilot``
/// numbers (their range and half as much again on either side); a quantile is interpolated within
/// its cell, so its error is below the width of one, about 1/600 of a standard deviation, and far
/// below the Monte Carlo error where the density is smooth. A stream that ends within the pilot is
/// kept and its quantiles are exact.
///
/// A quantile is the smallest x with F(x) ≥ p.
public struct QuantileSketch: Sendable {
  public static let cells = 8192
  public static let pilot = 2048
  public static let wholeCells = 1 << 16

  public private(set) var count = 0
  private let isWhole: Bool
  /// The numbers so far, until the grid is set.
  private var kept: [Double] = []
  /// Counts by cell: of whole numbers from cell `first` on, each of `wholeWidth` values, or of the
  /// grid between under- and overflow.
  private var counts: [Int] = []
  private var first = 0
  /// A power of two; cell i holds the values from i · wholeWidth on.
  private var wholeWidth = 1
  private var low = 0.0
  private var width = 0.0
  private var minimum = Double.infinity
  private var maximum = -Double.infinity

  /// How far a quantile inside the grid may be off; 0 where it is exact.
  public var resolution: Double {
    isWhole ? Double(wholeWidth - 1) : kept.isEmpty ? width : 0
  }

  /// - Parameter isWhole: Whether the numbers are counts, below 2⁵³, to be kept exactly.
  public init(isWhole: Bool) { self.isWhole = isWhole }

  /// Adds finite numbers.
  public mutating func add(_ values: some Collection<Double>) {
    count += values.count
    for value in values {
      minimum = min(minimum, value)
      maximum = max(maximum, value)
    }
    if isWhole {
      addWhole(values)
    } else if counts.isEmpty, count <= Self.pilot {
      kept.append(contentsOf: values)
    } else {
      if counts.isEmpty { layGrid(with: values) }
      for value in values { counts[cell(of: value)] += 1 }
    }
  }

  private mutating func addWhole(_ values: some Collection<Double>) {
    guard !values.isEmpty else { return }
    let bottom = Int(minimum), top = Int(maximum)
    while floorDivided(top, wholeWidth) - floorDivided(bottom, wholeWidth) >= Self.wholeCells {
      coarsen()
    }
    makeRoom(from: floorDivided(bottom, wholeWidth), to: floorDivided(top, wholeWidth))
    for value in values { counts[floorDivided(Int(value), wholeWidth) - first] += 1 }
  }

  /// Joins the cells two by two, at even places, so that the order of the numbers does not matter.
  private mutating func coarsen() {
    wholeWidth *= 2
    guard !counts.isEmpty else { return }
    let start = floorDivided(first, 2), end = floorDivided(first + counts.count - 1, 2)
    var joined = Array(repeating: 0, count: end - start + 1)
    for (i, inCell) in counts.enumerated() { joined[floorDivided(first + i, 2) - start] += inCell }
    (first, counts) = (start, joined)
  }

  private mutating func makeRoom(from bottom: Int, to top: Int) {
    if counts.isEmpty { first = bottom }
    if bottom < first {
      counts.insert(contentsOf: repeatElement(0, count: first - bottom), at: 0)
      first = bottom
    }
    let missing = top - first - counts.count + 1
    if missing > 0 { counts.append(contentsOf: repeatElement(0, count: missing)) }
  }

  private mutating func layGrid(with values: some Collection<Double>) {
    let pilot = kept.isEmpty ? Array(values.prefix(Self.pilot)) : kept
    // The grid ends at ±2¹⁰⁰⁰, so that no distance in it overflows; what lies beyond keeps its order.
    let bottom = max(-0x1p1000, pilot.min() ?? 0), top = min(0x1p1000, pilot.max() ?? 0)
    // A constant stream needs some width; its minimum and maximum then bound every quantile.
    let half = top > bottom ? top / 2 - bottom / 2 : max(1e-9, bottom.magnitude * 1e-9)
    low = bottom - half
    width = half / Double(Self.cells / 4)
    counts = Array(repeating: 0, count: Self.cells + 2)
    for value in kept { counts[cell(of: value)] += 1 }
    kept = []
  }

  /// 0 and `cells` + 1 hold what falls outside the grid.
  private func cell(of value: Double) -> Int {
    let place = (value - low) / width
    if place < 0 { return 0 }
    return place >= Double(Self.cells) ? Self.cells + 1 : Int(place) + 1
  }

  /// The smallest x with F(x) ≥ p, 0 ≤ p ≤ 1.
  public func quantile(_ p: Double) -> Double {
    precondition(count > 0, "quantile of no numbers")
    precondition(p >= 0 && p <= 1, "p = \(p)")
    // ⌈n p⌉-th smallest; the subtraction undoes the rounding of n p when it is a whole number.
    let rank = min(count, max(1, Int((Double(count) * p - 1e-9).rounded(.up))))
    if !kept.isEmpty { return kept.sorted()[rank - 1] }
    var below = 0
    for (i, inCell) in counts.enumerated() where inCell > 0 {
      if below + inCell >= rank {
        return isWhole ? wholeValue(i) : interpolated(i, Double(rank - below) / Double(inCell))
      }
      below += inCell
    }
    return maximum
  }

  private func interpolated(_ cell: Int, _ fraction: Double) -> Double {
    let left = cell == 0 ? minimum : low + Double(cell - 1) * width
    let right = cell == Self.cells + 1 ? maximum : low + Double(cell) * width
    // Not left + fraction · (right − left), which overflows between numbers of opposite signs.
    return min(maximum, max(minimum, left * (1 - fraction) + right * fraction))
  }

  /// The share of numbers ≤ x: exact for whole numbers, within one cell's share otherwise.
  public func distribution(at x: Double) -> Double {
    guard count > 0 else { return 0 }
    if !kept.isEmpty { return Double(kept.lazy.filter { $0 <= x }.count) / Double(count) }
    guard isWhole else { return gridDistribution(at: x) }
    if x < minimum { return 0 }
    if x >= maximum { return 1 }
    let last = floorDivided(Int(x.rounded(.down)), wholeWidth) - first
    return Double(counts[0...last].reduce(0, +)) / Double(count)
  }

  /// The greatest value of a cell of whole numbers: F is known there.
  private func wholeValue(_ cell: Int) -> Double {
    min(maximum, Double((first + cell + 1) * wholeWidth - 1))
  }

  private func gridDistribution(at x: Double) -> Double {
    if x >= maximum { return 1 }
    let cell = cell(of: x)
    let below = counts[..<cell].reduce(0, +)
    let left = cell == 0 ? minimum : low + Double(cell - 1) * width
    let right = cell == Self.cells + 1 ? maximum : low + Double(cell) * width
    let fraction = right > left ? max(0, x - left) / (right - left) : 1
    return (Double(below) + Double(counts[cell]) * fraction) / Double(count)
  }

  /// The Monte Carlo standard error of a quantile: half the distance between the quantiles at p ±
  /// one binomial standard error.
  ///
  /// Whole numbers are spread evenly over the unit around each, since the distance between whole
  /// quantiles is often 0, which no estimate deserves.
  public func quantileError(_ p: Double) -> Double {
    guard minimum < maximum else { return 0 }
    let s = (p * (1 - p) / Double(max(1, count))).squareRoot()
    let low = max(0, p - s), high = min(1, p + s)
    return isWhole
      ? (spreadQuantile(high) - spreadQuantile(low)) / 2 : (quantile(high) - quantile(low)) / 2
  }

  /// The quantile of whole numbers after each is spread over the unit around it.
  private func spreadQuantile(_ p: Double) -> Double {
    let target = p * Double(count)
    var below = 0.0
    for (i, inCell) in counts.enumerated() where inCell > 0 {
      let next = below + Double(inCell)
      if next >= target {
        let start = Double((first + i) * wholeWidth) - 0.5
        return start + Double(wholeWidth) * (target - below) / Double(inCell)
      }
      below = next
    }
    return maximum + 0.5
  }

  /// The stream's histogram over at most `bins` equal bins between its ends.
  public func histogram(bins: Int) -> [(low: Double, high: Double, count: Int)] {
    guard count > 0 else { return [] }
    let span = isWhole ? maximum - minimum + 1 : maximum - minimum
    let start = isWhole ? minimum - 0.5 : minimum
    let size = isWhole ? max(1, (span / Double(bins)).rounded(.up)) : span / Double(bins)
    guard size > 0 else { return [(minimum, maximum, count)] }
    let needed = isWhole ? Int((span / size).rounded(.up)) : bins
    // Counts up to each edge are rounded, not those of the bins, so that the bins add up.
    var below = 0
    return (0..<needed).map { i in
      let left = start + Double(i) * size
      let right = i == needed - 1 ? start + span : start + Double(i + 1) * size
      let share = i == needed - 1 ? 1 : distribution(at: right)
      let upTo = Int((share * Double(count)).rounded())
      defer { below = upTo }
      return (left, right, upTo - below)
    }
  }
}

/// ⌊value / divisor⌋ for a positive divisor.
private func floorDivided(_ value: Int, _ divisor: Int) -> Int {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

/// Quantiles of a stream in fixed memory, with a stated error.
///
/// Whole numbers are counted exactly. Other numbers fall on a grid of ``cells`` equal cells whose
/// range is set by the first ``pilot`` numbers (their range and half as much again on either
/// side); a quantile is interpolated within its cell, so its error is below the width of one,
/// about 1/600 of a standard deviation, and far below the Monte Carlo error where the density is
/// smooth. A stream that ends within the pilot is kept and its quantiles are exact.
///
/// A quantile is the smallest x with F(x) ≥ p.
public struct QuantileSketch: Sendable {
  public static let cells = 8192
  public static let pilot = 2048

  public private(set) var count = 0
  private let isWhole: Bool
  /// The numbers so far, until the grid is set.
  private var kept: [Double] = []
  /// Counts by whole number from `first` on, or by cell between under- and overflow.
  private var counts: [Int] = []
  private var first = 0
  private var low = 0.0
  private var width = 0.0
  private var minimum = Double.infinity
  private var maximum = -Double.infinity

  /// - Parameter isWhole: Whether the numbers are counts, to be kept exactly.
  public init(isWhole: Bool) { self.isWhole = isWhole }

  public mutating func add(_ values: some Collection<Double>) {
    count += values.count
    for value in values {
      minimum = min(minimum, value)
      maximum = max(maximum, value)
    }
    if isWhole {
      for value in values { addWhole(Int(value)) }
    } else if counts.isEmpty, count <= Self.pilot {
      kept.append(contentsOf: values)
    } else {
      if counts.isEmpty { layGrid(with: values) }
      for value in values { counts[cell(of: value)] += 1 }
    }
  }

  private mutating func addWhole(_ value: Int) {
    if counts.isEmpty { first = value }
    if value < first {
      counts.insert(contentsOf: repeatElement(0, count: first - value), at: 0)
      first = value
    } else if value >= first + counts.count {
      counts.append(contentsOf: repeatElement(0, count: value - first - counts.count + 1))
    }
    counts[value - first] += 1
  }

  private mutating func layGrid(with values: some Collection<Double>) {
    let pilot = kept.isEmpty ? Array(values.prefix(Self.pilot)) : kept
    let bottom = pilot.min() ?? 0, top = pilot.max() ?? 0
    // A constant stream needs some width; its minimum and maximum then bound every quantile.
    let span = top > bottom ? top - bottom : max(1e-9, bottom.magnitude * 1e-9)
    low = bottom - span / 2
    width = 2 * span / Double(Self.cells)
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
        return isWhole ? Double(first + i) : interpolated(i, Double(rank - below) / Double(inCell))
      }
      below += inCell
    }
    return maximum
  }

  private func interpolated(_ cell: Int, _ fraction: Double) -> Double {
    let left = cell == 0 ? minimum : low + Double(cell - 1) * width
    let right = cell == Self.cells + 1 ? maximum : low + Double(cell) * width
    return min(maximum, max(minimum, left + fraction * (right - left)))
  }

  /// The share of numbers ≤ x: exact for whole numbers, within one cell's share otherwise.
  public func distribution(at x: Double) -> Double {
    guard count > 0 else { return 0 }
    if !kept.isEmpty { return Double(kept.lazy.filter { $0 <= x }.count) / Double(count) }
    guard isWhole else { return gridDistribution(at: x) }
    let last = min(counts.count - 1, Int(x.rounded(.down)) - first)
    return last < 0 ? 0 : Double(counts[0...last].reduce(0, +)) / Double(count)
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

  /// Half the distance between the quantiles at p ± one binomial standard error: the Monte Carlo
  /// standard error of the quantile.
  public func quantileError(_ p: Double) -> Double {
    let s = (p * (1 - p) / Double(max(1, count))).squareRoot()
    return (quantile(min(1, p + s)) - quantile(max(0, p - s))) / 2
  }

  /// The stream's histogram over at most `bins` equal bins between its ends.
  public func histogram(bins: Int) -> [(low: Double, high: Double, count: Int)] {
    guard count > 0 else { return [] }
    let lastWhole = Double(first + counts.count - 1)
    let span = isWhole ? lastWhole - Double(first) + 1 : maximum - minimum
    let start = isWhole ? Double(first) - 0.5 : minimum
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

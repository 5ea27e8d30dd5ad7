/// Quantiles of a stream in fixed memory, with a stated error.
///
/// Whole numbers below ``exactBelow`` are counted one by one; those above share cells of a relative
/// width of 2⁻¹⁵, so that one extreme number costs the others nothing. Other numbers fall on a grid
/// of ``cells`` equal cells around the central 98 % of the first ``pilot`` numbers (their range and
/// half as much again on either side), and beyond it into cells of the same relative width: a
/// quantile is interpolated within its cell, so its error is below the width of one, about 1/900 of
/// a standard deviation for a normal law, however long the tails are. A stream that ends within the
/// pilot is kept and its quantiles are exact.
///
/// A quantile is the smallest x with F(x) ≥ p.
public struct QuantileSketch: Sendable {
  public static let cells = 8192
  public static let pilot = 2048
  public static let exactBelow = 1 << 17

  public private(set) var count = 0
  private let isWhole: Bool
  /// The numbers so far, until the grid is set.
  private var kept: [Double] = []
  /// Counts by whole number from `first` on, or by cell of the grid.
  private var counts: [Int] = []
  private var first = 0
  /// Counts of large whole numbers, or of what lies beyond the grid, by the first bits of their
  /// pattern: keys in the order of the numbers.
  private var tails: [Int: Int] = [:]
  private var low = 0.0
  private var width = 0.0
  private var minimum = Double.infinity
  private var maximum = -Double.infinity

  /// - Parameter isWhole: Whether the numbers are counts: whole, ≥ 0 and below 2⁵³.
  public init(isWhole: Bool) { self.isWhole = isWhole }

  /// Adds finite numbers.
  public mutating func add(_ values: some Collection<Double>) {
    count += values.count
    for value in values {
      minimum = min(minimum, value)
      maximum = max(maximum, value)
    }
    if isWhole {
      for value in values { addWhole(value) }
    } else if counts.isEmpty, count <= Self.pilot {
      kept.append(contentsOf: values)
    } else {
      if counts.isEmpty { layGrid(with: values) }
      for value in values { addReal(value) }
    }
  }

  private mutating func addWhole(_ number: Double) {
    guard number < Double(Self.exactBelow) else {
      tails[Self.tailKey(number), default: 0] += 1
      return
    }
    let value = Int(number)
    precondition(value >= 0, "a count of \(number)")
    if counts.isEmpty { first = value }
    if value < first {
      counts.insert(contentsOf: repeatElement(0, count: first - value), at: 0)
      first = value
    } else if value >= first + counts.count {
      counts.append(contentsOf: repeatElement(0, count: value - first - counts.count + 1))
    }
    counts[value - first] += 1
  }

  /// Exponent and 15 bits of the significand; negative numbers count down from −1.
  private static func tailKey(_ number: Double) -> Int {
    let key = Int(number.magnitude.bitPattern >> 37)
    return number < 0 ? -1 - key : key
  }

  /// The numbers of a tail cell lie between these.
  private static func ends(ofTail key: Int) -> (low: Double, high: Double) {
    let place = UInt64(key < 0 ? -1 - key : key)
    let near = Double(bitPattern: place << 37), far = Double(bitPattern: (place + 1) << 37)
    return key < 0 ? (-far, -near) : (near, far)
  }

  /// Whole numbers in order: the least and the greatest of each cell, and how many it holds.
  private var wholeCells: [(low: Double, high: Double, count: Int)] {
    let exact = counts.enumerated().filter { $1 > 0 }.map { i, inCell in
      (low: Double(first + i), high: Double(first + i), count: inCell)
    }
    return exact
      + tails.sorted { $0.key < $1.key }.map { key, inCell in
        let ends = Self.ends(ofTail: key)
        return (low: ends.low, high: min(maximum, ends.high - 1), count: inCell)
      }
  }

  private mutating func layGrid(with values: some Collection<Double>) {
    let pilot = (kept.isEmpty ? Array(values.prefix(Self.pilot)) : kept).sorted()
    // Not the extremes: one of them would make the cells too wide for all the others. Within ±2¹⁰⁰⁰,
    // so that no distance overflows.
    let bottom = max(-0x1p1000, pilot[pilot.count / 100])
    let top = min(0x1p1000, pilot[pilot.count - 1 - pilot.count / 100])
    // A constant stream needs some width; its minimum and maximum then bound every quantile.
    let half = top > bottom ? top / 2 - bottom / 2 : max(1e-9, bottom.magnitude * 1e-9)
    low = bottom - half
    width = half / Double(Self.cells / 4)
    counts = Array(repeating: 0, count: Self.cells)
    for value in kept { addReal(value) }
    kept = []
  }

  private mutating func addReal(_ value: Double) {
    let place = (value - low) / width
    if place >= 0, place < Double(Self.cells) {
      counts[Int(place)] += 1
    } else {
      tails[Self.tailKey(value), default: 0] += 1
    }
  }

  private var gridEnd: Double { low + Double(Self.cells) * width }

  /// Real numbers in order: the ends of each cell, and how many it holds.
  private var realCells: [(low: Double, high: Double, count: Int)] {
    let grid = counts.enumerated().filter { $1 > 0 }.map { i, inCell in
      (low: low + Double(i) * width, high: low + Double(i + 1) * width, count: inCell)
    }
    var below: [(low: Double, high: Double, count: Int)] = [], above = below
    for (key, inCell) in tails.sorted(by: { $0.key < $1.key }) {
      let ends = Self.ends(ofTail: key)
      // A cell that reaches into the grid holds only what lies beyond it on its side.
      if ends.high <= gridEnd, ends.low < low {
        below.append((ends.low, min(ends.high, low), inCell))
      } else {
        above.append((max(ends.low, gridEnd), ends.high, inCell))
      }
    }
    return below + grid + above
  }

  /// The smallest x with F(x) ≥ p, 0 ≤ p ≤ 1.
  public func quantile(_ p: Double) -> Double {
    precondition(count > 0, "quantile of no numbers")
    precondition(p >= 0 && p <= 1, "p = \(p)")
    // ⌈n p⌉-th smallest; the subtraction undoes the rounding of n p when it is a whole number.
    let rank = min(count, max(1, Int((Double(count) * p - 1e-9).rounded(.up))))
    if !kept.isEmpty { return kept.sorted()[rank - 1] }
    if isWhole { return wholeQuantile(rank) }
    var below = 0
    for cell in realCells {
      if below + cell.count >= rank {
        return interpolated(cell.low, cell.high, Double(rank - below) / Double(cell.count))
      }
      below += cell.count
    }
    return maximum
  }

  /// F is known at the greatest number of a cell.
  private func wholeQuantile(_ rank: Int) -> Double {
    var below = 0
    for cell in wholeCells {
      below += cell.count
      if below >= rank { return cell.high }
    }
    return maximum
  }

  private func interpolated(_ low: Double, _ high: Double, _ fraction: Double) -> Double {
    let left = max(low, minimum), right = min(high, maximum)
    // Not left + fraction · (right − left), which overflows between numbers of opposite signs.
    return min(maximum, max(minimum, left * (1 - fraction) + right * fraction))
  }

  /// The share of numbers ≤ x: exact for whole numbers, within one cell's share otherwise.
  public func distribution(at x: Double) -> Double {
    guard count > 0 else { return 0 }
    if !kept.isEmpty { return Double(kept.lazy.filter { $0 <= x }.count) / Double(count) }
    guard isWhole else { return gridDistribution(at: x) }
    let reached = wholeCells.reduce(0) { $1.high <= x ? $0 + $1.count : $0 }
    return Double(reached) / Double(count)
  }

  private func gridDistribution(at x: Double) -> Double {
    if x < minimum { return 0 }
    if x >= maximum { return 1 }
    var below = 0.0
    for cell in realCells {
      let left = max(cell.low, minimum), right = min(cell.high, maximum)
      if right <= x {
        below += Double(cell.count)
      } else if left < x {
        below += Double(cell.count) * (x - left) / (right - left)
      }
    }
    return below / Double(count)
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
    for cell in wholeCells {
      let next = below + Double(cell.count)
      if next >= target {
        let span = cell.high - cell.low + 1
        return cell.low - 0.5 + span * (target - below) / Double(cell.count)
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

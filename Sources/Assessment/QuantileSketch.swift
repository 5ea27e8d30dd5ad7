/// Quantiles of a stream in fixed memory, with a stated error.
///
/// The first ``pilot`` numbers show where the bulk lies (their central 98 % and half as much again on
/// either side). There whole numbers are counted one by one, unless the bulk spans more than 2¹⁶;
/// others fall into some 8,000 cells that hold about equally many each. Numbers beyond the bulk, of
/// either kind, share cells of a relative width of 2⁻¹⁶ and 2⁻¹⁵, so that whole numbers below 2¹⁷ are
/// counted one by one in any case. A quantile of other numbers is interpolated within its cell, so
/// that its error is below the width of a cell: about 1.6 · 10⁻⁴ in terms of p within the bulk,
/// whatever the law. A stream that ends within the pilot is kept and its quantiles are exact.
///
/// A quantile is the smallest x with F(x) ≥ p.
public struct QuantileSketch: Sendable {
  public static let pilot = 2048

  public private(set) var count = 0
  private let isWhole: Bool
  /// The numbers so far, until the cells are laid.
  private var kept: [Double] = []
  private var cells: SketchCells?
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
    precondition(!isWhole || minimum >= 0, "a count of \(minimum)")
    if cells == nil {
      kept.append(contentsOf: values)
      guard count > Self.pilot else { return }
      layCells()
    } else {
      cells?.add(values)
    }
  }

  private mutating func layCells() {
    var laid = SketchCells(pilot: kept.prefix(Self.pilot).sorted(), isWhole: isWhole)
    laid.add(kept)
    cells = laid
    kept = []
  }

  /// The cells that hold numbers, in order; each of the numbers of a short stream is a cell.
  private var occupied: [SketchCells.Cell] {
    cells?.occupied ?? kept.sorted().map { SketchCells.Cell(low: $0, high: $0, count: 1) }
  }

  /// The smallest x with F(x) ≥ p, 0 ≤ p ≤ 1.
  public func quantile(_ p: Double) -> Double {
    precondition(count > 0, "quantile of no numbers")
    precondition(p >= 0 && p <= 1, "p = \(p)")
    // ⌈n p⌉-th smallest; the subtraction undoes the rounding of n p when it is a whole number.
    let rank = min(count, max(1, Int((Double(count) * p - 1e-9).rounded(.up))))
    if !kept.isEmpty { return kept.sorted()[rank - 1] }
    var below = 0
    for cell in occupied {
      if below + cell.count >= rank {
        // F is known at the greatest whole number of a cell.
        return isWhole
          ? min(maximum, cell.high)
          : interpolated(cell.low, cell.high, Double(rank - below) / Double(cell.count))
      }
      below += cell.count
    }
    return maximum
  }

  private func interpolated(_ low: Double, _ high: Double, _ fraction: Double) -> Double {
    let left = max(low, minimum), right = min(high, maximum)
    // Not left + fraction · (right − left), which overflows between numbers of opposite signs.
    return min(maximum, max(minimum, left * (1 - fraction) + right * fraction))
  }

  /// The share of numbers ≤ x: exact for whole numbers that have a cell each, within one cell's
  /// share otherwise.
  public func distribution(at x: Double) -> Double {
    count > 0 ? numbers(upTo: x, in: occupied) / Double(count) : 0
  }

  private func numbers(upTo x: Double, in cells: [SketchCells.Cell]) -> Double {
    if x < minimum { return 0 }
    if x >= maximum { return Double(count) }
    var below = 0.0
    for cell in cells {
      let left = max(cell.low, minimum), right = min(cell.high, maximum)
      if right <= x {
        below += Double(cell.count)
      } else if left < x, !isWhole {
        below += Double(cell.count) * (x - left) / (right - left)
      }
    }
    return below
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
    for cell in occupied {
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
    let cells = occupied
    return (0..<needed).map { i in
      let left = start + Double(i) * size
      let right = i == needed - 1 ? start + span : start + Double(i + 1) * size
      let upTo = i == needed - 1 ? count : Int(numbers(upTo: right, in: cells).rounded())
      defer { below = upTo }
      return (left, right, upTo - below)
    }
  }
}

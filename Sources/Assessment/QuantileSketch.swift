/// Quantiles of a stream in fixed memory, with a stated error.
///
/// The first ``pilot`` numbers show where the bulk lies (their central 98 % and half as much again on
/// either side). There whole numbers are counted one by one, unless that range spans more than 2¹⁶;
/// others fall into some 8,000 cells that hold about equally many each. Numbers beyond it, of either
/// kind, share cells of a relative width of 2⁻¹⁶ and 2⁻¹⁵, so that whole numbers below 2¹⁷ are counted
/// one by one in any case. A quantile of other numbers is interpolated between the least and the
/// greatest number of its cell: its error is below the width of a cell, and without atoms about
/// 1.6 · 10⁻⁴ in terms of p within the bulk, whatever the law. A stream that ends within the pilot is
/// kept and its quantiles are exact.
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

  /// The cells that hold numbers, in order; each number of a short stream has one.
  private var occupied: [SketchCells.Cell] {
    if let cells { return cells.occupied }
    var single: [SketchCells.Cell] = []
    for value in kept.sorted() {
      let count = single.last?.low == value ? (single.popLast()?.count ?? 0) : 0
      single.append(SketchCells.Cell(low: value, high: value, count: count + 1))
    }
    return single
  }

  /// What the stream holds so far, put in order once for any number of questions.
  ///
  /// - Complexity: O(cells).
  public var reading: QuantileReading {
    QuantileReading(
      cells: occupied, count: count, isWhole: isWhole, minimum: minimum, maximum: maximum)
  }

  /// See ``QuantileReading/quantile(_:)``.
  public func quantile(_ p: Double) -> Double { reading.quantile(p) }

  /// See ``QuantileReading/distribution(at:)``.
  public func distribution(at x: Double) -> Double { reading.distribution(at: x) }

  /// See ``QuantileReading/quantileError(_:)``.
  public func quantileError(_ p: Double) -> Double { reading.quantileError(p) }

  /// See ``QuantileReading/histogram(bins:)``.
  public func histogram(bins: Int) -> [(low: Double, high: Double, count: Int)] {
    reading.histogram(bins: bins)
  }
}

/// The distribution of a stream as a ``QuantileSketch`` holds it.
public struct QuantileReading: Sendable {
  let cells: [SketchCells.Cell]
  public let count: Int
  let isWhole: Bool
  let minimum: Double
  let maximum: Double

  /// The smallest x with F(x) ≥ p, 0 ≤ p ≤ 1.
  public func quantile(_ p: Double) -> Double { value(at: place(of: p)) }

  /// Where the ⌈n p⌉-th smallest number stands.
  private struct Place {
    let cell: Int
    /// Within the cell, from 1 on.
    let rank: Int
  }

  private func place(of p: Double) -> Place {
    precondition(count > 0, "quantile of no numbers")
    precondition(p >= 0 && p <= 1, "p = \(p)")
    // The subtraction undoes the rounding of n p when it is a whole number.
    var rank = min(count, max(1, Int((Double(count) * p - 1e-9).rounded(.up))))
    for (i, cell) in cells.enumerated() {
      if rank <= cell.count { return Place(cell: i, rank: rank) }
      rank -= cell.count
    }
    preconditionFailure("the cells hold fewer than \(count) numbers")
  }

  private func value(at place: Place) -> Double {
    let cell = cells[place.cell]
    let low = max(cell.low, minimum), high = min(cell.high, maximum)
    // F is known at the greatest whole number of a cell.
    if isWhole || cell.count == 1 || low >= high { return high }
    let fraction = Double(place.rank - 1) / Double(cell.count - 1)
    // Not low + fraction · (high − low), which overflows between numbers of opposite signs.
    return min(high, max(low, low * (1 - fraction) + high * fraction))
  }

  /// The share of numbers ≤ x: exact for whole numbers that have a cell each, within one cell's
  /// share otherwise.
  public func distribution(at x: Double) -> Double {
    count > 0 ? numbers(upTo: x) / Double(count) : 0
  }

  private func numbers(upTo x: Double) -> Double {
    if x < minimum { return 0 }
    if x >= maximum { return Double(count) }
    var below = 0.0
    for cell in cells {
      let low = max(cell.low, minimum), high = min(cell.high, maximum)
      if high <= x {
        below += Double(cell.count)
      } else if low <= x, !isWhole {
        below += 1 + Double(cell.count - 1) * (x - low) / (high - low)
      }
    }
    return below
  }

  /// The Monte Carlo standard error of a quantile: half the distance between the quantiles at p ±
  /// one binomial standard error.
  ///
  /// Whole numbers are spread evenly over the unit around each, since the distance between whole
  /// quantiles is often 0, which no estimate deserves. Other quantiles that share a cell are known
  /// no better than to its extent: 0 for an atom that has the cell to itself, and from some 10⁷
  /// draws on more than the Monte Carlo error alone.
  public func quantileError(_ p: Double) -> Double {
    guard minimum < maximum else { return 0 }
    let s = (p * (1 - p) / Double(max(1, count))).squareRoot()
    let low = max(0, p - s), high = min(1, p + s)
    if isWhole { return (spreadQuantile(high) - spreadQuantile(low)) / 2 }
    let from = place(of: low), to = place(of: high)
    if from.cell == to.cell { return cells[to.cell].high - cells[to.cell].low }
    return (value(at: to) - value(at: from)) / 2
  }

  /// The quantile of whole numbers after each is spread over the unit around it.
  private func spreadQuantile(_ p: Double) -> Double {
    let target = p * Double(count)
    var below = 0.0
    for cell in cells {
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
      let upTo = i == needed - 1 ? count : Int(numbers(upTo: right).rounded())
      defer { below = upTo }
      return (left, right, upTo - below)
    }
  }
}

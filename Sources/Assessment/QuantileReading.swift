/// The distribution of a stream as a ``QuantileSketch`` holds it.
public struct QuantileReading: Sendable {
  enum Content: Sendable {
    /// Every number, in ascending order.
    case sorted([Double])
    case cells([SketchCells.Cell])
  }

  private let content: Content
  public let count: Int
  private let isWhole: Bool
  private let minimum: Double
  private let maximum: Double

  init(_ content: Content, count: Int, isWhole: Bool, minimum: Double, maximum: Double) {
    (self.content, self.count, self.isWhole) = (content, count, isWhole)
    (self.minimum, self.maximum) = (minimum, maximum)
  }

  /// The smallest x with F(x) ≥ p, 0 ≤ p ≤ 1.
  public func quantile(_ p: Double) -> Double {
    let rank = rank(of: p)
    switch content {
    case .sorted(let values): return values[rank - 1]
    case .cells(let cells): return value(at: place(of: rank, in: cells), in: cells)
    }
  }

  /// ⌈n p⌉, from 1 to n.
  private func rank(of p: Double) -> Int {
    precondition(count > 0, "quantile of no numbers")
    precondition(p >= 0 && p <= 1, "p = \(p)")
    // The subtraction undoes the rounding of n p when it is a whole number.
    return min(count, max(1, Int((Double(count) * p - 1e-9).rounded(.up))))
  }

  /// Where the number of a rank stands.
  private struct Place {
    let cell: Int
    /// Within the cell, from 1 on.
    let rank: Int
  }

  private func place(of rank: Int, in cells: [SketchCells.Cell]) -> Place {
    var rank = rank
    for (i, cell) in cells.enumerated() {
      if rank <= cell.count { return Place(cell: i, rank: rank) }
      rank -= cell.count
    }
    preconditionFailure("the cells hold fewer than \(count) numbers")
  }

  private func value(at place: Place, in cells: [SketchCells.Cell]) -> Double {
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
    switch content {
    case .sorted(let values): return Double(values.places(below: x, orAt: true))
    case .cells(let cells): return numbers(upTo: x, in: cells)
    }
  }

  private func numbers(upTo x: Double, in cells: [SketchCells.Cell]) -> Double {
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
    guard case .cells(let cells) = content else { return (quantile(high) - quantile(low)) / 2 }
    let from = place(of: rank(of: low), in: cells), to = place(of: rank(of: high), in: cells)
    if from.cell == to.cell { return cells[to.cell].high - cells[to.cell].low }
    return (value(at: to, in: cells) - value(at: from, in: cells)) / 2
  }

  /// The quantile of whole numbers after each is spread over the unit around it.
  private func spreadQuantile(_ p: Double) -> Double {
    let target = p * Double(count)
    switch content {
    case .sorted(let values):
      let value = values[min(count, max(1, Int(target.rounded(.up)))) - 1]
      let below = values.places(below: value, orAt: false)
      let upTo = values.places(below: value, orAt: true)
      return value - 0.5 + (target - Double(below)) / Double(upTo - below)
    case .cells(let cells):
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

extension [Double] {
  /// How many numbers of an ascending array are below `x`, or at it.
  fileprivate func places(below x: Double, orAt isIncluded: Bool) -> Int {
    var low = 0, high = count
    while low < high {
      let middle = low + (high - low) / 2
      if isIncluded ? self[middle] <= x : self[middle] < x {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}

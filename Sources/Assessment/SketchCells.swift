/// The cells in which a ``QuantileSketch`` counts.
///
/// The bulk of a pilot sample is cut into segments that hold about the same share of it, and each
/// segment into equal cells, so that a cell holds about the same share of the numbers wherever they
/// crowd. Beyond the bulk stand cells of a fixed relative width, made as they are needed.
struct SketchCells: Sendable {
  /// Numbers that one cell holds, all from `low` to `high`: within the bulk, others than whole ones
  /// begin and end there, so that neither a gap nor a lone atom is smeared.
  struct Cell: Sendable {
    let low: Double
    let high: Double
    let count: Int
  }

  /// What a cell holds: side by side, since every number touches all three.
  private struct Tally {
    var count = 0
    var least = Double.infinity
    var greatest = -Double.infinity

    mutating func include(_ value: Double) {
      count += 1
      least = value < least ? value : least
      greatest = value > greatest ? value : greatest
    }
  }

  /// Equal cells between two knots; the last may be cut short.
  private struct Segment {
    let low: Double
    let high: Double
    let width: Double
    let firstCell: Int
    let cells: Int
  }

  private let isWhole: Bool
  private var segments: [Segment] = []
  /// The lower ends of the segments from the second on, then +∞ up to 63 numbers: a search takes six
  /// steps and no branch.
  private var inner = [Double](repeating: .infinity, count: 63)
  /// Of whole numbers, which need no extents.
  private var counts: [Int]
  /// Of others.
  private var tallies: [Tally]
  /// What lies beyond, by the first bits of the numbers' patterns: keys in the order of the numbers.
  private var below: [Int: Int] = [:]
  private var above: [Int: Int] = [:]

  /// Segments that the central 98 % of the pilot are cut into, and the cells of all of them.
  private static let bulkSegments = 62, bulkCells = 6200
  /// Cells on either side of the bulk, half as wide as it together.
  private static let flankCells = 1024
  /// Numbers closer together than this are not kept apart: their distance could not be divided.
  private static let leastSpan = 0x1p-900
  /// The widest bulk of whole numbers that get a cell each.
  private static let exactSpan = 0x1p16

  /// - Parameters:
  ///   - pilot: At least one number, in ascending order.
  ///   - isWhole: Whether all numbers to come are whole and ≥ 0.
  init(pilot: [Double], isWhole: Bool) {
    self.isWhole = isWhole
    (counts, tallies) = ([], [])
    // Not the extremes: one of them would make the cells too wide for all the others. Within ±2¹⁰⁰⁰,
    // so that no distance overflows.
    let knots = (0...Self.bulkSegments).map { i in
      let share = 0.01 + 0.98 * Double(i) / Double(Self.bulkSegments)
      return min(0x1p1000, max(-0x1p1000, pilot[Int(share * Double(pilot.count - 1))]))
    }
    if isWhole { layWhole(knots) } else { layReal(knots) }
    for (i, segment) in segments.dropFirst().enumerated() { inner[i] = segment.low }
    let cells = segments.reduce(0) { $0 + $1.cells }
    counts = Array(repeating: 0, count: isWhole ? cells : 0)
    tallies = Array(repeating: Tally(), count: isWhole ? 0 : cells)
  }

  private mutating func layReal(_ knots: [Double]) {
    let bottom = knots[0], top = knots[knots.count - 1]
    // A pilot that is constant, or as good as that, needs some width.
    let half =
      top - bottom > Self.leastSpan ? top / 2 - bottom / 2 : max(1e-9, bottom.magnitude * 1e-9)
    lay(knots, from: bottom - half, to: top + half, scale: 1)
  }

  private mutating func layWhole(_ knots: [Double]) {
    let bottom = knots[0], top = knots[knots.count - 1]
    let half = ((top - bottom) / 2).rounded(.up) + 32
    let low = max(0, bottom - half), high = top + half + 1
    if high - low <= Self.exactSpan {
      append(low, high, cells: Int(high - low))
    } else {
      lay(knots, from: low, to: high, scale: 8)
    }
  }

  /// Segments between the knots, which may fall together, and one on either side.
  private mutating func lay(_ knots: [Double], from low: Double, to high: Double, scale: Int) {
    let distinct = zip(knots, knots.dropFirst()).filter { $1 - $0 > Self.leastSpan }
    append(low, knots[0], cells: scale * Self.flankCells)
    for (low, high) in distinct {
      append(low, high, cells: scale * Self.bulkCells / distinct.count)
    }
    append(segments.last?.high ?? low, high, cells: scale * Self.flankCells)
  }

  private mutating func append(_ low: Double, _ high: Double, cells: Int) {
    guard high > low else { return }
    let even = (high - low) / Double(cells)
    let width = isWhole ? even.rounded(.up) : even
    let needed = isWhole ? Int(((high - low) / width).rounded(.up)) : cells
    let firstCell = segments.last.map { $0.firstCell + $0.cells } ?? 0
    segments.append(
      Segment(low: low, high: high, width: width, firstCell: firstCell, cells: needed))
  }

  mutating func add(_ values: Span<Double>) {
    guard let first = segments.first, let last = segments.last else { return }
    for i in values.indices {
      let value = values[i]
      if value < first.low {
        below[key(value), default: 0] += 1
      } else if value >= last.high {
        above[key(value), default: 0] += 1
      } else {
        let segment = segments[place(of: value)]
        let cell =
          segment.firstCell + min(segment.cells - 1, Int((value - segment.low) / segment.width))
        if isWhole { counts[cell] += 1 } else { tallies[cell].include(value) }
      }
    }
  }

  /// The number of inner knots ≤ `value`.
  private func place(of value: Double) -> Int {
    var place = 0, step = 32
    while step > 0 {
      place += inner[place + step - 1] <= value ? step : 0
      step /= 2
    }
    return place
  }

  // MARK: Beyond the bulk

  /// Bits of the significand that a key keeps: whole numbers below 2¹⁷ have a cell each.
  private var bits: UInt64 { isWhole ? 16 : 15 }

  /// Exponent and first bits of the significand; negative numbers count down from −1.
  private func key(_ number: Double) -> Int {
    let key = Int(number.magnitude.bitPattern >> (52 - bits))
    return number < 0 ? -1 - key : key
  }

  private func ends(of key: Int) -> (low: Double, high: Double) {
    let place = UInt64(key < 0 ? -1 - key : key)
    let near = Double(bitPattern: place << (52 - bits))
    let far = Double(bitPattern: (place + 1) << (52 - bits))
    return key < 0 ? (-far, -near) : (near, far)
  }

  // MARK: All cells

  /// The cells that hold numbers, in order.
  var occupied: [Cell] {
    guard let first = segments.first, let last = segments.last else { return [] }
    var cells: [Cell] = []
    for (key, count) in below.sorted(by: { $0.key < $1.key }) {
      let ends = ends(of: key)
      cells.append(cell(ends.low, min(ends.high, first.low), count))
    }
    for segment in segments {
      for i in 0..<segment.cells {
        let cell = cell(i, of: segment)
        if cell.count > 0 { cells.append(cell) }
      }
    }
    for (key, count) in above.sorted(by: { $0.key < $1.key }) {
      let ends = ends(of: key)
      cells.append(cell(max(ends.low, last.high), ends.high, count))
    }
    return cells
  }

  private func cell(_ i: Int, of segment: Segment) -> Cell {
    let place = segment.firstCell + i
    guard isWhole else {
      let tally = tallies[place]
      return Cell(low: tally.least, high: tally.greatest, count: tally.count)
    }
    let low = segment.low + Double(i) * segment.width
    let high = i == segment.cells - 1 ? segment.high : low + segment.width
    return cell(low, high, counts[place])
  }

  /// The cell of the numbers in [low, high).
  private func cell(_ low: Double, _ high: Double, _ count: Int) -> Cell {
    Cell(low: low, high: isWhole ? max(low, high.rounded(.up) - 1) : high, count: count)
  }
}

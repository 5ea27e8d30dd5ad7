/// Quantiles of a stream in fixed memory, with a stated error.
///
/// A stream that ends within the first ``pilot`` numbers is kept and its quantiles are exact. Those of
/// a longer one show where the bulk lies (their central 98 % and half as much again on
/// either side). There whole numbers are counted one by one, unless that range spans more than 2¹⁶;
/// others fall into some 8,000 cells that hold about equally many each. Numbers beyond it, of either
/// kind, share cells of a relative width of 2⁻¹⁶ and 2⁻¹⁵, so that whole numbers below 2¹⁷ are counted
/// one by one in any case. A quantile of other numbers is interpolated between the least and the
/// greatest number of its cell: its error is below the width of a cell, and without atoms about
/// 1.6 · 10⁻⁴ in terms of p within the bulk, whatever the law.
///
/// A quantile is the smallest x with F(x) ≥ p.
public struct QuantileSketch: Sendable {
  public static let pilot = 1 << 14

  public private(set) var count = 0
  private let isWhole: Bool
  /// The numbers so far, until the cells are laid.
  private var kept: [Double] = []
  private var cells: SketchCells?
  private var minimum = Double.infinity
  private var maximum = -Double.infinity

  /// - Parameter isWhole: Whether the numbers are counts: whole, ≥ 0 and below 2⁵³.
  public init(isWhole: Bool) { self.isWhole = isWhole }

  /// Makes room for so many more, as long as they are kept.
  mutating func reserve(_ more: Int) {
    if cells == nil { kept.reserveCapacity(min(kept.count + more, 2 * Self.pilot)) }
  }

  /// Adds finite numbers.
  public mutating func add(_ values: [Double]) { add(values[...]) }

  /// Adds finite numbers.
  public mutating func add(_ values: ArraySlice<Double>) {
    guard !values.isEmpty else { return }
    count += values.count
    let (least, greatest) = extent(of: values.span)
    minimum = min(minimum, least)
    maximum = max(maximum, greatest)
    precondition(!isWhole || minimum >= 0, "a count of \(minimum)")
    if cells == nil {
      kept.append(contentsOf: values)
      guard count > Self.pilot else { return }
      layCells()
    } else {
      cells?.add(values.span)
    }
  }

  private mutating func layCells() {
    var laid = SketchCells(
      pilot: sorted(Array(kept.prefix(Self.pilot)), areWhole: isWhole), isWhole: isWhole)
    laid.add(kept.span)
    cells = laid
    kept = []
  }

  /// What the stream holds so far, put in order once for any number of questions.
  ///
  /// - Complexity: O(cells), or O(numbers) while they are kept.
  public var reading: QuantileReading {
    QuantileReading(
      cells.map { .cells($0.occupied) } ?? .sorted(sorted(kept, areWhole: isWhole)), count: count,
      isWhole: isWhole, minimum: minimum, maximum: maximum)
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

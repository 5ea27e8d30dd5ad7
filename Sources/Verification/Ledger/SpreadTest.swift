private import NumericKernels
private import RandomStreams

/// Where figures fell among the cells that their forecasts cut the uniform law into.
///
/// A sample of m draws cuts it into m + 1 equal cells, quantiles at their levels. A forecast that is
/// right puts its figure into each cell as often as the cell is wide.
package struct PlacedFigure: Sendable, Equatable {
  /// Borders of all cells, from 0 to 1.
  package let borders: [Double]
  /// The first and last cell that the figure lies in; more than one where it ties with draws.
  package let cells: ClosedRange<Int>

  package init(borders: [Double], cells: ClosedRange<Int>) {
    precondition(
      borders.count > 1 && cells.lowerBound >= 0 && cells.upperBound < borders.count - 1,
      "cells \(cells) of \(borders.count - 1)")
    (self.borders, self.cells) = (borders, cells)
  }
}

/// Whether forecasts are too narrow, too wide or to one side, over many of them.
///
/// The three statistics are the lanes of one vector: against too narrow, against too wide, and the
/// mean normal score.
///
/// Too narrow is tested by the likelihood ratio of "the truth spreads 1/0.7 as widely, on the scale
/// where the forecast is normal" against "the forecast is right": the most powerful test of that
/// alternative, and for fine cells the sum of squared normal scores. Too wide by the mirror image.
/// Laws of the statistics under "right" are simulated, with the cells of the very forecasts.
///
/// - Source: Neyman and Pearson, 1933; Berkowitz, *JBES* 19, 2001, on normal scores of places.
package struct SpreadTest: Sendable, Equatable {
  package let count: Int
  /// P of places as far out as these, or further, if all forecasts are right.
  package let narrowP: Double
  /// Of places as far in.
  package let wideP: Double
  /// Of a mean place as far from the middle, on either side.
  package let biasP: Double
  /// The mean of the middles of the cells: 1/2 if right, more if figures come out above forecasts.
  package let meanPlace: Double

  /// The ratio of spreads that the test of too narrow forecasts is most powerful against.
  package static let ratio = 0.7
  /// P at or below which forecasts are flagged.
  ///
  /// Under 5 %, so that of 1,000 ledgers of right forecasts more than 50 are flagged once in twenty
  /// times only. Of 40 forecasts by 1,000 draws whose bands are 30 % too narrow 92 in 100 are flagged
  /// still; by nine quantiles or 100 draws 89, by five quantiles 84, by 20 draws 76 (tested): no test of
  /// this level on such forecasts finds more.
  package static let level = 0.04
  /// With fewer figures nothing is claimed.
  package static let fewest = 5

  package var isTooNarrow: Bool { count >= Self.fewest && narrowP <= Self.level }
  package var isTooWide: Bool { count >= Self.fewest && wideP <= Self.level }
  package var isBiased: Bool { count >= Self.fewest && biasP <= Self.level }

  /// Draws of the laws under "right".
  private static let draws = 10_000
  private static let slot = 8_193

  /// - Parameters:
  ///   - figures: At least one, taken as independent.
  ///   - seed: Of the simulated laws.
  package init(_ figures: [PlacedFigure], seed: UInt64) {
    precondition(!figures.isEmpty, "no figures")
    count = figures.count
    var tables: [CellTable] = [], known: [[Double]: Int] = [:]
    let places = figures.map { figure in
      if let place = known[figure.borders] { return place }
      known[figure.borders] = tables.count
      tables.append(CellTable(figure.borders))
      return tables.count - 1
    }
    var observed = SIMD3<Double>.zero, middles = 0.0
    for (figure, place) in zip(figures, places) {
      observed += tables[place].mean(over: figure.cells)
      middles += tables[place].middle(of: figure.cells)
    }
    meanPlace = middles / Double(figures.count)
    let simulated = Self.simulated(places.map { tables[$0] }, seed: seed)
    // Sums of the same cells in another order differ by rounding.
    let narrow = simulated.count { $0.x >= observed.x - 1e-9 }
    let wide = simulated.count { $0.y >= observed.y - 1e-9 }
    let above = simulated.count { $0.z >= observed.z - 1e-9 }
    let below = simulated.count { $0.z <= observed.z + 1e-9 }
    func share(_ hits: Int) -> Double { Double(hits + 1) / Double(Self.draws + 1) }
    (narrowP, wideP) = (share(narrow), share(wide))
    biasP = min(1, 2 * share(min(above, below)))
  }

  /// The three sums for as many sets of figures of right forecasts.
  private static func simulated(_ tables: [CellTable], seed: UInt64) -> [SIMD3<Double>] {
    var sums = Array(repeating: SIMD3<Double>.zero, count: draws)
    var uniforms = Array(repeating: 0.0, count: draws)
    for (i, table) in tables.enumerated() {
      var span = uniforms.mutableSpan
      fillUniforms(seed: seed, slot: slot, index: i, firstDraw: 0, into: &span)
      for draw in 0..<draws { sums[draw] += table.values(at: uniforms[draw]) }
    }
    return sums
  }
}

/// What a figure in each cell of a partition adds.
private struct CellTable {
  let borders: [Double]
  /// ln likelihood ratios against too narrow and too wide, and the mean normal score, by cell.
  private let values: [SIMD3<Double>]
  private let isEven: Bool

  init(_ borders: [Double]) {
    self.borders = borders
    let scores = borders.map { b -> Double in
      b <= 0 ? -.infinity : b >= 1 ? .infinity : normalQuantile(b)
    }
    values = (0..<(borders.count - 1)).map { cell in
      let width = borders[cell + 1] - borders[cell]
      let (a, b) = (scores[cell], scores[cell + 1])
      /// ln of the mass of the cell if the truth spreads 1/ratio as widely, over its width.
      func logRatio(_ ratio: Double) -> Double {
        naturalLogarithm(Self.mass(ratio * a, ratio * b) / width)
      }
      // E(z | a < z < b) of a normal score.
      let mean = (Self.density(a) - Self.density(b)) / width
      return SIMD3(logRatio(SpreadTest.ratio), logRatio(1 / SpreadTest.ratio), mean)
    }
    let first = borders[1] - borders[0]
    isEven = zip(borders.dropFirst(), borders).allSatisfy { ($0 - $1 - first).magnitude < 1e-12 }
  }

  private static func density(_ z: Double) -> Double { z.isFinite ? normalDensity(z) : 0 }

  /// Φ(b) − Φ(a), from the smaller tail; never 0, so that a far cell has a ratio.
  private static func mass(_ a: Double, _ b: Double) -> Double {
    let mass = a > 0 ? normalUpperTail(a) - normalUpperTail(b) : normalCDF(b) - normalCDF(a)
    return max(mass, .leastNormalMagnitude)
  }

  /// Of the cell in which a uniform number falls.
  func values(at u: Double) -> SIMD3<Double> {
    if isEven { return values[min(values.count - 1, Int(u * Double(values.count)))] }
    var low = 0, high = borders.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if borders[middle] <= u { low = middle } else { high = middle }
    }
    return values[low]
  }

  /// A figure in one of several cells counts with their mean, by their widths.
  func mean(over cells: ClosedRange<Int>) -> SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    for cell in cells { sum += values[cell] * (borders[cell + 1] - borders[cell]) }
    return sum / (borders[cells.upperBound + 1] - borders[cells.lowerBound])
  }

  func middle(of cells: ClosedRange<Int>) -> Double {
    (borders[cells.lowerBound] + borders[cells.upperBound + 1]) / 2
  }
}

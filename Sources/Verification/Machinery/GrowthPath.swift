package import Econometrics
private import NumericKernels
private import RandomStreams

/// Parameters of E11.
package struct GrowthParameters: Sendable, Equatable {
  /// Log points a year.
  package let mux: Double
  /// A quarter.
  package let phix: Double
  /// Of the innovations, per root year.
  package let sigmax: Double

  package init(mux: Double, phix: Double, sigmax: Double) {
    (self.mux, self.phix, self.sigmax) = (mux, phix, sigmax)
  }
}

/// Quarterly growth and printed windows as E11 makes them: heavy tails, quarters of stress, months
/// that stray from their quarter, one decimal.
package struct GrowthPath: Sendable {
  private let shock = CutStudentShock()
  /// Quarters before the first that is used, after which the start is forgotten.
  private static let forgotten = 60

  package init() {}

  /// Levels of output at the end of quarters, from the first on.
  ///
  /// - Parameters:
  ///   - quarters: How many.
  ///   - parameters: Of E11.
  ///   - stress: The chain, begun in the normal regime.
  ///   - numbers: Two are used for each quarter, those forgotten included.
  /// - Returns: ln Z, from 0 before the first.
  package func logLevels(
    _ quarters: Int, _ parameters: GrowthParameters, _ stress: StressChain,
    _ numbers: inout ReplicationNumbers
  ) -> [Double] {
    let D = GrowthProcess.quarter, scale = parameters.sigmax * D.squareRoot()
    var deviation = 0.0, isStressed = false, level = 0.0, levels: [Double] = []
    for quarter in -Self.forgotten..<quarters {
      let wasStressed = isStressed
      isStressed = numbers.uniform() < (wasStressed ? stress.stay : stress.entry)
      var jump = 0.0
      if isStressed, !wasStressed { jump = stress.jump }
      if !isStressed, wasStressed { jump = -stress.recovered * stress.jump }
      deviation =
        parameters.phix * deviation + jump + scale * shock.value(atScore: numbers.normal())
      guard quarter >= 0 else { continue }
      level += parameters.mux * D + deviation
      levels.append(level)
    }
    return levels
  }

  /// Growth of whole years on the year before, from the second year on.
  package func yearlyGrowth(
    _ years: Int, _ parameters: GrowthParameters, _ stress: StressChain,
    _ numbers: inout ReplicationNumbers
  ) -> [Double] {
    let levels = logLevels(4 * (years + 1), parameters, stress, &numbers).map { exponential($0) }
    let sums = (0...years).map { year in levels[4 * year..<4 * year + 4].reduce(0, +) }
    return zip(sums, sums.dropFirst()).map { $1 / $0 - 1 }
  }

  /// The growth that would be printed for windows laid out as some others.
  ///
  /// - Parameters:
  ///   - windows: Their years and months count.
  ///   - parameters: Of E11.
  ///   - stress: The chain.
  ///   - error: Sds of months about their quarter.
  ///   - numbers: Of this path.
  /// - Returns: Fractions, printed to a tenth of a percentage point.
  package func printed(
    _ windows: [GrowthWindow], _ parameters: GrowthParameters, _ stress: StressChain,
    error: MeasurementError, _ numbers: inout ReplicationNumbers
  ) -> [Double] {
    let first = windows.map(\.year).min() ?? 0, last = windows.map(\.year).max() ?? 0
    let years = last - first + 1
    let Z = logLevels(4 * (years + 1), parameters, stress, &numbers).map { exponential($0) }
    let strays = (0..<years).map { _ in Self.strays(error, &numbers) }
    return windows.map { window in
      let year = window.year - first
      func sum(_ year: Int) -> Double {
        window.months.reduce(0) { $0 + Z[4 * year + ($1 - 1) / 3] }
      }
      let stray = window.months.reduce(0) { $0 + strays[year][$1 - 1] }
      let growth =
        sum(year + 1) / sum(year) * exponential(stray / Double(window.months.count)) - 1
      let steps = (100 * growth / MeasurementError.printedStep).rounded()
      return steps * MeasurementError.printedStep / 100
    }
  }

  /// What each month adds to its quarter's log growth: independent numbers less the quarter's mean.
  private static func strays(
    _ error: MeasurementError, _ numbers: inout ReplicationNumbers
  ) -> [Double] {
    let raw = (1...12).map { month in
      (month <= 2 ? error.newYearMonth : error.month) / 100 * numbers.normal()
    }
    return raw.indices.map { month in
      let start = month / 3 * 3
      return raw[month] - raw[start..<start + 3].reduce(0, +) / 3
    }
  }
}

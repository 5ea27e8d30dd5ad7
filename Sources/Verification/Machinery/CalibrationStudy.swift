private import NumericKernels
package import ReachModel

/// A quantity whose place in the posterior is asked for.
package struct CalibratedQuantity: Sendable, Equatable {
  /// Unique within a report, for example `betaV`.
  package let key: String
  package let label: Label
  package let kind: Kind

  package enum Kind: String, Sendable {
    /// The forecast draws it from this posterior.
    case parameter
    /// A parameter, from a posterior that is made in another way than the forecast's.
    case variant
    /// Likelihood of the data: low places where the posterior keeps too near to the estimate.
    case likelihood
  }

  package init(_ key: String, _ label: Label, _ kind: Kind = .parameter) {
    (self.key, self.label, self.kind) = (key, label, kind)
  }
}

/// Draws parameters from their priors, data from the model, and fits as the forecast does.
package protocol CalibrationStudy: Sendable {
  var key: String { get }
  /// Which posterior, and what data are simulated.
  var label: Label { get }
  var quantities: [CalibratedQuantity] { get }
  /// Purpose of its random numbers, its own.
  var purpose: Int { get }
  /// The place of every true quantity in its posterior; nil where the fit gives none.
  func places(_ numbers: inout ReplicationNumbers) -> [Double?]
}

/// What simulated data sets say of one posterior.
package struct CalibrationResult: Sendable {
  package let key: String
  package let label: Label
  /// The simulated data sets.
  package let replications: Int
  /// Each quantity with its places; nil where no data set gave one.
  package let quantities: [(quantity: CalibratedQuantity, sample: PlaceSample?)]
  /// The rate at which a calibrated quantity's places leave their band.
  package let falseAlarms: Double

  /// Whether a quantity's places are more uneven than the rate allows for.
  package func isUneven(_ sample: PlaceSample) -> Bool { sample.pValue <= falseAlarms }

  /// How a posterior is off.
  package enum Fault: String, Sendable {
    case tooNarrow = "too_narrow"
    case tooWide = "too_wide"
    case truthAbove = "truth_above"
    case truthBelow = "truth_below"
    /// Uneven in another way.
    case otherwise = "uneven"
  }

  /// What is wrong with a quantity's places; nothing where they are even enough.
  ///
  /// Each by two standard errors: of the shares of central 80 and 95 % intervals that hold the truth,
  /// of the spread of scores, and of their mean. What is too narrow in one way and too wide in another
  /// has another shape, and is uneven.
  package func faults(_ sample: PlaceSample) -> [Fault] {
    guard isUneven(sample) else { return [] }
    var faults: [Fault] = []
    let n = Double(sample.places.count)
    // Above 0 where the posterior is too wide.
    let widths =
      sample.coverages.dropFirst().map { ($0.share - $0.level) / $0.standardError }
      + [(1 - sample.spread) / (sample.spread / (2 * n).squareRoot())]
    let narrow = widths.contains { $0 < -2 }, wide = widths.contains { $0 > 2 }
    if narrow && !wide { faults.append(.tooNarrow) }
    if wide && !narrow { faults.append(.tooWide) }
    let limit = 2 * sample.spread / n.squareRoot()
    if sample.shift > limit { faults.append(.truthAbove) }
    if sample.shift < -limit { faults.append(.truthBelow) }
    return faults.isEmpty ? [.otherwise] : faults
  }
}

extension CalibrationStudy {
  /// Runs the study.
  ///
  /// - Parameters:
  ///   - replications: Data sets.
  ///   - seed: Of their random numbers.
  ///   - threads: Data sets that are worked on at a time; they change nothing.
  ///   - falseAlarms: The rate at which a calibrated quantity leaves its band.
  /// - Returns: Places of every quantity.
  package func run(
    replications: Int, seed: UInt64, threads: Int, falseAlarms: Double
  ) -> CalibrationResult {
    let rows = mapInParallel(replications, threads: threads) { replication in
      var numbers = ReplicationNumbers(seed: seed, purpose: purpose, replication: replication)
      return places(&numbers)
    }
    var bands: [Int: UniformBand] = [:]
    let samples = quantities.indices.map { place -> PlaceSample? in
      let known = rows.compactMap { $0[place] }
      guard !known.isEmpty else { return nil }
      let band =
        bands[known.count] ?? UniformBand(count: known.count, falseAlarms: falseAlarms)
      bands[known.count] = band
      return PlaceSample(known, band: band)
    }
    return CalibrationResult(
      key: key, label: label, replications: replications,
      quantities: Array(zip(quantities, samples)), falseAlarms: falseAlarms)
  }
}

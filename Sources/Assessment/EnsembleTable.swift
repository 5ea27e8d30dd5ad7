package import ReachModel
import Simulation

/// Inputs and answers of the draws of one ensemble, side by side: what questions that need no new draws
/// are asked of.
package struct EnsembleTable: Sendable {
  /// What a column holds.
  package struct Column: Sendable {
    package let key: String
    package let label: Label
    package let unit: String
    /// The uncertain input; nil for what chance made of the years, such as quarters under stress.
    package let input: UncertainInput?
    /// The year that it is of; nil for an uncertain input.
    package let year: Int?
    /// One number a draw; NaN where the draw failed before.
    package let values: [Double]
  }

  package let columns: [Column]
  package let sample: TargetSample

  /// Draws an ensemble and puts beside it what its draws met.
  ///
  /// - Parameters:
  ///   - fitted: The scenario.
  ///   - sampler: Simulates it.
  ///   - draws: The first draws of the ensemble.
  ///   - isEstimating: Whether draws are asked for what they tell of chances.
  /// - Throws: What the sampler throws.
  package init(
    _ fitted: FittedModel, sampler: TargetSampler, draws: Int, estimating isEstimating: Bool = false
  ) throws {
    let study = fitted.study
    let prepared = PreparedModel(fitted.model)
    let source = sampler.runner.source
    let drawn = prepared.parameterValues(
      seed: source.seed, sampling: source.sampling, draws: 0..<draws)
    var columns = fitted.movingInputs.compactMap { input -> Column? in
      let several = fitted.model.parameters[input.parameter].count > 1
      let name = ParameterValues.Name(
        parameter: input.parameter, place: several ? input.places[0] : nil)
      return drawn.names.firstIndex(of: name).map { row in
        Column(
          key: input.key, label: input.label, unit: input.unit, input: input, year: nil,
          values: drawn.values[row])
      }
    }
    let chances = Self.chances(study)
    sample = try sampler.sample(
      fitted.model, study.targets, .ensemble(draws: draws), beside: chances.map(\.series),
      estimating: isEstimating)
    columns += zip(chances, sample.beside).map { item, values in
      Column(
        key: "\(item.key).\(item.year)", label: item.label, unit: item.unit, input: nil,
        year: item.year, values: values)
    }
    self.columns = columns
  }

  private struct Chance {
    let key: String
    let label: Label
    let unit: String
    let series: Series
    let year: Int
  }

  /// What chance makes of each year up to the last target: stress, and growth of other manufacturing.
  private static func chances(_ study: Study) -> [Chance] {
    let last = study.targets.map(\.year).max() ?? study.planYear
    return (study.planYear...max(study.planYear, last)).flatMap { year -> [Chance] in
      let place = year - study.planYear + 1
      return [
        Chance(
          key: "stress_quarters",
          label: Label(vi: "Số quý bất lợi năm \(year)", en: "Quarters of stress in \(year)"),
          unit: "count", series: Series(.stressQuarters, .year(place)), year: year),
        Chance(
          key: "other_growth",
          label: Label(
            vi: "Tăng trưởng công nghiệp khác năm \(year)",
            en: "Growth of other manufacturing in \(year)"),
          unit: "fraction", series: Series(.otherManufacturingGrowth, .year(place)), year: year),
      ]
    }
  }
}

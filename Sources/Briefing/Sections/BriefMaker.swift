import Assessment
package import Reporting

/// Makes a report's content of runs, in one language.
///
/// Each section is a file of its own. None computes anything: what is printed stands in a run.
package struct BriefMaker: Sendable {
  let runs: ReportedRuns
  let language: Language
  let numbers: NumberStyle
  /// The findings of the forecast that the report is about.
  let base: FindingFigures

  package init(_ runs: ReportedRuns, _ language: Language) {
    (self.runs, self.language) = (runs, language)
    numbers = NumberStyle(language)
    base = FindingFigures(runs.base, language)
  }

  package var brief: Brief {
    Brief(
      language: language, title: title, subtitle: subtitle, answer: cards, lead: lead,
      sections: [
        targetsSection, forecastSection, jointSection, startSection, comparisonSection,
        sensitivitySection, budgetSection, trackingSection, skillSection, assumptionsSection,
        learningSection, dataSection, limitsSection, provenanceSection, glossarySection,
        trailsSection,
      ].compactMap { $0 })
  }

  var scenario: Field { runs.base.scenario }
  var targets: [TargetItem] { scenario["targets"].items.compactMap { TargetItem($0) } }

  private var title: Sentence { Sentence([scenario["title"].name(language)].compactMap { $0 }) }

  private var subtitle: Sentence {
    let place = Sentence([scenario["place"].name(language)].compactMap { $0 })
    let date = Sentence([scenario["as_of"].date(language)].compactMap { $0 })
    return language.say(
      vi: "\(place); thông tin đến ngày \(date); lần chạy \(folder(runs.base))",
      en: "\(place); as of \(date); run \(folder(runs.base))")
  }

  func folder(_ record: RunRecord) -> Inline {
    .name(record.name, Reference(run: record.name, item: "folder"))
  }

  /// A finding's sentence, or nothing where the run does not have it.
  func value(_ id: String) -> Sentence? {
    base.find(id).map { Sentence([base.value($0)]) }
  }

  /// Two findings as a range in one unit.
  func range(_ figures: FindingFigures, _ low: String, _ high: String) -> Sentence? {
    guard let low = figures.find(low), let high = figures.find(high) else { return nil }
    let isAlmostNever =
      low.unit == .probability && low.value > 0 && numbers.percent(low.value) == numbers.percent(0)
    // A dash between two signs could not be read.
    let hasSigns = low.value < 0 || high.value < 0 || isAlmostNever
    let to: Sentence = hasSigns ? language.say(vi: " đến ", en: " to ") : "\u{2013}"
    switch low.unit {
    case .probability where isAlmostNever:
      // From 0 to 100 % would say that nothing is known.
      return "\(figures.percent(low))\(to)\(figures.percent(high))"
    case .probability, .fraction:
      let decimals = low.unit == .fraction ? 1 : 0
      let first = figures.number(low, .percent) { numbers.number(100 * $0, decimals: decimals) }
      return "\(first)\(to)\(figures.percent(high, decimals: decimals))"
    default:
      let first = figures.number(low) { numbers.compact($0) }
      return "\(first)\(to)\(figures.number(high) { numbers.compact($0) })"
    }
  }

  func year(_ item: TargetItem) -> Sentence {
    Sentence([item.field["year"].figure { String(Int($0)) }].compactMap { $0 })
  }

  /// What a target asks, in full: `Supporting-industry firms ≥ 900 (2021)`.
  func question(_ item: TargetItem) -> Sentence {
    "\(name(item)) \(bound(item)) (\(year(item)))"
  }

  /// A target's label, with its sector if it has one.
  func name(_ item: TargetItem) -> Sentence {
    let label = Sentence([item.field["label"].name(language)].compactMap { $0 })
    guard let sector = item.field["sector"].string,
      let place = runs.base.modelRoot["sectors"].items.first(where: {
        $0["key"].string == sector
      })?["label"].name(language)
    else { return label }
    return "\(label), \(place)"
  }

  func bound(_ item: TargetItem) -> Sentence {
    let sign = Sentence([.text(item.sign)])
    let figure = item.field["threshold"].figure(item.isCount ? .plain : .percent) {
      item.threshold($0, language)
    }
    return "\(sign) \(Sentence([figure].compactMap { $0 }))"
  }
}

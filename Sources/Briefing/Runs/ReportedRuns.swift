package import Assessment
package import Reporting

/// The runs of a report, the forecast that it is about first.
///
/// Only analyses of that very study are taken: of the same scenario, in the same state. The others would
/// put numbers of another plan beside its own.
package struct ReportedRuns: Sendable {
  package let records: [RunRecord]
  /// Of `reach run`, in the order given.
  package let forecasts: [RunRecord]
  /// Those of another scenario, of other data or of another version.
  package let strays: [RunRecord]

  /// Nil if none of the runs is a forecast.
  package init?(_ runs: [RunRecord]) {
    forecasts = runs.filter { $0.kind == .forecast }
    guard let base = forecasts.first else { return nil }
    strays = runs.filter { run in
      switch run.kind {
      case .forecast: false
      case .backtest: run.dataSHA256 != base.dataSHA256
      case .analysis:
        // An analysis may have read more, for example the year's figures.
        run.studySHA256 != base.studySHA256 || !run.dataSHA256.isSuperset(of: base.dataSHA256)
          || run.version != base.version
      }
    }
    let left = Set(strays.map(\.name))
    records = runs.filter { !left.contains($0.name) }
  }

  /// What the report is about.
  package var base: RunRecord { forecasts[0] }

  /// The analyses of one kind.
  package func analyses(_ name: String) -> [RunRecord] {
    records.filter { $0.kind == .analysis(name) }
  }

  package var backtest: RunRecord? { records.first { $0.kind == .backtest } }
}

extension RunRecord {
  /// The file of ``document``.
  var documentName: String {
    switch kind {
    case .forecast: "verdict.json"
    case .analysis: "analysis.json"
    case .backtest: "backtest.json"
    }
  }

  var root: Field { Field(document, file: documentName, run: name) }
  var modelRoot: Field { Field(model, file: "model.json", run: name) }

  var provenanceRoot: Field {
    Field(
      provenance, file: kind == .backtest ? "record.json" : "provenance.json", run: name)
  }

  /// The scenario of a forecast.
  var scenario: Field { root["scenarios"].items.first ?? root["scenarios"] }

  /// The checksum of the resolved study, the first of several; nil of a back-test.
  var studySHA256: String? { provenance["identity"]?["study_sha256"]?.string }

  /// The checksums of the data files.
  var dataSHA256: Set<String> {
    let files =
      kind == .backtest
      ? document["data"]?["files"]?.items.compactMap { $0["sha256"]?.string }
      : provenance["identity"]?["data_sha256"]?.items.compactMap(\.string)
    return Set(files ?? [])
  }

  /// Of the software.
  var version: String? { provenance["identity"]?["version"]?.string }

  /// The key of the scenario of a forecast, or of the first of an analysis.
  package var scenarioKey: String {
    scenario["name"].string ?? root["scenarios"].items.first?.string ?? ""
  }
}

/// The findings of a run by scenario and id, as figures of a language.
package struct FindingFigures: Sendable {
  package let record: RunRecord
  package let language: Language
  package let numbers: NumberStyle
  private let places: [String: Int]

  package init(_ record: RunRecord, _ language: Language) {
    (self.record, self.language) = (record, language)
    numbers = NumberStyle(language)
    places = Dictionary(
      record.findings.enumerated().map { ("\($1.scenario):\($1.id)", $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The finding of a scenario, by default that of the run.
  package func find(_ id: String, of scenario: String? = nil) -> Finding? {
    places["\(scenario ?? record.scenarioKey):\(id)"].map { record.findings[$0] }
  }

  package func reference(_ finding: Finding) -> Reference {
    Reference(run: record.name, item: "findings.csv:\(finding.scenario):\(finding.id)")
  }

  /// A finding as it is printed everywhere, with its error if it has one.
  package func value(_ finding: Finding) -> Inline {
    let isShare = finding.unit == .probability || finding.unit == .fraction
    let error = finding.unit == .probability ? finding.error : nil
    return .figure(
      Figure(
        numbers.value(finding), finding.value, error: error, isShare ? .percent : .plain,
        reference(finding)))
  }

  /// A share in percent with a fixed number of decimals, without its error; what rounds to none or to all
  /// without being so is told as a bound.
  package func percent(_ finding: Finding, decimals: Int = 0) -> Inline {
    .figure(
      Figure(
        numbers.chance(finding.value, decimals: decimals), finding.value, .percent,
        reference(finding)))
  }

  /// A difference of probabilities in points, with its sign and its error.
  package func points(_ finding: Finding) -> Inline {
    .figure(
      Figure(
        numbers.points(finding.value, error: finding.error ?? 0), finding.value,
        error: finding.error, .points, reference(finding)))
  }

  /// A number as the caller writes it.
  package func number(
    _ finding: Finding, _ style: Figure.Style = .plain, _ write: (Double) -> String
  ) -> Inline {
    .figure(Figure(write(finding.value), finding.value, style, reference(finding)))
  }

  package func word(_ finding: Finding) -> Inline {
    .word(LikelihoodWord(finding.value), probability: finding.value, reference(finding))
  }

  package func label(_ finding: Finding) -> Inline {
    .name(language(finding.label), reference(finding))
  }
}

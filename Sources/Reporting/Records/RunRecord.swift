package import Assessment
package import ReachModel

/// What a run folder says, read back: all that a report is made of.
package struct RunRecord: Sendable {
  /// What was asked.
  package enum Kind: Sendable, Equatable {
    /// `reach run`.
    case forecast
    /// An analysis, by its command, for example `compare`.
    case analysis(String)
    /// `reach backtest`.
    case backtest
  }

  /// The folder's name.
  package let name: String
  package let kind: Kind
  /// `verdict.json`, `analysis.json` or `backtest.json`.
  package let document: JSONValue
  /// `provenance.json`, or `record.json` of a back-test.
  package let provenance: JSONValue
  /// SHA-256 of that file, by which the run can be told from others.
  package let provenanceSHA256: String
  /// `model.json`; null where there is none.
  package let model: JSONValue
  /// Its names, levers, targets and uncertainties, in the order of ``model``; nil where there is none.
  package let study: Study?
  package let findings: [Finding]
  /// Rows of `outcomes.csv`.
  package let outcomes: [RecordedOutcome]
  /// Rows of `histograms.csv`.
  package let bins: [RecordedBin]
  /// Rows of `history.csv`: what was published by the date about the outcomes.
  package let history: [RecordedFigure]
  /// The trails of the main findings in a language, from `trails.json`.
  package let trails: [RecordedTrail]
  /// The answer in words, by language.
  package let pages: [Language: Page]
  /// The inputs of its scenarios as typed, from `inputs.json`; none where there is no such file.
  package let inputs: [ScenarioInputSet]
  /// What the ids among the sources of a forecast stand for, from `trails.json`.
  package let citations: [Citation]

  package init(
    name: String, kind: Kind, document: JSONValue, provenance: JSONValue,
    provenanceSHA256: String, model: JSONValue, study: Study?, findings: [Finding],
    outcomes: [RecordedOutcome], bins: [RecordedBin], history: [RecordedFigure],
    trails: [RecordedTrail], pages: [Language: Page], inputs: [ScenarioInputSet] = [],
    citations: [Citation] = []
  ) {
    (self.name, self.kind, self.document) = (name, kind, document)
    (self.provenance, self.provenanceSHA256) = (provenance, provenanceSHA256)
    (self.model, self.study, self.findings) = (model, study, findings)
    (self.outcomes, self.bins) = (outcomes, bins)
    (self.history, self.trails, self.pages) = (history, trails, pages)
    (self.inputs, self.citations) = (inputs, citations)
  }
}

/// A row of `outcomes.csv`.
package struct RecordedOutcome: Sendable, Equatable {
  package enum Statistic: Sendable, Equatable {
    case mean
    case standardDeviation
    /// With its probability.
    case quantile(Double)
  }

  /// `2021`, `2021-Q3`, or the last quarter before the plan.
  package let period: String
  /// For example `firms`.
  package let outcome: String
  /// The sector's key; nil for all together.
  package let sector: String?
  package let statistic: Statistic
  package let value: Double
  /// Half of the 95 % Monte Carlo interval.
  package let error: Double

  package init(
    period: String, outcome: String, sector: String?, statistic: Statistic, value: Double,
    error: Double
  ) {
    (self.period, self.outcome, self.sector) = (period, outcome, sector)
    (self.statistic, self.value, self.error) = (statistic, value, error)
  }
}

/// A row of `histograms.csv`.
package struct RecordedBin: Sendable, Equatable {
  package let period: String
  package let outcome: String
  /// The sector's key; nil for all together.
  package let sector: String?
  package let low: Double
  package let high: Double
  package let draws: Int

  package init(
    period: String, outcome: String, sector: String?, low: Double, high: Double, draws: Int
  ) {
    (self.period, self.outcome, self.sector) = (period, outcome, sector)
    (self.low, self.high, self.draws) = (low, high, draws)
  }
}

/// A row of `history.csv`: a figure that was published by the date of a forecast.
package struct RecordedFigure: Sendable, Equatable {
  /// The outcome that it is about, for example `firms`.
  package let outcome: String
  /// The series of the facts file.
  package let series: String
  /// Whether the series only stands in for the outcome: all manufacturing for supporting industries.
  package let isProxy: Bool
  package let year: Int
  /// As the source names it, for example `year` or `jan-sep`.
  package let period: String
  /// In the unit of the outcome: firms, or a fraction.
  package let value: Double
  /// `actual`, `estimate`; targets are never history.
  package let kind: String
  package let published: CalendarDate
  package let source: String
  package let note: String

  package init(
    outcome: String, series: String, isProxy: Bool, year: Int, period: String, value: Double,
    kind: String, published: CalendarDate, source: String, note: String
  ) {
    (self.outcome, self.series, self.isProxy) = (outcome, series, isProxy)
    (self.year, self.period, self.value, self.kind) = (year, period, value, kind)
    (self.published, self.source, self.note) = (published, source, note)
  }
}

/// Where a number comes from, as `reach explain` tells it.
package struct RecordedTrail: Sendable, Equatable {
  /// Of the finding.
  package let id: String
  package let scenario: String
  package let pages: [Language: Page]

  package init(id: String, scenario: String, pages: [Language: Page]) {
    (self.id, self.scenario, self.pages) = (id, scenario, pages)
  }
}

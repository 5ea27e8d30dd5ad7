import Assessment
import Foundation
package import ReachModel

extension RunFolder {
  /// What the run foretold, to be published.
  ///
  /// - Parameter date: The day, UTC.
  /// - Returns: The first draws of every target's outcome, and its P.
  /// - Throws: R007 for a run whose files are not what was written; R019 for a run that forecasts
  ///   nothing, as an analysis.
  package func frozen(on date: CalendarDate) throws(DiagnosticReport) -> FrozenForecast {
    let provenance = try readProvenance()
    guard provenance.identity.analysis == nil else {
      throw .ledger(
        .noForecast,
        "`\(name)` holds the answer of `reach \(provenance.identity.analysis?.key ?? "")`"
      )
    }
    for file in provenance.files {
      guard let sum = sha256(try bytes(of: file.name)), sum == file.sha256 else {
        throw .damaged("`\(name)/\(file.name)` is not what was written")
      }
    }
    let model = try readModel(), draws = try readDraws(), findings = try self.findings()
    let outcomes = try model.targets.map { target throws(DiagnosticReport) in
      let sector = target.sector.map { "." + model.sectorKeys[$0] } ?? ""
      let column = "\(target.outcome.rawValue).\(target.year)\(sector)"
      let id = "targets.\(target.key).probability"
      guard let values = draws[column]?.values.filter(\.isFinite), !values.isEmpty,
        let probability = findings.first(where: { $0.scenario == model.study && $0.id == id })
      else {
        throw .ledger(.noForecast, "`\(name)` has no draws of `\(column)`")
      }
      return FrozenForecast.Outcome(
        key: target.key, vi: target.label.vi, en: target.label.en, column: column,
        year: target.year, comparison: target.comparison.rawValue, threshold: target.threshold,
        probability: probability.value,
        draws: Array(values.prefix(FrozenForecast.drawLimit)))
    }
    guard let sum = sha256(try bytes(of: Self.provenanceName)) else { throw .noChecksum }
    return FrozenForecast(
      format: FrozenForecast.format, version: FrozenForecast.version, run: name,
      software: provenance.identity.version, scenario: model.study, province: model.province,
      as_of: "\(model.asOf)", published: "\(date)", provenance_sha256: sum, outcomes: outcomes)
  }
}

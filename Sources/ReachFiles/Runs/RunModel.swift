package import ReachModel
import Reporting

/// What `model.json` holds: the fitted model of a run, exactly, with the names that its numbers
/// are traced by.
///
/// Numbers of the model are texts in hexadecimal floating point, because estimation repeats only
/// to a tolerance and a decimal text would hide the last digits.
package struct RunModel: Sendable, Equatable {
  /// The scenario's key.
  package let study: String
  package let title: Label
  /// The key of the province.
  package let province: String
  /// The first simulated year.
  package let planYear: Int
  package let asOf: CalendarDate
  package let sectors: [Sector]
  package let targets: [Target]
  /// Every lever with its yearly amounts as set, whatever a freeze takes away.
  package let levers: [LeverSetting]
  /// The first quarter (1...) without budgets, if any.
  package let freezeFrom: Int?
  /// Every uncertainty in use with its prior, its sources and where it was written.
  package let uncertainties: [Uncertainty]
  /// The model with posteriors in place of the priors that data moved.
  package let model: SimulationModel

  /// - Parameters:
  ///   - study: Its names, targets, levers and uncertainties are kept.
  ///   - model: The fitted model; `study.model` has the priors only.
  package init(_ study: Study, fitted model: SimulationModel) {
    (self.study, title, province) = (study.name, study.title, study.province.key)
    (planYear, asOf, sectors) = (study.planYear, study.asOf, study.sectors)
    (targets, levers, freezeFrom) = (study.targets, study.levers, study.freezeFrom)
    (uncertainties, self.model) = (study.uncertainties, model)
  }

  /// The sectors' keys, for the names of series.
  package var sectorKeys: [String] { model.sectors.map(\.key) }

  static let format = "reach-model", version = 1

  /// The text of `model.json`.
  package var text: String { exact.text + "\n" }

  /// Reads what ``text`` wrote.
  ///
  /// - Throws: R007 with the place of what is missing, unknown or of the wrong kind; R008 for a
  ///   newer form.
  package init(_ source: SourceText) throws(DiagnosticReport) {
    try self.init(exact: Node.json(source))
  }
}

extension RunModel: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "format": Self.format, "format_version": Self.version, "study": study, "title": title,
      "province": province, "plan_year": planYear, "as_of": asOf, "sectors": sectors,
      "targets": targets, "levers": levers, "freeze_from": freezeFrom,
      "uncertainties": uncertainties, "model": model,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    try record.check(format: Self.format, version: Self.version, of: node)
    (study, title) = (try record.take("study"), try record.take("title"))
    (province, planYear) = (try record.take("province"), try record.take("plan_year"))
    (asOf, sectors) = (try record.take("as_of"), try record.take("sectors"))
    (targets, levers) = (try record.take("targets"), try record.take("levers"))
    freezeFrom = try record.take("freeze_from")
    uncertainties = try record.take("uncertainties")
    model = try record.take("model")
    try record.finish()
  }
}

extension ExactRecord {
  /// Takes the two keys by which a file says what it is.
  mutating func check(format: String, version: Int, of node: Node) throws(DiagnosticReport) {
    let name: String = try take("format")
    guard name == format else {
      throw .damaged("this is `\(name.prefix(40))`, not `\(format)`", at: node.origin)
    }
    let number: Int = try take("format_version")
    guard number == version else {
      throw DiagnosticReport(
        one: Diagnostic(
          .newerRun, "`\(format)` has version \(number); \(version) is known", at: node.origin))
    }
  }
}

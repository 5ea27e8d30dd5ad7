import Assessment
import ReachModel
package import Reporting

/// Finds in runs what a reference points to.
package struct RunIndex: Sendable {
  private let records: [String: RunRecord]
  /// By run, then `scenario:id`.
  private let findings: [String: [String: Int]]

  package init(_ records: [RunRecord]) {
    self.records = Dictionary(
      records.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    findings = self.records.mapValues { record in
      Dictionary(
        record.findings.enumerated().map { ("\($1.scenario):\($1.id)", $0) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// The number at a reference, with its error; nil where none stands there.
  package func number(_ reference: Reference) -> (value: Double, error: Double?)? {
    guard let record = records[reference.run] else { return nil }
    if let key = reference.item.removingPrefix("findings.csv:") {
      return findings[reference.run]?[key].map {
        (record.findings[$0].value, record.findings[$0].error)
      }
    }
    if let row = row(reference.item, "history.csv"), record.history.indices.contains(row) {
      return (record.history[row].value, nil)
    }
    if let place = reference.item.removingPrefix("history.csv#") {
      let parts = place.split(separator: "/")
      guard parts.count == 2, let row = Int(parts[0]), record.history.indices.contains(row) else {
        return nil
      }
      let figure = record.history[row]
      return (parts[1] == "year" ? Double(figure.year) : figure.published.digits, nil)
    }
    if let row = row(reference.item, "outcomes.csv"), record.outcomes.indices.contains(row) {
      return (record.outcomes[row].value, record.outcomes[row].error)
    }
    // Some years after another.
    let parts = reference.item.split(separator: "+")
    if parts.count == 2, let years = Double(parts[1]) {
      let first = Reference(run: reference.run, item: String(parts[0]))
      return number(first).map { ($0.value + years, nil) }
    }
    guard let value = value(record, reference.item) else { return nil }
    if let date = value.string.flatMap({ CalendarDate($0) }) { return (date.digits, nil) }
    // The model writes its numbers in hexadecimal.
    if let text = value.string, text.hasPrefix("0x") { return Double(text).map { ($0, nil) } }
    return value.double.map { ($0, nil) }
  }

  /// Whether a text stands at a reference.
  package func holds(_ text: String, _ reference: Reference) -> Bool {
    guard let record = records[reference.run] else { return false }
    if let key = reference.item.removingPrefix("findings.csv:") {
      guard let place = findings[reference.run]?[key] else { return false }
      let label = record.findings[place].label
      // A label says what the number is of the thing that it begins with: `Firms: median`.
      return [label.vi, label.en].contains { $0 == text || $0.hasPrefix(text + ": ") }
    }
    if let row = row(reference.item, "history.csv"), record.history.indices.contains(row) {
      let figure = record.history[row]
      return [figure.period, figure.source, figure.note, figure.series, figure.kind].contains(text)
    }
    if let row = row(reference.item, "outcomes.csv"), record.outcomes.indices.contains(row) {
      return record.outcomes[row].period == text
    }
    if let row = row(reference.item, "trails.json", "#citations/"),
      record.citations.indices.contains(row)
    {
      return [record.citations[row].id, record.citations[row].text].contains(text)
    }
    if reference.item == "folder" { return text == record.name }
    if reference.item == "analysis", case .analysis(let name) = record.kind { return text == name }
    if reference.item == "provenance sha256" { return text == record.provenanceSHA256 }
    if let place = reference.item.removingPrefix("model.json#law/") {
      return record.law(at: place).map { law in
        Language.allCases.contains { lawText(law, $0) == text }
      } ?? false
    }
    return value(record, reference.item)?.string == text
  }

  private func row(_ item: String, _ file: String, _ mark: String = "#") -> Int? {
    item.removingPrefix(file + mark).flatMap { Int($0) }
  }

  /// The value at a JSON pointer.
  private func value(_ record: RunRecord, _ item: String) -> JSONValue? {
    let parts = item.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let document: JSONValue? =
      switch parts[0] {
      case Substring(record.documentName): record.document
      case "model.json": record.model
      case "provenance.json", "record.json": record.provenance
      default: nil
      }
    return parts[1].split(separator: "/").reduce(document) { value, step in
      if let place = Int(step), case .array(let items)? = value {
        return items.indices.contains(place) ? items[place] : nil
      }
      let key = step.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
        .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
      return value?[key]
    }
  }
}

extension RunRecord {
  /// A law by the places of its uncertainty and of itself, `12/0`.
  func law(at place: String) -> Distribution? {
    let places = place.split(separator: "/").compactMap { Int($0) }
    guard let study, places.count == 2, study.uncertainties.indices.contains(places[0]),
      study.uncertainties[places[0]].priors.indices.contains(places[1])
    else { return nil }
    return study.uncertainties[places[0]].priors[places[1]]
  }
}

extension String {
  /// What follows a prefix; nil where it does not begin with it.
  func removingPrefix(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}

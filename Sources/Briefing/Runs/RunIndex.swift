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
    if let derived = derived(reference, record) { return derived }
    if let key = reference.item.removingPrefix("findings.csv:") {
      return findings[reference.run]?[key].map {
        (record.findings[$0].value, record.findings[$0].error)
      }
    }
    if let row = row(reference.item, "history.csv"), record.history.indices.contains(row) {
      return (record.history[row].value, nil)
    }
    if let (row, part) = part(reference.item, "history.csv"),
      record.history.indices.contains(row)
    {
      let figure = record.history[row]
      switch part {
      case "year": return (Double(figure.year), nil)
      default: return (figure.published.digits, nil)
      }
    }
    if let (row, part) = part(reference.item, "outcomes.csv"),
      record.outcomes.indices.contains(row)
    {
      guard part == "year" else { return nil }
      return ChartPeriod(record.outcomes[row].period).map { (Double($0.year), nil) }
    }
    if let row = row(reference.item, "outcomes.csv"), record.outcomes.indices.contains(row) {
      return (record.outcomes[row].value, record.outcomes[row].error)
    }
    guard let value = value(record, reference.item) else { return nil }
    if let date = value.string.flatMap({ CalendarDate($0) }) { return (date.digits, nil) }
    // The model writes its numbers in hexadecimal.
    if let text = value.string, text.hasPrefix("0x") { return Double(text).map { ($0, nil) } }
    return value.double.map { ($0, nil) }
  }

  /// What follows from a number that a run has: some years after it, what a probability leaves of 1, how
  /// many findings there are, the day in a finding's id.
  private func derived(
    _ reference: Reference, _ record: RunRecord
  ) -> (value: Double, error: Double?)? {
    let item = reference.item
    func number(_ item: some StringProtocol) -> (value: Double, error: Double?)? {
      self.number(Reference(run: reference.run, item: String(item)))
    }
    let parts = item.split(separator: "+")
    if parts.count == 2, let more = Double(parts[1]) {
      return number(parts[0]).map { ($0.value + more, nil) }
    }
    if let other = item.removingPrefix("1 - ") {
      return number(other).map { (1 - $0.value, $0.error) }
    }
    if let ends = item.removingPrefix("rest from "), let rest = rest(ends, reference.run, record) {
      return (rest, nil)
    }
    if let pattern = item.removingPrefix("number of findings.csv:") {
      return record.telling(pattern).map { (Double($0), nil) }
    }
    guard let id = item.removingPrefix("day of findings.csv:"),
      findings[reference.run]?[id] != nil
    else { return nil }
    return id.split(separator: ".").compactMap { CalendarDate($0) }.first.map { ($0.digits, nil) }
  }

  /// What contributions leave of the way from one probability to another,
  /// `hanoi-2021:targets.firms.probability to worst:targets.firms.probability`.
  private func rest(_ ends: String, _ run: String, _ record: RunRecord) -> Double? {
    let keys = ends.split(separator: " ")
    guard keys.count == 3, keys[1] == "to", let first = findings[run]?[String(keys[0])],
      let last = findings[run]?[String(keys[2])]
    else { return nil }
    let from = record.findings[first], to = record.findings[last]
    let name = to.id.split(separator: ".").dropLast().last ?? ""
    return record.findings.filter {
      $0.scenario == to.scenario && $0.id.hasPrefix("contributions.\(name).probability.")
        && $0.id.hasSuffix(".contribution")
    }.reduce(to.value - from.value) { $0 - $1.value }
  }

  /// A row of a file and the part of it: `history.csv#3/year`.
  private func part(_ item: String, _ file: String) -> (row: Int, part: Substring)? {
    let parts = item.removingPrefix(file + "#")?.split(separator: "/") ?? []
    guard parts.count == 2, let row = Int(parts[0]) else { return nil }
    return (row, parts[1])
  }

  /// Whether a text stands at a reference.
  package func holds(_ text: String, _ reference: Reference) -> Bool {
    guard let record = records[reference.run] else { return false }
    if let key = reference.item.removingPrefix("findings.csv:") {
      guard let place = findings[reference.run]?[key] else { return false }
      let label = record.findings[place].label
      // A label says what the number is of the thing that it begins with: `Firms: median`.
      return [label.vi, label.en].contains {
        $0 == text || $0.hasPrefix(text + ": ") || $0.contains(": \(text): ")
          || $0.contains(", \(text): ")
      }
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
    if let period = quarter(reference.item, record) {
      return Language.allCases.contains { period.quarterName($0) == text }
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

  /// The quarter of a row: `outcomes.csv#3/quarter`.
  private func quarter(_ item: String, _ record: RunRecord) -> ChartPeriod? {
    if let (row, part) = part(item, "outcomes.csv"), part == "quarter",
      record.outcomes.indices.contains(row)
    {
      return ChartPeriod(record.outcomes[row].period)
    }
    guard let (row, part) = part(item, "history.csv"), part == "quarter",
      record.history.indices.contains(row)
    else { return nil }
    let figure = record.history[row]
    return figure.quarter.map { .quarter($0, of: figure.year) }
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

extension RecordedFigure {
  /// The quarter in which it ends; nil of a whole year, and where the source's name for the period tells
  /// none.
  var quarter: Int? {
    if period.count == 2, period.first == "q" {
      return period.last?.wholeNumberValue.flatMap { (1...4).contains($0) ? $0 : nil }
    }
    return Language.months.firstIndex(of: period).map { $0 / 3 + 1 }
  }
}

extension RunRecord {
  /// How many findings of a scenario, `hanoi-2021:sensitivity.*.swing`, are beyond their error.
  func telling(_ pattern: String) -> Int? {
    let ends = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    return findings.count { finding in
      let id = "\(finding.scenario):\(finding.id)"
      return id.count > pattern.count - 1 && id.hasPrefix(ends[0]) && id.hasSuffix(ends[1])
        && finding.value.magnitude > (finding.error ?? 0)
    }
  }

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

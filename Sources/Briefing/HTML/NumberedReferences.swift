import Assessment
import Reporting

/// The numbers that a page shows, in the order in which they first come, with what each is.
///
/// A number links to its line in the last section; that line says what it is called, in full, and in
/// which run it stands.
struct NumberedReferences {
  private let language: Language
  private let runs: ReportedRuns
  /// By run, then `scenario:id`.
  private let findings: [String: [String: Finding]]
  private var places: [Reference: Int] = [:]
  private var shown: [(Reference, Finding)] = []

  init(_ runs: ReportedRuns, _ language: Language) {
    (self.runs, self.language) = (runs, language)
    findings = Dictionary(
      runs.records.map { record in
        (
          record.name,
          Dictionary(
            record.findings.map { ("\($0.scenario):\($0.id)", $0) },
            uniquingKeysWith: { first, _ in first })
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  /// A number as it is shown: a link to its line, or, where it is no finding, with its place as a hint.
  mutating func link(_ text: String, to reference: Reference) -> String {
    guard let key = reference.item.removingPrefix("findings.csv:"),
      let finding = findings[reference.run]?[key]
    else {
      let place = reference.run.isEmpty ? reference.item : "\(reference.run)/\(reference.item)"
      return
        "<span data-ref=\"\(escaped(place))\" title=\"\(escaped(place))\">\(escaped(text))</span>"
    }
    let place = places[reference] ?? shown.count
    if place == shown.count {
      places[reference] = place
      shown.append((reference, finding))
    }
    let hint = "\(language(finding.label)) = \(exact(finding)) (\(finding.id))"
    return "<a class=\"n\" href=\"#n\(place + 1)\" data-finding=\"\(escaped(finding.id))\" "
      + "title=\"\(escaped(hint))\">\(escaped(text))</a>"
  }

  /// The anchor of a trail of the forecast that the report is about.
  func anchor(of trail: RecordedTrail) -> String? {
    runs.base.trails.firstIndex { $0.id == trail.id && $0.scenario == trail.scenario }
      .map { "trail-\($0 + 1)" }
  }

  /// The anchor of the trail that a finding belongs to: its own, else that of the probability of the
  /// same target.
  private func trail(_ finding: Finding, _ reference: Reference) -> String? {
    guard reference.run == runs.base.name else { return nil }
    let parts = finding.id.split(separator: ".")
    let subject = parts.first == "targets" ? parts.prefix(2) : parts.prefix(1)
    let ids = [finding.id, (subject + ["probability"]).joined(separator: ".")]
    return runs.base.trails.first { $0.scenario == finding.scenario && ids.contains($0.id) }
      .flatMap(anchor)
  }

  private func exact(_ finding: Finding) -> String {
    full(finding.value) + (finding.error.map { " ± " + full($0) } ?? "")
      + (finding.unit == .count ? "" : " " + language.unit(finding.unit.name))
  }

  /// Every digit, with the decimal mark of the language.
  private func full(_ value: Double) -> String {
    let parts = "\(value)".split(separator: ".", omittingEmptySubsequences: false)
    return parts.joined(separator: language(vi: ",", en: "."))
  }

  /// Its id, which leads to its trail.
  private func id(_ finding: Finding, _ reference: Reference) -> String {
    let id = "<code>\(escaped(finding.scenario)):\(escaped(finding.id))</code>"
    return trail(finding, reference).map { "<a href=\"#\($0)\">\(id)</a>" } ?? id
  }

  /// The last section: every number that was shown.
  var section: String {
    let titles = [
      language(vi: "Số", en: "No."), language(vi: "Là gì", en: "What it is"),
      language(vi: "Giá trị đầy đủ", en: "In full"), language(vi: "Mã kết quả", en: "Finding"),
      language(vi: "Lần chạy", en: "Run"),
    ]
    let rows = shown.enumerated().map { place, item in
      let (reference, finding) = item
      return "<tr id=\"n\(place + 1)\"><th scope=\"row\">\(place + 1)</th>"
        + "<td><bdi>\(escaped(language(finding.label)))</bdi></td>"
        + "<td>\(escaped(exact(finding)))</td><td>\(id(finding, reference))</td><td><code>\(escaped(reference.run))</code></td></tr>"
    }
    let title = language(vi: "Phụ lục: từng con số", en: "Appendix: the numbers")
    let how = language(
      vi: "Mã kết quả dẫn đến nguồn gốc của con số; những con số khác: "
        + "<code>reach explain MÃ --run LẦN_CHẠY</code>.",
      en: "The finding's id leads to its trail; for the others: "
        + "<code>reach explain FINDING --run RUN</code>.")
    return """
      <section id="numbers">
      <h2>\(title)</h2>
      <p>\(how)</p>
      <div class="table" role="region" tabindex="0" aria-label="\(title)"><table>
      <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" }.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table></div>
      </section>
      """
  }
}

import ReachModel
package import Reporting

/// The run folders of a results folder.
package struct RunLibrary: Sendable {
  package let results: String

  package init(_ results: String) { self.results = results }

  /// Every run, the oldest first; folders that are no runs are left out.
  package func list() -> [ListedRun] { runs.map(ListedRun.init) }

  /// Hidden folders are unfinished; a folder without provenance is not a run.
  private var runs: [RunFolder] {
    names(in: results).filter { !$0.hasPrefix(".") }.map { RunFolder(joined(results, $0)) }
      .filter(\.isRun)
  }

  /// Finds a run.
  ///
  /// - Parameter name: A path, a folder's name, or a part of one name only, such as its hash.
  /// - Returns: The run's folder.
  /// - Throws: R005 if there is none, R006 with the names if there are several.
  package func run(_ name: String) throws(DiagnosticReport) -> RunFolder {
    let path = RunFolder(name)
    if path.isRun { return path }
    let runs = runs
    if let exact = runs.first(where: { $0.name == name }) { return exact }
    let matches = runs.filter {
      !name.isEmpty && $0.name.contains(name)
    }
    guard let first = matches.first else { throw missing(name, among: runs) }
    guard matches.count == 1 else {
      throw DiagnosticReport(
        one: Diagnostic(
          .runAmbiguous, "\(matches.count) runs have `\(name)` in their names", at: nil,
          notes: matches.prefix(10).map(\.name)))
    }
    return first
  }

  private func missing(_ name: String, among runs: [RunFolder]) -> DiagnosticReport {
    let nearest = nearestName(to: name, among: runs.map(\.name))
    return DiagnosticReport(
      one: Diagnostic(
        .runMissing, "no run is called `\(name)` in `\(results)`", at: nil,
        hint: nearest.map { "did you mean `\($0)`?" }))
  }

  /// The table of `reach runs list`.
  package func table(_ language: Language) -> String {
    let runs = list()
    guard !runs.isEmpty else {
      return language(
        vi: "không có lần chạy nào trong \(results)\n", en: "no runs in \(results)\n")
    }
    let columns: [TextTable.Column] = [
      // Names are copied from here: they stay whole.
      .init(language(vi: "lần chạy", en: "run")),
      .init(language(vi: "số mẫu", en: "draws"), .right),
      .init(language(vi: "hạt giống", en: "seed"), .right),
      .init(language(vi: "kết quả", en: "answer"), wraps: true),
    ]
    let rows = runs.map { $0.cells(language) }
    return TextTable(columns, rows: rows).lines().map { $0 + "\n" }.joined()
  }
}

extension RunFolder {
  /// Whether a provenance stands in it.
  var isRun: Bool { names(in: path).contains(Self.provenanceName) }

  /// The text of `reach runs show`: the verdict, or the answer of an analysis, as it was printed.
  ///
  /// - Parameters:
  ///   - language: Of words and numbers.
  ///   - isTerminal: Whether headings may be bold.
  /// - Returns: Lines; a folder from before pages were kept gives its Markdown.
  /// - Throws: What is wrong with the files.
  package func show(
    _ language: Language, isTerminal: Bool = false
  ) throws(DiagnosticReport) -> String {
    if let told = try pages()[language] { return told.page.text(isTerminal: isTerminal) }
    let isAnalysis = names(in: path).contains(Self.analysisName)
    return try text(
      of: isAnalysis ? Self.analysisTextName(language) : Self.verdictTextName(language)
    ).text
  }
}

/// One line of `reach runs list`.
package struct ListedRun: Sendable {
  package let folder: RunFolder
  /// The day in the folder's name; empty if it was renamed.
  package let date: String
  /// Nil if the provenance cannot be read; then ``problem`` says why.
  package let provenance: Provenance?
  /// P of each target, from `verdict.json`; empty if it holds none.
  package let probabilities: [(target: String, probability: Double)]
  /// What an analysis found, in one line; empty for a forecast.
  package let summaries: [Language: String]
  package let problem: String?

  init(_ folder: RunFolder) {
    self.folder = folder
    let day = folder.name.prefix(10)
    date = CalendarDate(day) == nil ? "" : String(day)
    do throws(DiagnosticReport) {
      provenance = try folder.readProvenance()
      problem = nil
    } catch {
      provenance = nil
      problem = error.diagnostics.first?.summary ?? "provenance.json cannot be read"
    }
    probabilities = folder.probabilities
    summaries = ((try? folder.pages()) ?? [:]).compactMapValues(\.summary)
  }

  /// One decimal is what a list needs; the verdict has the digits and the error.
  fileprivate func cells(_ language: Language) -> [String] {
    guard let sampling = provenance?.sampling else { return [folder.name, "", "", problem ?? ""] }
    let numbers = NumberStyle(language)
    let chances = probabilities.map {
      "\($0.target) \(numbers.percent($0.probability, decimals: 1))"
    }
    return [
      folder.name, numbers.number(Double(sampling.draws)), String(sampling.seed),
      summaries[language] ?? chances.joined(separator: language(vi: "; ", en: ", ")),
    ]
  }
}

extension RunFolder {
  /// `targets[].key` and `targets[].probability` of the only scenario in `verdict.json`, the latter a number or an
  /// object with a `value`; targets without them are left out.
  fileprivate var probabilities: [(target: String, probability: Double)] {
    var problems = ProblemList()
    guard let source = try? text(of: Self.verdictName),
      let verdict = JSONReader.tree(of: source, isPrinted: false, &problems),
      let targets = (verdict["scenarios"]?.items?.first ?? verdict)["targets"]?.items
    else { return [] }
    return targets.compactMap { target in
      guard let key = target["key"]?.scalar?.text, let node = target["probability"],
        let text = (node["value"] ?? node).scalar?.text, let p = Double(text), (0...1).contains(p)
      else { return nil }
      return (key, p)
    }
  }
}

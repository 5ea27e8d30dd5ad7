package import Assessment
package import ReachModel

/// Reads figures observed within the year, as `reach track` takes them.
///
/// - Parameters:
///   - source: A CSV file: period, indicator, value, unit, error, published, vintage, source.
///   - study: The scenario that it is about.
///   - catalog: The indicators.
/// - Returns: The figures, in the order of the file.
/// - Throws: All problems of the file at once.
package func observedFigures(
  _ source: SourceText, for study: Study, _ catalog: IndicatorCatalog
) throws(DiagnosticReport) -> [ObservedFigure] {
  var problems = ProblemList()
  let shape = StrictCSV.Shape(columns: [
    "period", "indicator", "value", "unit", "error", "published", "vintage", "source",
  ])
  let figures =
    StrictCSV.read(source, shape, &problems).map { table in
      FigureReader(table: table, study: study, catalog: catalog).figures(&problems)
    } ?? []
  try problems.throwIfAny()
  return figures
}

/// Reads rows against a scenario and the catalog of indicators.
private struct FigureReader {
  let table: CSVTable
  let study: Study
  let catalog: IndicatorCatalog

  private func place(_ column: String) -> Int { table.column(column) ?? 0 }

  private func text(_ row: Int, _ column: String) -> String { table.text(row, place(column)) }

  private func origin(_ row: Int, _ column: String) -> Origin { table.origin(row, place(column)) }

  func figures(_ problems: inout ProblemList) -> [ObservedFigure] {
    var figures: [ObservedFigure] = [], seen: [Vintage: Int] = [:]
    for row in 0..<table.rowCount {
      guard let figure = figure(row, &problems) else { continue }
      let vintage = Vintage(
        key: figure.key, published: figure.published, vintage: figure.vintage)
      if let first = seen.updateValue(row, forKey: vintage) {
        problems.report(
          .duplicateRow,
          "the same figure of the same day stands in line \(origin(first, "period").line)",
          at: origin(row, "period"), length: text(row, "period").count,
          hint: "number the later one in the column `vintage`")
      }
      figures.append(figure)
    }
    return figures
  }

  private struct Vintage: Hashable {
    let key: ObservedFigure.Key
    let published: CalendarDate
    let vintage: Int
  }

  private func figure(_ row: Int, _ problems: inout ProblemList) -> ObservedFigure? {
    let indicator = indicator(row, &problems), months = months(row, &problems)
    let value = table.number(row, place("value"), &problems)
    let error =
      table.isEmpty(row, place("error")) ? nil : table.number(row, place("error"), &problems)
    let vintage = vintage(row, &problems)
    let published = published(row, &problems)
    if text(row, "source").isEmpty {
      problems.report(
        .emptyCell, "a figure has a source", at: origin(row, "source"),
        hint: "name the document or its address")
    }
    guard let (indicator, group) = indicator, let months, let value, let published, let vintage
    else { return nil }
    // Of a stock the last month counts, whatever the period is called.
    let covered = indicator.isStock ? months.upperBound...months.upperBound : months
    let figure = ObservedFigure(
      indicator: indicator, group: group, months: covered, value: value, statedError: error,
      published: published, vintage: vintage, source: text(row, "source"),
      origin: origin(row, "value"))
    check(figure, row, &problems)
    return figure
  }

  private func vintage(_ row: Int, _ problems: inout ProblemList) -> Int? {
    guard !table.isEmpty(row, place("vintage")) else { return 0 }
    guard let number = table.number(row, place("vintage"), &problems) else { return nil }
    if let vintage = Int(exactly: number), (0...999).contains(vintage) { return vintage }
    problems.report(
      .badCell, "a vintage is a whole number from 0 to 999", at: origin(row, "vintage"),
      length: text(row, "vintage").count)
    return nil
  }

  private func indicator(
    _ row: Int, _ problems: inout ProblemList
  ) -> (TrackingIndicator, Int?)? {
    let text = text(row, "indicator")
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard let indicator = catalog.indicators.first(where: { $0.key == parts.first }) else {
      problems.reportUnknown(
        .unknownIndicator, "no indicator is named `\(text.prefix(40))`", name: text,
        known: catalog.indicators.map(\.key), at: origin(row, "indicator"))
      return nil
    }
    if self.text(row, "unit") != indicator.unit {
      problems.report(
        .mixedUnits, "`\(indicator.key)` is in \(indicator.unit)", at: origin(row, "unit"),
        length: max(1, self.text(row, "unit").count), hint: "convert it to \(indicator.unit)")
    }
    let groups = study.model.groups.map(\.key)
    let named = parts.count > 1 ? parts[1] : nil
    guard indicator.measure == .disbursed else {
      if named != nil {
        problems.report(
          .unknownIndicator, "`\(indicator.key)` is about no single lever",
          at: origin(row, "indicator"), length: text.count, hint: "write `\(indicator.key)`")
      }
      return named == nil ? (indicator, nil) : nil
    }
    guard let named, let group = groups.firstIndex(of: named) else {
      problems.reportUnknown(
        .unknownIndicator, "`\(text.prefix(40))` names no lever of the scenario",
        name: named ?? "", known: groups, at: origin(row, "indicator"), length: text.count)
      return nil
    }
    return (indicator, group)
  }

  private func published(_ row: Int, _ problems: inout ProblemList) -> CalendarDate? {
    let text = text(row, "published")
    if let date = CalendarDate(text, roundingUp: true) { return date }
    problems.report(
      .badCell, "`\(text.prefix(40))` is no date of publication", at: origin(row, "published"),
      length: max(1, text.count), hint: "write 2021-03-01, 2021-03 or 2021")
    return nil
  }

  /// Months from the plan year's January: `2021-05`, `2021-Q2`, `2021`, `2021-01..2021-05`.
  private func months(_ row: Int, _ problems: inout ProblemList) -> ClosedRange<Int>? {
    let text = text(row, "period")
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { span($0) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
      first.lowerBound <= last.upperBound
    else {
      problems.report(
        .foreignMonths, "`\(text.prefix(40))` is no period", at: origin(row, "period"),
        length: max(1, text.count),
        hint: "write 2021-05, 2021-Q2, 2021 or 2021-01..2021-05")
      return nil
    }
    return first.lowerBound...last.upperBound
  }

  private func span(_ text: Substring) -> ClosedRange<Int>? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "Q") } }),
      parts[0].utf8.count == 4, let year = Int(parts[0]), parts.count <= 2
    else { return nil }
    let before = 12 * (year - study.planYear)
    guard parts.count == 2 else { return (before + 1)...(before + 12) }
    if parts[1].hasPrefix("Q"), let quarter = Int(parts[1].dropFirst()),
      (1...4).contains(quarter)
    {
      return (before + 3 * quarter - 2)...(before + 3 * quarter)
    }
    guard parts[1].utf8.count == 2, let month = Int(parts[1]), (1...12).contains(month) else {
      return nil
    }
    return (before + month)...(before + month)
  }

  /// In log points, as in the catalog.
  private static let greatestError = 2.0

  private func check(_ figure: ObservedFigure, _ row: Int, _ problems: inout ProblemList) {
    let months = figure.months, period = text(row, "period").count
    let last = 3 * study.model.quarters
    let isOneYear = (months.lowerBound - 1) / 12 == (months.upperBound - 1) / 12
    if months.lowerBound < 1 || months.upperBound > last
      || (!isOneYear && !figure.indicator.isStock)
    {
      problems.report(
        .foreignMonths,
        "the months are not within one year of \(study.planYear) to "
          + "\(study.planYear + study.model.quarters / 4 - 1)", at: origin(row, "period"),
        length: period)
    }
    let publication = 12 * (figure.published.year - study.planYear) + figure.published.month
    if publication < months.upperBound {
      problems.report(
        .foreignMonths, "it was published before its last month began",
        at: origin(row, "published"), length: text(row, "published").count)
    }
    if let reason = figure.contradiction {
      problems.report(
        .impossibleFigure, reason, at: origin(row, "value"), length: text(row, "value").count)
    } else if let error = figure.statedError,
      error < 0 || figure.indicator.logarithmicError(error, at: figure.value) > Self.greatestError
    {
      problems.report(
        .impossibleFigure,
        error < 0 ? "an error is not negative" : "an error so large says nothing",
        at: origin(row, "error"), length: text(row, "error").count)
    }
    if let group = figure.group, months.lowerBound >= 1, months.upperBound <= last,
      months.allSatisfy({ study.model.levers.budget[group][($0 - 1) / 3] <= 0 })
    {
      problems.report(
        .impossibleFigure, "the scenario gives this lever no budget", at: origin(row, "indicator"),
        length: text(row, "indicator").count)
    }
  }
}

extension ObservedFigure {
  /// Why its value cannot be; nil where it can.
  fileprivate var contradiction: String? {
    switch indicator.measure {
    case .growth, .climate:
      indicator.logarithmic(value) == nil ? "growth is above -100 percent" : nil
    case .share: (0.0..<100).contains(value) ? nil : "a share is at least 0 and below 100 percent"
    case .firms, .certified, .entries:
      value < 0 || value != value.rounded() ? "a count is a whole number, not below 0" : nil
    case .disbursed, .realised: value < 0 ? "an amount is not below 0" : nil
    }
  }
}

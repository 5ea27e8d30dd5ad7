package import PanelData
package import ReachModel
import Reporting

extension Ledger.Entry {
  /// The figures of this entry's targets in a file.
  ///
  /// Lines with other ids are not looked at.
  ///
  /// - Parameters:
  ///   - table: With `id`, `value` and, where it is known, `published`.
  ///   - actual: The same, read.
  ///   - today: Nothing was published later.
  /// - Returns: In the order of the file.
  /// - Throws: All problems at once: R021 for figures that were known when the forecast was made or
  ///   that are of a year that had not ended, R025 for those of another unit, dates that are none.
  package func figures(
    in table: DataTable, _ actual: ActualFile, today: CalendarDate
  ) throws(DiagnosticReport) -> [ReportedFigure] {
    var problems = ProblemList()
    let cells = ScoredTable(table: table), hasDates = table.column("published") != nil
    let outcomes = Dictionary(
      forecast.outcomes.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    var figures: [ReportedFigure] = []
    for row in 0..<table.rows {
      guard let key = cells.text(row, "id"), let outcome = outcomes[key],
        let value = actual.values[key]
      else { continue }
      let origin = cells.origin(row)
      if let cause = outcome.contradiction(to: value) {
        problems.report(
          .otherUnit, "`\(key)` is \(NumberStyle(.en).shortest(value)): \(cause)", at: origin)
      }
      var published: CalendarDate?
      if hasDates, let text = cells.text(row, "published") {
        published = CalendarDate(text, roundingUp: true)
        if let published {
          refuseWrongDay(published, outcome, today, at: origin, &problems)
        } else {
          problems.report(
            .badCell, "`\(text)` is no date of publication", at: origin,
            hint: "write 2021-03-01, 2021-03 or 2021")
        }
      }
      figures.append(
        ReportedFigure(key: key, value: value, published: published, origin: origin))
    }
    try problems.throwIfAny()
    return figures
  }

  /// Hindsight had figures by the day it was published: those after the data's date are scored, and
  /// do not count.
  private func refuseWrongDay(
    _ date: CalendarDate, _ outcome: FrozenForecast.Outcome, _ today: CalendarDate,
    at origin: Origin,
    _ problems: inout ProblemList
  ) {
    guard let asOf = CalendarDate(forecast.as_of), let day = CalendarDate(forecast.published)
    else { return }
    if date > today {
      problems.report(
        .earlyFigure, "published \(date), and today is \(today)", at: origin,
        hint: "write the day on which it came out")
    } else if date <= asOf {
      problems.report(
        .earlyFigure, "published \(date), and the forecast is as of \(asOf)", at: origin)
    } else if date <= day, !forecast.isHindsight(outcome) {
      problems.report(
        .earlyFigure, "published \(date), and the forecast was published on \(day)", at: origin)
    } else if let end = CalendarDate.endOfYear(outcome.year), date <= end {
      problems.report(
        .earlyFigure,
        "published \(date), when \(outcome.year) had not ended: an estimate, not what came",
        at: origin)
    }
  }
}

extension FrozenForecast.Outcome {
  /// Why a number cannot be of this target's unit; nil where it can.
  ///
  /// Only what is certain is refused: 0.8 % and 80 % of growth both are possible, and the scorecard
  /// shows which was read.
  func contradiction(to value: Double) -> String? {
    switch quantity {
    case .firms, .certified:
      if value < 0 || value != value.rounded() {
        return "its unit is firms, whole numbers"
      }
    case .certifiedShare, .share:
      if !(0...1).contains(value) { return Self.fraction(value) }
    case .growth:
      // Growth may more than double, where the forecast had it so.
      if value < -1 || value > max(1, draws.max() ?? 1) { return Self.fraction(value) }
    case nil: break
    }
    return nil
  }

  private static func fraction(_ value: Double) -> String {
    let numbers = NumberStyle(.en)
    return "its unit is a fraction of 1, so that it would be \(numbers.shortest(100 * value)) %; "
      + "\(numbers.shortest(value)) % is written \(numbers.shortest(value / 100))"
  }
}

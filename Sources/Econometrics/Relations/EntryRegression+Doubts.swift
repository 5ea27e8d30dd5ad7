private import NumericKernels
import PanelData
import ReachModel

/// What undercuts betaV: how little varies within provinces, and what other looks at the same data
/// say.
///
/// An effect of last year's stock would show in first differences too, and next year's stock would
/// show nothing. Neither moves a parameter; both are said.
extension EntryRegression {
  func doubt(
    _ levels: Estimate, _ placebo: EntryPlacebo?, _ panel: Panel, into result: inout RelationFit
  ) {
    if let share = Self.shareWithin(panel) {
      result.diagnostics.append(share)
      let percent = inText(100 * share.value, 1)
      result.cannotSay.append(
        Label(
          vi:
            "Chỉ \(percent.vi) % phương sai của log số doanh nghiệp mới nằm trong từng tỉnh (sau khi "
            + "trừ hiệu ứng năm): betaV dựa vào rất ít biến động",
          en: "Only \(percent.en) % of the variance of log new enterprises lies within provinces "
            + "(year effects taken out): betaV rests on little"))
    }
    if let differences = try? firstDifferences(levels) {
      result.estimates.append(differences)
      result.cannotSay.append(Self.differencesSay(differences, levels))
    }
    if let placebo {
      result.estimates.append(placebo.estimate)
      result.cannotSay.append(Self.leadSays(placebo, levels))
    }
  }

  /// The part of Σ (ln y − mean)² that is left once province and year effects are taken out.
  ///
  /// Over all cells of new enterprises, whether or not the regressors are known for them.
  static func shareWithin(_ panel: Panel) -> FitDiagnostic? {
    let cells = panel.cells.filter { $0.variable == specification.dependent.variable }
    let rows = cells.compactMap { cell in
      specification.dependent.value(of: cell).map { (cell.entity, cell.year, $0) }
    }
    guard Set(rows.map(\.1)).count > 1 else { return nil }
    let effects = Absorption(effects: [
      Grouping(name: "province", labels: rows.map(\.0)),
      Grouping(name: "year", labels: rows.map(\.1)),
    ])
    guard let share = try? Econometrics.shareWithin(rows.map(\.2), effects) else { return nil }
    return FitDiagnostic(
      id: "entry_variance_within",
      label: Label(
        vi: "Phần phương sai của log số doanh nghiệp mới nằm trong từng tỉnh, đã trừ hiệu ứng năm",
        en: "Share of the variance of log new enterprises within provinces, year effects out"),
      value: share, standardError: nil, unit: .fraction)
  }

  /// The same relation between changes from one year to the next, with year effects.
  func firstDifferences(_ levels: Estimate) throws(EstimationError) -> Estimate {
    let rows = Dictionary(
      levels.rows.map { ([$0.entity, "\($0.year)"], $0) }, uniquingKeysWith: { first, _ in first })
    let changes = levels.rows.compactMap { now -> Observation? in
      guard let before = rows[[now.entity, "\(now.year - 1)"]] else { return nil }
      return Observation(
        entity: now.entity, year: now.year, response: now.response - before.response,
        regressors: zip(now.regressors, before.regressors).map { $0 - $1 },
        cells: now.cells + before.cells)
    }
    let names = Self.specification
    return try Specification(
      dependent: names.dependent.change, regressors: names.regressors.map(\.change), effects: .year
    ).estimate(
      id: "\(id)_first_differences",
      title: Label(
        vi: "Thay đổi của doanh nghiệp mới và của số dự án FDI năm trước (sai phân bậc một)",
        en:
          "Changes of new enterprises and of last year's stock of FDI projects (first differences)"
      ), observations: changes, notes: [Self.comparison])
  }

  /// The test of the regression by the stock of the year after; nil without enough years.
  func placebo(_ levels: Estimate, _ panel: Panel) -> EntryPlacebo? {
    guard let estimate = try? lead(panel), let lead = estimate.coefficients.first,
      let usual = levels.coefficients.first
    else { return nil }
    return EntryPlacebo(
      estimate: estimate,
      result: PlaceboResult(
        lead: 1, isInstead: true, coefficient: lead.reported, observations: estimate.observations,
        usual: usual.reported))
  }

  /// The same relation to the stock of the year after, which can have no effect.
  func lead(_ panel: Panel) throws(EstimationError) -> Estimate {
    let names = Self.specification
    return try Specification(
      dependent: names.dependent,
      regressors: [Term(names.regressors[0].variable, lag: -1)] + names.regressors.dropFirst(),
      effects: names.effects
    ).estimate(
      id: "\(id)_lead",
      title: Label(
        vi: "Doanh nghiệp đăng ký mới và số dự án FDI còn hiệu lực năm sau",
        en: "New enterprises and next year's stock of FDI projects"),
      on: panel, notes: [Self.comparison])
  }

  private static func differencesSay(_ differences: Estimate, _ levels: Estimate) -> Label {
    let changes = differences.firstText, level = levels.firstText
    return Label(
      vi: "Theo sai phân bậc một, hệ số của số dự án FDI là \(changes.vi), so với \(level.vi) theo "
        + "mức: mối liên hệ phụ thuộc vào cách nhìn",
      en: "In first differences the coefficient on FDI projects is \(changes.en), against "
        + "\(level.en) in levels: the association depends on the look")
  }

  private static func leadSays(_ placebo: EntryPlacebo, _ levels: Estimate) -> Label {
    let next = placebo.estimate.firstText, last = levels.firstText
    let verdict =
      placebo.result.predictsAsWell
      ? Label(
        vi: ": năm sau dự báo tốt không kém năm trước", en: ": it predicts as well as last year's")
      : placebo.result.fails
        ? Label(vi: ": năm sau cũng dự báo được", en: ": it predicts too") : Label(vi: "", en: "")
    return Label(
      vi: "Số dự án FDI năm sau có hệ số \(next.vi), năm trước \(last.vi)" + verdict.vi
        + "; đây là mối liên hệ, không phải quan hệ nhân quả",
      en: "Next year's stock of FDI projects has the coefficient \(next.en), last year's "
        + "\(last.en)" + verdict.en
        + "; an association, not an effect")
  }
}

/// The regression on next year's stock, beside last year's.
struct EntryPlacebo {
  let estimate: Estimate
  let result: PlaceboResult
}

extension Coefficient {
  /// With its interval and what it could detect.
  fileprivate var reported: ReportedCoefficient {
    ReportedCoefficient(
      name, value: value, standardError: standardError, degreesOfFreedom: degreesOfFreedom)
  }
}

extension Term {
  /// The same figure less that of the year before.
  fileprivate var change: Term { Term(variable, lag: lag, transform: transform, isChange: true) }
}

extension Estimate {
  /// The first coefficient with its standard error, for a sentence.
  fileprivate var firstText: Label {
    guard let first = coefficients.first else { return Label(vi: "-", en: "-") }
    let value = inText(first.value, 3), error = inText(first.standardError, 3)
    return Label(
      vi: "\(value.vi) (sai số chuẩn \(error.vi))", en: "\(value.en) (SE \(error.en))")
  }
}

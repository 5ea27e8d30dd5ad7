package import Verification

/// A scorecard in words: what it says of the forecaster first.
///
/// - Parameters:
///   - card: The scores.
///   - context: What was scored.
///   - language: Of the page.
/// - Returns: The page.
package func scorecardPage(
  _ card: Scorecard, _ context: ScorecardContext, _ language: Language
) -> Page {
  var page = Page()
  let writer = ScorecardText(card: card, language: language, isLedger: !context.targets.isEmpty)
  page.add(.title(language(context.title)))
  page.list(context.warnings(language) + verdictLines(card, language))
  if !context.targets.isEmpty {
    page.heading(language(vi: "Chỉ tiêu và số liệu", en: "Targets and figures"))
    page.table(context.targetTable(language, longest: ScorecardText.longest))
  }
  page.heading(language(vi: "Điểm số", en: "Scores"))
  page.table(writer.scores)
  page.table(writer.intervals)
  if card.spread != nil { page.list([writer.places]) }
  page.table(writer.reliability)
  page.heading(language(vi: "Từng dự báo", en: "Forecast by forecast"))
  page.table(writer.items)
  if let left = writer.left { page.paragraph(left) }
  page.list(writer.missing(context.waiting, context.unforeseen))
  page.heading(language(vi: "Cách đọc", en: "How to read this"))
  page.list(writer.notes)
  return page
}

/// What a scorecard says of the forecaster: over- and under-confidence, bias.
///
/// - Parameters:
///   - card: The scores.
///   - language: Of the lines.
/// - Returns: A claim only where there are figures enough.
package func verdictLines(_ card: Scorecard, _ language: Language) -> [String] {
  let numbers = NumberStyle(language)
  guard let spread = card.spread else {
    return [
      language(
        vi: "Các dự báo này không có khoảng: không xét được quá tự tin hay không.",
        en: "These forecasts state no ranges: over-confidence cannot be told.")
    ]
  }
  guard spread.count >= SpreadTest.fewest else {
    return [
      language(
        vi: "\(spread.count) dự báo độc lập: quá ít để kết luận về mức tự tin (cần "
          + "\(SpreadTest.fewest)).",
        en: numbers.counted(spread.count, "independent forecast")
          + ": too few to claim anything of confidence (it takes \(SpreadTest.fewest)).")
    ]
  }
  func p(_ value: Double) -> String { numbers.significant(value, digits: 2) }
  var lines: [String] = []
  if spread.isTooNarrow {
    lines.append(
      language(
        vi: "QUÁ TỰ TIN: số liệu rơi xa hơn các dự báo cho phép (p = \(p(spread.narrowP))).",
        en: "OVER-CONFIDENT: figures fall further out than the forecasts allow "
          + "(p = \(p(spread.narrowP)))."))
  } else if spread.isTooWide {
    lines.append(
      language(
        vi: "Thiếu tự tin: khoảng dự báo rộng hơn cần thiết (p = \(p(spread.wideP))).",
        en: "Under-confident: ranges are wider than they need be (p = \(p(spread.wideP)))."))
  } else {
    lines.append(
      language(
        vi: "Không thấy quá tự tin hay thiếu tự tin qua \(numbers.whole(spread.count)) dự báo (p = "
          + "\(p(spread.narrowP)) và \(p(spread.wideP))).",
        en:
          "Neither over- nor under-confident, as far as \(numbers.whole(spread.count)) forecasts tell (p = "
          + "\(p(spread.narrowP)) and \(p(spread.wideP)))."))
  }
  if spread.isBiased {
    let side = spread.meanPlace > 0.5
    lines.append(
      language(
        vi: "Lệch: số liệu thường \(side ? "cao" : "thấp") hơn dự báo (p = \(p(spread.biasP))).",
        en: "To one side: figures come out \(side ? "above" : "below") the forecasts (p = "
          + "\(p(spread.biasP)))."))
  }
  return lines
}

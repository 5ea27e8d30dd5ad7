import Reporting

/// A report as plain HTML, from which documents of Word and PowerPoint are made: headings, paragraphs,
/// lists, tables and pictures, nothing else.
package struct HandoutHTML {
  /// What the handout becomes.
  package enum Form: Sendable {
    /// Pages: all that is not hidden in the report.
    case document
    /// Slides: one thing each, little text, small tables.
    case slides
  }

  private let brief: Brief
  private let form: Form
  /// The files of pictures by the charts' names; a chart without one is told by its description.
  private let pictures: [String: String]
  /// Charts that are higher than wide: on a slide nobody could read them, and a table tells the same.
  private let tall: Set<String>

  private var language: Language { brief.language }

  package init(_ brief: Brief, _ form: Form, pictures: [String: String], tall: Set<String> = []) {
    (self.brief, self.form, self.pictures, self.tall) = (brief, form, pictures, tall)
  }

  /// The page.
  package var text: String {
    let sections = brief.sections.filter {
      form == .document || (Self.slides.contains($0.id) && !$0.isMissing)
    }
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head><meta charset="utf-8"><title>\(plain(brief.title))</title>\
      <meta name="subtitle" content="\(plain(brief.subtitle))"></head>
      <body>
      <h2>\(language(vi: "Kết luận", en: "The answer"))</h2>
      \(answer)
      \(sections.map(section).joined(separator: "\n"))
      </body>
      </html>

      """
  }

  /// The sections that a meeting looks at together.
  private static let slides: Set = [
    "forecast", "start", "comparison", "sensitivity", "budget", "tracking", "limits",
  ]
  private static let greatestSlideTable = (columns: 6, rows: 8)

  private func plain(_ sentence: Sentence) -> String { escaped(sentence.plain(language)) }

  private var answer: String {
    let rows = brief.answer.map { card in
      let word = escaped(card.word.plain(language))
      return "<tr><td>\(plain(card.question))</td><td>\(escaped(card.probability.text))</td>"
        + "<td>\(word)</td></tr>"
    }
    let titles = [
      language(vi: "Chỉ tiêu", en: "Target"), language(vi: "Xác suất đạt", en: "Probability"),
      language(vi: "Mức khả năng", en: "In words"),
    ]
    let widths = ColumnWidths(
      [titles]
        + brief.answer.map { card in
          [card.question.plain(language), card.probability.text, card.word.plain(language)]
        })
    let table =
      "<table>\(widths.html)<thead><tr>\(titles.map { "<th>\($0)</th>" }.joined())</tr></thead>"
      + "<tbody>\(rows.joined())</tbody></table>"
    guard form == .document else { return table }
    let verdicts = brief.verdicts.map { "<li>\(plain($0))</li>" }
    let lines = brief.answer.flatMap { card in
      card.lines.map {
        "<li><strong>\(plain(card.question))</strong>, \(plain($0.name)): \(plain($0.text))</li>"
      }
    }
    return "<ul>\(verdicts.joined())</ul>" + table
      + brief.lead.map { "<p>\(plain($0))</p>" }.joined()
      + "<ul>\(lines.joined())</ul>"
  }

  private func section(_ section: Brief.Section) -> String {
    guard form == .slides else {
      let blocks = section.blocks.map { block($0) }.filter { !$0.isEmpty }
      return blocks.isEmpty
        ? "" : "<h2>\(plain(section.title))</h2>\n" + blocks.joined(separator: "\n")
    }
    // Each picture and each small table is a slide, under the heading that is nearest to it.
    var title = plain(section.title)
    return section.blocks.compactMap { block -> String? in
      switch block {
      case .heading(let text):
        title = plain(section.title) + ": " + plain(text)
        return nil
      case .chart(let chart) where tall.contains(chart.chart.name): return nil
      case .chart, .list: return "<h2>\(title)</h2>\n" + self.block(block)
      case .table(let table)
      where table.columns.count <= Self.greatestSlideTable.columns
        && table.rows.count <= Self.greatestSlideTable.rows:
        return "<h2>\(plain(table.caption))</h2>\n" + self.table(table, isCaptioned: false)
      default: return nil
      }
    }.joined(separator: "\n")
  }

  private func block(_ block: Brief.Block) -> String {
    switch block {
    case .heading(let text): "<h3>\(plain(text))</h3>"
    case .paragraph(let text), .note(let text): "<p>\(plain(text))</p>"
    case .list(let items): "<ul>\(items.map { "<li>\(plain($0))</li>" }.joined())</ul>"
    case .table(let table): self.table(table, isCaptioned: true)
    case .chart(let chart): picture(chart)
    case .details(let title, let blocks, let isPrinted):
      isPrinted
        ? "<h3>\(plain(title))</h3>" + blocks.map { self.block($0) }.joined(separator: "\n") : ""
    case .trail: ""
    }
  }

  private func picture(_ chart: ReportChart) -> String {
    guard let file = pictures[chart.chart.name] else { return "<p>\(plain(chart.description))</p>" }
    let caption = form == .document ? "<p>\(plain(chart.caption))</p>" : ""
    return "<p><img src=\"\(escaped(file))\" alt=\"\(plain(chart.description))\"></p>" + caption
  }

  private func table(_ table: Brief.Table, isCaptioned: Bool) -> String {
    let titles = table.columns.map { "<th>\(plain($0.title))</th>" }.joined()
    let rows = table.rows.map { row in
      "<tr>" + row.map { "<td>\(plain($0))</td>" }.joined() + "</tr>"
    }
    let widths = ColumnWidths(
      [table.columns.map { $0.title.plain(language) }]
        + table.rows.map { $0.map { $0.plain(language) } })
    let caption = isCaptioned ? "<caption>\(plain(table.caption))</caption>" : ""
    return "<table>\(caption)\(widths.html)<thead><tr>\(titles)</tr></thead>"
      + "<tbody>\(rows.joined())</tbody></table>"
  }
}

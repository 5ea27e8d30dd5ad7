import Assessment
import Reporting

/// A report as one file of HTML: no script, no address outside, charts inside.
package struct HTMLReport {
  private let brief: Brief
  private let runs: ReportedRuns
  /// The drawings by the charts' names; a chart without one is told by its description.
  private let drawings: [String: String]
  /// The file of the other language beside this one; nil where there is none.
  private let otherFile: String?
  /// Whether it prints as slides whatever its address is.
  private let isSlides: Bool

  private var language: Language { brief.language }

  package init(
    _ brief: Brief, _ runs: ReportedRuns, drawings: [String: String], otherFile: String? = nil,
    isSlides: Bool = false
  ) {
    (self.brief, self.runs, self.drawings) = (brief, runs, drawings)
    (self.otherFile, self.isSlides) = (otherFile, isSlides)
  }

  /// The file.
  package var text: String {
    var numbers = NumberedReferences(runs, language)
    let head = headText(&numbers), answer = answerText(&numbers)
    let sections = brief.sections.map { sectionText($0, &numbers) }
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="Reach">
      <title>\(escaped(brief.title.plain(language)))</title>
      <style>
      \(HTMLStyle.sheet)
      </style>
      </head>
      <body>
      <div id="slides"\(isSlides ? " class=\"slides\"" : "")>
      <a class="skip" href="#answer">\(language(vi: "Đến kết quả", en: "Skip to the answer"))</a>
      \(head)
      <main>
      \(answer)
      \(sections.joined(separator: "\n"))
      \(numbers.section)
      </main>
      </div>
      </body>
      </html>

      """
  }

  private func headText(_ numbers: inout NumberedReferences) -> String {
    let entries = brief.sections.map {
      "<li><a href=\"#\($0.id)\">\(escaped($0.title.plain(language)))</a></li>"
    }
    let other = otherFile.map { file in
      let (name, code) = language == .vi ? ("English", "en") : ("Tiếng Việt", "vi")
      return "<a href=\"\(escaped(file))\" hreflang=\"\(code)\" lang=\"\(code)\">\(name)</a>"
    }
    let slides = language(vi: "Bản trình chiếu (in khổ ngang)", en: "Slides (prints in landscape)")
    return """
      <header>
      <h1>\(html(brief.title, &numbers))</h1>
      <p class="subtitle">\(html(brief.subtitle, &numbers))</p>
      <p class="tools">\(other.map { $0 + " · " } ?? "")<a href="#slides">\(slides)</a></p>
      <nav aria-label="\(language(vi: "Mục lục", en: "Contents"))"><details><summary>\
      \(language(vi: "Mục lục", en: "Contents"))</summary><ol>
      \(entries.joined(separator: "\n"))
      </ol></details></nav>
      </header>
      """
  }

  private func answerText(_ numbers: inout NumberedReferences) -> String {
    var lead = brief.lead.map { "<p>\(html($0, &numbers))</p>" }
    let first = lead.isEmpty ? "" : lead.removeFirst()
    let verdicts = brief.verdicts.map { "<li>\(html($0, &numbers))</li>" }
    let cards = brief.answer.map { cardText($0, &numbers) }
    let hint = language(
      vi: "Đưa chuột lên hoặc bấm vào một con số để xem nguồn gốc của nó.",
      en: "Point at a number, or follow it, to see where it comes from.")
    return """
      <section id="answer" tabindex="-1">
      <h2>\(language(vi: "Kết luận", en: "The answer"))</h2>
      <ul class="verdicts">
      \(verdicts.joined(separator: "\n"))
      </ul>
      <div class="cards">
      \(cards.joined(separator: "\n"))
      </div>
      \(first)
      <p class="tools">\(hint)</p>
      \(lead.joined(separator: "\n"))
      </section>
      """
  }

  private func cardText(_ card: Brief.Card, _ numbers: inout NumberedReferences) -> String {
    let lines = card.lines.map {
      "<dt>\(html($0.name, &numbers))</dt><dd>\(html($0.text, &numbers))</dd>"
    }
    let width = JSONValue.number((1000 * card.probability.value).rounded() / 10).text
    return """
      <article class="card">
      <h3>\(html(card.question, &numbers))</h3>
      <p class="p">\(html(Sentence([.figure(card.probability)]), &numbers)) \
      <span class="word">\(html(Sentence([card.word]), &numbers))</span></p>
      <div class="meter" aria-hidden="true"><span style="width:\(width)%"></span></div>
      <dl>\(lines.joined())</dl>
      </article>
      """
  }

  private func sectionText(
    _ section: Brief.Section, _ numbers: inout NumberedReferences
  ) -> String {
    let blocks = blocksText(section.blocks, &numbers)
    return """
      <section id="\(section.id)"\(section.isMissing ? " class=\"missing\"" : "")>
      <h2>\(html(section.title, &numbers))</h2>
      \(blocks)
      </section>
      """
  }

  /// Half charts that follow one another stand side by side where there is room.
  private func blocksText(_ blocks: [Brief.Block], _ numbers: inout NumberedReferences) -> String {
    var out: [String] = []
    var isInPair = false
    for block in blocks {
      var isHalf = false
      if case .chart(let chart) = block { isHalf = chart.isHalf }
      if isHalf != isInPair { out.append(isHalf ? "<div class=\"pair\">" : "</div>") }
      isInPair = isHalf
      out.append(blockText(block, &numbers))
    }
    if isInPair { out.append("</div>") }
    return out.joined(separator: "\n")
  }

  private func blockText(_ block: Brief.Block, _ numbers: inout NumberedReferences) -> String {
    switch block {
    case .heading(let text): return "<h3>\(html(text, &numbers))</h3>"
    case .paragraph(let text): return "<p>\(html(text, &numbers))</p>"
    case .note(let text): return "<p class=\"note\">\(html(text, &numbers))</p>"
    case .list(let items):
      guard !items.isEmpty else { return "" }
      return "<ul>\n" + items.map { "<li>\(html($0, &numbers))</li>\n" }.joined() + "</ul>"
    case .table(let table): return tableText(table, &numbers)
    case .chart(let chart): return chartText(chart, &numbers)
    case .details(let title, let blocks, let isPrinted):
      let inside = blocks.map { blockText($0, &numbers) }
      return
        "<details\(isPrinted ? " class=\"printed\" open" : "")><summary>\(html(title, &numbers))</summary>\n"
        + inside.joined(separator: "\n") + "\n</details>"
    case .trail(let trail, _):
      let page = trail.pages[language].map { HTMLPage($0).text } ?? ""
      return numbers.anchor(of: trail).map { "<div id=\"\($0)\">\(page)</div>" } ?? page
    }
  }

  private func tableText(_ table: Brief.Table, _ numbers: inout NumberedReferences) -> String {
    func classes(_ i: Int) -> String {
      table.columns[i].isNumber
        ? " class=\"num\"" : table.columns[i].isPath ? " class=\"path\"" : ""
    }
    func cell(_ sentence: Sentence, _ i: Int) -> String {
      guard table.columns[i].isPath else { return html(sentence, &numbers) }
      return sentence.inlines.map { inline in
        guard case .name(let path, _) = inline else { return html(inline, &numbers) }
        return "<bdi>\(escaped(path).split(separator: "/").joined(separator: "/<wbr>"))</bdi>"
      }.joined()
    }
    let titles = table.columns.indices.map { i in
      "<th scope=\"col\"\(classes(i))>\(html(table.columns[i].title, &numbers))</th>"
    }
    let rows = table.rows.map { row in
      let cells = row.indices.map { i in
        i == 0
          ? "<th scope=\"row\">\(cell(row[i], i))</th>"
          : "<td\(classes(i))>\(cell(row[i], i))</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    let caption = html(table.caption, &numbers), name = escaped(table.caption.plain(language))
    return """
      <div class="table" role="region" tabindex="0" aria-label="\(name)"><table>
      <caption>\(caption)</caption>
      <thead><tr>\(titles.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table></div>
      """
  }

  private func chartText(_ chart: ReportChart, _ numbers: inout NumberedReferences) -> String {
    let description = html(chart.description, &numbers), caption = html(chart.caption, &numbers)
    guard let drawing = drawings[chart.chart.name] else {
      return "<figure><p>\(description)</p><figcaption>\(caption)</figcaption></figure>"
    }
    return """
      <figure>
      <div class="chart\(chart.isHalf ? "" : " wide")" role="img" tabindex="0" aria-label="\(escaped(chart.description.plain(language)))">\
      \(drawing)</div>
      <figcaption>\(caption)\
      <details class="alt"><summary>\(language(vi: "Biểu đồ bằng lời", en: "The chart in words"))\
      </summary><p>\(description)</p></details></figcaption>
      </figure>
      """
  }

  private func html(_ sentence: Sentence, _ numbers: inout NumberedReferences) -> String {
    // Neither a sign is left at the end of a line, nor a percent sign at the beginning.
    let signs: [Inline] = ["\u{2265}", "\u{2264}", ">", "<"].map { .text($0) }
    let inlines = sentence.inlines
    return inlines.indices.map { i in
      let isHeld =
        inlines[i] == .text(" ")
        && (i > 0 && signs.contains(inlines[i - 1])
          || i + 1 < inlines.count && inlines[i + 1] == .text("%"))
      return isHeld ? "\u{A0}" : html(inlines[i], &numbers)
    }.joined()
  }

  private func html(_ inline: Inline, _ numbers: inout NumberedReferences) -> String {
    switch inline {
    case .text(let text): escaped(text.held)
    // A name may run from right to left: what follows it does not.
    case .name(let text, _): "<bdi>\(escaped(text))</bdi>"
    case .term: "<bdi>\(escaped(inline.plain(language)))</bdi>"
    case .figure(let figure): numbers.link(figure.text.held, to: figure.reference)
    case .word(let word, _, let reference):
      reference.run.isEmpty
        ? "<strong>\(language(word.label))</strong>"
        : "<strong>\(numbers.link(language(word.label), to: reference))</strong>"
    case .strong(let inlines):
      "<strong>\(inlines.map { html($0, &numbers) }.joined())</strong>"
    case .link(let address, let inlines):
      "<a href=\"\(escaped(address))\">\(inlines.map { html($0, &numbers) }.joined())</a>"
    }
  }
}

extension String {
  /// The same with percent signs held to the number before them when lines break.
  fileprivate var held: String {
    split(separator: " %", omittingEmptySubsequences: false).joined(separator: "\u{A0}%")
  }
}

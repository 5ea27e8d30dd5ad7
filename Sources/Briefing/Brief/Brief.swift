package import Reporting

/// A report's content in one language, for any form of page.
package struct Brief: Sendable {
  package let language: Language
  package let title: Sentence
  /// Place, date of information, run.
  package let subtitle: Sentence
  /// The verdict in one sentence for each target, and for all together.
  package let verdicts: [Sentence]
  /// The same for the eye, with what it is held against: what stands on the first screen.
  package let answer: [Card]
  /// How to read the cards, and what they leave out.
  package let lead: [Sentence]
  package let sections: [Section]

  package init(
    language: Language, title: Sentence, subtitle: Sentence, verdicts: [Sentence] = [],
    answer: [Card], lead: [Sentence], sections: [Section]
  ) {
    (self.language, self.title, self.subtitle) = (language, title, subtitle)
    (self.verdicts, self.answer) = (verdicts, answer)
    (self.lead, self.sections) = (lead, sections)
  }

  /// One target, or all together, on the first screen.
  package struct Card: Sendable {
    /// What is asked.
    package let question: Sentence
    package let probability: Figure
    package let word: Inline
    /// Lines with a name each: compared with what, what would change it.
    package let lines: [(name: Sentence, text: Sentence)]
  }

  package struct Section: Sendable {
    /// Its anchor; the same in every language.
    package let id: String
    package let title: Sentence
    package let blocks: [Block]
    /// Whether no run tells of it: then it only says what would.
    package let isMissing: Bool

    package init(id: String, title: Sentence, blocks: [Block], isMissing: Bool = false) {
      (self.id, self.title, self.blocks, self.isMissing) = (id, title, blocks, isMissing)
    }
  }

  package enum Block: Sendable {
    case heading(Sentence)
    case paragraph(Sentence)
    case list([Sentence])
    case table(Table)
    case chart(ReportChart)
    /// Small print.
    case note(Sentence)
    /// Hidden until asked for, and left out of print; or shown and printed, but easily put away.
    case details(Sentence, [Block], isPrinted: Bool = false)
    /// A trail, as `reach explain` tells it.
    case trail(RecordedTrail, run: String)
  }

  package struct Table: Sendable {
    package struct Column: Sendable {
      package let title: Sentence
      package let isNumber: Bool
      /// Whether it holds paths, which break at their slashes only.
      package let isPath: Bool

      package init(_ title: Sentence, isNumber: Bool = false, isPath: Bool = false) {
        (self.title, self.isNumber, self.isPath) = (title, isNumber, isPath)
      }
    }

    package let caption: Sentence
    package let columns: [Column]
    package let rows: [[Sentence]]

    /// The first cell of every row is its heading.
    package init(_ caption: Sentence, _ columns: [Column], _ rows: [[Sentence]]) {
      precondition(
        rows.allSatisfy { $0.count == columns.count }, "rows of other than \(columns.count) cells")
      (self.caption, self.columns, self.rows) = (caption, columns, rows)
    }
  }
}

/// A chart of a report, with the words beside it.
package struct ReportChart: Sendable {
  package let chart: Chart
  /// What stands below it.
  package let caption: Sentence
  /// What it shows, with the numbers, for who cannot see it.
  package let description: Sentence
  /// What its title, labels and numbers say, each with where it comes from: nothing else in its
  /// specification may have a numeral or a likelihood word.
  package let texts: [Sentence]
  /// Whether it may stand beside another where there is room.
  package let isHalf: Bool

  package init(
    _ chart: Chart, caption: Sentence, description: Sentence, texts: [Sentence],
    isHalf: Bool = false
  ) {
    (self.chart, self.caption, self.description) = (chart, caption, description)
    (self.texts, self.isHalf) = (texts, isHalf)
  }
}

extension Brief {
  /// Every chart, in the order of the page.
  package var charts: [ReportChart] { sections.flatMap { $0.blocks.flatMap(\.charts) } }

  /// Every piece of narrative, of tables and of charts, with the section it stands in.
  package var texts: [(section: String, sentence: Sentence)] {
    let head = ([title, subtitle] + verdicts + lead).map { ("head", $0) }
    let cards = answer.flatMap { card in
      [card.question, Sentence([.figure(card.probability), card.word])]
        + card.lines.flatMap { [$0.name, $0.text] }
    }.map { ("answer", $0) }
    return head + cards
      + sections.flatMap { section in
        ([section.title] + section.blocks.flatMap(\.sentences)).map { (section.id, $0) }
      }
  }
}

extension Brief.Block {
  fileprivate var charts: [ReportChart] {
    switch self {
    case .chart(let chart): [chart]
    case .details(_, let blocks, _): blocks.flatMap(\.charts)
    default: []
    }
  }

  fileprivate var sentences: [Sentence] {
    switch self {
    case .heading(let sentence), .paragraph(let sentence), .note(let sentence): [sentence]
    case .list(let items): items
    case .table(let table):
      [table.caption] + table.columns.map(\.title) + table.rows.flatMap { $0 }
    case .chart(let chart): [chart.caption, chart.description] + chart.texts
    case .details(let title, let blocks, _): [title] + blocks.flatMap(\.sentences)
    // Not narrative: its text is that of `reach explain`, kept by the run.
    case .trail: []
    }
  }
}

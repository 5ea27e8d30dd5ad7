import Assessment
import ReachModel
import Reporting

/// The words of a chart: what stands around it, and what its labels and numbers say.
struct ChartWords {
  let title: Sentence
  let subtitle: Sentence
  let caption: Sentence
  /// For those who do not see it, with the numbers.
  let description: Sentence
  /// What labels say, and every number that is written among the marks.
  let labels: [Sentence]
  /// The ids of the findings that it shows.
  let ids: [String]

  init(
    title: Sentence, subtitle: Sentence = "", caption: Sentence, description: Sentence,
    labels: [Sentence], ids: [String]
  ) {
    (self.title, self.subtitle, self.caption) = (title, subtitle, caption)
    (self.description, self.labels, self.ids) = (description, labels, ids)
  }
}

extension BriefMaker {
  /// A chart with its words, each bound to where it comes from.
  ///
  /// - Parameters:
  ///   - name: What its files are called.
  ///   - words: What it says.
  ///   - height: Of the plot; charts of rows follow their rows.
  ///   - isHalf: Whether it may stand beside another.
  ///   - draw: Makes it in a frame.
  /// - Returns: The chart, bound to its words.
  func reportChart(
    _ name: String, _ words: ChartWords, height: Int = 300, isHalf: Bool = false,
    draw: (String, ChartFrame, Language) -> Chart
  ) -> ReportChart {
    let subtitle = words.subtitle.plain(language)
    let frame = ChartFrame(
      title: words.title.plain(language), subtitle: subtitle.isEmpty ? [] : [subtitle],
      source: source.plain(language), width: isHalf ? 480 : 700, height: height,
      description: words.description.plain(language), findings: words.ids)
    return ReportChart(
      draw(name, frame, language), caption: words.caption, description: words.description,
      texts: [words.title, words.subtitle, source] + words.labels, isHalf: isHalf)
  }

  /// Where the numbers of a chart come from.
  private var source: Sentence {
    let name = Sentence([scenario["name"].name(language)].compactMap { $0 })
    let date = Sentence([scenario["as_of"].date(language)].compactMap { $0 })
    return language.say(
      vi: "Nguồn: Reach, kịch bản \(name), thông tin đến ngày \(date)",
      en: "Source: Reach, scenario \(name), as of \(date)")
  }

  func scale(_ item: TargetItem) -> ChartScale { item.isCount ? .number : .percent }

  /// The name of a target's outcome with its unit, for an axis.
  func quantity(_ item: TargetItem) -> String {
    let unit = item.isCount ? " (\(language.unit("firms")))" : " (%)"
    return name(item).plain(language) + unit
  }

  /// What bands of a forecast hold, as they are labelled.
  var bandShares: [Sentence] { ["\(share(50))", "\(share(80))", "\(share(90))"] }

  /// A probability as charts write it.
  func chance(_ finding: Finding, _ figures: FindingFigures) -> Sentence {
    "\(figures.percent(finding, decimals: 1))"
  }

  /// What a probability leaves of 1, as charts write it.
  func rest(_ finding: Finding, _ figures: FindingFigures) -> Sentence {
    let reference = figures.reference(finding), value = 1 - finding.value
    let figure = Figure(
      numbers.chance(value), value, .percent,
      Reference(run: reference.run, item: "1 - \(reference.item)"))
    return "\(.figure(figure))"
  }

  /// The year, and the quarter if it has one, of a row of `outcomes.csv`, as an axis writes them.
  func periodLabels(outcome row: Int) -> [Sentence] {
    ChartPeriod(outcome(row).period).map { periodLabels($0, "outcomes.csv#\(row)") } ?? []
  }

  func periodLabels(_ period: ChartPeriod, _ place: String) -> [Sentence] {
    let run = runs.base.name, year = period.year
    let figure = Figure(
      String(year), Double(year), .plain, Reference(run: run, item: "\(place)/year"))
    let quarter = period.quarterName(language).map { name -> Sentence in
      "\(.name(name, Reference(run: run, item: "\(place)/quarter")))"
    }
    return ["\(.figure(figure))"] + [quarter].compactMap { $0 }
  }

  /// A period in a sentence: `2021`, `quý III/2021`, `Q3 2021`.
  func period(outcome row: Int) -> Sentence {
    let place = Reference(run: runs.base.name, item: "outcomes.csv#\(row)")
    return "\(.term(.period, outcome(row).period, place))"
  }
}

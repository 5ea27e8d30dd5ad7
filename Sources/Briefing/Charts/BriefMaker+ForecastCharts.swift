import Assessment
import ReachModel
import Reporting

// The charts of what comes: fan, histogram, exceedance, small multiples by sector.
//
// The words of a chart are those of the page, flattened: what is drawn and what is told have one source.

extension BriefMaker {
  /// The frame of a chart of the base.
  func frame(
    _ title: Sentence, _ subtitle: [Sentence] = [], _ description: Sentence, ids: [String],
    height: Int = 300, isHalf: Bool = false
  ) -> ChartFrame {
    ChartFrame(
      title: title.plain(language), subtitle: subtitle.map { $0.plain(language) },
      source: source.plain(language), width: isHalf ? 580 : 760, height: height,
      description: description.plain(language),
      findings: ids)
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
    let unit = item.isCount ? " (\(language.unit("firms")))" : ""
    return name(item).plain(language) + unit
  }

  /// What every chart of a target tells in words.
  private func forecastDescription(_ item: TargetItem) -> Sentence {
    let median = value("\(item.id).median") ?? ""
    let range = range(base, "\(item.id).interval80.low", "\(item.id).interval80.high") ?? ""
    let p = value("\(item.id).probability") ?? ""
    return language.say(
      vi:
        "\(question(item)): trung vị \(median), \(share(80)) số tương lai nằm trong \(range); xác "
        + "suất "
        + "đạt \(p).",
      en:
        "\(question(item)): median \(median), \(share(80)) of futures within \(range); the target "
        + "is met "
        + "with a probability of \(p).")
  }

  /// Quarters, and years where the outcome is one of a year.
  func fan(_ item: TargetItem, sector: String?) -> FanChart? {
    var rows: [String: [Double: Double]] = [:]
    for outcome in runs.base.outcomes
    where outcome.outcome == item.outcome && outcome.sector == sector {
      if case .quantile(let p) = outcome.statistic {
        rows[outcome.period, default: [:]][p] = outcome.value
      }
    }
    // A year and its last quarter stand at one place; of flows and ratios the year is meant.
    let hasYears = !item.isCount
    let forecast = rows.compactMap { period, quantiles -> FanChart.Forecast? in
      guard let place = ChartPeriod(period), let median = quantiles[0.5],
        let bands = bands(quantiles)
      else { return nil }
      if case .year = place, !hasYears, sector == nil { return nil }
      if case .quarter = place, hasYears { return nil }
      return FanChart.Forecast(place, median: median, bands: bands)
    }.sorted { $0.period < $1.period }
    guard !forecast.isEmpty else { return nil }
    let target = FanChart.Target(
      .year(item.year), item.threshold, bound(item).plain(language), id: "\(item.id).threshold")
    return FanChart(
      history: sector == nil
        ? observations(item).filter { !isFar($0, span(item)) } : [], forecast: forecast,
      targets: sector == item.sector ? [target] : [], scale: scale(item),
      quantity: quantity(item), openKey: openKey(item),
      rangeKey: language(vi: "các nguồn nói khác nhau", en: "sources differ"))
  }

  /// What open points are in the words of the chart.
  private func openKey(_ item: TargetItem) -> String? {
    drawable(item).contains(where: \.isProxy)
      ? language(
        vi: "toàn ngành chế biến, chế tạo (thay thế)", en: "all manufacturing (stands in)")
      : language(vi: "ước tính", en: "estimate")
  }

  private func bands(_ quantiles: [Double: Double]) -> [ClosedRange<Double>]? {
    let ends = [(0.25, 0.75), (0.1, 0.9), (0.05, 0.95)]
    let bands = ends.compactMap { low, high -> ClosedRange<Double>? in
      guard let low = quantiles[low], let high = quantiles[high], low <= high else { return nil }
      return low...high
    }
    return bands.count == ends.count ? bands : nil
  }

  /// Published figures that can stand on the axis: of a year, or of any month for a stock; where sources
  /// differ the latest, and their range.
  private func observations(_ item: TargetItem) -> [FanChart.Observation] {
    let first = runs.base.study?.planYear ?? 0
    let figures = drawable(item).filter { $0.year < first }
    return Dictionary(grouping: figures) { $0.year }.compactMap { year, figures in
      let values = figures.map(\.value)
      guard let low = values.min(), let high = values.max(),
        let latest = figures.max(by: { $0.published < $1.published })
      else { return nil }
      return FanChart.Observation(
        .year(year), latest.value, range: low < high ? low...high : nil,
        isAssumed: latest.isProxy || latest.kind != "actual")
    }.sorted { $0.period < $1.period }
  }

  /// Those that may be drawn: of whole years, or of any month for a stock; proxies only where nothing
  /// was published about the outcome itself.
  private func drawable(_ item: TargetItem) -> [RecordedFigure] {
    let isStock = ["firms", "certified", "certified_share"].contains(item.outcome)
    let own = runs.base.history.filter {
      $0.outcome == item.outcome && (isStock || $0.period == "year") && item.sector == nil
    }
    return own.contains { !$0.isProxy } ? own.filter { !$0.isProxy } : own
  }

  /// Figures so far off that the forecast would be flat beside them.
  ///
  /// They come from lists of other definitions, and
  /// are told below the chart instead.
  private func isFar(_ observation: FanChart.Observation, _ span: ClosedRange<Double>) -> Bool {
    let least = (span.upperBound - span.lowerBound) / Self.flattest
    let low = min(span.lowerBound, observation.value),
      high = max(span.upperBound, observation.value)
    return high - low > least
  }

  /// The least part of the height of a chart that a forecast may have for the sake of one old figure.
  private static var flattest: Double { 0.25 }

  /// What is left of a fan's axis by figures that are far off: their places in `history.csv`.
  private func farFigures(_ item: TargetItem, _ span: ClosedRange<Double>) -> [Int] {
    let shown = drawable(item)
    return runs.base.history.indices.filter { place in
      let figure = runs.base.history[place]
      return shown.contains(figure)
        && isFar(FanChart.Observation(.year(figure.year), figure.value), span)
    }
  }

  func fanChart(_ item: TargetItem) -> ReportChart? {
    guard let fan = fan(item, sector: item.sector) else { return nil }
    let description = forecastDescription(item)
    let title = language.say(
      vi: "Diễn biến và dự báo: \(name(item))", en: "The course so far and to come: \(name(item))")
    var caption = language.say(vi: "Đường nét đứt: mức chỉ tiêu.", en: "Dashed line: the target.")
    let far = farFigures(item, span(item)).map { historySentence($0) }
    if !far.isEmpty {
      caption =
        caption
        + language.say(
          vi: " Ngoài khung hình, vì quá xa: \(far.joined("; ")).",
          en: " Too far off to be drawn: \(far.joined("; ")).")
    }
    return ReportChart(
      fan.chart(
        "fan-\(item.key)",
        frame(
          title, baseRateSentence(item).map { [$0] } ?? [], description,
          ids: ["\(item.id).median", "\(item.id).probability"]), language),
      caption: caption, description: description)
  }

  /// What the forecast and the target take of the axis.
  private func span(_ item: TargetItem) -> ClosedRange<Double> {
    let ends =
      runs.base.outcomes.filter { outcome in
        guard outcome.outcome == item.outcome, outcome.sector == item.sector,
          case .quantile(let p) = outcome.statistic
        else { return false }
        return (0.05...0.95).contains(p)
      }.map(\.value) + [item.threshold]
    return (ends.min() ?? 0)...(ends.max() ?? 0)
  }

  func histogramChart(_ item: TargetItem) -> ReportChart? {
    let bins = runs.base.bins.filter {
      $0.outcome == item.outcome && $0.sector == item.sector && $0.period == String(item.year)
    }
    // An outcome that never varies has no bar to draw.
    guard !bins.isEmpty, bins.allSatisfy({ $0.low < $0.high }),
      let p = base.find("\(item.id).probability")
    else { return nil }
    let description = forecastDescription(item)
    let chart = HistogramChart(
      bins.map { .init($0.low, $0.high, draws: Double($0.draws)) },
      target: .init(
        item.threshold, bound(item).plain(language), isFloor: item.isUpward, probability: p.value,
        id: p.id),
      median: base.find("\(item.id).median")?.value, scale: scale(item), quantity: quantity(item))
    let title = language.say(
      vi: "Phân phối năm \(year(item)): \(name(item))",
      en: "Distribution in \(year(item)): \(name(item))")
    return ReportChart(
      chart.chart(
        "histogram-\(item.key)",
        frame(title, [], description, ids: [p.id], height: 240, isHalf: true), language),
      caption: language.say(
        vi: "Cột đậm: các tương lai đạt chỉ tiêu.",
        en: "Dark bars: the futures that meet the target."),
      description: description, isHalf: true)
  }

  func exceedanceChart(_ item: TargetItem) -> ReportChart? {
    let curves = runs.forecasts.compactMap { record in curve(item, record) }
    guard !curves.isEmpty else { return nil }
    let description = forecastDescription(item)
    let chart = ExceedanceChart(
      curves, target: .init(item.threshold, bound(item).plain(language)), scale: scale(item),
      quantity: quantity(item))
    let title = language.say(
      vi: "Xác suất đạt ít nhất từng mức, năm \(year(item)): \(name(item))",
      en: "Probability of at least each level in \(year(item)): \(name(item))")
    return ReportChart(
      chart.chart(
        "exceedance-\(item.key)",
        frame(title, [], description, ids: ["\(item.id).probability"], height: 240, isHalf: true),
        language),
      caption: language.say(
        vi: "Đọc ở mức nào cũng được: chỉ tiêu khác thì xác suất khác.",
        en: "Read it at any level: another target has another probability."),
      description: description, isHalf: true)
  }

  /// From the bins of the histogram: their edges are exact places of the distribution.
  private func curve(_ item: TargetItem, _ record: RunRecord) -> ExceedanceChart.Curve? {
    let bins = record.bins.filter {
      $0.outcome == item.outcome && $0.sector == item.sector && $0.period == String(item.year)
    }.sorted { $0.low < $1.low }
    let total = Double(bins.reduce(0) { $0 + $1.draws })
    guard total > 0, let title = record.scenario["title"].name(language) else { return nil }
    var left = total
    var points: [ExceedanceChart.Point] = []
    for bin in bins {
      points.append(.init(bin.low, left / total))
      left -= Double(bin.draws)
    }
    if let last = bins.last { points.append(.init(last.high, 0)) }
    // The curve tells of at least a level: of a target that asks for less it has no point.
    let isAsked = record.scenario["targets"].items.compactMap { TargetItem($0) }
      .contains { $0.asksTheSame(as: item) && $0.key == item.key && item.isUpward }
    let p =
      isAsked ? FindingFigures(record, language).find("\(item.id).probability") : nil
    return ExceedanceChart.Curve(
      title.plain(language), points, atTarget: p?.value, id: p?.id)
  }

  /// The first target that all sectors share, sector by sector.
  var sectorChart: ReportChart? {
    guard let item = targets.first(where: { $0.sector == nil }) else { return nil }
    let panels = runs.base.modelRoot["sectors"].items.compactMap {
      sector -> SmallMultiples.Panel? in
      guard let key = sector["key"].string, let label = sector["label"].name(language),
        let fan = fan(item, sector: key)
      else { return nil }
      return SmallMultiples.Panel(label.plain(language), fan)
    }
    // One year has no course to be drawn.
    guard panels.count > 1, panels.allSatisfy({ $0.fan.forecast.count > 1 }) else { return nil }
    let title = language.say(vi: "\(name(item)) theo ngành", en: "\(name(item)) by sector")
    let description = language.say(
      vi: "\(name(item)) của từng ngành: trung vị và các dải của dự báo.",
      en: "\(name(item)) of each sector: median and bands of the forecast.")
    return ReportChart(
      SmallMultiples(panels, isIndependent: true).chart(
        "sectors-\(item.key)", frame(title, [], description, ids: [], height: 200), language),
      caption: language.say(
        vi: "Mỗi ngành một thang đo.", en: "Each sector has a scale of its own."),
      description: description)
  }
}

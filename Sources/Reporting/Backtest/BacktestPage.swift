package import ReachModel
package import Verification

/// What a back-test page is written from.
package struct BacktestInputs: Sendable {
  package let series: [SeriesBacktest]
  package let planTargets: [PlanTargetLine]
  package let vintageCaveat: String
  package let data: BacktestData
  /// The place that is also shown by itself: its code and name.
  package let place: (code: String, label: Label)?

  package init(
    series: [SeriesBacktest], planTargets: [PlanTargetLine], vintageCaveat: String,
    data: BacktestData, place: (code: String, label: Label)?
  ) {
    (self.series, self.planTargets) = (series, planTargets)
    (self.vintageCaveat, self.data, self.place) = (vintageCaveat, data, place)
  }
}

/// What was back-tested on.
package struct BacktestData: Sendable {
  /// A folder that was named; nil for the project's own data.
  package let folder: String?
  package let files: [SourceFile]
  /// How the files differ from what their manifest says.
  package let differences: [String]

  package init(folder: String?, files: [SourceFile], differences: [String]) {
    (self.folder, self.files, self.differences) = (folder, files, differences)
  }
}

/// A plan's own target of a figure, beside the forecast and what came, in the unit of the series.
package struct PlanTargetLine: Sendable, Equatable {
  package let series: String
  package let place: Label
  package let year: Int
  package let target: Double
  package let forecast: Double?
  package let actual: Double?
  /// On the scale of the series.
  package let targetCRPS: Double?
  package let forecastCRPS: Double?

  package init(
    series: String, place: Label, year: Int, target: Double, forecast: Double?, actual: Double?,
    targetCRPS: Double?, forecastCRPS: Double?
  ) {
    (self.series, self.place, self.year, self.target) = (series, place, year, target)
    (self.forecast, self.actual) = (forecast, actual)
    (self.targetCRPS, self.forecastCRPS) = (targetCRPS, forecastCRPS)
  }
}

/// The back-test in words: what it shows first, then each series.
///
/// - Parameters:
///   - inputs: What was back-tested.
///   - language: Of the page.
/// - Returns: The page.
package func backtestPage(_ inputs: BacktestInputs, _ language: Language) -> Page {
  var page = Page()
  let writer = BacktestOverview(inputs: inputs, language: language)
  page.add(.title(writer.title))
  if !inputs.vintageCaveat.isEmpty { page.paragraph(writer.vintage) }
  if let own = writer.ownData { page.paragraph(own) }
  page.heading(language(vi: "Một năm tới, tất cả các tỉnh", en: "One year ahead, all provinces"))
  page.table(writer.table)
  page.list(writer.sentences)
  for test in inputs.series {
    BacktestSection(test: test, place: inputs.place, language: language).write(to: &page)
  }
  writer.planTargets(&page)
  page.heading(language(vi: "Cách đọc", en: "How to read this"))
  page.list(writer.notes)
  return page
}

private struct BacktestOverview {
  let inputs: BacktestInputs
  let language: Language

  private var numbers: NumberStyle { NumberStyle(language) }

  var title: String {
    language(
      vi: "Kiểm định lùi: dự báo đối chiếu với những gì đã xảy ra",
      en: "Back-test: forecasts against what happened")
  }

  var vintage: String {
    language(
      vi: "Giả thời gian thực: số liệu là bản đã chỉnh sửa về sau, ngày công bố do người phân tích "
        + "ước định.",
      en: "Pseudo-real-time: figures are as later revised, and their release dates are judged.")
  }

  var ownData: String? {
    inputs.data.folder.map { folder in
      language(
        vi: "Số liệu của `\(folder)`, không phải bộ số liệu đi kèm phần mềm; mã SHA-256 trong "
          + "backtest.json.",
        en: "Data of `\(folder)`, not those of the project; their SHA-256 stand in backtest.json.")
    }
  }

  var table: TextTable {
    var table = TextTable([
      .init(language(vi: "Chuỗi", en: "Series"), wraps: true),
      .init(language(vi: "năm", en: "years"), .right),
      .init("CRPS", .right),
      .init(language(vi: "dự báo đơn giản tốt nhất", en: "best naive"), wraps: true),
      .init("CRPS", .right),
      .init(language(vi: "chênh", en: "skill"), .right),
      .init("p", .right),
      .init(language(vi: "khoảng 80 % phủ (95 %)", en: "80 % covers (95 %)"), .right),
    ])
    for test in inputs.series {
      guard let summary = test.summary(horizon: 1) else { continue }
      let skill = test.skill(horizon: 1)
      let coverage = summary.coverage[1]
      table.append([
        language(test.definition.label), "\(skill?.difference.years ?? summary.years.count)",
        numbers.tabulated(skill?.crps ?? summary.crps.mean, digits: 3),
        skill.map { formName($0.rival, language) } ?? "–",
        skill.map { numbers.tabulated($0.rivalCRPS, digits: 3) } ?? "–",
        skill.map { numbers.percent($0.skill, decimals: 1) } ?? "–",
        skill?.pValue.map { numbers.significant($0, digits: 2) } ?? "–",
        numbers.percent(coverage.mean) + interval(coverage),
      ])
    }
    return table
  }

  /// Of a share: cut to what a share can be.
  private func interval(_ mean: ClusteredMean) -> String {
    guard let range = mean.interval() else { return "" }
    return " (" + numbers.number(100 * max(0, range.lowerBound)) + "–"
      + numbers.percent(min(1, range.upperBound)) + ")"
  }

  var sentences: [String] {
    inputs.series.map { test in
      language(test.definition.label) + ": " + skillSentence(test, horizon: 1, language)
    }
  }

  var notes: [String] {
    [
      language(
        vi:
          "CRPS: điểm số của cả phân phối dự báo trên thang của chuỗi (log của mức; càng nhỏ càng "
          + "tốt), bằng sai số tuyệt đối nếu dự báo chỉ là một con số.",
        en:
          "CRPS: a score of the whole forecast law on the scale of its series (logarithms; less is "
          + "better), the absolute error where a forecast is a single number."),
      language(
        vi: "p: xác suất để chênh lệch lớn như vậy xuất hiện khi thật ra không có; mỗi năm là một "
          + "quan sát, vì các tỉnh cùng chịu cú sốc của năm.",
        en: "p: the chance of such a difference where there is none; each year is one observation, "
          + "since a year's shock hits all provinces."),
      language(
        vi:
          "Năm và CRPS: trên những năm mà cả hai dự báo cùng được chấm; độ phủ tính trên mọi năm được "
          + "chấm của dự báo.",
        en:
          "Years and CRPS are those in which both forecasts could be scored; coverage is over all "
          + "scored years of the forecast."),
      language(
        vi: "Không dự báo nào dùng số liệu công bố sau ngày gốc của nó.",
        en: "No forecast uses a figure that was published after its origin."),
    ]
  }

  func planTargets(_ page: inout Page) {
    guard !inputs.planTargets.isEmpty else { return }
    page.heading(
      language(
        vi: "Chỉ tiêu của kế hoạch, nếu lấy làm dự báo", en: "The plan's own target, as a forecast")
    )
    var table = TextTable([
      .init(language(vi: "Chuỗi", en: "Series"), wraps: true),
      .init(language(vi: "nơi", en: "place")), .init(language(vi: "năm", en: "year"), .right),
      .init(language(vi: "chỉ tiêu", en: "target"), .right),
      .init(language(vi: "dự báo", en: "forecast"), .right),
      .init(language(vi: "thực tế", en: "actual"), .right),
      .init(language(vi: "CRPS của chỉ tiêu", en: "CRPS of target"), .right),
      .init(language(vi: "của dự báo", en: "of forecast"), .right),
    ])
    for line in inputs.planTargets {
      let label = inputs.series.first { $0.definition.key == line.series }?.definition.label
      table.append([
        label.map { language($0) } ?? line.series, language(line.place), "\(line.year)",
        numbers.number(line.target), line.forecast.map { numbers.number($0) } ?? "–",
        line.actual.map { numbers.number($0) } ?? "–",
        line.targetCRPS.map { numbers.tabulated($0, digits: 3) } ?? "–",
        line.forecastCRPS.map { numbers.tabulated($0, digits: 3) } ?? "–",
      ])
    }
    page.table(table)
  }
}

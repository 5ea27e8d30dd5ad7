import Assessment
import ReachModel
import Reporting

/// The rows of `outcomes.csv` about one outcome and sector in one period.
private struct OutcomeRow {
  let period: String
  var mean: RecordedOutcome?
  var deviation: RecordedOutcome?
  var quantiles: [Double: RecordedOutcome] = [:]

  var isQuarter: Bool { period.contains("-Q") }
}

extension WorkbookMaker {
  private static let probabilities = [
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99,
  ]
  /// Where the first quantile stands.
  private static let firstQuantile = 7

  /// Outcomes by quarter and year with their quantiles, and fans of them.
  var results: TableSheet? {
    guard !forecasts.isEmpty else { return nil }
    var table = TableSheet(
      name(.results), language(BookSheet.results.title), language,
      widths: [22, 40, 26, 10, 11, 11, 11] + [Double](repeating: 10, count: 11)
        + [11, 40, 46])
    table.note(
      text(
        "Đúng như tệp outcomes.csv của từng lần chạy; tra theo kịch bản, đại lượng, ngành và kỳ. Biểu "
          + "đồ ở bên phải bảng.",
        "As in outcomes.csv of each run, by scenario, outcome, sector and period. Charts stand to the "
          + "right of the table."))
    table.header(
      [
        keyHeading, text("Đại lượng", "Outcome"), text("Ngành", "Sector"),
        text("Kỳ", "Period"), text("Chỉ tiêu", "Target"), text("Trung bình", "Mean"),
        text("Độ lệch chuẩn", "Standard deviation"),
      ] + Self.probabilities.map { Self.percentName($0, language) } + [
        text("± trung vị", "± of median"), runHeading,
        text("Các dòng của outcomes.csv bắt đầu bằng", "Lines of outcomes.csv begin with"),
      ])
    var fans: [SheetChart] = []
    for record in forecasts { fans += addResults(record, &table) }
    table.endTable(frozenColumns: 4)
    for (place, fan) in fans.enumerated() { table.place(fan, row: 2 + 17 * place, column: 22) }
    return table
  }

  static func percentName(_ share: Double, _ language: Language) -> String {
    let percent = share * 100
    return NumberStyle(language).number(
      percent, decimals: percent == percent.rounded() ? 0 : 1) + " %"
  }

  /// - Returns: The fans of outcomes that have targets, of the first forecast.
  private func addResults(_ record: RunRecord, _ table: inout TableSheet) -> [SheetChart] {
    var fans: [SheetChart] = []
    for group in Self.groups(record.outcomes) {
      let target = targetItems(of: record).first {
        $0.outcome == group.outcome && $0.sector == group.sector
      }
      // Quarters stand together and years stand together, so that a chart can take either.
      let quarters = group.rows.filter(\.isQuarter).sorted { $0.period < $1.period }
      let years = group.rows.filter { !$0.isQuarter }.sorted { $0.period < $1.period }
      for (isQuarterly, rows) in [(true, quarters), (false, years)] where !rows.isEmpty {
        let start = table.next
        for row in rows { table.add(cells(row, group, record, target)) }
        let isDrawn =
          target != nil && record.name == forecasts.first?.name
          && (rows.count > 2 && isQuarterly == (years.count < 3))
        if isDrawn, let target {
          fans.append(fan(table, start...(table.next - 1), target, group.outcome))
        }
      }
    }
    return fans
  }

  private static func groups(
    _ outcomes: [RecordedOutcome]
  ) -> [(outcome: String, sector: String?, rows: [OutcomeRow])] {
    var groups: [(outcome: String, sector: String?, rows: [OutcomeRow])] = []
    var places: [String: Int] = [:], rowPlaces: [String: Int] = [:]
    for item in outcomes {
      let key = "\(item.outcome) \(item.sector ?? "")"
      let place = places[key] ?? groups.count
      if place == groups.count { groups.append((item.outcome, item.sector, [])) }
      places[key] = place
      let rowKey = "\(key) \(item.period)"
      let row = rowPlaces[rowKey] ?? groups[place].rows.count
      if row == groups[place].rows.count {
        groups[place].rows.append(OutcomeRow(period: item.period))
      }
      rowPlaces[rowKey] = row
      switch item.statistic {
      case .mean: groups[place].rows[row].mean = item
      case .standardDeviation: groups[place].rows[row].deviation = item
      case .quantile(let share): groups[place].rows[row].quantiles[share] = item
      }
    }
    return groups
  }

  private func cells(
    _ row: OutcomeRow, _ group: (outcome: String, sector: String?, rows: [OutcomeRow]),
    _ record: RunRecord, _ target: TargetItem?
  ) -> [Cell] {
    let format = Self.format(of: group.outcome), median = row.quantiles[0.5]
    let threshold = target.flatMap { FindingFigures(record, language).find("\($0.id).threshold") }
    return [
      .text(record.scenarioKey), .text(outcomeName(group.outcome)),
      .text(sectorName(group.sector, record)), .text(Term.period.text(row.period, language)),
      .value(threshold),
      .number(row.mean?.value, format), .number(row.deviation?.value, format),
    ] + Self.probabilities.map { .number(row.quantiles[$0]?.value, format) } + [
      .number(median?.error, Self.errorFormat(of: group.outcome)), .text(record.name),
      .id("\(record.scenarioKey),\(row.period),\(group.outcome),\(group.sector ?? ""),"),
    ]
  }

  private static func isShare(_ outcome: String) -> Bool {
    outcome.hasSuffix("growth") || outcome.hasSuffix("share")
  }

  private static func format(of outcome: String) -> NumberFormat {
    isShare(outcome) ? .percent(1) : .whole
  }

  private static func errorFormat(of outcome: String) -> NumberFormat {
    isShare(outcome) ? .percent(3) : .decimals(2)
  }

  func outcomeName(_ key: String) -> String {
    if let outcome = Outcome(rawValue: key) { return language(outcome.label) }
    switch key {
    case "reported_firms": return text("Số doanh nghiệp, như được báo cáo", "Firms as reported")
    case "reported_certified":
      return text("Doanh nghiệp có chứng nhận, như được báo cáo", "Certified firms as reported")
    case "output":
      return text("Sản lượng công nghiệp hỗ trợ (tỷ đồng)", "Output (billion VND)")
    case "stress_quarters": return text("Số quý căng thẳng", "Quarters under stress")
    case "manufacturing_growth":
      return text("Tăng trưởng chế biến, chế tạo", "Growth of manufacturing")
    case "other_manufacturing_growth":
      return text("Tăng trưởng chế biến, chế tạo khác", "Growth of other manufacturing")
    default: return key
    }
  }

  private func sectorName(_ key: String?, _ record: RunRecord) -> String {
    guard let key else { return text("tất cả", "all") }
    return record.study?.sectors.first { $0.key == key }.map { language($0.label) } ?? key
  }

  private func fan(
    _ table: TableSheet, _ rows: ClosedRange<Int>, _ target: TargetItem, _ outcome: String
  ) -> SheetChart {
    func series(_ share: Double, _ look: SheetChart.Series.Look, _ colour: Int) -> SheetChart
      .Series?
    {
      Self.probabilities.firstIndex(of: share).map { place in
        .init(
          share == 0.5 ? text("trung vị", "median") : Self.percentName(share, language),
          categories: table.column(3, rows: rows),
          values: table.column(Self.firstQuantile + place, rows: rows), look, colour: colour)
      }
    }
    let level = SheetChart.Series(
      text("chỉ tiêu \(target.year)", "target \(target.year)"),
      categories: table.column(3, rows: rows), values: table.column(4, rows: rows), .level,
      colour: 0xA00000)
    let lines = [
      series(0.95, .bound, 0x56B4E9), series(0.75, .bound, 0x0072B2), series(0.5, .main, 0x000000),
      series(0.25, .bound, 0x0072B2), series(0.05, .bound, 0x56B4E9),
    ].compactMap { $0 }
    return SheetChart(
      .line, title: label(of: target), xTitle: "", yTitle: outcomeName(outcome),
      series: lines + [level], format: Self.isShare(outcome) ? .percent(0) : .whole,
      summary: text(
        "Đường: trung vị, các phân vị 5, 25, 75 và 95 %, và mức cần đạt theo kỳ.",
        "Lines: the median, the 5, 25, 75 and 95 % points and the threshold by period."))
  }
}

import ReachModel
import Verification

/// One series of a back-test.
struct BacktestSection {
  let test: SeriesBacktest
  let place: (code: String, label: Label)?
  let language: Language

  private var numbers: NumberStyle { NumberStyle(language) }
  private let own = RollingOrigin.forecastKey

  func write(to page: inout Page) {
    page.heading(language(test.definition.label) + " (" + language(test.definition.unit) + ")")
    guard test.summary(horizon: 1) != nil else {
      page.paragraph(
        language(
          vi: "Quá ít năm để chấm điểm dù chỉ một dự báo.",
          en: "Too few years for even one forecast to be scored."))
      return
    }
    page.table(forms)
    page.table(horizons)
    page.table(years)
    page.table(reliability)
    page.list(remarks)
    latest(&page)
  }

  /// Every form that forecast, one year ahead.
  private var forms: TextTable {
    var table = TextTable([
      .init(language(vi: "Một năm tới", en: "One year ahead"), wraps: true),
      .init(language(vi: "năm", en: "years"), .right), .init("CRPS", .right),
      .init(language(vi: "điểm log", en: "log score"), .right),
      .init(language(vi: "50 % phủ", en: "50 % covers"), .right),
      .init("80 %", .right), .init("95 %", .right),
      .init(language(vi: "độ rộng 80 %", en: "width of 80 %"), .right),
      .init(language(vi: "lệch", en: "bias"), .right),
    ])
    let names =
      [(own, language(vi: "Dự báo của Reach", en: "Reach's forecast"))]
      + test.forms.map { ($0.key, language($0.label)) }
      + NaiveMethod.allCases.map {
        let form = NaiveForecast($0)
        return (form.key, language(vi: "Đơn giản: ", en: "Naive: ") + language(form.label))
      }
    for (key, name) in names {
      guard let summary = test.summary(of: key, horizon: 1) else {
        table.append([name] + Array(repeating: "–", count: 8))
        continue
      }
      table.append(
        [
          name, "\(summary.years.count)", numbers.tabulated(summary.crps.mean, digits: 3),
          numbers.number(summary.logScore.mean, decimals: 2),
        ] + summary.coverage.map { numbers.percent($0.mean) } + [
          numbers.tabulated(summary.width[1], digits: 3),
          numbers.signed(summary.bias.mean, decimals: 3),
        ])
    }
    return table
  }

  /// The forecast further ahead, beside the best naive one over the years that both can be scored on.
  private var horizons: TextTable {
    var table = TextTable([
      .init(language(vi: "Số năm tới", en: "Years ahead")),
      .init(language(vi: "năm", en: "years"), .right), .init("CRPS", .right),
      .init(language(vi: "đơn giản tốt nhất", en: "best naive"), wraps: true),
      .init(language(vi: "CRPS đơn giản", en: "its CRPS"), .right),
      .init(language(vi: "chênh so với", en: "skill"), .right),
      .init(language(vi: "80 % phủ", en: "80 % covers"), .right),
      .init(language(vi: "điểm khoảng 80 %", en: "interval score 80 %"), .right),
    ])
    for horizon in 1...test.horizons {
      guard let summary = test.summary(horizon: horizon) else { continue }
      let skill = test.skill(horizon: horizon)
      table.append([
        "\(horizon)", "\(skill?.difference.years ?? summary.years.count)",
        numbers.tabulated(skill?.crps ?? summary.crps.mean, digits: 3),
        skill.map { formName($0.rival, language) } ?? "–",
        skill.map { numbers.tabulated($0.rivalCRPS, digits: 3) } ?? "–",
        skill.map { numbers.percent($0.skill, decimals: 1) } ?? "–",
        numbers.percent(summary.coverage[1].mean),
        numbers.tabulated(summary.intervalScore[1].mean, digits: 3),
      ])
    }
    return table
  }

  /// The forecast year by year.
  private var years: TextTable {
    var table = TextTable([
      .init(language(vi: "Năm", en: "Year")),
      .init(language(vi: "số tỉnh", en: "provinces"), .right),
      .init("RMSE", .right),
      .init(language(vi: "RMSE giá trị năm trước", en: "RMSE of last value"), .right),
      .init("CRPS", .right),
      .init(language(vi: "80 % phủ", en: "80 % covers"), .right),
      .init(language(vi: "lệch", en: "bias"), .right),
    ])
    let last = lastValueErrors
    for year in test.summary(horizon: 1)?.years ?? [] {
      table.append([
        "\(year.year)", "\(year.count)", numbers.number(year.rootMeanSquare, decimals: 3),
        last[year.year].map { numbers.number($0, decimals: 3) } ?? "–",
        numbers.tabulated(year.crps, digits: 3), numbers.percent(year.coverage[1]),
        numbers.signed(year.bias, decimals: 3),
      ])
    }
    return table
  }

  /// RMSE of the last known value itself, without the errors it has made.
  private var lastValueErrors: [Int: Double] { test.lastValueErrors }

  /// Probabilities of growth above 0 to 15 % against what happened.
  private var reliability: TextTable {
    var table = TextTable([
      .init(
        language(
          vi: "Xác suất tăng trên 0, 5, 10, 15 %", en: "P of growth above 0, 5, 10, 15 %")),
      .init(language(vi: "số dự báo", en: "forecasts"), .right),
      .init(language(vi: "trung bình", en: "mean"), .right),
      .init(language(vi: "đã xảy ra", en: "happened"), .right),
      .init(language(vi: "nếu đúng thì (90 %)", en: "if right (90 %)"), .right),
    ])
    for bin in test.reliability(horizon: 1).bins {
      table.append([
        numbers.number(100 * bin.range.lowerBound) + "–" + numbers.percent(bin.range.upperBound),
        numbers.number(Double(bin.count)), numbers.percent(bin.probability),
        numbers.percent(bin.frequency),
        numbers.number(100 * bin.consistency.lowerBound) + "–"
          + numbers.percent(bin.consistency.upperBound) + (bin.isConsistent ? "" : " *"),
      ])
    }
    return table
  }
}

extension BacktestSection {
  fileprivate var remarks: [String] {
    let histogram = test.pitHistogram(horizon: 1).map { "\($0)" }.joined(separator: " ")
    var lines = [
      language(
        vi: "Vị trí của số liệu trong phân phối dự báo, theo phần mười (đều nhau nếu đúng): "
          + histogram,
        en: "Places of the figures in their forecast laws, by tenths (about equal if right): "
          + histogram),
      language(
        vi: "Khoảng nhất quán coi các tỉnh là độc lập; cú sốc chung của một năm làm nó rộng hơn.",
        en:
          "The consistency ranges take provinces as independent; a year's common shock makes them "
          + "wider."),
      spreadRemark,
    ]
    lines += bars
    if let doubts { lines.append(doubts) }
    return lines
  }

  /// What recalibration would have done.
  private var spreadRemark: String {
    let held = test.spread
    guard held.years >= 2 else {
      return language(
        vi: "Hiệu chỉnh độ rộng: chưa đủ năm để thử trên số liệu giữ lại.",
        en: "Recalibration of spread: too few years to try it on held-out ones.")
    }
    let plain = numbers.significant(held.plain, digits: 4)
    let stretched = numbers.significant(held.stretched, digits: 4)
    let factor = test.nextSpreadFactor
    return held.stretched < held.plain
      ? language(
        vi: "Hiệu chỉnh độ rộng cải thiện điểm của \(held.years) năm giữ lại (\(plain) xuống "
          + "\(stretched)): dự báo tới dùng hệ số \(numbers.number(factor, decimals: 2)).",
        en:
          "Recalibration of spread improves the score of \(held.years) held-out years (\(plain) to "
          + "\(stretched)): the next forecast uses the factor "
          + "\(numbers.number(factor, decimals: 2)).")
      : language(
        vi: "Hiệu chỉnh độ rộng không cải thiện điểm của \(held.years) năm giữ lại (\(plain), có "
          + "hiệu chỉnh \(stretched)): không áp dụng.",
        en: "Recalibration of spread does not improve the score of \(held.years) held-out years "
          + "(\(plain), with it \(stretched)): it is not applied.")
  }

  /// Figures left out, and those that hardly are what they say.
  private var doubts: String? {
    func listed(_ kind: FigureDoubt.Kind) -> String? {
      let some = test.doubts.filter { $0.kind == kind }
      guard !some.isEmpty else { return nil }
      let names = some.prefix(5).map {
        "\($0.entity) \($0.year): " + numbers.tabulated($0.value)
      }.joined(separator: "; ")
      return names + (some.count > 5 ? "; … (\(some.count))" : "")
    }
    let parts = [
      listed(.unplaced).map {
        language(vi: "Số liệu không dùng được (\($0)).", en: "Figures that cannot be used (\($0)).")
      },
      listed(.jump).map {
        language(
          vi: "Số liệu nhảy bất thường so với năm trước, vẫn được dùng (\($0)).",
          en: "Figures many times those of the year before, used all the same (\($0)).")
      },
    ]
    let text = parts.compactMap(\.self).joined(separator: " ")
    return text.isEmpty ? nil : "! " + text
  }

  /// Years in which the last value had a smaller error, and whether one shift of all provinces is why.
  private var bars: [String] {
    let last = test.lastValueErrors
    return (test.summary(horizon: 1)?.years ?? []).compactMap { year in
      guard let bar = last[year.year], year.rootMeanSquare >= bar else { return nil }
      let own = numbers.number(year.rootMeanSquare, decimals: 3)
      let other = numbers.number(bar, decimals: 3)
      let shift = numbers.signed(year.bias, decimals: 3)
      let comparison = language(
        vi: "\(year.year): RMSE \(own) không thấp hơn của giá trị năm trước (\(other)).",
        en: "\(year.year): RMSE \(own) is not below that of the last value (\(other)).")
      // Without its mean the error would have been below the bar.
      let rest = year.rootMeanSquare * year.rootMeanSquare - year.bias * year.bias
      let reason =
        rest < bar * bar
        ? language(
          vi:
            "Mọi tỉnh cùng lệch \(shift): cú sốc của năm, không thấy trước được từ các năm trước.",
          en: "All provinces together came out \(shift) off: a shock of the year that the years "
            + "before did not show.")
        : language(
          vi: "Độ lệch chung của các tỉnh (\(shift)) không giải thích được điều đó.",
          en: "What all provinces have in common (\(shift)) does not explain it.")
      return comparison + " " + reason
    }
  }

  /// What is forecast for the place from the last origin, by every form.
  fileprivate func latest(_ page: inout Page) {
    guard let place, let latest = test.latest, let origin = test.origins.last,
      let index = latest.series.entities.firstIndex(of: place.code)
    else { return }
    let scale = test.definition.scale, name = language(place.label)
    let year = latest.series.lastYear + 1
    let used = test.used(horizon: 1)
    var table = TextTable([
      .init(language(test.definition.label), wraps: true),
      .init(language(vi: "trung vị", en: "median"), .right),
      .init("80 %", .right), .init(""),
    ])
    let own = language(vi: "Dự báo của Reach", en: "Reach's forecast")
    var medians: [Double] = []
    for made in latest.laws {
      guard let law = made.laws[0][index] else { continue }
      let label =
        made.form == self.own
        ? own
        : test.forms.first { $0.key == made.form }.map { language($0.label) }
          ?? language(vi: "Đơn giản: ", en: "Naive: ") + formName(made.form, language)
      if test.forms.contains(where: { $0.key == made.form }) {
        medians.append(scale.figure(of: law.median))
      }
      let interval = law.interval(0.8)
      table.append([
        label, figure(scale.figure(of: law.median)),
        figure(scale.figure(of: interval.lowerBound)) + "–"
          + figure(scale.figure(of: interval.upperBound)),
        made.form == used ? language(vi: "được dùng", en: "used") : "",
      ])
    }
    page.heading(language(vi: "\(name) năm \(year)", en: "\(name) in \(year)"))
    page.table(table)
    var lines = [
      language(
        vi: "Dự báo tại ngày \(language.date(origin.date)), số liệu đến hết năm "
          + "\(latest.series.lastYear).",
        en: "As of \(language.date(origin.date)), with figures up to \(latest.series.lastYear).")
    ]
    if let low = medians.min(), let high = medians.max(), medians.count > 1 {
      lines.append(
        language(
          vi: "Các dạng mô hình khác nhau cho trung vị từ \(figure(low)) đến \(figure(high)).",
          en: "The structural forms put the median between \(figure(low)) and \(figure(high))."))
    }
    if let last = latest.series.value(index, latest.series.lastYear) {
      let known = figure(scale.figure(of: last)), year = latest.series.lastYear
      lines.append(
        language(
          vi: "Số liệu cuối cùng, năm \(year): \(known). Dự báo đơn giản cộng vào đó sai số đã mắc "
            + "trong quá khứ của chính nó, nên trung vị có thể khác.",
          en:
            "The last figure, of \(year): \(known). Naive forecasts add the errors that they have "
            + "made before, so that their medians may differ from it."))
    }
    if let skill = test.skill(horizon: 1, entity: place.code) {
      lines.append(
        "\(name): "
          + language(
            vi: "CRPS \(numbers.tabulated(skill.crps, digits: 3)) so với "
              + "\(numbers.tabulated(skill.rivalCRPS, digits: 3)) của \(formName(skill.rival, language)) qua "
              + "\(skill.difference.years) năm.",
            en: "CRPS \(numbers.tabulated(skill.crps, digits: 3)) against "
              + "\(numbers.tabulated(skill.rivalCRPS, digits: 3)) of \(formName(skill.rival, language)) over "
              + "\(skill.difference.years) years."))
    }
    page.list(lines + latest.unavailable.map(unavailable))
  }

  private func unavailable(_ form: UnavailableForm) -> String {
    let name =
      test.forms.first { $0.key == form.key }.map { language($0.label) }
      ?? formName(form.key, language)
    return language(vi: "Không dự báo được bằng \(name): ", en: "No forecast by \(name): ")
      + language(form.reason)
  }

  private func figure(_ value: Double) -> String {
    numbers.number(value, decimals: test.definition.scale.isGrowth ? 1 : 0)
  }
}

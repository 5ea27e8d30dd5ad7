import Econometrics
import ReachModel

extension RegressionPage {
  /// Clusters that are listed by name; the JSON has all.
  private static let listedClusters = 5

  func sample(to page: inout Page) {
    // Nothing that was left out needs no line.
    let counts = report.sample.filter { $0.count > 0 }
    guard !counts.isEmpty else { return }
    page.heading(language(vi: "Mẫu số liệu", en: "Sample"))
    var table = TextTable([.init("", wraps: true), .init(language(vi: "dòng", en: "rows"), .right)])
    for count in counts {
      table.append([language(count.label), numbers.number(Double(count.count))])
    }
    page.table(table)
  }

  func statistics(to page: inout Page) {
    guard !report.statistics.isEmpty else { return }
    page.heading(language(vi: "Mức phù hợp", en: "Fit"))
    var table = TextTable([
      .init("", wraps: true), .init(language(vi: "giá trị", en: "value"), .right),
    ])
    for number in report.statistics {
      table.append([language(number.label), shown(number.value, number.kind)])
    }
    page.table(table)
  }

  func tests(to page: inout Page) {
    guard !report.tests.isEmpty else { return }
    page.heading(language(vi: "Kiểm định", en: "Tests"))
    var table = TextTable([
      .init(language(vi: "kiểm định", en: "test"), wraps: true),
      .init(language(vi: "giả thuyết", en: "hypothesis"), wraps: true),
      .init(language(vi: "thống kê", en: "statistic"), .right),
      .init(language(vi: "phân phối", en: "distribution")), .init("p", .right),
    ])
    for outcome in report.tests {
      guard case .tested(let test) = outcome else { continue }
      table.append([
        language(testName(test.id)), language(test.hypothesis), figure(test.statistic),
        distribution(test.law), probability(test.pValue),
      ])
    }
    page.table(table)
    page.list(testConventions + testsLeftOut)
  }

  /// How tests were computed; those of one convention share a line.
  private var testConventions: [String] {
    var names: [String: [String]] = [:], order: [String] = []
    for case .tested(let test) in report.tests {
      let convention = language(test.convention)
      if names[convention] == nil { order.append(convention) }
      names[convention, default: []].append(language(testName(test.id)))
    }
    return order.map { "\((names[$0] ?? []).joined(separator: ", ")): \($0)" }
  }

  /// Tests that these data do not have, and why; those of one reason share a line.
  private var testsLeftOut: [String] {
    var names: [String: [String]] = [:], order: [String] = []
    for case .notApplicable(let id, let reason) in report.tests {
      let reason = language(reason)
      if names[reason] == nil { order.append(reason) }
      names[reason, default: []].append(language(testName(id)))
    }
    return order.map { reason in
      let tests = (names[reason] ?? []).joined(separator: ", ")
      return language(
        vi: "\(tests): không tính được (\(reason))", en: "\(tests): not computed (\(reason))")
    }
  }

  func placebo(to page: inout Page) {
    guard !report.placebo.isEmpty else { return }
    page.heading(
      language(vi: "Giả dược: giá trị của các kỳ sau", en: "Placebo: values of later periods"))
    var table = TextTable([
      .init("", wraps: true), .init(language(vi: "hệ số", en: "b"), .right),
      .init(language(vi: "sai số chuẩn", en: "SE"), .right), .init("t", .right),
      .init("p", .right), .init("N", .right), .init("", wraps: true),
    ])
    for result in report.placebo {
      let place =
        result.isInstead
        ? language(vi: "thay cho biến gốc", en: "in the regressor's place")
        : language(vi: "thêm vào", en: "beside it")
      let item = result.coefficient
      table.append([
        "\(item.name), \(place)", figure(item.value), figure(item.standardError),
        numbers.number(item.t, decimals: 2), probability(item.pValue),
        numbers.number(Double(result.observations)),
        result.fails
          ? language(vi: "không đạt", en: "fails") : language(vi: "đạt", en: "holds"),
      ])
    }
    page.table(table)
    page.list([
      language(
        vi:
          "không đạt: p < 0,10; hoặc, khi thay cho biến gốc, cùng dấu và cách 0 ít nhất bằng chừng ấy "
          + "lần sai số chuẩn như biến gốc",
        en: "fails: p < 0.10; or, in the regressor's place, of the same sign and at least as many "
          + "standard errors from 0 as the regressor itself")
    ])
  }

  func trends(to page: inout Page) {
    guard !report.trends.isEmpty else { return }
    page.heading(
      language(
        vi: "Hệ số theo khoảng cách kỳ (âm: trước kỳ của biến)",
        en: "Coefficients by distance in periods (negative: before the regressor's own)"))
    var table = TextTable([
      .init(language(vi: "khoảng cách", en: "distance"), .right),
      .init(language(vi: "hệ số", en: "b"), .right),
      .init(language(vi: "95 % từ", en: "95 % from"), .right),
      .init(language(vi: "đến", en: "to"), .right),
    ])
    for period in report.trends {
      table.append([
        String(period.distance), figure(period.coefficient.value), figure(period.coefficient.low),
        figure(period.coefficient.high),
      ])
    }
    page.table(table)
  }

  func bootstrap(to page: inout Page) {
    guard !report.bootstrap.isEmpty else { return }
    page.heading(language(vi: "Bootstrap", en: "Bootstrap"))
    var table = TextTable([
      .init("", wraps: true), .init("t", .right), .init("p", .right),
      .init(language(vi: "tập tin cậy 95 %", en: "95 % confidence set"), wraps: true),
    ])
    for result in report.bootstrap {
      let set = result.confidenceSet.map { "[\(figure($0.low)); \(figure($0.high))]" }
      table.append([
        named(result.coefficient), numbers.number(result.statistic, decimals: 2),
        probability(result.pValue, draws: result.draws), set.joined(separator: " ∪ "),
      ])
    }
    page.table(table)
    var seen: Set<String> = []
    page.list(
      report.bootstrap.map { language($0.method) }.filter { seen.insert($0).inserted }
        + (bootstrapDiffers
          ? [
            language(
              vi:
                "t khác với bảng hệ số: t của bootstrap theo CR1 với đủ thừa số mẫu nhỏ; p và tập "
                + "tin cậy không phụ thuộc vào các thừa số đó",
              en: "t is not that of the table of coefficients: the bootstrap's is by CR1 with all "
                + "its small-sample factors; p and the set do not depend on the factors")
          ] : []))
  }

  /// Whether a statistic of the bootstrap looks unlike that of the same coefficient above.
  private var bootstrapDiffers: Bool {
    report.bootstrap.contains { result in
      report.coefficients.contains {
        $0.name == result.coefficient
          && numbers.number($0.t, decimals: 2) != numbers.number(result.statistic, decimals: 2)
      }
    }
  }

  func influence(to page: inout Page) {
    guard let influence = report.influence else { return }
    page.heading(
      language(
        vi: "Cụm ảnh hưởng nhất (\(influence.grouping)) đến hệ số của \(influence.coefficient)",
        en: "Clusters (\(influence.grouping)) that move the coefficient of "
          + "\(influence.coefficient) most"))
    var table = TextTable([
      .init(language(vi: "cụm", en: "cluster"), wraps: true),
      .init(language(vi: "dòng", en: "rows"), .right),
      .init(language(vi: "đòn bẩy", en: "leverage"), .right),
      .init(language(vi: "đòn bẩy riêng", en: "partial leverage"), .right, wraps: true),
      .init(language(vi: "hệ số khi bỏ", en: "b without"), .right, wraps: true),
      .init(language(vi: "đổi (sai số chuẩn)", en: "moves (SE)"), .right, wraps: true),
    ])
    for row in influence.clusters.prefix(Self.listedClusters) {
      let move = row.without.flatMap { without in
        influence.standardError > 0
          ? (without - influence.value) / influence.standardError : nil
      }
      table.append([
        row.label, numbers.number(Double(row.rows)),
        numbers.percent(row.leverage, decimals: 1),
        numbers.percent(row.partialLeverage, decimals: 1), figure(row.without),
        move.map { numbers.signed($0, decimals: 2) } ?? "-",
      ])
    }
    page.table(table)
    let even = influence.clusters.isEmpty ? 0 : 1 / Double(influence.clusters.count)
    page.list(
      [
        language(
          vi: "đòn bẩy đều nhau là \(numbers.percent(even, decimals: 1)) mỗi cụm",
          en: "even leverage would be \(numbers.percent(even, decimals: 1)) a cluster")
      ]
        + (influence.isWithoutRefits
          ? [
            language(
              vi: "quá nhiều dòng và cụm để ước lượng lại khi bỏ từng cụm",
              en: "too many rows and clusters to estimate anew without each")
          ] : []))
  }
}

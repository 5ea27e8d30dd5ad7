import Econometrics

extension RegressionPage {
  private typealias Column = (
    column: TextTable.Column, cell: (ReportedCoefficient) -> String?, meaning: String?
  )

  /// Coefficients with their errors, then what their precision rests on.
  ///
  /// Two tables, as one would be wider than a page; what no coefficient has is no column.
  func coefficients(to page: inout Page) {
    guard !report.coefficients.isEmpty else { return }
    page.heading(language(vi: "Hệ số", en: "Coefficients"))
    let rest = filled(precision), isShort = rest.count == 1
    page.table(table(filled(estimates) + (isShort ? rest : [])))
    let meanings = rest.compactMap(\.meaning)
    page.list(
      (report.covariance.map { [language($0.convention)] } ?? []) + (isShort ? meanings : []))
    guard !isShort else { return }
    page.heading(language(vi: "Độ chính xác và đa cộng tuyến", en: "Precision and collinearity"))
    page.table(table(rest))
    page.list(meanings)
  }

  private func filled(_ columns: [Column]) -> [Column] {
    columns.filter { column in report.coefficients.contains { column.cell($0) != nil } }
  }

  private func table(_ columns: [Column]) -> TextTable {
    TextTable(
      [.init("", wraps: true)] + columns.map(\.column),
      rows: report.coefficients.map { item in
        [named(item.name)] + columns.map { $0.cell(item) ?? "" }
      })
  }

  private func column(
    _ vi: String, _ en: String, meaning: String? = nil,
    cell: @escaping (ReportedCoefficient) -> String?
  ) -> Column {
    (TextTable.Column(language(vi: vi, en: en), .right, wraps: true), cell, meaning)
  }

  private var estimates: [Column] {
    [
      column("hệ số", "b") { figure($0.value) },
      column("sai số chuẩn", "SE") { figure($0.standardError) },
      column("t", "t") {
        $0.t.magnitude < 1e6 ? numbers.number($0.t, decimals: 2) : figure($0.t)
      },
      column("bậc tự do", "df") { degrees($0.degreesOfFreedom) },
      column("p", "p") { probability($0.pValue) },
      column("p hiệu chỉnh", "p adjusted") { $0.adjustedPValue.map { probability($0) } },
      column("95 % từ", "95 % from") { figure($0.low) }, column("đến", "to") { figure($0.high) },
    ]
  }

  private var precision: [Column] {
    [
      column(
        "MDE, 80 %", "MDE, 80 %",
        meaning: language(
          vi: "MDE, 80 %: hệ số nhỏ nhất về trị tuyệt đối được phát hiện với lực kiểm định 80 %",
          en: "MDE, 80 %: the least coefficient in magnitude that is found with a power of 80 %")
      ) { figure($0.minimumDetectable) },
      column(
        "VIF", "VIF",
        meaning: language(
          vi: "VIF: hệ số phóng đại phương sai do tương quan với các biến khác",
          en: "VIF: how many times correlation with the other regressors swells the variance")
      ) { $0.varianceInflation.map { numbers.number($0, decimals: 1) } },
      column(
        "còn lại", "within",
        meaning: language(
          vi: "còn lại: phần phương sai của biến còn lại sau khi khử hiệu ứng cố định",
          en: "within: the share of the regressor's variance that absorbed effects leave")
      ) { $0.shareWithin.map { shareText($0, numbers) } },
    ]
  }
}

/// A share in percent with two digits, so that little does not look like none.
func shareText(_ share: Double, _ numbers: NumberStyle) -> String {
  share < 0.01 && share > 0
    ? numbers.significant(100 * share, digits: 2) + " %" : numbers.percent(share, decimals: 1)
}

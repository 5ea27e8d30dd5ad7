import ReachModel
package import Reporting

/// What kind of code a run's file holds where people use a word: the word follows from the code, so that
/// ``BriefLint`` only has to find the code.
package enum Term: Sendable, Equatable {
  /// `2021`, `2021-Q3`.
  case period
  /// The period of a published figure: `year`, `jan-sep`, `q4`, `december`.
  case publishedPeriod
  /// A series of published figures.
  case series
  /// One of an input's sources: an id, `judged`, `assumed`, or words.
  case source
  case sampling
  /// The command of an analysis.
  case analysis
  /// What a data file's values are as of.
  case vintage
  /// What a scenario sets by name, `regime.2021-Q3` or `freeze_from`, and to what: `stress, jump -0.11`.
  case scenarioStep, scenarioValue

  /// The word for a code; a code that is not known stays as it is.
  package func text(_ code: String, _ language: Language) -> String {
    switch self {
    case .period: ChartPeriod(code)?.name(language) ?? code
    case .publishedPeriod: language.publishedPeriod(code)
    case .source: sourceText(code, language)
    case .sampling: samplingLabel(code).map { language($0) } ?? code
    case .series: Self.seriesNames[code].map { language($0) } ?? code
    case .analysis: Self.analyses[code].map { language($0) } ?? code
    case .scenarioStep: language.scenarioStep(code)
    case .scenarioValue:
      code.split(separator: ",").map { language.scenarioValue($0.drop { $0 == " " }) }
        .joined(separator: ", ")
    case .vintage: Self.vintages[code].map { language(vi: $0, en: code) } ?? code
    }
  }

  private static let seriesNames = [
    "si_firms": Label(vi: "doanh nghiệp công nghiệp hỗ trợ", en: "supporting-industry firms"),
    "si_firms_certified": Label(
      vi: "doanh nghiệp đạt tiêu chuẩn quốc tế", en: "firms of international standard"),
    "si_firms_certified_share": Label(
      vi: "tỷ lệ doanh nghiệp đạt tiêu chuẩn quốc tế",
      en: "share of firms of international standard"
    ),
    "si_share_of_manufacturing_output": Label(
      vi: "tỷ trọng trong công nghiệp chế biến, chế tạo", en: "share of manufacturing output"),
    "si_index_growth": Label(
      vi: "tăng chỉ số sản xuất công nghiệp hỗ trợ", en: "growth of supporting-industry production"),
    "iip_manufacturing_growth": Label(
      vi: "tăng chỉ số sản xuất công nghiệp, ngành chế biến, chế tạo",
      en: "growth of manufacturing production"),
  ]

  private static let analyses = [
    "compare": Label(vi: "so sánh kịch bản", en: "comparison"),
    "sensitivity": Label(vi: "phân tích độ nhạy", en: "sensitivity"),
    "optimise": Label(vi: "tìm phương án tốt nhất", en: "optimisation"),
    "track": Label(vi: "cập nhật theo số liệu", en: "tracking"),
    "seek": Label(vi: "tìm mức cần thiết", en: "goal seeking"),
    "information": Label(vi: "giá trị thông tin", en: "value of information"),
    "discover": Label(vi: "tìm điều kiện", en: "scenario discovery"),
  ]

  /// In Vietnamese, what the manifest of the shipped data says.
  private static let vintages = [
    "as later revised; the column vintage says what each row's source was":
      "theo bản điều chỉnh sau cùng; cột vintage ghi nguồn của từng dòng",
    "every row carries its own publication date in the column published":
      "mỗi dòng ghi ngày công bố của chính nó ở cột published",
    "not dated: priors are not data and are not filtered by as_of":
      "không ghi ngày: giả định ban đầu không phải số liệu nên không lọc theo ngày",
  ]
}

extension Language {
  /// As sources name them in periods, in full or by their first three letters.
  static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// `jan-sep` as `9 tháng`, `q4` as `quý IV`.
  fileprivate func publishedPeriod(_ code: String) -> String {
    if code == "year" { return self(vi: "cả năm", en: "year") }
    if code == "spring" { return self(vi: "mùa xuân", en: "spring") }
    if code == "about" { return self(vi: "khoảng", en: "about") }
    if code.count == 2, code.hasPrefix("q"), let quarter = Int(code.dropFirst()),
      (1...4).contains(quarter)
    {
      return quarterName(quarter)
    }
    if let month = Self.months.firstIndex(of: code) {
      return self(vi: "tháng \(month + 1)", en: code.prefix(1).uppercased() + code.dropFirst())
    }
    let ends = code.split(separator: "-").map { end in
      Self.months.firstIndex { $0.prefix(3) == end }
    }
    guard ends.count == 2, let first = ends[0], let last = ends[1] else { return code }
    func name(_ month: Int) -> String {
      Self.months[month].prefix(1).uppercased() + Self.months[month].dropFirst().prefix(2)
    }
    let vi = first == 0 ? "\(last + 1) tháng" : "tháng \(first + 1) đến tháng \(last + 1)"
    return self(vi: vi, en: "\(name(first))\u{2013}\(name(last))")
  }
}

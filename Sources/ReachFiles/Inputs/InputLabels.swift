import ReachModel
import Reporting

/// Names of inputs in both languages, put together from those of the catalog and of the keys.
struct InputLabels {
  let frame: StudyFrame
  let root: Node

  init(_ frame: StudyFrame, _ root: Node) { (self.frame, self.root) = (frame, root) }

  /// For example `Linking suppliers and buyers: budget a year`.
  func label(of path: InputPath) -> Label {
    let parts = path.steps.enumerated().compactMap { place, step in
      part(step, at: place, of: path)
    }
    func joined(_ texts: [String]) -> String {
      texts.count < 2
        ? texts.joined() : texts[0] + ": " + texts.dropFirst().joined(separator: ", ")
    }
    return Label(vi: joined(parts.map(\.vi)), en: joined(parts.map(\.en)))
  }

  /// - Returns: Nil for steps that say nothing to people, such as `value`.
  private func part(_ step: InputPath.Step, at place: Int, of path: InputPath) -> Label? {
    switch step {
    case .item(let number): item(number, at: place, of: path)
    case .key(let key): name(of: key, at: place, of: path)
    }
  }

  private func name(of key: String, at place: Int, of path: InputPath) -> Label? {
    let section = path.keys[0]
    if place == 0 {
      // The second key names what these are about.
      let isNamed = ["targets", "levers", "start", "history", "overrides"].contains(section)
      return isNamed && path.keys.count > 1 ? nil : InputWords.label(of: key)
    }
    if place == 1 {
      switch section {
      case "targets": return targetLabel(key)
      case "overrides":
        return frame.catalog.uncertainty(key).map { known in
          let unit = Language.vi.unit(known.unit)
          return Label(
            vi: "\(known.label.vi) (\(unit))", en: "\(known.label.en) (\(known.unit))")
        }
      default: break
      }
    }
    if ["value", "values"].contains(key) || section == "correlations" && key == "between" {
      return nil
    }
    let isScenarios = section != "estimation"
    if isScenarios, let lever = frame.catalog.lever(key) { return lever.label }
    if isScenarios, let sector = frame.catalog.sector(key) { return sector.label }
    return InputWords.label(of: section == "history" && place == 1 ? "history.\(key)" : key)
  }

  private func targetLabel(_ key: String) -> Label {
    let target = root["targets"]?[key]
    if let vi = target?["label"]?["vi"]?.scalar?.text,
      let en = target?["label"]?["en"]?.scalar?.text
    {
      return Label(vi: "Chỉ tiêu \"\(vi)\"", en: "Target \"\(en)\"")
    }
    let template = target?["from"]?.scalar.flatMap { frame.catalog.target($0.text) }
    let outcome = target?["outcome"]?.scalar?.text
    let label =
      template?.label
      ?? frame.catalog.outcomes.first { $0.outcome.rawValue == outcome }?.label
      ?? Label(vi: key, en: key)
    return Label(vi: "Chỉ tiêu \"\(label.vi)\"", en: "Target \"\(label.en)\"")
  }

  /// Items of lists: domestic and foreign, quarters before the plan, or just their number.
  private func item(_ number: Int, at place: Int, of path: InputPath) -> Label {
    if path.keys.contains("split"), path.keys[0] == "start" {
      return number == 1
        ? Label(vi: "trong nước", en: "domestic") : Label(vi: "nước ngoài", en: "foreign")
    }
    let list = root[InputPath(Array(path.steps.prefix(place)))]?.items?.count ?? 0
    if path.keys[0] == "history", list > 0 {
      return Label(quartersBeforePlan: list - number, planYear: frame.planYear)
    }
    // Correlations: `[1].between[2]` is the second quantity of the first pair.
    if path.keys[0] == "correlations" {
      return path.keys.contains("between") && place > 1
        ? number == 1
          ? Label(vi: "đại lượng thứ nhất", en: "first quantity")
          : Label(vi: "đại lượng thứ hai", en: "second quantity")
        : Label(vi: "cặp \(number)", en: "pair \(number)")
    }
    if path.keys.contains("commitment_weights") {
      return Label(vi: "sau \(number) quý", en: "\(number) quarters later")
    }
    return Label(vi: "mục \(number)", en: "item \(number)")
  }
}

extension Label {
  /// The quarter that many before the last one before the plan.
  fileprivate init(quartersBeforePlan count: Int, planYear: Int) {
    let year = planYear - 1 - count / 4, quarter = 4 - count % 4
    self.init(vi: "quý \(quarter)/\(year)", en: "\(year)-Q\(quarter)")
  }
}

/// The keys of scenario files in words.
enum InputWords {
  /// A key that is not known here is shown as it is: it is a name that someone gave.
  static func label(of key: String) -> Label {
    words[key].map { Label(vi: $0.vi, en: $0.en) } ?? Label(vi: key, en: key)
  }

  private static let words: [String: (vi: String, en: String)] = [
    "title": ("Tên kịch bản", "Title of the scenario"), "vi": ("tiếng Việt", "in Vietnamese"),
    "en": ("tiếng Anh", "in English"), "province": ("Tỉnh, thành phố", "Province"),
    "plan_year": ("Năm đầu của kế hoạch", "First year of the plan"),
    "years": ("Số năm mô phỏng", "Years simulated"),
    "as_of": ("Chỉ dùng số liệu công bố đến ngày", "Only what was published by"),
    "sectors": ("Ngành", "Sectors"), "note": ("Ghi chú", "Note"),
    "estimation": ("Hồi quy bổ sung", "Further regressions"),
    "freeze_from": ("Dừng ngân sách", "Freeze of budgets"), "quarter": ("từ quý", "from quarter"),
    "regime": ("Trạng thái kinh tế", "Regime of the economy"), "jump": ("mức sốc", "jump"),
    "correlations": ("Tương quan hạng", "Rank correlations"), "between": ("giữa", "between"),
    "rank": ("hệ số tương quan hạng", "rank correlation"),
    "from": ("lấy từ danh mục", "taken from the catalog"), "outcome": ("đại lượng", "outcome"),
    "sector": ("ngành", "sector"), "comparison": ("phép so sánh", "comparison"),
    "threshold": ("mức cần đạt", "threshold"), "year": ("năm", "year"),
    "label": ("tên gọi", "name"), "budget": ("kinh phí một năm", "budget a year"),
    "budget_assumed": ("kinh phí là giả định", "the budget is assumed"),
    "eligible": ("số doanh nghiệp có thể đăng ký mỗi năm", "firms that may apply in a year"),
    "split": ("phân bổ theo ngành", "share of each sector"),
    "usual": ("mức thường lệ một năm", "usual effort a year"),
    "lag": ("độ trễ", "lag"),
    "published": ("dựa trên số đã công bố", "rests on a published figure"),
    "level": ("hệ số mức chung", "common factor of level"),
    "tilt": ("độ dốc của chuỗi", "tilt of the series"),
    "firms": ("Số doanh nghiệp đầu kỳ", "Firms at the start"),
    "certified_share": (
      "Tỷ lệ doanh nghiệp có chứng nhận đầu kỳ", "Share of certified firms at the start"
    ),
    "share": ("Tỷ trọng đầu kỳ", "Share of manufacturing at the start"),
    "growth": ("Tăng trưởng quý cuối trước kế hoạch", "Growth in the last quarter before the plan"),
    "capital": ("Vốn FDI của công nghiệp hỗ trợ", "FDI capital of supporting industries"),
    "buyer_capital": ("Vốn FDI của ngành tiêu thụ", "FDI capital of the buying industries"),
    "supported": ("Doanh nghiệp đang được hỗ trợ", "Firms under the effect of support"),
    "history.presence": (
      "Tỷ lệ vốn nước ngoài ở ngành tiêu thụ", "Foreign presence among the buyers"
    ),
    "history.si_output": (
      "Sản lượng công nghiệp hỗ trợ (tỷ đồng/quý)",
      "Output of supporting industries (billion VND a quarter)"
    ),
    "history.other_output": (
      "Sản lượng chế biến, chế tạo khác (tỷ đồng/quý)",
      "Output of other manufacturing (billion VND a quarter)"
    ),
    "history.commitments": (
      "Vốn FDI đăng ký (triệu USD/quý)", "FDI commitments (million USD a quarter)"
    ),
    "history.reached": (
      "Doanh nghiệp được hỗ trợ mỗi quý", "Firms reached by support, a quarter"
    ),
    "history.net_certificates": (
      "Chứng nhận tăng thêm mỗi quý", "Certificates won less lapsed, a quarter"
    ),
    "history.promotion": (
      "Kinh phí xúc tiến đầu tư (tỷ đồng/năm)", "Promotion effort (billion VND a year)"
    ),
    "structure": ("Cơ cấu", "Structure"),
    "commitment_weights": ("tỷ lệ giải ngân vốn đăng ký", "share of a commitment realised"),
    "capital_shares": ("tỷ lệ FDI vào công nghiệp hỗ trợ", "share of FDI to supporting industries"),
    "buyer_capital_shares": ("tỷ lệ FDI vào ngành tiêu thụ", "share of FDI to the buyers"),
    "presence_normal": ("mức hiện diện nước ngoài thường lệ", "usual foreign presence"),
    "foreign_share_normal": (
      "tỷ lệ doanh nghiệp nước ngoài thường lệ", "usual share of foreign firms"
    ),
    "normal": ("phân phối chuẩn", "normal law"),
    "normal_pos": ("phân phối chuẩn cắt, không âm", "normal law, not below 0"),
    "normal_neg": ("phân phối chuẩn cắt, không dương", "normal law, not above 0"),
    "lognormal": ("phân phối log-chuẩn", "lognormal law"), "beta": ("phân phối beta", "beta law"),
    "beta_ab": ("phân phối beta theo hai tham số", "beta law by its shapes"),
    "gamma": ("phân phối gamma", "gamma law"), "uniform": ("phân phối đều", "uniform law"),
    "mean": ("trung bình", "mean"), "sd": ("độ lệch chuẩn", "standard deviation"),
    "cv": ("hệ số biến thiên", "sd / mean"), "shift": ("dịch chuyển", "shift"),
    "low": ("cận dưới", "lower end"), "high": ("cận trên", "upper end"),
    "a": ("tham số a", "shape a"), "b": ("tham số b", "shape b"),
  ]
}

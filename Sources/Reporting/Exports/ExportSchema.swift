import ReachModel

/// The columns of every exported table: what `dictionary.csv` and `dictionary.md` say of them.
package enum ExportSchema {
  private static let scenario = ExportColumn(
    "scenario", .key, vi: "khoá của kịch bản", en: "key of the scenario")
  private static let draw = ExportColumn(
    "draw", .integer, vi: "số thứ tự lần mô phỏng, từ 0; cùng số là cùng các cú sốc ở mọi kịch bản",
    en: "number of the draw, from 0; the same number means the same shocks in every scenario")
  private static let sector = ExportColumn(
    "sector", .key, vi: "khoá của ngành; trống: mọi ngành cộng lại",
    en: "key of the sector; empty: all together")
  private static let unit = ExportColumn(
    "unit", .key, vi: "đơn vị của giá trị", en: "unit of the value")
  private static let period = ExportColumn(
    "period", .key, vi: "năm (2021), quý (2021-Q3) hoặc quý cuối trước kế hoạch (đầu kỳ)",
    en: "a year (2021), a quarter (2021-Q3), or the last quarter before the plan (the start)")
  private static let outcome = ExportColumn(
    "outcome", .key, vi: "đại lượng mô hình tính ra", en: "what the model computes")
  private static let labels = [
    ExportColumn("label_vi", .text, vi: "tên tiếng Việt", en: "name in Vietnamese"),
    ExportColumn("label_en", .text, vi: "tên tiếng Anh", en: "name in English"),
  ]
  private static let error = ExportColumn(
    "error95", .number, unit: "column unit",
    vi: "nửa độ rộng khoảng Monte Carlo 95 %; trống: không có",
    en: "half the width of the 95 % Monte Carlo interval; empty: none")
  private static let origin = ExportColumn(
    "origin", .text, vi: "tệp và dòng nơi ghi giá trị", en: "file and line where it is written")
  private static let source = ExportColumn(
    "source", .text, vi: "nguồn như tệp nêu", en: "source as the file states it")
  private static let group = ExportColumn(
    "group", .key, vi: "khoá của nhóm hỗ trợ; trống: không theo nhóm",
    en: "key of the group of support; empty: not by group")

  private static func value(vi: String, en: String) -> ExportColumn {
    ExportColumn("value", .number, unit: "column unit", vi: vi, en: en)
  }

  package static let draws = [
    scenario, outcome, sector, period, unit, draw,
    value(
      vi: "giá trị; trống: lần mô phỏng thất bại trước đó",
      en: "value; empty: the draw failed before"),
  ]

  package static let parameters = [
    scenario,
    ExportColumn(
      "parameter", .key, vi: "tham số của các phương trình", en: "parameter of the equations"),
    ExportColumn(
      "sector", .key, vi: "khoá của ngành; trống: không theo ngành",
      en: "key of the sector; empty: not by sector"),
    group, unit, draw, value(vi: "giá trị được rút", en: "value drawn"),
  ]

  package static let targetDraws = [
    scenario,
    ExportColumn("target", .key, vi: "khoá của chỉ tiêu", en: "key of the target"), draw,
    ExportColumn(
      "part", .integer,
      vi: "draw mod 16: phần độc lập của mẫu, từ đó tính sai số (quyết định 0024)",
      en: "draw mod 16: independent part of the sample, by which errors are told (decision 0024)"),
    unit,
    value(
      vi: "đại lượng của chỉ tiêu; trống: lần mô phỏng thất bại trước đó",
      en: "the target's outcome; empty: the draw failed before"),
    ExportColumn(
      "held", .integer, vi: "1 nếu đạt chỉ tiêu, 0 nếu không; trống: chưa rõ",
      en: "1 where the target holds, 0 where it does not; empty: undecided"),
    ExportColumn(
      "chance", .number, unit: "probability",
      vi:
        "số có trung bình là xác suất đạt P, với sai số nhỏ hơn `held`; có thể ngoài 0 đến 1; bằng "
        + "`held` nếu lấy mẫu độc lập; nếu dưới 100 lần đạt hoặc không đạt thì P là tỷ lệ `held`",
      en:
        "a number whose mean is P, with a smaller error than `held`; may lie outside 0 to 1; equal to "
        + "`held` under plain sampling; where fewer than 100 draws reach or miss, P is the share of "
        + "`held`"),
  ]

  package static let outcomes = [
    scenario, period, outcome, sector,
    ExportColumn("statistic", .key, vi: "mean, sd hoặc quantile", en: "mean, sd or quantile"),
    ExportColumn(
      "probability", .number, unit: "probability", vi: "mức phân vị; trống nếu không phải phân vị",
      en: "of a quantile; empty otherwise"),
    unit, value(vi: "giá trị", en: "value"), error,
  ]

  package static let histograms = [
    scenario, period, outcome, sector, unit,
    ExportColumn(
      "low", .number, unit: "column unit", vi: "cận dưới của cột", en: "lower end of the bin"),
    ExportColumn(
      "high", .number, unit: "column unit", vi: "cận trên của cột", en: "upper end of the bin"),
    ExportColumn("draws", .count, vi: "số lần mô phỏng trong cột", en: "draws in the bin"),
  ]

  package static let findings =
    [
      scenario,
      ExportColumn(
        "id", .text, vi: "mã của kết quả, cho `reach explain`",
        en: "id of the finding, for `reach explain`"),
    ] + labels + [
      ExportColumn(
        "year", .integer, vi: "năm; trống nếu không có", en: "year; empty if it has none"),
      value(vi: "giá trị", en: "value"), unit, error,
    ]

  package static let estimates =
    [
      scenario,
      ExportColumn(
        "uncertainty", .text, vi: "khoá trong danh mục", en: "key in the catalog"),
      ExportColumn(
        "parameter", .key, vi: "tham số mà nó đưa vào", en: "the parameter that it feeds"),
      ExportColumn(
        "sector", .key, vi: "khoá của ngành; trống: không theo ngành",
        en: "key of the sector; empty: not by sector"),
      group,
    ] + labels + [ExportColumn("unit", .key, vi: "đơn vị", en: "unit")]
    + law("prior", vi: "trước số liệu", en: "before any data")
    + law("posterior", vi: "như được mô phỏng, sau số liệu", en: "as simulated, after data") + [
      ExportColumn(
        "learning_ratio", .number, unit: "fraction",
        vi:
          "1 trừ phương sai sau / phương sai trước; 0: theo giả định ban đầu; trống: không có phương "
          + "sai",
        en: "1 less variance after / variance before; 0: left to the prior; empty: no variance"),
      ExportColumn(
        "moved", .integer, vi: "1 nếu số liệu đã đổi phân phối", en: "1 where data changed the law"),
      ExportColumn(
        "assumed", .integer, vi: "1 nếu không dựa trên số liệu công bố",
        en: "1 where it rests on no published figure"),
      ExportColumn("fed_by", .text, vi: "số liệu nào có thể đổi nó", en: "what data may move it"),
      ExportColumn(
        "sources", .text, vi: "mã tài liệu hoặc lời, cách nhau bằng `; `",
        en: "ids of the literature or words, parted by `; `"), origin,
    ]

  private static func law(_ name: String, vi: String, en: String) -> [ExportColumn] {
    [
      ExportColumn(
        "\(name)_law", .text, vi: "phân phối \(vi), bằng lời", en: "the law \(en), in words"),
      ExportColumn(
        "\(name)_mean", .number, unit: "column unit", vi: "trung bình \(vi); trống: không tồn tại",
        en: "its mean \(en); empty: there is none"),
      ExportColumn(
        "\(name)_sd", .number, unit: "column unit",
        vi: "độ lệch chuẩn \(vi); trống: không tồn tại",
        en: "its standard deviation \(en); empty: there is none"),
    ]
      + [("p05", "5 %"), ("p50", "50 %"), ("p95", "95 %")].map { key, percent in
        ExportColumn(
          "\(name)_\(key)", .number, unit: "column unit", vi: "phân vị \(percent) \(vi)",
          en: "its \(percent) quantile \(en)")
      }
  }

  package static let targets =
    [
      scenario, ExportColumn("target", .key, vi: "khoá của chỉ tiêu", en: "key of the target"),
    ] + labels + [
      outcome, sector,
      ExportColumn("comparison", .key, vi: ">=, >, <= hoặc <", en: ">=, >, <= or <"),
      ExportColumn(
        "threshold", .number, unit: "column unit", vi: "mức phải đạt", en: "what has to be reached"),
      unit, ExportColumn("year", .integer, vi: "năm của chỉ tiêu", en: "year of the target"),
      ExportColumn(
        "chance_bias", .number, unit: "probability",
        vi: "độ lệch lớn nhất của trung bình `chance`, đã cộng vào sai số của P",
        en: "the most that the mean of `chance` may be off, which is part of the error of P"),
      source, origin,
    ]

  package static let levers =
    [
      scenario, ExportColumn("lever", .key, vi: "khoá của công cụ", en: "key of the lever"),
    ] + labels + [
      ExportColumn(
        "kind", .key, vi: "support (hỗ trợ) hoặc promotion (xúc tiến)", en: "support or promotion"),
      ExportColumn("year", .integer, vi: "năm", en: "year"), unit,
      ExportColumn(
        "amount", .number, unit: "column unit", vi: "mức trong năm như kịch bản đặt",
        en: "the year's amount as the scenario sets it"),
      ExportColumn(
        "spent", .number, unit: "column unit", vi: "phần còn lại sau khi dừng ngân sách, nếu có",
        en: "what is left of it after a freeze of budgets, if any"),
      ExportColumn(
        "low", .number, unit: "column unit", vi: "mức thấp nhất danh mục cho phép; trống: không có",
        en: "the least that the catalog allows; empty: none"),
      ExportColumn(
        "high", .number, unit: "column unit", vi: "mức cao nhất danh mục cho phép; trống: không có",
        en: "the most that the catalog allows; empty: none"),
      ExportColumn(
        "lag", .integer, unit: "quarters", vi: "số quý từ khi có tiền đến khi có tác dụng",
        en: "quarters from money to effect"),
      ExportColumn(
        "basis", .key,
        vi: "documented (có văn bản), assumed (giả định) hoặc scenario (kịch bản thay)",
        en: "documented, assumed, or scenario (put in place of another's)"), source, origin,
    ]

  package static let inputs = [
    scenario,
    ExportColumn(
      "input", .key, vi: "đầu vào cố định của mô hình, tên như trong `model.json`",
      en: "fixed input of the model, named as in `model.json`"),
    ExportColumn(
      "sector", .key, vi: "khoá của ngành; trống: không theo ngành",
      en: "key of the sector; empty: not by sector"),
    ExportColumn(
      "ownership", .key, vi: "domestic (trong nước), foreign (nước ngoài) hoặc trống",
      en: "domestic, foreign or empty"), group,
    ExportColumn(
      "period", .key, vi: "quý; trống: không theo quý", en: "quarter; empty: not by quarter"),
    unit, value(vi: "giá trị", en: "value"),
  ]

  package static let run = [
    ExportColumn("run", .text, vi: "tên thư mục lần chạy", en: "name of the run folder"), scenario,
    ExportColumn(
      "title_vi", .text, vi: "tên kịch bản, tiếng Việt", en: "the scenario's title in Vietnamese"),
    ExportColumn(
      "title_en", .text, vi: "tên kịch bản, tiếng Anh", en: "the scenario's title in English"),
    ExportColumn(
      "analysis", .key, vi: "lệnh phân tích; trống: dự báo", en: "the analysis; empty: a forecast"),
    ExportColumn(
      "as_of", .key, vi: "chỉ dùng số liệu công bố đến hết ngày này",
      en: "nothing published after this day is used"),
    ExportColumn("plan_year", .integer, vi: "năm đầu được mô phỏng", en: "first simulated year"),
    ExportColumn("version", .key, vi: "phiên bản Reach", en: "version of Reach"),
    ExportColumn("seed", .text, vi: "hạt giống", en: "seed"),
    ExportColumn("sampling", .key, vi: "sobol hoặc plain", en: "sobol or plain"),
    ExportColumn(
      "draws", .count, vi: "số lần mô phỏng của lần chạy, mẫu số của P",
      en: "draws of the run, behind P"),
    ExportColumn(
      "kept_draws", .count, vi: "số lần được lưu trong `draws.bin`", en: "draws kept in `draws.bin`"
    ),
    ExportColumn(
      "exported_draws", .count,
      vi: "số lần có trong các bảng này; chỉ khi bằng `draws` mới tính lại đúng P",
      en: "draws in these tables; only where it equals `draws` do they give P"),
  ]
}

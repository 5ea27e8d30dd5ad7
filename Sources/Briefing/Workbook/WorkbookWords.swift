import ReachModel
import Reporting

/// Words for what is a code in files of runs, beside those of ``Term``.
enum WorkbookWords {
  /// What a published figure claims to be.
  static func figureKind(_ code: String, _ language: Language) -> String {
    switch code {
    case "actual": language(vi: "thực hiện", en: "actual")
    case "estimate": language(vi: "ước tính", en: "estimate")
    case "target": language(vi: "chỉ tiêu", en: "target")
    case "plan_budget": language(vi: "dự toán", en: "planned budget")
    default: code
    }
  }

  /// A form of forecast; a key that is not known stays as it is.
  static func form(_ key: String, _ language: Language) -> String {
    forecastFormLabel(key).map { language($0) } ?? key
  }
}

extension WorkbookMaker {
  /// Headings that stand over several tables.
  var keyHeading: String { text("Khoá kịch bản", "Scenario key") }
  var runHeading: String { text("Lần chạy", "Run") }
  /// Of a column with what the ids of the row's findings have in common.
  var idsHeading: String { text("Các mã bắt đầu bằng", "Ids begin with") }

  /// The id of a finding, or its beginning, as `reach explain` takes it.
  func id(_ id: String, of scenario: String) -> Cell { .id("\(scenario):\(id)") }

  /// What a scenario is called: by a comparison, else by a forecast of it, else by its key.
  func title(ofScenario key: String, in record: RunRecord) -> String {
    let place = record.root["scenarios"].items.firstIndex { $0.string == key }
    let titles = record.root["titles"].items
    let told = place.flatMap { titles.indices.contains($0) ? titles[$0].value.label : nil }
    if let told { return language(told) }
    return forecasts.first { $0.scenarioKey == key }.map(titleOf) ?? key
  }
}

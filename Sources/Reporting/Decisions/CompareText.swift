package import Assessment
import ReachModel

extension Incomparable {
  /// Why nothing can be divided, in a sentence.
  func text(_ language: Language) -> String {
    switch self {
    case .structure:
      language(
        vi:
          "Hai kịch bản khác ngành, nhóm hỗ trợ hoặc số năm: không chia chênh lệch theo đầu vào được.",
        en:
          "The scenarios have other sectors, groups of support or years: the difference cannot be "
          + "divided among inputs.")
    case .subject:
      language(
        vi: "Hai kịch bản có năm kế hoạch khác nhau: không chia chênh lệch theo đầu vào được.",
        en: "The scenarios have other plan years: the difference cannot be divided among inputs.")
    }
  }
}

extension ScenarioChange.Value {
  /// In one line.
  package func text(_ language: Language) -> String {
    let numbers = NumberStyle(language)
    switch self {
    case .amounts(let yearly, let unit):
      let isConstant = Set(yearly).count <= 1
      let amounts = (isConstant ? Array(yearly.prefix(1)) : yearly).map { numbers.compact($0) }
      return amounts.joined(separator: language(vi: "; ", en: ", ")) + " " + language.unit(unit)
    case .laws(let laws, _):
      let texts = laws.map { lawText($0, language) }
      return Set(texts).count <= 1
        ? texts.first ?? "–" : texts.joined(separator: language(vi: "; ", en: ", "))
    case .words(let label): return language(label)
    }
  }
}

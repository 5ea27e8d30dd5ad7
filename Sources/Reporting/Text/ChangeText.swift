package import Assessment
import ReachModel
import Simulation

// What stands on one side of a change, in one line.

extension ScenarioChange.Value {
  package func text(_ language: Language) -> String {
    let numbers = NumberStyle(language)
    switch self {
    case .amounts(let yearly, let unit): return amountsText(yearly, unit, language)
    case .laws(let laws, let unit): return lawsText(laws, unit, language)
    case .supportTerms(let eligible, let shares, let lag):
      let split = shares.map { numbers.percent($0, decimals: 0) }.joined(separator: " / ")
      return language(
        vi: "\(numbers.compact(eligible)) doanh nghiệp; \(split); trễ \(lag) quý",
        en: "\(numbers.compact(eligible)) firms; \(split); lag \(lag) quarters")
    case .promotionTerms(let usual, let lag):
      return language(
        vi: "mức thường \(numbers.shortest(usual)), trễ \(lag) quý",
        en: "usual \(numbers.shortest(usual)), lag \(lag) quarters")
    case .asOf(let date):
      return language(vi: "công bố đến \(language.date(date))", en: "published by \(date)")
    case .freeze(let quarter, let planYear):
      guard let quarter else { return language(vi: "không có", en: "none") }
      return language(vi: "từ ", en: "from ") + language.quarter(quarter, planYear: planYear)
    case .regimes(let quarters, let planYear): return regimesText(quarters, planYear, language)
    case .correlations(let pairs):
      let texts = pairs.map { pair in
        "\(language(pair.first)) ~ \(language(pair.second)): \(numbers.shortest(pair.rank))"
      }
      return texts.isEmpty ? language(vi: "không có", en: "none") : texts.joined(separator: "; ")
    case .target(let target, let sectors):
      return target.map { TargetNames([$0], sectors: sectors, language).question($0) } ?? "–"
    case .sampling(let sampling): return samplingText(sampling, language)
    case .words(let label): return language(label)
    case .nothing: return "–"
    }
  }
}

private func amountsText(_ yearly: [Double], _ unit: String, _ language: Language) -> String {
  let numbers = NumberStyle(language), isConstant = Set(yearly).count <= 1
  let amounts = (isConstant ? Array(yearly.prefix(1)) : yearly).map { numbers.compact($0) }
  return amounts.joined(separator: language(vi: "; ", en: ", ")) + " " + language.unit(unit)
}

/// Laws with their unit behind; pure numbers have none.
private func lawsText(_ laws: [Distribution], _ unit: String, _ language: Language) -> String {
  let texts = laws.map { lawText($0, language) }
  guard let first = texts.first else { return "–" }
  let text =
    Set(texts).count == 1 ? first : texts.joined(separator: language(vi: "; ", en: ", "))
  return ["", "1", "factor"].contains(unit) ? text : text + " " + language.unit(unit)
}

private func regimesText(
  _ quarters: [Int: RegimeOverride], _ planYear: Int, _ language: Language
) -> String {
  let texts = quarters.sorted { $0.key < $1.key }.map { quarter, override in
    language.quarter(quarter, planYear: planYear) + ": " + language.regime(override)
  }
  return texts.isEmpty ? language(vi: "không có", en: "none") : texts.joined(separator: "; ")
}

private func samplingText(_ sampling: RunSampling, _ language: Language) -> String {
  let draws = NumberStyle(language).number(Double(sampling.draws))
  let method =
    switch sampling.method {
    case .sobol: language(vi: "điểm Sobol'", en: "Sobol' points")
    case .plain: language(vi: "các lần độc lập", en: "independent draws")
    }
  return language(
    vi: "hạt giống \(sampling.seed); \(draws) lần; \(method)",
    en: "seed \(sampling.seed), \(draws) draws, \(method)")
}

extension Incomparable {
  /// Why there are no changes to name.
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

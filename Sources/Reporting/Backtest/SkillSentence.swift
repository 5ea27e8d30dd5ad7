package import Verification

/// Whether a forecast beats doing nothing, in one sentence.
///
/// - Parameters:
///   - test: The back-test of a series.
///   - horizon: Years ahead.
///   - language: Of the sentence.
///   - entity: The code of one entity; nil for all together.
/// - Returns: With the number of years, and what may not be claimed.
package func skillSentence(
  _ test: SeriesBacktest, horizon: Int, _ language: Language, entity: String? = nil
) -> String {
  skillSentence(test.skill(horizon: horizon, entity: entity), language)
}

/// The same of a test by itself; nil where no year can be scored yet.
///
/// - Parameters:
///   - skill: The test.
///   - language: Of the sentence.
///   - isFollowed: Whether the naive form is used where the forecast is no better, as in a back-test.
/// - Returns: The sentence.
func skillSentence(
  _ skill: SkillTest?, _ language: Language, isFollowed: Bool = true
) -> String {
  guard let skill else {
    return language(
      vi: "Chưa có năm nào để so với dự báo đơn giản: không kết luận được gì.",
      en: "No year yet to compare with a naive forecast: nothing can be claimed.")
  }
  return SkillText(skill: skill, language: language, isFollowed: isFollowed).sentence
}

private struct SkillText {
  let skill: SkillTest
  let language: Language
  let isFollowed: Bool

  private var numbers: NumberStyle { NumberStyle(language) }
  private var years: Int { skill.difference.years }
  private var rival: String { formName(skill.rival, language) }
  private var size: String { numbers.percent(skill.skill.magnitude, decimals: 1) }

  var sentence: String { comparison + " " + verdict }

  private var comparison: String {
    let crps = numbers.tabulated(skill.crps, digits: 3),
      other = numbers.tabulated(skill.rivalCRPS, digits: 3)
    let plural = years == 1 ? "year" : "years"
    return skill.skill >= 0
      ? language(
        vi: "CRPS thấp hơn \(size) so với dự báo đơn giản tốt nhất (\(rival)) qua \(years) năm "
          + "(\(crps) so với \(other)).",
        en: "CRPS \(size) below that of the best naive forecast (\(rival)) over \(years) \(plural) "
          + "(\(crps) against \(other)).")
      : language(
        vi: "CRPS cao hơn \(size) so với dự báo đơn giản tốt nhất (\(rival)) qua \(years) năm "
          + "(\(crps) so với \(other)).",
        en: "CRPS \(size) above that of the best naive forecast (\(rival)) over \(years) \(plural) "
          + "(\(crps) against \(other)).")
  }

  private var verdict: String {
    guard skill.isWorthHaving else {
      let rest =
        isFollowed
        ? language(vi: ", nên dùng dự báo đơn giản.", en: ", and the naive forecast is used.")
        : "."
      return language(
        vi: "Không thấp hơn ít nhất 10 %: không hơn việc không làm gì",
        en: "Not at least 10 % below: no better than doing nothing") + rest
    }
    guard skill.difference.allowsClaim else {
      return language(
        vi: "Dưới \(ClusteredMean.yearsForClaim) năm: không kết luận là hơn.",
        en: "Fewer than \(ClusteredMean.yearsForClaim) years: no claim that it is better.")
    }
    let p = skill.pValue.map { numbers.significant($0, digits: 2) } ?? ""
    return skill.isClaimed
      ? language(
        vi: "Hơn dự báo đơn giản (Diebold-Mariano theo năm, p = \(p)).",
        en: "Better than the naive forecast (Diebold-Mariano by year, p = \(p)).")
      : language(
        vi: "Ngẫu nhiên cũng có thể cho khác biệt như vậy (Diebold-Mariano theo năm, p = \(p)): "
          + "không kết luận là hơn.",
        en:
          "Chance could make such a difference (Diebold-Mariano by year, p = \(p)): no claim that "
          + "it is better.")
  }
}

/// A naive form's name by its key.
func formName(_ key: String, _ language: Language) -> String {
  let method = NaiveMethod.allCases.first { NaiveForecast($0).key == key }
  return method.map { language(NaiveForecast($0).label) } ?? key
}

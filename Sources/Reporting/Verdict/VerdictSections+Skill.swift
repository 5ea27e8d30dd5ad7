import Assessment
import ReachModel
import Verification

extension VerdictSections {
  /// Whether forecasts of the series behind the verdict have beaten doing nothing, by its date.
  func skills(to page: inout Page) { page.skills(forecast.fitted.skills, language) }
}

extension Page {
  /// Whether forecasts of the nearest series have beaten doing nothing.
  ///
  /// None of the targets has a history that could be scored: what has one stands in.
  mutating func skills(_ skills: [SeriesSkill], _ language: Language) {
    heading(
      language(
        vi: "Dự báo có hơn việc không làm gì?", en: "Does a forecast beat doing nothing?"))
    guard !skills.isEmpty else {
      return paragraph(
        language(
          vi: "Lần chạy nhanh này không kiểm định lùi; xem `reach backtest`.",
          en: "This quick look was not back-tested; see `reach backtest`."))
    }
    paragraph(
      language(
        vi:
          "Các chỉ tiêu chưa có lịch sử để chấm điểm. Các chuỗi gần nhất, dự báo trước một năm cho 63 "
          + "tỉnh (giả thời gian thực; `reach backtest`):",
        en:
          "None of the targets has a history to score. The nearest series, all provinces one year "
          + "ahead (pseudo-real-time; `reach backtest`):"))
    list(
      skills.map { language($0.label) + ": " + skillSentence($0.test, language, isFollowed: false) }
    )
  }
}

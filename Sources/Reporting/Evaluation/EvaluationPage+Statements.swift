import Econometrics
import Foundation
import ReachModel

extension EvaluationPage {
  /// The answer and everything that speaks against it, in plain sentences.
  var statements: [String] {
    ([purpose, effect, ranks, honest, width, placebo, second, restlessness, fit, onePeriod]
      .compactMap(\.self)) + specification.confounders.map { language($0) }
  }

  private var purpose: String? {
    guard specification.purpose == .placebo else { return nil }
    return language(
      vi: "Đây là phép thử giả: không tài liệu nào ghi nhận một chương trình có hiệu lực ở đây vào "
        + "thời điểm này. Nó cho thấy phương pháp tìm thấy gì, không phải một chính sách đạt được gì.",
      en:
        "This is a placebo: no document records a programme that took effect here at this time. It "
        + "shows what the method finds, not what a policy achieved.")
  }

  private var effect: String {
    let size = signed(report.estimate)
    let percent = percentage.map { " (\($0))" } ?? ""
    let bounds =
      report.interval.low.isFinite && report.interval.high.isFinite
      ? language(
        vi: "; khoảng \(level(report.interval.level)): "
          + range(report.interval.low, report.interval.high),
        en: "; \(level(report.interval.level)) interval "
          + range(report.interval.low, report.interval.high))
      : language(vi: "; số liệu không giới hạn được", en: "; the data do not bound it")
    return language(
      vi: "Đi cùng với hỗ trợ là \(size) \(unit)\(percent), trung bình trên mọi đơn vị và kỳ được "
        + "hỗ trợ\(bounds), nếu \(assumption).",
      en: "Support goes with \(size) \(unit)\(percent), on average over all supported units and "
        + "periods\(bounds), if \(assumption).")
  }

  private var assumption: String {
    switch specification.method {
    case .differenceInDifferences:
      language(
        vi: "không có hỗ trợ thì các đơn vị sẽ biến động song song",
        en: "without support all would have moved in parallel")
    case .syntheticControl:
      language(
        vi: "tổ hợp các đơn vị khác vẫn biến động giống đơn vị này sau đó",
        en: "the mixture of others would have gone on moving like the unit")
    }
  }

  /// For logarithms the effect in percent.
  private var percentage: String? {
    guard specification.table.dependent.text.hasPrefix("log(") else { return nil }
    let share = expm1(report.estimate)
    return (share > 0 ? "+" : "") + numbers.percent(share, decimals: 1)
  }

  private var ranks: String {
    let least = numbers.significant(report.leastPValue, digits: 2)
    let way =
      switch report.basis {
      case .placebos:
        language(
          vi: "khi lần lượt coi mỗi đơn vị như thể được hỗ trợ",
          en: "with every unit in turn as if it had had the support")
      case .assignments, .clustered:
        language(
          vi: "khi cho hỗ trợ rơi vào các đơn vị khác",
          en: "with the support falling on other units")
      }
    return language(
      vi:
        "Phép thử giả theo không gian, \(way): \(stated(report.pValue)); với số đơn vị này "
        + "p không thể nhỏ hơn \(least).",
      en:
        "Placebo in space, \(way): \(stated(report.pValue)); with so many units p cannot be "
        + "below \(least).")
  }

  private var honest: String? {
    guard specification.method == .differenceInDifferences else { return nil }
    guard let honest = report.honest else {
      return language(
        vi:
          "Chỉ có một kỳ trước khi hỗ trợ: không có gì cho biết các đơn vị có biến động song song hay "
          + "không, và không có khoảng trung thực.",
        en:
          "There is one period before support: nothing says whether trends were parallel, and there "
          + "is no honest interval.")
    }
    let bounds = range(honest.interval.lowerBound, honest.interval.upperBound)
    let drift = numbers.significant(honest.largestDrift, digits: 2)
    let size = times(honest.relativeMagnitude)
    let interval = language(
      vi:
        "Nếu độ lệch xu hướng sau hỗ trợ có thể \(size) độ lệch lớn nhất trước đó (\(drift) mỗi kỳ), "
        + "khoảng trung thực là \(bounds).",
      en:
        "If drifts after support may be \(size) the largest before it (\(drift) a period), the honest "
        + "interval is \(bounds).")
    return interval + " " + breakdown(honest)
  }

  private func times(_ M: Double) -> String {
    guard M != 1 else { return language(vi: "bằng", en: "as large as") }
    let count = numbers.shortest(M)
    return language(vi: "bằng \(count) lần", en: "\(count) times")
  }

  private func breakdown(_ honest: ProgrammeReport.Honest) -> String {
    switch honest.breakdown {
    case 0?:
      language(
        vi: "Ngay cả khi xu hướng song song, không có tác động vẫn là điều có thể.",
        en: "Even with parallel trends no effect at all is possible.")
    case let M?:
      language(
        vi: "Không có tác động trở thành điều có thể từ \(numbers.number(M, decimals: 2)) lần.",
        en: "No effect at all becomes possible from \(numbers.number(M, decimals: 2)) times.")
    case nil:
      language(
        vi: "Dấu của tác động vẫn giữ nguyên đến 100 lần.",
        en: "The sign is kept up to 100 times.")
    }
  }

  /// Where the interval has less than the level asked for.
  private var width: String? {
    guard report.interval.level < specification.level - 1e-9 else { return nil }
    return language(
      vi: "Quá ít đơn vị cho mức \(level(specification.level)): khoảng chỉ đạt "
        + "\(level(report.interval.level)).",
      en: "There are too few units for a level of \(level(specification.level)): the interval has "
        + "\(level(report.interval.level)).")
  }

  private var placebo: String {
    guard let inTime = report.inTime else {
      return language(
        vi: "Không có phép thử giả theo thời gian: quá ít kỳ trước khi hỗ trợ.",
        en: "There is no placebo in time: too few periods before support.")
    }
    let size = numbers.significant(inTime.size, digits: 2), p = stated(inTime.pValue)
    return inTime.fails
      ? language(
        vi:
          "Phép thử giả theo thời gian không đạt (\(p)): phương pháp thấy đến \(size) \(unit) khi "
          + "chưa có hỗ trợ.",
        en:
          "The placebo in time fails (\(p)): the method finds up to \(size) \(unit) where there "
          + "was no support yet.")
      : language(
        vi:
          "Phép thử giả theo thời gian đạt (\(p)), lớn nhất \(size) \(unit); đạt không loại trừ "
          + "nguyên nhân khác.",
        en:
          "The placebo in time passes (\(p)), the largest being \(size) \(unit); passing rules out "
          + "no other cause.")
  }

  private var second: String? {
    switch report.second {
    case .made(let method, let estimate, let p):
      return language(
        vi: "Phương pháp khác, \(language(method.label)): \(signed(estimate)) \(unit), "
          + "\(stated(p)).",
        en: "The other method, \(language(method.label)): \(signed(estimate)) \(unit), "
          + "\(stated(p)).")
    case .none(let reason):
      return language(
        vi: "Không có ý kiến thứ hai: \(language(reason)).",
        en: "There is no second opinion: \(language(reason)).")
    }
  }

  /// Ranks take units for alike before support.
  private var restlessness: String? {
    guard let rest = report.restlessness, rest.ratio > 1.5 || rest.ratio < 1 / 1.5 else {
      return nil
    }
    let ratio = numbers.number(rest.ratio, decimals: 1)
    let share = numbers.percent(rest.share)
    let direction =
      rest.ratio > 1
      ? language(vi: "p quá nhỏ, khoảng quá hẹp", en: "p is too small and the interval too narrow")
      : language(vi: "p quá lớn, khoảng quá rộng", en: "p is too large and the interval too wide")
    return language(
      vi:
        "Trước khi hỗ trợ, đơn vị được hỗ trợ biến động bằng \(ratio) lần mức trung vị của các đơn vị "
        + "khác (\(share) số đơn vị khác biến động ít nhất như vậy). Xếp hạng coi các đơn vị như nhau: "
        + "có thể \(direction).",
      en:
        "Before support the supported unit moved \(ratio) times as much as the median of the others "
        + "(\(share) of them at least as much). Ranks take units for alike: perhaps \(direction).")
  }

  private var fit: String? {
    guard let synthetic = report.synthetic else { return nil }
    let own = synthetic.placebos.own
    guard !own.isExact, synthetic.placebos.usesRatio else {
      return language(
        vi:
          "Có tổ hợp khớp đúng mọi số liệu trước khi hỗ trợ: quá ít kỳ so với số đơn vị; sai số trước "
          + "không nói gì về sai số sau, nên chỉ xếp hạng sai số sau.",
        en:
          "Some mixture repeats every figure before support: there are too few periods for so many "
          + "donors; the error before says nothing of that after, and only the latter is ranked.")
    }
    let error = numbers.significant(own.errorBefore, digits: 2)
    return language(
      vi: "Sai số khớp trước khi hỗ trợ: \(error) \(unit); "
        + "\(numbers.percent(synthetic.rankOfFit)) số đơn vị khác được khớp ít nhất tốt như vậy.",
      en: "The error of the mixture before support is \(error) \(unit); "
        + "\(numbers.percent(synthetic.rankOfFit)) of the others are matched at least as well.")
  }

  private var onePeriod: String? {
    let last = panel.periods.count - 1
    guard panel.treated.allSatisfy({ panel.starts[$0] == last }) else { return nil }
    return language(
      vi:
        "Chỉ có một kỳ sau khi hỗ trợ bắt đầu: mọi việc khác xảy ra riêng với đơn vị này trong kỳ đó "
        + "cũng nằm trong con số.",
      en:
        "There is one period after support began: whatever else happened to the unit alone in that "
        + "period is in the figure too.")
  }
}

import Assessment
import ReachModel

extension TrackSections {
  /// The best few of each question.
  private static let shown = 3

  func writeSignposts(to page: inout Page) {
    guard let search = plan.signposts else { return }
    page.heading(
      language(vi: "Dấu hiệu cảnh báo sớm", en: "Signposts: what says that the plan is off track"))
    guard !search.found.isEmpty else {
      return page.list([
        language(
          vi: "Không chỉ báo nào báo trước được: chỉ tiêu hầu như luôn đạt hoặc luôn không đạt.",
          en: "No indicator tells: the targets are met almost always, or missed almost always.")
      ])
    }
    let errors = questions(search).flatMap { shown(search, $0) }.flatMap {
      [$0.falseAlarms, $0.hits, $0.metAfterAlarm, $0.metWithoutAlarm]
    }.map(\.error)
    let worst = numbers.number(100 * (errors.max() ?? 0), decimals: 1)
    let level = numbers.shortest(100 * search.level) + " %"
    page.paragraph(
      language(
        vi:
          "Ngưỡng được chọn sao cho báo động sai (chỉ tiêu vẫn đạt) nhiều nhất \(level) trên mẫu chọn "
          + "ngưỡng; các tỷ lệ dưới đây là trên mẫu mới, sai số 95 % nhiều nhất ± \(worst) điểm.",
        en:
          "Thresholds are chosen so that false alarms (the target is met all the same) are at most "
          + "\(level) in the draws that chose; the rates here are those of fresh draws, with 95 % "
          + "errors of at most ± \(worst) points."))
    for question in questions(search) {
      page.paragraph(names.question(question))
      page.table(table(shown(search, question)))
    }
  }

  private func shown(_ search: SignpostSearch, _ question: TargetQuestion) -> [Signpost] {
    Array(search.found.filter { $0.question == question }.prefix(Self.shown))
  }

  private func table(_ posts: [Signpost]) -> TextTable {
    var table = TextTable([
      .init(language(vi: "báo động nếu", en: "alarm if"), wraps: true),
      .init(language(vi: "số tháng còn lại", en: "months left"), .right, wraps: true),
      .init(language(vi: "báo động sai", en: "false alarms"), .right, wraps: true),
      .init(language(vi: "báo trước được", en: "misses caught"), .right, wraps: true),
      .init(language(vi: "P khi báo động", en: "P after alarm"), .right, wraps: true),
      .init(language(vi: "P khi không báo động", en: "P without alarm"), .right, wraps: true),
    ])
    for post in posts {
      table.append([
        alarm(post), "\(post.lead)", rounded(post.falseAlarms), rounded(post.hits),
        rounded(post.metAfterAlarm), rounded(post.metWithoutAlarm),
      ])
    }
    return table
  }

  /// Errors stand above the tables.
  private func rounded(_ p: Probability) -> String {
    numbers.percent(p.value, decimals: p.error < 0.005 ? 1 : 0)
  }

  private func questions(_ search: SignpostSearch) -> [TargetQuestion] {
    var seen: [TargetQuestion] = []
    for post in search.found where !seen.contains(post.question) { seen.append(post.question) }
    return seen
  }

  private func alarm(_ post: Signpost) -> String {
    let first = post.indicator.isStock ? post.month : 1
    let period = TrackPeriod(planYear: post.year, language: language).text(first...post.month)
    let side = post.isBelow ? "<" : ">"
    return "\(name(post.indicator, post.group)), \(period) \(side) "
      + value(post.threshold, post.indicator)
  }

  var notes: [String] {
    var lines = [
      language(
        vi:
          "Các lần mô phỏng của dự báo được tính trọng số theo mức phù hợp với số liệu; sai số là "
          + "95 % Monte Carlo, theo cỡ mẫu hiệu dụng.",
        en:
          "The forecast's draws are weighted by how well they agree with the figures; errors are 95 % "
          + "Monte Carlo errors, by the effective number of draws."),
      language(
        vi:
          "Sai số đo của từng chỉ báo lấy từ `Scenarios/catalog/indicators.yaml` hoặc cột `error`; "
          + "phần lớn là phán đoán.",
        en:
          "Measurement errors come from `Scenarios/catalog/indicators.yaml` or the column `error`; "
          + "most are judged."),
    ]
    if tracking.steps.count > 1 {
      lines.append(
        language(
          vi: "Vị trí: phần của dự báo nằm dưới số liệu; ngoài 0,5 đến 99,5 % được đánh dấu \"!\".",
          en:
            "Place: the share of the forecast below the figure; outside 0.5 to 99.5 % it is marked "
            + "\"!\"."))
    }
    if plan.signposts != nil {
      lines.append(
        language(
          vi: "Dấu hiệu dựa trên dự báo trước mọi số liệu; số cộng dồn tính từ tháng 1.",
          en: "Signposts rest on the forecast before any figure; sums and growth begin in January.")
      )
    }
    return lines
  }
}

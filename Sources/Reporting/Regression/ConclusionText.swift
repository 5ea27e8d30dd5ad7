import Econometrics

/// A conclusion as a sentence.
func conclusionText(
  _ conclusion: Conclusion, of report: RegressionReport, _ language: Language
) -> String {
  let numbers = NumberStyle(language), dependent = report.dependent
  func figure(_ value: Double) -> String { numbers.tabulated(value, digits: 3) }
  switch conclusion {
  case .associated(let main):
    return language(
      vi:
        "`\(main.name)` có liên hệ với `\(dependent)`: hệ số \(figure(main.value)), khoảng tin cậy "
        + "95 % từ \(figure(main.low)) đến \(figure(main.high)). Chỉ riêng số liệu quan sát không "
        + "chứng minh đó là tác động.",
      en:
        "`\(main.name)` is associated with `\(dependent)`: coefficient \(figure(main.value)), 95 % "
        + "interval \(figure(main.low)) to \(figure(main.high)). Observed data alone do not make "
        + "it an effect.")
  case .notDistinguished(let main):
    return language(
      vi:
        "Số liệu không phân biệt được hệ số của `\(main.name)` với 0 (\(figure(main.value)), khoảng "
        + "tin cậy 95 % từ \(figure(main.low)) đến \(figure(main.high))); điều đó không chứng tỏ hệ "
        + "số bằng 0.",
      en:
        "The data do not tell the coefficient of `\(main.name)` from zero (\(figure(main.value)), "
        + "95 % interval \(figure(main.low)) to \(figure(main.high))); that does not show that it "
        + "is zero.")
  case .leastDetectable(let main):
    return language(
      vi: "Với lực kiểm định 80 %, hồi quy này phát hiện được hệ số của `\(main.name)` từ "
        + "\(figure(main.minimumDetectable)) trở lên về trị tuyệt đối; hệ số nhỏ hơn thường bị bỏ sót.",
      en: "With a power of 80 % this regression finds a coefficient of `\(main.name)` from "
        + "\(figure(main.minimumDetectable)) in magnitude; smaller ones are mostly missed.")
  case .littleWithin(let main, let share):
    return language(
      vi:
        "Chỉ \(shareText(share, numbers)) phương sai của `\(main.name)` còn lại sau khi khử "
        + "hiệu ứng cố định: hệ số dựa vào rất ít biến động.",
      en:
        "Only \(shareText(share, numbers)) of the variance of `\(main.name)` is left once "
        + "the effects are absorbed: the coefficient rests on little.")
  default: return doubtText(conclusion, report, language)
  }
}

private func doubtText(
  _ conclusion: Conclusion, _ report: RegressionReport, _ language: Language
) -> String {
  let numbers = NumberStyle(language)
  switch conclusion {
  case .placeboHolds:
    return language(
      vi: "Kiểm định giả dược: giá trị của các kỳ sau không dự báo kỳ này; điều đó không loại trừ "
        + "nguyên nhân khác.",
      en: "Placebo: values of later periods do not predict this one, which does not rule out other "
        + "causes.")
  case .placeboFails(let failed):
    let value = numbers.tabulated(failed.coefficient.value, digits: 3)
    let p = numbers.number(failed.coefficient.pValue, decimals: 3)
    return language(
      vi:
        "Kiểm định giả dược không đạt: giá trị của \(failed.lead) kỳ sau có hệ số \(value) (p = \(p)) "
        + "dù chưa thể có tác động. Chỉ được nói \"có liên hệ với\".",
      en:
        "The placebo fails: the value of \(counted(failed.lead, "period")) later has the coefficient "
        + "\(value) (p = \(p)), though it cannot have acted yet. Say \"associated with\", no more.")
  case .fewClusters(let grouping, let count):
    return language(
      vi:
        "Chỉ có \(count) cụm theo `\(grouping)`: sai số chuẩn theo cụm thường quá nhỏ; nên dùng CR2 "
        + "hoặc bootstrap (wild cluster).",
      en:
        "\(count) clusters of `\(grouping)` are few: clustered errors tend to be too small; use CR2 "
        + "or the wild cluster bootstrap.")
  case .hangsOnCluster(let label, let without):
    let value = numbers.tabulated(without, digits: 3)
    let cluster = report.influence.map { "\($0.grouping) \(label)" } ?? label
    return language(
      vi: "Kết quả phụ thuộc vào một cụm: không có \(cluster), hệ số là \(value).",
      en: "The result hangs on one cluster: without \(cluster) the coefficient is \(value).")
  case .associated, .notDistinguished, .leastDetectable, .littleWithin:
    preconditionFailure("written by conclusionText")
  }
}

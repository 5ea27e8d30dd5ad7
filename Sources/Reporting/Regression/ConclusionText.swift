import Econometrics

/// A conclusion as a sentence.
func conclusionText(
  _ conclusion: Conclusion, of report: RegressionReport, _ language: Language
) -> String {
  ConclusionWriter(dependent: report.dependent, language: language).text(conclusion)
}

private struct ConclusionWriter {
  let dependent: String
  let language: Language

  private var numbers: NumberStyle { NumberStyle(language) }
  private func figure(_ value: Double) -> String { numbers.tabulated(value, digits: 3) }

  /// For example `p = 0.012`, `p < 0.001`.
  private func probability(_ p: Double) -> String {
    p < 0.001
      ? "p < \(numbers.number(0.001, decimals: 3))" : "p = \(numbers.number(p, decimals: 3))"
  }

  func text(_ conclusion: Conclusion) -> String {
    switch conclusion {
    case .fitsExactly: fitsExactly
    case .associated(let main, let bootstrap): associated(main, bootstrap)
    case .notDistinguished(let main, let bootstrap): notDistinguished(main, bootstrap)
    case .leastDetectable(let main): leastDetectable(main)
    case .weakInstruments(let F): weakInstruments(F)
    case .littleWithin(let main, let share): littleWithin(main, share)
    case .placeboHolds: placeboHolds
    case .placeboFails(let failed): placeboFails(failed)
    case .fewClusters(let grouping, let count, let remedy): fewClusters(grouping, count, remedy)
    case .longLags(let lags, let periods): longLags(lags, periods)
    case .hangsOnCluster(let grouping, let label, let without):
      hangsOnCluster(grouping, label, without)
    }
  }

  // MARK: What the coefficient is

  private var fitsExactly: String {
    language(
      vi:
        "Các biến giải thích khớp `\(dependent)` hoàn toàn: phần dư chỉ là sai số làm tròn, nên sai "
        + "số chuẩn, khoảng tin cậy và kiểm định không có ý nghĩa. Thường đó là một đẳng thức kế toán "
        + "hoặc một biến chép từ biến khác.",
      en:
        "The regressors give `\(dependent)` exactly: the residuals are rounding, so that standard "
        + "errors, intervals and tests mean nothing. Mostly it is an identity of accounts, or one "
        + "variable copied from another.")
  }

  private func associated(_ main: ReportedCoefficient, _ bootstrap: ReportedBootstrap?) -> String {
    let by = bootstrap.map { found in
      language(
        vi: "; bootstrap (wild cluster) \(probability(found.pValue))",
        en: "; wild cluster bootstrap \(probability(found.pValue))")
    }
    return language(
      vi:
        "`\(main.name)` có liên hệ với `\(dependent)`: hệ số \(figure(main.value)), khoảng tin cậy "
        + "95 % từ \(figure(main.low)) đến \(figure(main.high))\(by ?? ""). Chỉ riêng số liệu quan "
        + "sát không chứng minh đó là tác động.",
      en:
        "`\(main.name)` is associated with `\(dependent)`: coefficient \(figure(main.value)), 95 % "
        + "interval \(figure(main.low)) to \(figure(main.high))\(by ?? ""). Observed data alone do "
        + "not make it an effect.")
  }

  private func notDistinguished(
    _ main: ReportedCoefficient, _ bootstrap: ReportedBootstrap?
  ) -> String {
    let plain = language(
      vi:
        "Số liệu không phân biệt được hệ số của `\(main.name)` với 0 (\(figure(main.value)), khoảng "
        + "tin cậy 95 % từ \(figure(main.low)) đến \(figure(main.high))); điều đó không chứng tỏ hệ "
        + "số bằng 0.",
      en:
        "The data do not tell the coefficient of `\(main.name)` from zero (\(figure(main.value)), "
        + "95 % interval \(figure(main.low)) to \(figure(main.high))); that does not show that it "
        + "is zero.")
    guard let bootstrap else { return plain }
    let p = probability(bootstrap.pValue)
    guard main.pValue < 0.05 else {
      return plain
        + language(
          vi: " Bootstrap (wild cluster): \(p).", en: " Wild cluster bootstrap: \(p).")
    }
    // The two disagree: what the t interval says is said, and why it is not believed.
    return language(
      vi:
        "Bootstrap (wild cluster) không phân biệt được hệ số của `\(main.name)` với 0 (\(p)), dù "
        + "khoảng tin cậy 95 % theo t, từ \(figure(main.low)) đến \(figure(main.high)), không chứa "
        + "0. Khi các cụm ít hoặc không đều, nên tin bootstrap: chưa đủ căn cứ nói có liên hệ, cũng "
        + "không chứng tỏ hệ số bằng 0.",
      en:
        "The wild cluster bootstrap does not tell the coefficient of `\(main.name)` from zero "
        + "(\(p)), although the 95 % interval by t, \(figure(main.low)) to \(figure(main.high)), "
        + "leaves zero out. With few or unequal clusters the bootstrap is to be believed: no "
        + "association is shown, nor that there is none.")
  }

  private func leastDetectable(_ main: ReportedCoefficient) -> String {
    language(
      vi: "Với lực kiểm định 80 %, hồi quy này phát hiện được hệ số của `\(main.name)` từ "
        + "\(figure(main.minimumDetectable)) trở lên về trị tuyệt đối; hệ số nhỏ hơn thường bị bỏ sót.",
      en: "With a power of 80 % this regression finds a coefficient of `\(main.name)` from "
        + "\(figure(main.minimumDetectable)) in magnitude; smaller ones are mostly missed.")
  }

  // MARK: What stands against it

  private func weakInstruments(_ F: Double) -> String {
    language(
      vi:
        "Biến công cụ yếu: F hiệu dụng \(figure(F)), dưới \(figure(Conclusion.weakF)): hệ số, sai số "
        + "chuẩn và khoảng tin cậy có thể sai lệch nhiều; hãy dùng tập tin cậy Anderson-Rubin.",
      en: "The instruments are weak: effective F \(figure(F)), below \(figure(Conclusion.weakF)): "
        + "coefficient, error and interval may be far off; use the Anderson-Rubin set.")
  }

  private func littleWithin(_ main: ReportedCoefficient, _ share: Double) -> String {
    let left = shareText(share, numbers)
    return language(
      vi:
        "Chỉ \(left) phương sai của `\(main.name)` còn lại sau khi khử hiệu ứng cố định: hệ số dựa "
        + "vào rất ít biến động.",
      en:
        "Only \(left) of the variance of `\(main.name)` is left once the effects are absorbed: the "
        + "coefficient rests on little.")
  }

  private var placeboHolds: String {
    language(
      vi: "Kiểm định giả dược: giá trị của các kỳ sau không dự báo kỳ này; điều đó không loại trừ "
        + "nguyên nhân khác.",
      en: "Placebo: values of later periods do not predict this one, which does not rule out other "
        + "causes.")
  }

  private func placeboFails(_ failed: PlaceboResult) -> String {
    let value = figure(failed.coefficient.value), p = probability(failed.coefficient.pValue)
    let later = counted(failed.lead, "period")
    return language(
      vi:
        "Kiểm định giả dược không đạt: giá trị của \(failed.lead) kỳ sau có hệ số \(value) (\(p)) "
        + "dù chưa thể có tác động. Chỉ được nói \"có liên hệ với\".",
      en: "The placebo fails: the value of \(later) later has the coefficient \(value) (\(p)), "
        + "though it cannot have acted yet. Say \"associated with\", no more.")
  }

  private func fewClusters(
    _ grouping: String, _ count: Int, _ remedy: FewClustersRemedy
  ) -> String {
    let advice =
      switch remedy {
      case .correctionOrBootstrap:
        language(
          vi: "; nên dùng CR2 hoặc bootstrap (wild cluster)",
          en: "; use CR2 or the wild cluster bootstrap")
      case .correction: language(vi: "; nên dùng CR2", en: "; use CR2")
      case .oneLevel:
        language(
          vi: "; nên xem thêm CR2 chỉ theo `\(grouping)`",
          en: "; see CR2 by `\(grouping)` alone too")
      case .none:
        language(
          vi: ", và ước lượng này không có cách hiệu chỉnh",
          en: ", and this estimator has no correction for it")
      }
    return language(
      vi: "Chỉ có \(count) cụm theo `\(grouping)`: sai số chuẩn theo cụm thường quá nhỏ\(advice).",
      en:
        "\(count) clusters of `\(grouping)` are few: clustered errors tend to be too small\(advice)."
    )
  }

  private func longLags(_ lags: Int, _ periods: Int) -> String {
    language(
      vi:
        "Sai số được xem là tương quan qua \(lags) trong \(periods) kỳ: ít kỳ như vậy, sai số chuẩn "
        + "thường quá nhỏ; hãy thử `lags` ngắn hơn và cụm theo đơn vị.",
      en:
        "Errors are taken to be correlated over \(lags) of \(periods) periods: with so few, standard "
        + "errors tend to be too small; try shorter `lags`, and clusters by entity.")
  }

  private func hangsOnCluster(_ grouping: String, _ label: String, _ without: Double) -> String {
    language(
      vi:
        "Kết quả phụ thuộc vào một cụm: không có \(grouping) \(label), hệ số là \(figure(without)).",
      en: "The result hangs on one cluster: without \(grouping) \(label) the coefficient is "
        + "\(figure(without)).")
  }
}

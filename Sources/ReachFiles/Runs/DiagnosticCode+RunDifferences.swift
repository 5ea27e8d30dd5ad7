import ReachModel

// What `reach runs diff` refuses; the messages themselves are made where runs are compared.

extension DiagnosticCode {
  static let otherPlan = DiagnosticCode(
    "R013",
    Label(vi: "hai lần chạy không thuộc một kế hoạch", en: "two runs are not of one plan"),
    cause: Label(
      vi:
        "Hai lần chạy khác tỉnh, năm kế hoạch, số năm, ngành hoặc nhóm hỗ trợ, nên chênh lệch không "
        + "do các thay đổi của một kế hoạch mà ra.",
      en: "They have other provinces, plan years, horizons, sectors or groups of support, so that "
        + "their difference is not made of changes of one plan."),
    remedy: Label(
      vi: "so sánh hai lần chạy của cùng một kế hoạch ở hai thời điểm: `reach runs list`.",
      en: "compare runs of the same plan at different dates: `reach runs list`."))

  static let nothingToCompare = DiagnosticCode(
    "R014",
    Label(
      vi: "hai lần chạy không ghi số nào chung", en: "two runs record no number in common"),
    cause: Label(
      vi:
        "Chỉ tiêu được nhận ra qua khoá của nó trong kịch bản. Hai lần chạy không có khoá chung, hoặc "
        + "một lần chạy không ghi xác suất của chỉ tiêu nào, như của `reach seek`.",
      en: "A target is followed by its key in the scenario. The runs share none, or one of them "
        + "records no probability of a target, as that of `reach seek`."),
    remedy: Label(
      vi: "giữ nguyên khoá của chỉ tiêu rồi chạy lại, hoặc lấy lần chạy của `reach run` hay `reach "
        + "compare`.",
      en: "keep the keys of targets and run again, or take runs of `reach run` or `reach compare`.")
  )

  static let unfitDraws = DiagnosticCode(
    "R015",
    Label(
      vi: "lần chạy có quá ít hoặc quá nhiều lần mô phỏng",
      en: "a run has too few or too many draws"),
    cause: Label(
      vi:
        "Sai số cần hai lần mô phỏng ở mỗi phần trong mười sáu phần, và mọi lần mô phỏng được giữ "
        + "trong bộ nhớ.",
      en: "An error takes two draws in each of sixteen parts, and all draws are kept in memory."),
    remedy: Label(
      vi: "chạy lại với số lần mô phỏng khác: `--draws N`.",
      en: "run it with another number: `--draws N`."))

  static let changesDoNotFit = DiagnosticCode(
    "R016",
    Label(
      vi: "các thay đổi giữa hai lần chạy không đi riêng được",
      en: "changes between two runs do not bear to be parted"),
    cause: Label(
      vi:
        "Để chia chênh lệch, mô hình được mô phỏng với một phần các thay đổi. Ở đó hơn một phần trăm "
        + "số lần mô phỏng thất bại, dù mỗi lần chạy tự nó không như vậy.",
      en:
        "To divide the difference, the model is simulated with some of the changes. There more than "
        + "one draw in a hundred failed, though in each run by itself they did not."),
    remedy: Label(
      vi:
        "so sánh với một lần chạy chỉ có một phần các thay đổi, hoặc thu hẹp phân phối có đuôi dài.",
      en:
        "compare with a run that has only some of the changes, or narrow the law with the longest "
        + "tails."),
    exitStatus: .failed)

  static let runDifferences = [otherPlan, nothingToCompare, unfitDraws, changesDoNotFit]
}

import ReachModel

extension DiagnosticCode {
  package static let notEvaluable = DiagnosticCode(
    "S050",
    Label(
      vi: "số liệu không cho phép đánh giá chương trình",
      en: "data that do not carry the evaluation"),
    cause: Label(
      vi: "Không có kỳ nào trước khi hỗ trợ bắt đầu, không có đơn vị đối chứng, đơn vị được hỗ trợ "
        + "thiếu số liệu, hoặc đối chứng tổng hợp có quá ít kỳ hay quá ít đơn vị để khớp. Không có con "
        + "số nào được in ra thay cho ước lượng.",
      en:
        "There is no period before support began, no unit to compare with, figures of the unit with "
        + "support are missing, or a synthetic control has too few periods or donors to be matched "
        + "on. No number is printed in the place of the estimate."),
    remedy: Label(
      vi: "thêm kỳ trước khi hỗ trợ hoặc đơn vị đối chứng, đổi phương pháp, hoặc giới hạn mẫu bằng "
        + "`sample` để mọi kỳ đều có số liệu.",
      en: "add periods before support or units to compare with, change the method, or narrow the "
        + "sample with `sample` so that every period has figures."))

  package static let badFeed = DiagnosticCode(
    "S051",
    Label(
      vi: "đánh giá không thể cập nhật tham số này",
      en: "a parameter that an evaluation cannot feed"),
    cause: Label(
      vi:
        "`feeds` nêu một giả định mà danh mục hoặc kịch bản không có, không có phân phối ban đầu, "
        + "hoặc có nhiều phân phối (theo ngành hoặc nhóm).",
      en:
        "`feeds` names an uncertainty that the catalog or the scenario does not have, that has no "
        + "prior, or that has several (by sector or group)."),
    remedy: Label(
      vi: "chọn một khoá trong `reach uncertainties` có phân phối ban đầu, hoặc nêu kịch bản bằng "
        + "`--for`.",
      en: "choose a key of `reach uncertainties` that has a prior, or name the scenario with "
        + "`--for`."))

  /// Problems of an evaluation, alone or on its data.
  package static let evaluations = [notEvaluable, badFeed]
}

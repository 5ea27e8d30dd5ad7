import Assessment
import Econometrics
import ReachModel

extension VerdictSections {
  private var fit: FitReport { forecast.fitted.fit }

  /// How much of the verdict is data and how much is prior.
  func evidence(to page: inout Page) {
    page.heading(
      language(vi: "Bao nhiêu phần là giả định ban đầu", en: "How much of this is prior"))
    let total = value("parameters.total"), prior = value("parameters.prior_driven")
    let starts = value("parameters.starts")
    page.paragraph(
      language(
        vi:
          "\(prior)/\(total) đầu vào bất định giữ theo giả định ban đầu (tỷ lệ học dưới 0,2), "
          + "trong đó \(starts) là giá trị đầu kỳ; \(learnt)",
        en: "\(prior) of \(total) uncertain inputs follow their priors (learning ratio below 0.2), "
          + "\(starts) of them starting values; \(learnt)"))
    page.list(forecast.fitted.conflicts.map { conflictText($0, language) })
    if let line = flaggedCellsLine(fit, language) { page.paragraph(line) }
    if !fit.vintageCaveat.isEmpty {
      page.paragraph(
        language(
          vi: "Số liệu bảng đến ngày \(language.date(study.asOf)) là số liệu giả thời gian thực "
            + "(pseudo-real-time): ngày công bố do người lập ước định, giá trị lấy theo bản cuối.",
          en: "The panel as of \(study.asOf): \(fit.vintageCaveat)"))
    }
  }

  private var learnt: String {
    let updates = fit.updates.filter { !$0.isPriorDriven }
    guard !updates.isEmpty else {
      return language(vi: "không đầu vào nào học được từ số liệu.", en: "none learnt from data.")
    }
    let names = updates.map { update -> String in
      let name = inputName(update.parameter)
      if update.basis == .derived {
        return name + language(vi: ": tính từ số liệu", en: " (derived from data)")
      }
      let id = "parameters.\(update.parameter).learning"
      let ratio = book.find(id).map { numbers.number($0.value, decimals: 2) }
      return name + (ratio.map { language(vi: ": ", en: " ") + $0 } ?? "")
    }.joined(separator: "; ")
    return language(
      vi: "những đầu vào học được từ số liệu, kèm tỷ lệ học: \(names).",
      en: "those that learnt from data, with their learning ratio: \(names).")
  }

  /// The letter of the model, in Vietnamese after what it stands for.
  private func inputName(_ parameter: String) -> String {
    let label = study.uncertainties.first { $0.parameter.rawValue == parameter }?.label.vi
    return language(vi: label.map { "\($0), \(parameter)" } ?? parameter, en: parameter)
  }

  /// The three layers of uncertainty, kept apart.
  func layers(to page: inout Page) {
    page.heading(
      language(
        vi: "Ba tầng bất định, không trộn lẫn", en: "Three layers of uncertainty, never mixed"))
    let parameters = value("design.parameters"), shocks = value("design.shocks")
    page.list([
      language(
        vi: "Tham số: rút một lần cho mỗi đường mô phỏng; là phần phương sai nêu trên, và khoảng 5 "
          + "đến 95 % của P theo \(parameters) bộ tham số × \(shocks) lần mô phỏng, sai số mỗi đầu "
          + "khoảng không quá ± \(endsError) điểm phần trăm.",
        en: "Parameters: drawn once a path; the share of variance above, and the 5 to 95 % range "
          + "of P over \(parameters) parameter draws x \(shocks) shock draws, whose ends are known to "
          + "± \(endsError) points or better."),
      language(
        vi: "Ngẫu nhiên: may rủi của từng doanh nghiệp, dự án và quý; là phần phương sai còn lại.",
        en: "Process: the chance of single firms, projects and quarters; the rest of the variance."),
      language(
        vi:
          "Kịch bản: đại dịch, cú sốc thuế quan, mất khách hàng lớn, dừng ngân sách, đổi danh sách: "
          + "chạy riêng, có tên, không có xác suất. Đây là kịch bản `\(study.name)`.",
        en: "Scenario: pandemic, tariff shock, loss of a large buyer, budget freeze, change of "
          + "list: separate runs with names and no probability. This is `\(study.name)`."),
    ])
  }

  /// What to keep in mind when reading the probabilities.
  func cautions(to page: inout Page) {
    page.heading(language(vi: "Lưu ý khi đọc", en: "Read with care"))
    page.list(
      failures + noiseCautions + [
        language(
          vi:
            "Chỉ tiêu là mức mong muốn, không bao giờ được dùng làm số liệu; hồi quy giữa các tỉnh "
            + "chỉ cho biết mối liên hệ, không cho biết tác động.",
          en: "Targets say what is wanted and are never used as data; regressions across provinces "
            + "show associations."),
        language(
          vi: "Nguồn gốc của một con số: `reach explain` với mã kết quả, ví dụ "
            + "targets.\(targets.first?.key ?? "").probability; trong mã, \(keysInWords).",
          en: "Where a number comes from: `reach explain` with its id, for example "
            + "targets.\(targets.first?.key ?? "").probability."),
      ])
  }

  /// Which key of an id is which target of the Vietnamese lines.
  private var keysInWords: String {
    targets.map { "\($0.key) là \(shortName($0))" }.joined(separator: ", ")
  }

  /// Draws that could not be computed (decision 0022).
  private var failures: [String] {
    let failed = forecast.summary.failures
    guard failed > 0 else { return [] }
    let numbers = NumberStyle(language)
    let (few, all) = (
      numbers.number(Double(failed)), numbers.number(Double(forecast.summary.draws))
    )
    return [
      language(
        vi: "\(few) trên \(all) lần mô phỏng không tính được đến hết kỳ (tham số quá cực đoan): từ "
          + "quý đó chúng không nằm trong xác suất, trung bình và phân vị; sai số ± của mỗi xác "
          + "suất đã gồm cả hai khả năng đạt và không đạt của chúng.",
        en: "\(few) of \(all) draws could not be computed to the end (their parameters are too "
          + "extreme): from that quarter on they are left out of P, means and quantiles; the ± of "
          + "each P covers whatever they would have shown.")
    ]
  }

  /// The widest 95 % error of an end of a range over parameters, in points.
  private var endsError: String {
    let widest =
      targets.flatMap { target in
        ["low", "high"].compactMap {
          book.find("targets.\(target.key).parameter_range.\($0)")?.error
        }
      }.max() ?? 0
    return NumberStyle(language).number((100 * widest).rounded(.up), decimals: 0)
  }

  private var noiseCautions: [String] {
    let growth = targets.filter { [.growth, .share].contains($0.outcome) }
    let unlikely = targets.filter { (book.find("targets.\($0.key).distance")?.value ?? 0) < 0 }
    var lines: [String] = []
    if growth.contains(where: { $0.outcome == .growth }) {
      let names = growth.map(event).joined(separator: ", ")
      lines.append(
        language(
          vi:
            "\(names): phụ thuộc nhiều vào mức biến động của các ngành (sigma_s), hiện chỉ theo giả "
            + "định ban đầu; cần chỉ số sản xuất theo phân ngành mới xác định được.",
          en: "\(names): hangs on sigma_s, the volatility of the sectors, which is prior only; "
            + "branch indices would settle it."))
    }
    if !unlikely.isEmpty {
      let names = unlikely.map(event).joined(separator: ", ")
      lines.append(
        language(
          vi:
            "\(names): giá trị trung bình chưa đạt chỉ tiêu, nên nhiễu càng lớn thì P càng cao; cần "
            + "đọc cùng trung bình và độ lệch chuẩn.",
          en: "\(names): the target lies beyond the mean, so that more noise raises P; read it "
            + "beside mean and sd."))
    }
    return lines
  }
}

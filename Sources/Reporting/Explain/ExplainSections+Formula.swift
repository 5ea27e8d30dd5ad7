import Assessment
import ReachModel
import Simulation

extension ExplainSections {
  private var parts: [String] { finding.id.split(separator: ".").map(String.init) }

  /// How the finding was counted or computed, and by which design.
  var howCounted: String {
    if let analysisFormula { return analysisFormula }
    if parts.contains("parameter_range") { return overParameters }
    if parts.last == "parameter_share" { return fromPairs }
    switch finding.unit {
    case .probability where parts.last == "difference":
      return language(
        vi:
          "P ở đây trừ P của kịch bản đầu, cùng các cú sốc; sai số "
          + (isSobol ? "từ \(scrambles)" : "từ các lần mô phỏng khác nhau") + doubt + ".",
        en: "P here less P in the first scenario under the same shocks; error from "
          + (isSobol ? scrambles : "the draws in which the two disagree") + doubt + ".")
    case .probability where parts.last == "if_independent":
      return language(vi: "tích các P của từng chỉ tiêu.", en: "the product of the targets' P.")
    case .probability where parts.contains("start"):
      return language(
        vi: "số lần đạt / số lần tính được trong nhóm; sai số là nửa độ rộng khoảng Wilson 95 %"
          + doubt + ".",
        en: "hits / computed draws within the band; the error is half the 95 % Wilson interval"
          + doubt + ".")
    case .probability where isSobol && isEstimated:
      return language(
        vi:
          "trung bình, qua các lần mô phỏng, của xác suất đạt mà từng lần cho biết: một cú sốc của "
          + "năm mục tiêu được tính hết mọi khả năng; với số đếm, trừ một tổng đồng hành và cộng xác "
          + "suất đã biết của tổng đó; sai số từ \(scrambles)" + fewDraws + doubt + ".",
        en:
          "the mean over the draws of the chance that each tells of: one shock of the target's year "
          + "is integrated out and, for counts, a companion sum is taken off and its known "
          + "probability put in its place; error from \(scrambles)" + fewDraws + doubt + ".")
    case .probability where isSobol:
      return language(
        vi: "số lần mô phỏng đạt / số lần tính được; sai số từ \(scrambles)" + fewDraws + doubt
          + ".",
        en: "hits / computed draws; error from \(scrambles)" + fewDraws + doubt + ".")
    case .probability:
      return language(
        vi: "số lần mô phỏng đạt / số lần tính được; sai số là nửa độ rộng khoảng Wilson 95 %"
          + doubt + ".",
        en: "hits / computed draws; the error is half the 95 % Wilson interval" + doubt + ".")
    default: return howComputed
    }
  }

  private var isSobol: Bool { run.sampling == .sobol }

  /// Whether draws tell of a chance (decision 0024): neither of all targets together, nor of a sector,
  /// nor of a share of counts.
  private var isEstimated: Bool {
    study.targets.contains {
      parts.dropFirst().first == $0.key && $0.sector == nil && $0.outcome != .certifiedShare
    }
  }

  private var fewDraws: String {
    language(
      vi: " (dưới 100 lần đạt hoặc không đạt: đếm, khoảng Wilson)",
      en: " (fewer than 100 hits or misses: counted, Wilson interval)")
  }

  private var scrambles: String {
    let count = SamplingMethod.scrambles
    return language(
      vi: "\(count) bộ điểm Sobol' xáo trộn độc lập (phân phối t, 95 %)",
      en: "\(count) independent scrambles of Sobol' points (Student's t, 95 %)")
  }

  /// What draws that could not be computed add to an error (decision 0022): nothing where none
  /// failed.
  private var doubt: String {
    language(
      vi: "; nếu có lần không tính được thì cộng thêm phần mà các lần đó có thể làm thay đổi",
      en: "; where draws could not be computed, with what they might change added to it")
  }

  private var overParameters: String {
    let size = designs.map {
      let parameters = numbers.number(Double($0.nestedParameters))
      let shocks = numbers.number(Double($0.nestedShocks))
      return language(
        vi: " (\(parameters) bộ tham số × \(shocks) lần mô phỏng mỗi bộ)",
        en: " (\(parameters) parameter draws x \(shocks) shock draws each)")
    }
    return language(
      vi:
        "thiết kế lồng\(size ?? ""): phân vị 5 và 95 % của P theo tham số, đã trừ nhiễu bên trong; "
        + "lần không tính được (nếu có) tính là không đạt ở đầu dưới, là đạt ở đầu trên.",
      en: "the nested design\(size ?? ""): the 5 and 95 % points of P given the parameters, inner "
        + "noise removed; draws that could not be computed, if any, are misses at the low end and "
        + "hits at the high end.")
  }

  private var fromPairs: String {
    let size = designs.map {
      let pairs = numbers.number(Double($0.pairs))
      return language(vi: " (\(pairs) cặp)", en: " (\(pairs) pairs)")
    }
    return language(
      vi: "thiết kế theo cặp\(size ?? ""): hiệp phương sai giữa hai lần mô phỏng cùng tham số và "
        + "khác cú sốc, chia cho phương sai.",
      en: "the paired design\(size ?? ""): the covariance of two draws with equal parameters and "
        + "different shocks, over the variance.")
  }

  /// What stands behind a finding that is no probability.
  private var howComputed: String {
    switch topic {
    case .threshold:
      language(vi: "giá trị ghi trong kịch bản.", en: "the value that the scenario sets.")
    case .lever:
      language(
        vi: "giá trị ghi trong kịch bản, trừ các quý bị dừng ngân sách.",
        en: "the value that the scenario sets, less the quarters of a freeze.")
    case .execution:
      language(
        vi: "trung bình của tỷ lệ giải ngân theo giả định.", en: "the mean of the assumed law.")
    case .jump:
      language(
        vi: "giá trị ghi trong kịch bản, điểm log của quý (E11).",
        en: "the value that the scenario sets, log points of the quarter (E11).")
    case .baseRate:
      language(
        vi: "đếm các kỳ tăng trưởng đã công bố của toàn ngành chế biến, chế tạo (đại diện); các kỳ "
          + "chồng lấn nhau.",
        en: "a count of published growth windows of all manufacturing (a proxy); they overlap.")
    case .start:
      language(
        vi: "biên của một phần năm số lần mô phỏng, xếp theo giá trị đầu kỳ.",
        en: "an end of one of five equal bands of draws, ordered by the start.")
    case .learning: ofParameter
    case .inputCount:
      language(vi: "đếm các đầu vào bất định của kịch bản.", en: "a count of uncertain inputs.")
    case .flaggedCells:
      language(
        vi: "đếm trong tệp số liệu bảng, những ô đã công bố đến ngày dự báo.",
        en: "a count over the panel's file, of cells released by the date of the forecast.")
    case .count where parts.first == "design":
      language(vi: "cỡ của lần chạy.", en: "the size that the run was asked for.")
    case .count: language(vi: "đếm trong kịch bản.", en: "a count over the scenario.")
    case .simulated: statistic
    }
  }

  /// What a finding says of one parameter before and after the data.
  private var ofParameter: String {
    switch parts.last {
    case "prior_mean", "posterior_mean":
      language(vi: "trung bình trên thang của tham số.", en: "a mean on the parameter's own scale.")
    case "shift":
      language(
        vi: "(trung bình sau số liệu - trung bình giả định ban đầu) / độ lệch chuẩn giả định ban "
          + "đầu; quá 2 là mâu thuẫn.",
        en: "(posterior mean - prior mean) / prior sd; beyond 2 the two contradict each other.")
    case "learning_unbounded":
      language(
        vi: "như tỷ lệ học, nhưng trên thang không chặn, nơi giả định ban đầu và số liệu kết hợp.",
        en: "as the learning ratio, on the unbounded scale on which prior and data combine.")
    default:
      language(
        vi: "tỷ lệ học = 1 - Var(sau số liệu)/Var(giả định ban đầu); dưới 0,2 là theo giả định ban "
          + "đầu.",
        en: "learning ratio = 1 - Var(posterior)/Var(prior); below 0.2 is prior-driven.")
    }
  }

  private var statistic: String {
    switch (parts.first, parts.last) {
    case ("targets", "distance"):
      language(
        vi: "(trung bình - ngưỡng) / độ lệch chuẩn, dấu theo chiều của chỉ tiêu.",
        en: "(mean - threshold) / sd, signed so that above 0 is on the wanted side.")
    case ("identity", _):
      language(
        vi: "S1/S0 = (1+g_SI)(1+pi_SI)/((1+g_M)(1+pi_M)); trung bình log qua các lần mô phỏng.",
        en: "S1/S0 = (1+g_SI)(1+pi_SI)/((1+g_M)(1+pi_M)); mean of logs over draws.")
    default:
      language(
        vi: "thống kê của kết quả qua các lần mô phỏng (phân vị: x nhỏ nhất có F(x) >= p).",
        en: "a statistic of the outcome over the draws (a quantile is the smallest x with "
          + "F(x) >= p).")
    }
  }
}

extension Outcome {
  func formula(_ language: Language) -> String {
    switch self {
    case .firms:
      language(
        vi: "N: N_t = N_t-1 + thành lập mới - ngừng hoạt động (E9); thành lập mới E6, ngừng hoạt "
          + "động E7.",
        en: "N: N_t = N_t-1 + entry - exit (E9); entry E6, exit E7.")
    case .certified, .certifiedShare:
      language(
        vi: "C: chứng nhận tự nguyện và theo chương trình, hết hiệu lực E8; hạch toán E9; C/N.",
        en: "C: certificates of own accord, by programme and lapses E8; accounting E9; C/N.")
    case .share:
      language(
        vi: "Q/(Q+Z) theo giá hiện hành, tổng bốn quý; Q từ E10, Z từ E11.",
        en: "Q/(Q+Z) at current prices over four quarters; Q from E10, Z from E11.")
    case .growth:
      language(
        vi: "tổng Q bốn quý / bốn quý trước - 1, giá so sánh; Q từ E10 với x của E11.",
        en: "sum of Q over four quarters / the four before - 1, constant prices; Q from E10 with x "
          + "of E11.")
    }
  }
}

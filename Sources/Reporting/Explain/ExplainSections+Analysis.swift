import Assessment
import ReachModel

extension ExplainTopic {
  /// What a finding of an analysis is about: the outcomes behind the target that its id names.
  ///
  /// - Parameters:
  ///   - parts: Of the id, cut at the dots.
  ///   - study: The scenario.
  /// - Returns: Nil for a finding of no analysis.
  static func analysis(_ parts: [String], _ study: Study) -> ExplainTopic? {
    guard let first = parts.first, analysisRoots.contains(first), parts.count > 1 else {
      return nil
    }
    if first == "bands" {
      return .simulated(Outcome(rawValue: parts[1]).map { [$0] } ?? [])
    }
    let named = study.targets.filter { parts.dropFirst().contains($0.key) }
    let targets = named.isEmpty ? study.targets : named
    return .simulated(targets.map(\.outcome))
  }

  /// What the ids of analyses begin with.
  private static let analysisRoots: Set = [
    "contributions", "bands", "matrix", "seek", "optimise", "sensitivity", "discover",
    "information", "diff", "track",
  ]
}

extension ExplainSections {
  /// How a finding of an analysis was computed; nil for others.
  var analysisFormula: String? {
    let parts = finding.id.split(separator: ".").map(String.init)
    switch parts.first {
    case "contributions": return contribution(parts.last ?? "")
    case "bands":
      return language(
        vi:
          "phân phối của kết quả ở đây trừ kết quả của kịch bản gốc, từng lần mô phỏng một, cùng các cú sốc.",
        en:
          "the distribution of the outcome here less that of the base, draw by draw under the same shocks."
      )
    case "matrix":
      return language(
        vi:
          "P của phương án (công cụ của nó) trong tương lai được nêu (mọi thứ khác); tiếc nuối là phần thua phương "
          + "án tốt nhất trong tương lai đó.",
        en:
          "P of the plan (its levers) in the named future (everything else); regret is what it lies behind "
          + "the plan that is best in that future.")
    case "track": return tracking(parts)
    case "diff": return runDifference(parts.dropFirst(3).joined(separator: "."))
    case "seek":
      return language(
        vi:
          "nghiệm của P(x) = mức yêu cầu trên đường cong với cùng các cú sốc; khoảng là nơi P ± sai số cắt mức đó.",
        en:
          "the root of P(x) = level on a curve under the same shocks; its interval is where P ± its error "
          + "crosses the level.")
    case "optimise" where parts.starts(with: ["optimise", "certified", "cost"]):
      return language(
        vi:
          "tổng chi phí mà sai số của P (trên mẫu mới) và của độ dốc còn để ngỏ: khoảng Fieller 95 %.",
        en:
          "the totals that the errors of P (on fresh draws) and of its slope leave open: Fieller's 95 % "
          + "interval.")
    case "optimise":
      return language(
        vi:
          "phương án tìm bằng bề mặt bậc hai và SLSQP (NLopt) trên cùng các cú sốc; `certified` là trên mẫu mới.",
        en:
          "a plan found by quadratic surfaces and SLSQP (NLopt) under the same shocks; `certified` is on "
          + "fresh draws of another seed.")
    case "sensitivity": return sensitivity(parts)
    case "discover": return discovery(parts)
    case "information":
      return language(
        vi:
          "EVPPI: trung bình của lợi ích khi chọn theo trung bình có điều kiện (hồi quy chia mẫu) trừ lợi ích của "
          + "phương án tốt nhất (Strong, Oakley, Brennan 2014).",
        en:
          "EVPPI: the mean gain of choosing by conditional means (regression with split samples) over the "
          + "best plan (Strong, Oakley & Brennan 2014).")
    case "targets" where ["better", "worse"].contains(parts.last):
      return language(
        vi:
          "tỷ lệ các lần mô phỏng mà kết quả lệch về phía chỉ tiêu hơn (hoặc kém) kịch bản gốc, cùng các cú sốc.",
        en:
          "the share of draws in which the outcome lies farther on the target's side (or on the other) than "
          + "in the base, under the same shocks.")
    default: return nil
    }
  }

  /// How a line of the difference of two runs was computed, by the key of its change.
  private func runDifference(_ change: String) -> String {
    switch change {
    case "old", "new":
      language(vi: "như lần chạy đó đã ghi.", en: "as that run recorded it.")
    case "total":
      language(
        vi: "số lần chạy mới đã ghi trừ số lần chạy cũ đã ghi; sai số là của tổng các dòng.",
        en:
          "what the new run recorded less what the old one did; the error is that of all lines together."
      )
    case "software":
      language(
        vi: "số đã ghi so với số mà phiên bản này tính lại từ cùng mô hình, cùng cách lấy mẫu.",
        en: "what was recorded against what this version computes of the same model and sampling.")
    case "sampling":
      language(
        vi: "cùng một mô hình dưới cách lấy mẫu của mỗi lần chạy; trung bình của hai mô hình.",
        en: "one model under the sampling of each run; the mean of both models.")
    case "rounding":
      language(
        vi:
          "trung vị như đã ghi trừ trung bình của một phần hai mươi ở giữa, mà các dòng khác dùng.",
        en: "medians as recorded less means of the middle twentieth, which the other lines take.")
    case "data.revised":
      language(
        vi: "kịch bản được ước lượng lại với tệp số liệu của lần chạy kia, trừ mô hình đã lưu.",
        en:
          "the scenario fitted again to the files of the other run, less the model that was stored."
      )
    default: contribution("")
    }
  }

  private func contribution(_ what: String) -> String {
    switch what {
    case "alone":
      language(
        vi: "khi chỉ có thay đổi này được đưa vào kịch bản gốc, cùng các cú sốc.",
        en: "with this change alone put into the base, under the same shocks.")
    case "synergy":
      language(
        vi: "phần mang lại khi mọi thay đổi khác đã có, trừ phần mang lại một mình.",
        en: "what it brings with all other changes in, less what it brings alone.")
    default:
      language(
        vi:
          "giá trị Shapley: trung bình phần thêm vào qua mọi thứ tự đưa các thay đổi vào; cộng lại bằng tổng chênh "
          + "lệch; sai số từ 16 phần độc lập của các lần mô phỏng.",
        en:
          "a Shapley value: what it adds, averaged over all orders of putting the changes in; they add up to "
          + "the whole; the error is from 16 independent parts of the draws.")
    }
  }

  private func sensitivity(_ parts: [String]) -> String {
    let method = parts.count > 3 ? parts[3] : ""
    return switch method {
    case "tornado":
      language(
        vi:
          "P khi đầu vào được biết chắc ở mức 5 % hoặc 95 % của giả định, các đầu vào khác còn bất định; đầu vào "
          + "có tương quan theo phân phối có điều kiện.",
        en:
          "P with the input known to be at the 5 % or 95 % point of its law, the others uncertain; those "
          + "correlated with it have their law given it.")
    case "switch":
      language(
        vi: "P với lựa chọn cấu trúc khác, trừ P của kịch bản, cùng các cú sốc.",
        en: "P under the other structural choice less P of the scenario, under the same shocks.")
    case "sobol":
      language(
        vi:
          "chỉ số Sobol': bậc một theo Saltelli (2010), toàn phần theo Jansen (1999); sai số từ 100 lần lấy mẫu lại.",
        en:
          "Sobol' index: first order by Saltelli (2010), total by Jansen (1999); error from 100 bootstrap resamples."
      )
    case "morris":
      language(
        vi:
          "hiệu ứng sơ cấp của Morris (1991) trên P với cùng các cú sốc; mu* theo Campolongo (2007).",
        en:
          "elementary effects of Morris (1991) on P under shared shocks; mu* of Campolongo (2007).")
    case "prcc":
      language(
        vi:
          "tương quan giữa hạng của kết quả và hạng của đầu vào khi giữ các đầu vào khác; khoảng Fisher.",
        en:
          "correlation of the ranks of outcome and input with the other inputs held; Fisher's interval."
      )
    case "pawn":
      language(
        vi:
          "trung vị của khoảng cách Kolmogorov-Smirnov qua mười lát của đầu vào (Pianosi, Wagener 2018).",
        en:
          "the median Kolmogorov-Smirnov distance over ten slices of the input (Pianosi & Wagener 2018)."
      )
    default:
      language(
        vi: "hiệu ứng Shapley từ các lần mô phỏng có sẵn (Broto, Bachoc, Depecker 2020).",
        en: "Shapley effect from the draws as they are (Broto, Bachoc & Depecker 2020).")
    }
  }

  private func discovery(_ parts: [String]) -> String {
    if parts.contains("turning") {
      return language(
        vi:
          "điểm gần nhất có P = ½ của mô hình probit thay thế, tính bằng độ lệch chuẩn của giả định.",
        en: "the nearest point with P = ½ of a probit surrogate, in prior standard deviations.")
    }
    return language(
      vi: "hộp do PRIM (Friedman, Fisher 1999) tìm trên một nửa số lần mô phỏng, đếm trên nửa kia.",
      en:
        "a box found by PRIM (Friedman & Fisher 1999) on one half of the draws, counted on the other."
    )
  }
}

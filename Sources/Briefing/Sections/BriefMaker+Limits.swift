import Reporting

extension BriefMaker {
  /// What the model cannot say; the same for every report, and never left out.
  var limitsSection: Brief.Section? {
    let limits: [(vi: Sentence, en: Sentence)] = [
      (
        vi:
          "Phần lớn kết luận dựa trên giả định: chưa có số liệu về doanh nghiệp ngừng hoạt động, "
          + "chứng nhận và sản lượng của công nghiệp hỗ trợ.",
        en: "Most of a verdict is prior: there are no data on exits, certification or output of "
          + "supporting industries."
      ),
      (
        vi: "Hồi quy giữa các tỉnh cho biết mối liên hệ, không cho biết tác động. Tác động của hỗ "
          + "trợ lấy từ nghiên cứu ở nơi khác, đã chiết giảm.",
        en: "Regressions on provinces are associations, not effects. What support does is taken "
          + "from studies of other places, at a discount."
      ),
      (
        vi: "Trong một năm, hỗ trợ gần như chưa kịp tác động vì độ trễ.",
        en: "Within a year support can do next to nothing, because of its lags."
      ),
      (
        vi:
          "Kịch bản không có xác suất: điều nó đặt sẵn (xem Giả định và nguồn) được coi là chắc chắn "
          + "xảy ra; đại dịch, thuế quan, dừng ngân sách mà nó không đặt thì không nằm trong xác suất "
          + "đạt.",
        en:
          "Scenarios have no probability: what this one sets (see Assumptions and sources) is taken "
          + "as certain, and a pandemic, a tariff or a budget freeze that it does not set is no part "
          + "of the probabilities here."
      ),
      (
        vi: "Chỉ tiêu là mức mong muốn, không bao giờ được dùng làm số liệu; danh sách doanh "
          + "nghiệp đổi định nghĩa thì không nối với nhau.",
        en: "Targets are wishes and never data; lists of firms that changed their definition are "
          + "never joined."
      ),
      (
        vi:
          "Xác suất ở đây chưa được kiểm chứng trên chính các chỉ tiêu này: chưa có dự báo nào về "
          + "chúng được chấm điểm.",
        en:
          "The probabilities have not been verified on these very targets: no forecast of them "
          + "has been scored yet."
      ),
    ]
    return Brief.Section(
      id: "limits",
      title: language.say(
        vi: "Giới hạn: mô hình không nói được điều gì",
        en: "Limits: what the model cannot say"),
      blocks: [.list(limits.map { language.say(vi: $0.vi, en: $0.en) })])
  }

  /// The words of the report.
  var glossarySection: Brief.Section? {
    let terms: [(vi: (String, Sentence), en: (String, Sentence))] = [
      (
        vi: (
          "Công nghiệp hỗ trợ",
          "các ngành sản xuất nguyên liệu, linh kiện, phụ tùng cho sản phẩm hoàn chỉnh"
        ),
        en: (
          "Supporting industries",
          "makers of materials, parts and components for finished products"
        )
      ),
      (
        vi: ("Chỉ tiêu", "một kết quả, một ngưỡng và một năm mà kế hoạch muốn đạt"),
        en: ("Target", "an outcome, a threshold and a year that a plan wants")
      ),
      (
        vi: ("Xác suất đạt", "phần số tương lai mô phỏng trong đó chỉ tiêu được đáp ứng"),
        en: ("Probability", "the share of simulated futures in which a target is met")
      ),
      (
        vi: ("Trung vị", "giá trị ở giữa: một nửa số tương lai thấp hơn, một nửa cao hơn"),
        en: ("Median", "the middle value: half of the futures lie below, half above")
      ),
      (
        vi: (
          "Khoảng theo tham số",
          "xác suất thay đổi bao nhiêu khi những gì chưa biết về tham số thay đổi"
        ),
        en: (
          "Range over parameters",
          "how far a probability moves with what is not known of the parameters"
        )
      ),
      (
        vi: ("Tỷ lệ học", "phần bất định ban đầu mà số liệu đã xoá đi"),
        en: ("Learning ratio", "the part of the prior uncertainty that data removed")
      ),
      (
        vi: ("Theo giả định ◆", "số liệu hầu như không làm thay đổi đầu vào này"),
        en: ("Prior-driven ◆", "an input that the data hardly move")
      ),
      (
        vi: ("CRPS", "sai số của cả phân phối dự báo so với giá trị thật; càng nhỏ càng tốt"),
        en: ("CRPS", "the error of a whole forecast distribution against what came; less is better")
      ),
      (
        vi: ("Tương lai (mẫu)", "một lần mô phỏng với một bộ giá trị của mọi điều chưa biết"),
        en: ("Future (draw)", "one simulation, with one set of values of all that is unknown")
      ),
    ]
    return Brief.Section(
      id: "glossary", title: language.say(vi: "Giải thích từ ngữ", en: "Glossary"),
      blocks: [
        .list(
          terms.map { term in
            let (name, text) = language == .vi ? term.vi : term.en
            return "\(.strong([.text(name)])): \(text)."
          })
      ])
  }
}

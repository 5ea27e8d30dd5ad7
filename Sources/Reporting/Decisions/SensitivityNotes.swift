import Assessment

/// How the answer is to be read.
extension SensitivitySections {
  /// Of the methods that were asked for.
  var notes: [String] {
    var notes: [String] = []
    if found.variance != nil || !found.shapley.isEmpty {
      notes.append(
        language(
          vi:
            "Bậc một: phần phương sai mất đi nếu biết đầu vào đó; toàn phần: phần còn lại nếu biết mọi thứ trừ "
            + "nó. Các đầu vào có tương quan được tính chung.",
          en:
            "First order: the share of variance that would go if the input were known; total: what would "
            + "be left if all else were. Correlated inputs are taken together."))
    }
    if found.screening != nil {
      notes.append(
        language(
          vi:
            "mu*: độ dốc trung bình của P theo cả khoảng của đầu vào, ngoại suy từ bước hai phần ba (có thể trên "
            + "100); sigma lớn: phụ thuộc vào đầu vào khác.",
          en:
            "mu*: the mean slope of P over the input's whole range, from steps of two thirds of it (it may "
            + "pass 100); a large sigma: it depends on others."))
    }
    if !found.ranks.isEmpty || !found.pawn.isEmpty {
      notes.append(
        language(
          vi:
            "PRCC: tương quan hạng khi giữ các đầu vào khác. PAWN: khoảng cách giữa các phân phối.",
          en:
            "PRCC: rank correlation with the others held. PAWN: distance between distributions."))
    }
    return notes + [
      language(
        vi:
          "Số sau ± là nửa khoảng 95 %. Phụ thuộc nhiều không có nghĩa là đáng mua số liệu: xem "
          + "`reach information`.",
        en:
          "± is half of the 95 % interval. What the answer hangs on most need not be the data most worth "
          + "buying: see `reach information`.")
    ]
  }
}

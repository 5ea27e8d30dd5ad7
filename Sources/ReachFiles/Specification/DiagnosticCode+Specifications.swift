import ReachModel

extension DiagnosticCode {
  package static let badExpression = DiagnosticCode(
    "S039",
    Label(vi: "không đọc được biểu thức", en: "an expression that cannot be followed"),
    cause: Label(
      vi: "Biến, điều kiện mẫu và trọng số được viết bằng một ngôn ngữ nhỏ: tên cột, số, phép "
        + "tính, hàm như `log(x)`, `lag(x, 1)`, tương tác `x:z`, so sánh. Thông báo nêu vị trí và "
        + "thứ được chờ đợi ở đó.",
      en: "Terms, sample filters and weights are written in a small language: names of columns, "
        + "numbers, arithmetic, functions such as `log(x)`, `lag(x, 1)`, interactions `x:z`, "
        + "comparisons. The message gives the place and what was expected there."),
    remedy: Label(
      vi: "sửa tại vị trí được nêu; tên có dấu cách hoặc ký hiệu đặt trong dấu huyền, văn bản đặt "
        + "trong ngoặc kép.",
      en: "correct it at the place named; names with blanks or signs stand in backticks, texts in "
        + "quotes."),
    example: "wrong: sample: year = 2016\nright: sample: year == 2016")

  package static let unknownDataName = DiagnosticCode(
    "S040",
    Label(vi: "số liệu không có tên này", en: "a name that the data do not have"),
    cause: Label(
      vi: "Đặc tả nhắc đến một cột, một biến, một mức hoặc một hệ số mà tệp số liệu không có.",
      en: "The specification names a column, variable, level or coefficient that the data file "
        + "does not have."),
    remedy: Label(
      vi: "sửa chính tả; thông báo nêu tên gần nhất.",
      en: "correct the spelling; the message gives the nearest name."))

  package static let contradictoryKeys = DiagnosticCode(
    "S041",
    Label(vi: "các khoá không đi cùng nhau", en: "keys that do not go together"),
    cause: Label(
      vi: "Một khoá không có nghĩa bên cạnh khoá khác, hoặc thiếu khoá mà nó cần: sai số chuẩn "
        + "theo cụm cần `cluster`, biến nội sinh cần biến công cụ, hiệu ứng cố định thay cho hằng "
        + "số. Cách tính hiệp phương sai luôn phải nêu rõ.",
      en: "A key has no meaning beside another, or lacks one that it needs: clustered errors need "
        + "`cluster`, endogenous regressors need instruments, fixed effects stand for the constant. "
        + "The covariance is always stated."),
    remedy: Label(
      vi: "bỏ một khoá hoặc thêm khoá còn thiếu, như thông báo nêu.",
      en: "drop one of them or add what is missing, as the message says."),
    example: "wrong: covariance: CR1\nright: covariance: {kind: CR1, cluster: province}")

  package static let wrongColumnKind = DiagnosticCode(
    "S042",
    Label(vi: "cột không đúng loại", en: "a column of the wrong kind"),
    cause: Label(
      vi: "Cột văn bản đứng ở chỗ cần số (chỉ một ô không phải số cũng làm cả cột thành văn bản; "
        + "mã có số 0 ở đầu luôn là văn bản), hoặc số đứng ở chỗ cần điều kiện.",
      en: "A column of text stands where numbers are needed (one cell that is no number makes the "
        + "whole column text; codes with a leading zero always are), or a number where a condition "
        + "is needed."),
    remedy: Label(
      vi: "sửa ô được nêu, hoặc dùng `factor` để tạo biến giả; so sánh mã với văn bản trong ngoặc "
        + "kép.",
      en: "correct the cell named, or make dummies with `factor`; compare codes with texts in "
        + "quotes."))

  package static let infiniteValue = DiagnosticCode(
    "S043",
    Label(vi: "giá trị vô hạn", en: "an infinite value"),
    cause: Label(
      vi: "Một ô được dùng đến là vô hạn, hoặc phép tính vượt quá số lớn nhất.",
      en: "A cell that is used is infinite, or a term grows beyond the largest number."),
    remedy: Label(
      vi: "sửa ô, đổi đơn vị, hoặc loại dòng đó bằng `sample`.",
      en: "correct the cell, change the unit, or leave the row out with `sample`."))

  package static let badWeight = DiagnosticCode(
    "S044",
    Label(vi: "trọng số không dương", en: "a weight that is not positive"),
    cause: Label(
      vi: "Trọng số là độ chính xác của từng dòng: phương sai của dòng là σ² chia cho trọng số, "
        + "nên mọi trọng số phải lớn hơn 0.",
      en: "Weights are precisions: the variance of a row is σ² over its weight, so that every "
        + "weight has to be above 0."),
    remedy: Label(
      vi: "sửa trọng số, hoặc loại các dòng đó bằng `sample`.",
      en: "correct it, or leave such rows out with `sample`."))

  package static let noVariation = DiagnosticCode(
    "S045",
    Label(
      vi: "biến không có giá trị hoặc không biến động", en: "a term without values or variation"),
    cause: Label(
      vi: "Biến không có giá trị nào trong mẫu, hoặc chỉ có một giá trị bên cạnh hằng số hay hiệu "
        + "ứng cố định: không có gì để ước lượng.",
      en: "A term has no value in the sample, or a single one beside the constant or the effects: "
        + "there is nothing to estimate."),
    remedy: Label(
      vi: "bỏ biến đó, hoặc mở rộng mẫu.", en: "drop the term, or widen the sample."))

  package static let noRows = DiagnosticCode(
    "S046",
    Label(vi: "không còn dòng nào", en: "no row is left"),
    cause: Label(
      vi: "Điều kiện mẫu loại mọi dòng, hoặc không dòng nào có đủ mọi biến. Thông báo nêu mỗi biến "
        + "thiếu bao nhiêu dòng.",
      en: "The sample filter leaves nothing, or no row has every term. The message says how many "
        + "rows miss each."),
    remedy: Label(
      vi: "kiểm tra điều kiện mẫu, đơn vị, kỳ và độ trễ.",
      en: "check the filter, the entity, the period and the lags."))

  package static let repeatedPeriod = DiagnosticCode(
    "S047",
    Label(vi: "một đơn vị có hai dòng cùng kỳ", en: "two rows of one entity and period"),
    cause: Label(
      vi: "`entity` và `period` cùng nhau phải chỉ đúng một dòng; nếu không, độ trễ không xác "
        + "định.",
      en: "`entity` and `period` together name one row; otherwise a lag is not defined."),
    remedy: Label(
      vi:
        "loại bỏ dòng lặp, hoặc nêu đúng cột; nếu số liệu không phải là bảng thì bỏ một trong hai "
        + "khoá và dùng `fixed_effects`.",
      en: "remove the repeated row, or name the right columns; if the data are no panel, drop one "
        + "of the two keys and use `fixed_effects`."))

  package static let badPeriod = DiagnosticCode(
    "S048",
    Label(vi: "kỳ không hợp lệ", en: "a period that is none"),
    cause: Label(
      vi: "Kỳ là số nguyên (năm), quý dạng 2021-Q3 hoặc tháng dạng 2021-03, cùng một dạng trong cả "
        + "cột.",
      en: "Periods are whole numbers (years), quarters such as 2021-Q3 or months such as 2021-03, "
        + "one kind in a column."),
    remedy: Label(vi: "sửa ô được nêu.", en: "correct the cell named."))

  package static let notEstimable = DiagnosticCode(
    "S049",
    Label(vi: "số liệu không cho phép ước lượng", en: "data that do not carry the estimate"),
    cause: Label(
      vi: "Một biến là tổ hợp của các biến khác hoặc của hiệu ứng cố định, chỉ có một cụm, quá ít "
        + "quan sát hoặc biến công cụ, kết quả bị phân tách, hoặc phép lặp không hội tụ. Không có con "
        + "số nào được in ra thay cho ước lượng.",
      en:
        "A regressor is a combination of others or of the effects, there is one cluster, there are "
        + "too few observations or instruments, an outcome is separated, or an iteration does not "
        + "settle. No number is printed in the place of the estimate."),
    remedy: Label(
      vi: "bỏ biến được nêu (hoặc `collinear: drop`), thêm số liệu, đổi cụm hoặc biến công cụ; khi "
        + "bị phân tách: `separation: drop`.",
      en: "leave the named regressor out (or `collinear: drop`), add data, change clusters or "
        + "instruments; for separation: `separation: drop`."))

  /// Problems of a specification, alone or on its data.
  package static let specifications = [
    badExpression, unknownDataName, contradictoryKeys, wrongColumnKind, infiniteValue, badWeight,
    noVariation, noRows, repeatedPeriod, badPeriod, notEstimable,
  ]
}

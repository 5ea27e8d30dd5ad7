import ReachModel

extension DiagnosticCode {
  package static let arrayLength = DiagnosticCode(
    "M001",
    Label(vi: "mảng có độ dài sai", en: "an array of the wrong length"),
    cause: Label(
      vi: "Mảng xếp theo ngành trước, rồi theo sở hữu (trong nước, nước ngoài); chuỗi lịch sử "
        + "dài bằng số quý mà độ trễ cần đến.",
      en: "Arrays run sector first, then ownership (domestic, foreign); histories are as long "
        + "as the lags look back."),
    remedy: Label(
      vi: "xem thông báo để biết số phần tử cần có.",
      en: "see the message for the number expected."))

  package static let modelValue = DiagnosticCode(
    "M002",
    Label(
      vi: "giá trị mà các phương trình không cho phép",
      en: "a value that the equations do not allow"),
    cause: Label(
      vi: "Ví dụ: số lượng âm, xác suất lớn hơn 1, các trọng số có tổng khác 1.",
      en: "For example a negative count, a probability above 1, weights that do not sum to 1."),
    remedy: Label(vi: "sửa lại giá trị.", en: "correct it."))

  /// Problems of model files.
  package static let models = [
    arrayLength, modelValue,
  ]
}

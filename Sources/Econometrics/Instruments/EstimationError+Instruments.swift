import ReachModel

extension EstimationError {
  /// In words, for what goes wrong with instruments and moments.
  var instrumentLabel: Label {
    switch self {
    case .tooFewInstruments(let instruments, let endogenous):
      Label(
        vi: "\(instruments) biến công cụ không đủ cho \(endogenous) biến nội sinh",
        en: "too few instruments: \(instruments) for \(counted(endogenous, "endogenous regressor"))"
      )
    case .collinearInstrument(let instrument):
      Label(
        vi:
          "biến công cụ `\(instrument)` là tổ hợp tuyến tính của các biến ngoại sinh và các biến "
          + "công cụ trước nó",
        en:
          "the instrument `\(instrument)` is a combination of the exogenous regressors and the "
          + "instruments before it")
    case .notIdentified(let regressor):
      Label(
        vi: "các biến công cụ không giải thích được phần biến động riêng của `\(regressor)`",
        en: "the instruments do not move `\(regressor)` on its own: it is not identified")
    case .tooManyInstruments(let instruments, let groups):
      Label(
        vi:
          "\(instruments) điều kiện mômen với \(groups) nhóm độc lập: ma trận hiệp phương sai của "
          + "mômen không khả nghịch",
        en:
          "the covariance of \(counted(instruments, "moment")) over \(groups) independent groups has "
          + "no inverse")
    default: dataLabel
    }
  }

  /// In words, for data that do not fit the model.
  private var dataLabel: Label {
    switch self {
    case .perfectFit(let dependent):
      Label(
        vi: "`\(dependent)` được giải thích hoàn toàn, không còn sai số để so sánh",
        en: "`\(dependent)` is explained but for rounding: no error is left to compare with")
    case .tooFewPeriods(let needed):
      Label(
        vi: "không đơn vị nào có đủ \(needed) kỳ liên tiếp mà mô hình cần",
        en: "no unit has the \(needed) consecutive periods that the model needs")
    default: Label(vi: "ước lượng không thực hiện được", en: "there is no estimate")
    }
  }
}

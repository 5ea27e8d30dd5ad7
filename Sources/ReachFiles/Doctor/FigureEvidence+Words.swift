import ReachModel

extension FigureEvidence {
  /// What speaks for it, each one sentence.
  var labels: [Label] {
    var lines = [expectationText]
    switch pattern {
    case .nothing: break
    case .roundThousands(let others, let figures):
      lines.append(
        Label(
          vi: "viết đến chữ số thập phân cuối của cột, số này tận cùng bằng ba số 0; trong "
            + "\(figures) giá trị khác chỉ có \(others) giá trị như vậy",
          en: "written to the last decimal of the column it ends in three zeros; of "
            + "\(figures) other figures \(others) do"))
    case .moreDecimals(let own, let usual, let others, let figures):
      lines.append(
        Label(
          vi: "số này có \(own) chữ số thập phân, cột thường có \(usual); trong \(figures) giá trị "
            + "khác có \(others) giá trị nhiều hơn mức thường",
          en: "it has \(own) decimals, the column usually \(usual); of \(figures) other figures "
            + "\(others) have more"))
    }
    if level >= 1 {
      lines.append(
        Label(
          vi: "số này vượt xa giá trị lớn nhất của mọi giá trị khác trong chỉ tiêu",
          en: "it lies far above the largest other figure of the quantity"))
    }
    return lines
  }

  private var expectationText: Label {
    let value = UnitSwitchCheck.shown(expected), factor = UnitSwitchCheck.factorShown(spread)
    let usual = Label(
      vi: "chênh lệch thông thường là hệ số \(factor) mỗi chiều",
      en: "an ordinary distance is a factor of \(factor) either way")
    switch expectation {
    case .ownMedian:
      return Label(
        vi: "các kỳ khác của đơn vị này ở quanh mức \(value); \(usual.vi)",
        en: "the other periods of its unit lie around \(value); \(usual.en)")
    case .neighbours:
      return Label(
        vi: "các kỳ liền kề ở quanh mức \(value); \(usual.vi)",
        en: "the periods beside it lie around \(value); \(usual.en)")
    case .related(let name):
      return Label(
        vi: "theo `\(name)` của cùng đơn vị và kỳ thì số này vào khoảng \(value); \(usual.vi)",
        en: "by `\(name)` of the same unit and period it would be about \(value); \(usual.en)")
    }
  }
}

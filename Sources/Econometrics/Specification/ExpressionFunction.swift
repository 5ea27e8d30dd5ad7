package import ReachModel

/// The functions of the language: the one table of the parser, the evaluation and the documentation.
package enum ExpressionFunction: String, CaseIterable, Sendable {
  case log, exp, sqrt, asinh, abs, min, max
  case lag, lead, diff
  case factor
  case standardise, centre
  case missing

  /// How many arguments it takes.
  var argumentCounts: ClosedRange<Int> {
    switch self {
    case .log, .exp, .sqrt, .asinh, .abs, .standardise, .centre, .missing: 1...1
    case .lag, .lead, .diff, .factor: 1...2
    case .min, .max: 2...16
    }
  }

  /// The name under which the second argument may be given.
  var secondArgument: String? {
    switch self {
    case .lag, .lead, .diff: "k"
    case .factor: "base"
    default: nil
    }
  }

  /// How it is called, for example `lag(x, k = 1)`.
  package var signature: String {
    switch self {
    case .lag, .lead, .diff: "\(rawValue)(x, k = 1)"
    case .factor: "factor(x, base)"
    case .min, .max: "\(rawValue)(a, b, …)"
    default: "\(rawValue)(x)"
    }
  }

  /// What it gives, and where it has no value.
  package var meaning: Label {
    switch self {
    case .log:
      Label(vi: "logarit tự nhiên; không có khi x ≤ 0", en: "natural logarithm; none of x ≤ 0")
    case .exp: Label(vi: "hàm mũ", en: "exponential")
    case .sqrt: Label(vi: "căn bậc hai; không có khi x < 0", en: "square root; none of x < 0")
    case .asinh:
      Label(
        vi: "sin hyperbol ngược, ln(x + √(x² + 1))",
        en: "inverse hyperbolic sine, ln(x + √(x² + 1))")
    case .abs: Label(vi: "giá trị tuyệt đối", en: "absolute value")
    case .min: Label(vi: "số nhỏ nhất", en: "the least of them")
    case .max: Label(vi: "số lớn nhất", en: "the greatest of them")
    case .lag:
      Label(
        vi: "giá trị của cùng đơn vị k kỳ trước", en: "the same entity's value k periods before")
    case .lead:
      Label(vi: "giá trị của cùng đơn vị k kỳ sau", en: "the same entity's value k periods after")
    case .diff: Label(vi: "x trừ lag(x, k)", en: "x less lag(x, k)")
    case .factor:
      Label(
        vi: "biến giả cho từng mức, trừ mức gốc (mức đầu tiên nếu không nêu)",
        en: "a dummy for each level but the base (the first one unless named)")
    case .standardise:
      Label(
        vi: "x trừ trung bình, chia độ lệch chuẩn (n − 1), tính trên các dòng qua bộ lọc mẫu",
        en:
          "x less its mean, over its standard deviation (n − 1), of the rows that pass the sample filter"
      )
    case .centre:
      Label(
        vi: "x trừ trung bình trên các dòng qua bộ lọc mẫu",
        en: "x less its mean over the rows that pass the sample filter")
    case .missing:
      Label(vi: "đúng nếu ô không có giá trị", en: "true where the cell has no value")
    }
  }
}

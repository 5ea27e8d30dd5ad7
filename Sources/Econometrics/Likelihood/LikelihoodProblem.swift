package import ReachModel

/// Why a likelihood has no maximum, or is none.
package enum LikelihoodProblem: Error, Equatable, Sendable {
  /// A number of this column is infinite or no number.
  case notFinite(column: String, line: Int)
  /// A weight is zero or below.
  case weightNotPositive(line: Int)
  /// A dependent variable below zero under a log link.
  case negativeResponse(dependent: String, line: Int)
  /// A count that is not whole.
  case responseNotWhole(dependent: String, line: Int)
  /// A share outside 0...1.
  case responseNotShare(dependent: String, line: Int)
  /// Every value is 0, or every value is 1.
  case responseConstant(dependent: String, value: Int)
  /// Some coefficients tend to infinity and the means of these rows (from 0) to their values.
  case separated(dependent: String, rows: [Int], lines: [Int], regressors: [String])
  /// The data vary no more than a Poisson distribution: α would be 0 or below.
  case noOverdispersion(dependent: String)

  package var label: Label { label(inFile: nil) }

  /// In words, with the file whose lines are named unless it goes without saying.
  package func label(inFile file: String?) -> Label {
    let ofFile = Label(
      vi: file.map { " của `\($0)`" } ?? "", en: file.map { " of `\($0)`" } ?? "")
    return switch self {
    case .notFinite(let column, let line):
      Label(
        vi: "`\(column)` ở dòng \(line)\(ofFile.vi) không hữu hạn",
        en: "`\(column)` is not finite in line \(line)\(ofFile.en)")
    case .weightNotPositive(let line):
      Label(
        vi: "trọng số ở dòng \(line)\(ofFile.vi) không lớn hơn 0",
        en: "the weight in line \(line)\(ofFile.en) is not above 0")
    case .negativeResponse(let dependent, let line):
      Label(
        vi: "`\(dependent)` ở dòng \(line)\(ofFile.vi) nhỏ hơn 0; liên kết log cần số không âm",
        en:
          "`\(dependent)` is below 0 in line \(line)\(ofFile.en); a log link needs numbers from 0 on"
      )
    case .responseNotWhole(let dependent, let line):
      Label(
        vi:
          "`\(dependent)` ở dòng \(line)\(ofFile.vi) không phải số nguyên; nhị thức âm cần số đếm",
        en:
          "`\(dependent)` is not whole in line \(line)\(ofFile.en); a negative binomial needs counts"
      )
    case .responseNotShare(let dependent, let line):
      Label(
        vi: "`\(dependent)` ở dòng \(line)\(ofFile.vi) nằm ngoài khoảng từ 0 đến 1",
        en: "`\(dependent)` is outside 0 to 1 in line \(line)\(ofFile.en)")
    case .responseConstant(let dependent, let value):
      Label(
        vi: "mọi giá trị của `\(dependent)` đều bằng \(value); không có gì để ước lượng",
        en: "every value of `\(dependent)` is \(value); there is nothing to estimate")
    case .separated(let dependent, _, let lines, let regressors):
      separationLabel(dependent, lines, regressors, ofFile)
    case .noOverdispersion(let dependent):
      Label(
        vi:
          "`\(dependent)` không biến động nhiều hơn phân phối Poisson (α ≤ 0); hãy dùng `poisson`",
        en: "`\(dependent)` varies no more than a Poisson distribution (α ≤ 0); use `poisson`")
    }
  }
}

private func separationLabel(
  _ dependent: String, _ lines: [Int], _ regressors: [String], _ ofFile: Label
) -> Label {
  let shown = lines.prefix(10).map(String.init).joined(separator: ", ")
  let more = lines.count > 10 ? ", …" : ""
  let names = regressors.map { "`\($0)`" }.joined(separator: ", ")
  return Label(
    vi:
      "`\(dependent)` bị phân tách: \(names) dự báo đúng tuyệt đối \(inText(lines.count).vi) quan "
      + "sát (dòng \(shown)\(more)\(ofFile.vi)), nên hệ số không có ước lượng hữu hạn; hãy bỏ các quan sát này "
      + "(`separation: drop`) hoặc các biến đó",
    en:
      "`\(dependent)` is separated: \(names) predict \(counted(lines.count, "observation")) perfectly "
      + "(line \(shown)\(more)\(ofFile.en)), so that no finite coefficient is estimated; leave these "
      + "observations out (`separation: drop`) or the regressors")
}

package import ReachModel

/// The outcome of every unit in every period, and when support began.
///
/// Complete: a unit that misses a period has been left out by whoever made the panel.
package struct ProgrammePanel: Sendable, Equatable {
  /// The units' names, for example codes of provinces.
  package let units: [String]
  /// Consecutive and ascending, for example years.
  package let periods: [Int]
  /// Unit by period, in the unit of the outcome.
  package let outcomes: [[Double]]
  /// For each unit the place in `periods` of its first period with support; the number of periods
  /// for a unit that has none by the end.
  package let starts: [Int]
  /// Unit by covariate, before anybody's support; empty lists without covariates.
  package let covariates: [[Double]]

  /// - Precondition: One row of each for every unit, one outcome for every period, and no unit that
  ///   has support in the first period.
  package init(
    units: [String], periods: [Int], outcomes: [[Double]], starts: [Int],
    covariates: [[Double]]? = nil
  ) {
    let covariates = covariates ?? units.map { _ in [] }
    precondition(
      outcomes.count == units.count && starts.count == units.count
        && covariates.count == units.count, "\(units.count) units")
    precondition(
      outcomes.allSatisfy { $0.count == periods.count }, "outcomes of \(periods.count) periods")
    precondition(zip(periods, periods.dropFirst()).allSatisfy { $0 + 1 == $1 }, "a gap in time")
    precondition(starts.allSatisfy { $0 >= 1 && $0 <= periods.count }, "starts \(starts)")
    (self.units, self.periods, self.outcomes) = (units, periods, outcomes)
    (self.starts, self.covariates) = (starts, covariates)
  }

  /// The start of a unit that has no support by the end.
  package var never: Int { periods.count }

  /// The places of units with support at some time, in their order.
  package var treated: [Int] { starts.indices.filter { starts[$0] < never } }

  /// The places of units that never have support.
  package var neverTreated: [Int] { starts.indices.filter { starts[$0] == never } }

  /// The distinct starts of units with support, ascending.
  package var cohorts: [Int] { Set(starts).filter { $0 < never }.sorted() }

  /// The same units and periods with other outcomes.
  package func with(outcomes: [[Double]]) -> ProgrammePanel {
    ProgrammePanel(
      units: units, periods: periods, outcomes: outcomes, starts: starts, covariates: covariates)
  }

  /// 1 where a unit has support, else 0: what an effect of 1 everywhere adds to the outcomes.
  package var indicators: [[Double]] {
    starts.map { start in periods.indices.map { $0 >= start ? 1 : 0 } }
  }
}

/// Why a panel does not carry the evaluation of a programme.
package enum ProgrammeError: Error, Equatable {
  case noTreatedUnit
  case noComparisonUnits
  /// So many periods before support, of which so many are needed.
  case tooFewPeriodsBefore(Int, needed: Int, what: ProgrammeMethod)
  /// So many donors, of which so many are needed.
  case tooFewDonors(Int, needed: Int)
  /// A synthetic control stands for one unit.
  case severalTreatedUnits(Int)
  /// No more comparison units than coefficients of the covariates.
  case tooManyCovariates(Int, units: Int)
  /// A covariate is the same in all, or a combination of others, among the comparison units.
  case collinearCovariates
  /// The outcome is the same in all units and periods: there is no error to compare with.
  case constantOutcome
}

/// How the effect of a programme is estimated.
package enum ProgrammeMethod: String, Sendable, CaseIterable {
  case differenceInDifferences = "difference_in_differences"
  case syntheticControl = "synthetic_control"

  package var label: Label {
    switch self {
    case .differenceInDifferences:
      Label(vi: "khác biệt trong khác biệt", en: "difference in differences")
    case .syntheticControl: Label(vi: "đối chứng tổng hợp", en: "synthetic control")
    }
  }
}

extension ProgrammeError {
  /// What is wrong, in one line without a full stop.
  package var label: Label {
    switch self {
    case .noTreatedUnit:
      Label(
        vi: "không đơn vị nào được hỗ trợ nằm trong số liệu đầy đủ",
        en: "no unit with support is among the complete ones")
    case .noComparisonUnits:
      Label(
        vi: "không có đơn vị đối chứng nào chưa được hỗ trợ vào năm được đánh giá",
        en: "no comparison unit is without support in the period that is evaluated")
    case .tooFewPeriodsBefore(let count, let needed, let method):
      Label(
        vi:
          "\(method.label.vi) cần ít nhất \(needed) kỳ trước khi hỗ trợ bắt đầu, ở đây có \(count)",
        en:
          "a \(method.label.en) needs at least \(counted(needed, "period")) before support begins, "
          + "and there \(count == 1 ? "is" : "are") \(count)")
    case .tooFewDonors(let count, let needed):
      Label(
        vi: "đối chứng tổng hợp cần ít nhất \(needed) đơn vị đối chứng, ở đây có \(count)",
        en: "a synthetic control needs at least \(counted(needed, "donor")), and there "
          + "\(count == 1 ? "is" : "are") \(count)")
    case .severalTreatedUnits(let count):
      Label(
        vi: "đối chứng tổng hợp thay cho một đơn vị được hỗ trợ, ở đây có \(count)",
        en: "a synthetic control stands for one unit with support, and there are \(count)")
    case .tooManyCovariates(let count, let units):
      Label(
        vi: "\(count) hệ số của biến kiểm soát cho \(units) đơn vị đối chứng",
        en: "\(count) coefficients of covariates for \(counted(units, "comparison unit"))")
    case .collinearCovariates:
      Label(
        vi:
          "một biến kiểm soát không đổi, hoặc là tổ hợp của các biến khác, ở các đơn vị đối chứng",
        en: "a covariate is the same in all comparison units, or a combination of others")
    case .constantOutcome:
      Label(
        vi: "kết quả như nhau ở mọi đơn vị và mọi kỳ",
        en: "the outcome is the same in all units and periods")
    }
  }
}

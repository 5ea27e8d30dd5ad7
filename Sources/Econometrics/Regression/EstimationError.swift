package import ReachModel

/// Why data have no estimate.
package enum EstimationError: Error, Equatable {
  case noObservations
  /// Coefficients and effects leave no degrees of freedom.
  case tooFewObservations(observations: Int, parameters: Int)
  /// A covariance over clusters needs at least two.
  case tooFewClusters(Int)
  /// With one year there is nothing within an entity to compare.
  case singleYear(Int)
  /// The regressor does not vary once the effects are taken out.
  case absorbed(regressor: String)
  /// The regressor is a combination of those before it.
  case collinear(regressor: String)
  /// The regressor is zero in every row.
  case zeroColumn(regressor: String)
  /// The regressor's unit is so large or small that its coefficient or variance is no double.
  case outOfRange(regressor: String)
  /// A column holds an infinite value or no number.
  case columnNotFinite(column: String)
  /// A weight is not above zero; rows count from 0.
  case weightNotPositive(row: Int)
  /// A figure is infinite or no number.
  case notFinite(entity: String, year: Int)
  /// A clustered covariance was asked for, but nothing to cluster by.
  case noClusters
  /// All rows are in one cluster.
  case singleCluster(name: String)
  /// The covariance takes one level of clustering.
  case severalLevels(covariance: String)
  /// The covariance needs a column that was not given.
  case columnNeeded(what: Label, covariance: String)
  /// An entity has two rows of one period; nil without entities.
  case repeatedPeriod(entity: String?, period: Int)
  /// All rows are of one period.
  case onePeriod
  /// Errors cannot be correlated over as many periods as there are.
  case lagTooLong(lag: Int, periods: Int)
  /// Effects that have to come back as dummies have too many levels.
  case tooManyEffects(effect: String, levels: Int, limit: Int)
  /// A latitude beyond 90° or a longitude beyond 360°.
  case notOnEarth(latitude: Double, longitude: Double)
  /// The data fit the coefficient exactly wherever they decide it.
  case undeterminedVariance(regressor: String)
  /// A t statistic would divide by a standard error of zero.
  case zeroStandardError(regressor: String)
  /// An iteration did not settle.
  case notConverged(what: String, steps: Int)
  /// Endogenous regressors need at least as many instruments.
  case tooFewInstruments(instruments: Int, endogenous: Int)
  /// The instrument is a combination of the exogenous regressors and the instruments before it.
  case collinearInstrument(instrument: String)
  /// Beside the exogenous regressors, the instruments do not move the endogenous one.
  case notIdentified(regressor: String)
  /// A covariance of moments over so few groups (clusters, units, rows) has no inverse.
  case tooManyInstruments(instruments: Int, groups: Int)
  /// The regressors explain the variable but for rounding: there is no error to compare with.
  case perfectFit(dependent: String)
  /// No unit has the consecutive periods that the model needs.
  case tooFewPeriods(needed: Int)
  /// What only a prior, a penalty or a forecast meets.
  case bayesian(BayesianProblem)
  /// A likelihood that is none, or has no maximum.
  case likelihood(LikelihoodProblem)

  /// In words, for a report.
  package var label: Label {
    switch self {
    case .noObservations:
      Label(vi: "không có quan sát nào", en: "there is no observation")
    case .tooFewObservations(let observations, let parameters):
      Label(
        vi: "\(observations) quan sát cho \(parameters) hệ số và hiệu ứng cố định là quá ít",
        en: "\(observations) observations for \(parameters) coefficients and effects are too few")
    case .tooFewClusters(let count):
      Label(
        vi: "\(count) cụm không đủ để tính sai số chuẩn theo cụm",
        en: "\(counted(count, "cluster")) cannot give clustered standard errors")
    case .singleYear(let year):
      Label(
        vi:
          "mọi quan sát đầy đủ đều thuộc một năm (\(year)); hiệu ứng cố định theo tỉnh cần ít nhất "
          + "hai năm",
        en: "all complete observations are of one year (\(year)); effects of provinces need two")
    case .absorbed(let regressor):
      Label(
        vi: "`\(regressor)` không biến động sau khi trừ hiệu ứng cố định",
        en: "`\(regressor)` does not vary within the fixed effects")
    case .collinear(let regressor):
      Label(
        vi: "`\(regressor)` là tổ hợp tuyến tính của các biến trước nó",
        en: "`\(regressor)` is a combination of the regressors before it")
    case .zeroColumn, .outOfRange, .columnNotFinite, .weightNotPositive: columnLabel
    case .notFinite(let entity, let year):
      Label(
        vi: "số liệu của \(entity) năm \(year) không hữu hạn",
        en: "a figure of \(entity) in \(year) is not finite")
    case .noClusters, .singleCluster, .severalLevels, .columnNeeded, .repeatedPeriod, .onePeriod,
      .lagTooLong, .tooManyEffects, .notOnEarth, .undeterminedVariance, .zeroStandardError:
      covarianceLabel
    case .notConverged(let what, let steps):
      Label(
        vi: "\(what) không hội tụ sau \(steps) bước",
        en: "\(what) did not converge in \(steps) steps")
    case .tooFewInstruments, .collinearInstrument, .notIdentified, .tooManyInstruments,
      .perfectFit, .tooFewPeriods:
      instrumentLabel
    case .bayesian(let problem): problem.label
    case .likelihood(let problem): problem.label
    }
  }
}

extension EstimationError {
  /// The same in words, where it names lines with the file of data that has them.
  package func label(inFile file: String) -> Label {
    if case .likelihood(let problem) = self { return problem.label(inFile: file) }
    return label
  }

  /// What is wrong with a column, in words.
  private var columnLabel: Label {
    switch self {
    case .zeroColumn(let regressor):
      Label(
        vi: "`\(regressor)` bằng 0 ở mọi dòng", en: "`\(regressor)` is zero in every row")
    case .outOfRange(let regressor):
      Label(
        vi: "đơn vị của `\(regressor)` quá lớn hoặc quá nhỏ; hãy đổi đơn vị",
        en: "the unit of `\(regressor)` is too large or too small; choose another")
    case .columnNotFinite(let column):
      Label(
        vi: "`\(column)` có giá trị vô hạn hoặc không phải là số",
        en: "`\(column)` has a value that is infinite or no number")
    case .weightNotPositive(let row):
      Label(
        vi: "trọng số của dòng thứ \(row + 1) không dương",
        en: "the weight of row \(row + 1) is not above zero")
    default: preconditionFailure("\(self) is not about a column")
    }
  }
}

extension EstimationError {
  /// The column that it is about, where it is about one.
  package var column: String? {
    switch self {
    case .absorbed(let name), .collinear(let name), .zeroColumn(let name), .outOfRange(let name),
      .columnNotFinite(let name), .collinearInstrument(let name), .notIdentified(let name),
      .undeterminedVariance(let name), .zeroStandardError(let name):
      name
    default: nil
    }
  }
}

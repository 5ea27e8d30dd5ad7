import ReachModel

extension EstimationError {
  /// The words for what stands in the way of a covariance; empty for other errors.
  var covarianceLabel: Label {
    switch self {
    case .noClusters:
      Label(vi: "chưa nêu biến phân cụm", en: "no variable to cluster by is given")
    case .singleCluster(let name):
      Label(
        vi: "biến phân cụm `\(name)` chỉ có một cụm; cần ít nhất hai",
        en: "the cluster variable `\(name)` has one cluster; at least two are needed")
    case .severalLevels(let covariance):
      Label(
        vi: "\(covariance) chỉ nhận một cấp phân cụm; nhiều cấp: CR0 hoặc CR1",
        en: "\(covariance) takes one level of clustering; for several use CR0 or CR1")
    case .columnNeeded(let what, let covariance):
      Label(vi: "\(covariance) cần \(what.vi)", en: "\(covariance) needs \(what.en)")
    case .repeatedPeriod(let entity, let period):
      Label(
        vi: entity.map { "\($0) có hai dòng của thời kỳ \(period)" }
          ?? "có hai dòng của thời kỳ \(period); hãy nêu cột đơn vị",
        en: entity.map { "\($0) has two rows of period \(period)" }
          ?? "two rows are of period \(period); name the column of entities")
    case .onePeriod:
      Label(
        vi: "mọi quan sát thuộc một thời kỳ", en: "all observations are of one period")
    case .lagTooLong(let lag, let periods):
      Label(
        vi: "độ trễ \(lag) phải nhỏ hơn số thời kỳ (\(periods))",
        en: "lag \(lag) has to be less than the number of periods (\(periods))")
    case .tooManyEffects(let effect, let levels, let limit):
      Label(
        vi: "hiệu ứng cố định `\(effect)` không lồng trong cụm và có \(levels) mức; "
          + "nhiều nhất \(limit) mức được đưa lại thành biến giả",
        en: "effects `\(effect)` are not nested in the clusters and have \(levels) levels; "
          + "at most \(limit) can come back as dummies")
    case .notOnEarth(let latitude, let longitude):
      Label(
        vi: "vĩ độ \(inText(latitude, 4).vi), kinh độ \(inText(longitude, 4).vi) nằm ngoài phạm vi",
        en: "latitude \(inText(latitude, 4).en), longitude \(inText(longitude, 4).en) is no place")
    case .undeterminedVariance(let regressor):
      Label(
        vi:
          "không ước lượng được phương sai của hệ số `\(regressor)`: các cụm quyết định hệ số này "
          + "được khớp hoàn toàn",
        en: "the variance of `\(regressor)` has no estimate: the clusters that decide it are "
          + "fitted exactly")
    case .zeroStandardError(let regressor):
      Label(
        vi: "sai số chuẩn của `\(regressor)` bằng 0: không có thống kê t",
        en: "the standard error of `\(regressor)` is zero: there is no t statistic")
    default: preconditionFailure("\(self) is not about a covariance")
    }
  }
}

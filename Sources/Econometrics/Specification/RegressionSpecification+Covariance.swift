package import ReachModel

extension RegressionSpecification {
  /// How standard errors are computed; there is no default (decision 0005).
  package struct Covariance: Sendable, Equatable {
    package var kind: Kind
    /// Levels of clustering; several for multi-way clustering.
    package var cluster: [GroupName]
    /// For kinds with lags.
    package var lags: Lags?
    /// How parameters are counted; nil for the kind's own rule.
    package var smallSample: CountedParameters?
    /// For several levels of clustering.
    package var twoWay: TwoWay?
    /// For `conley`.
    package var distance: Distance?

    package init(
      _ kind: Kind, cluster: [GroupName] = [], lags: Lags? = nil,
      smallSample: CountedParameters? = nil,
      twoWay: TwoWay? = nil, distance: Distance? = nil
    ) {
      (self.kind, self.cluster, self.lags) = (kind, cluster, lags)
      (self.smallSample, self.twoWay, self.distance) = (smallSample, twoWay, distance)
    }

    package enum Kind: String, CaseIterable, Sendable {
      case classical
      case HC0, HC1, HC2, HC3
      case CR0, CR1, CR2, CR3, CR3J
      case neweyWest = "newey_west"
      case driscollKraay = "driscoll_kraay"
      case conley
      case windmeijer

      package var isClustered: Bool { [.CR0, .CR1, .CR2, .CR3, .CR3J].contains(self) }
      package var hasLags: Bool { self == .neweyWest || self == .driscollKraay }
    }

    package enum Lags: Sendable, Equatable {
      case automatic
      case count(Int)

      package static let automaticName = "auto"
    }

    package enum CountedParameters: String, CaseIterable, Sendable { case nested, slopes, all }

    package enum TwoWay: String, CaseIterable, Sendable { case each, smallest }

    /// Columns of degrees, and how weights fall with distance.
    package struct Distance: Sendable, Equatable {
      package enum Kernel: String, CaseIterable, Sendable { case uniform, bartlett }

      package var latitude: String
      package var longitude: String
      /// Beyond this many kilometres rows count as uncorrelated.
      package var kilometres: Double
      package var kernel: Kernel

      package init(latitude: String, longitude: String, kilometres: Double, kernel: Kernel) {
        (self.latitude, self.longitude) = (latitude, longitude)
        (self.kilometres, self.kernel) = (kilometres, kernel)
      }
    }
  }

  /// A wild cluster bootstrap beside the covariance.
  package struct Bootstrap: Sendable, Equatable {
    package enum Weights: String, CaseIterable, Sendable { case rademacher, webb }

    package var draws: Int
    package var weights: Weights
    package var seed: UInt64
    /// Whether residuals are those with the null imposed.
    package var isRestricted: Bool
    /// The level whose signs are drawn; nil for the covariance's first.
    package var cluster: GroupName?
    /// Empty for all but the constant.
    package var coefficients: [String]

    package init(
      draws: Int, weights: Weights, seed: UInt64, isRestricted: Bool, cluster: GroupName?,
      coefficients: [String]
    ) {
      (self.draws, self.weights, self.seed) = (draws, weights, seed)
      (self.isRestricted, self.cluster) = (isRestricted, cluster)
      self.coefficients = coefficients
    }
  }
}

extension RegressionSpecification.Covariance.Kind {
  /// In words, for tables of kinds.
  package var label: Label {
    switch self {
    case .classical:
      Label(vi: "cổ điển, phương sai đồng nhất", en: "classical, one variance for all rows")
    case .HC0:
      Label(
        vi: "vững với phương sai thay đổi, không hiệu chỉnh",
        en: "robust to unequal variances, no factor")
    case .HC1: Label(vi: "HC0 nhân n/(n − k)", en: "HC0 times n/(n − k)")
    case .HC2: Label(vi: "HC0 chia cho 1 − đòn bẩy", en: "HC0 with squares over 1 − leverage")
    case .HC3: Label(vi: "HC0 chia cho (1 − đòn bẩy)²", en: "HC0 with squares over (1 − leverage)²")
    case .CR0: Label(vi: "theo cụm, không hiệu chỉnh", en: "clustered, no factor")
    case .CR1:
      Label(
        vi: "theo cụm, có thừa số hiệu chỉnh mẫu nhỏ", en: "clustered, with small-sample factor")
    case .CR2:
      Label(
        vi: "theo cụm, giảm chệch, bậc tự do Bell-McCaffrey",
        en: "clustered, bias-reduced, Bell-McCaffrey degrees of freedom")
    case .CR3: Label(vi: "theo cụm, hiệu chỉnh (I − H)⁻¹", en: "clustered, adjusted by (I − H)⁻¹")
    case .CR3J:
      Label(vi: "theo cụm, dao xếp bỏ từng cụm", en: "clustered, leave-one-cluster-out jackknife")
    case .neweyWest:
      Label(vi: "Newey-West, tự tương quan", en: "Newey-West, for serial correlation")
    case .driscollKraay:
      Label(
        vi: "Driscoll-Kraay, tương quan giữa các đơn vị và qua thời gian",
        en: "Driscoll-Kraay, for correlation across entities and over time")
    case .conley: Label(vi: "Conley, tương quan không gian", en: "Conley, for spatial correlation")
    case .windmeijer:
      Label(
        vi: "GMM hai bước, hiệu chỉnh Windmeijer", en: "two-step GMM with Windmeijer's correction")
    }
  }
}

extension RegressionSpecification.Covariance.CountedParameters {
  package var label: Label {
    switch self {
    case .nested:
      Label(
        vi: "đếm hệ số dốc và các hiệu ứng không lồng trong cụm",
        en: "counts slopes, and effects that are not nested in clusters")
    case .slopes: Label(vi: "chỉ đếm hệ số dốc", en: "counts slopes only")
    case .all: Label(vi: "đếm cả mọi hiệu ứng cố định", en: "counts all effects too")
    }
  }
}

extension RegressionSpecification.Covariance.TwoWay {
  package var label: Label {
    switch self {
    case .each: Label(vi: "mỗi thành phần một thừa số", en: "each component has its own factor")
    case .smallest:
      Label(vi: "thừa số của số cụm nhỏ nhất", en: "the factor of the smallest number of clusters")
    }
  }
}

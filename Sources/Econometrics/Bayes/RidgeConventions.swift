package import ReachModel

/// The scale on which all slopes are penalised alike.
package enum RidgeScale: String, Sendable, CaseIterable {
  /// Each column, less its mean, over its standard deviation with divisor n (as R's `lm.ridge`);
  /// without a constant over its root mean square. Units then do not matter.
  case standardised
  /// Columns as they are (as scikit-learn's `Ridge`).
  case asGiven

  package var label: Label {
    switch self {
    case .standardised:
      Label(
        vi: "phạt hệ số của biến đã chuẩn hoá (trừ trung bình, chia độ lệch chuẩn với mẫu số n)",
        en: "penalty on slopes of standardised columns (less the mean, over the standard "
          + "deviation with divisor n)")
    case .asGiven:
      Label(
        vi: "phạt hệ số của biến theo đơn vị gốc", en: "penalty on slopes of the columns as given")
    }
  }
}

/// What counts as degrees of freedom in generalised cross-validation.
package enum RidgeDegrees: String, Sendable, CaseIterable {
  /// The trace of the whole map from y to its fit: slopes, constant and effects (Golub, Heath and
  /// Wahba).
  case whole
  /// Slopes alone (as R's `lm.ridge`).
  case slopes

  package var label: Label {
    switch self {
    case .whole:
      Label(
        vi: "GCV = n·RSS/(n − df)², df gồm cả hằng số và hiệu ứng cố định",
        en: "GCV = n·RSS/(n − df)², df with the constant and the effects")
    case .slopes:
      Label(
        vi: "GCV = n·RSS/(n − df)², df chỉ tính các hệ số dốc (như lm.ridge của R)",
        en: "GCV = n·RSS/(n − df)², df of the slopes alone (as R's lm.ridge)")
    }
  }
}

/// How much the slopes are drawn to 0.
package enum RidgePenalty: Sendable, Equatable {
  /// λ ≥ 0 in RSS + λ Σ b².
  case given(Double)
  /// The λ with the least generalised cross-validation.
  case generalisedCrossValidation(RidgeDegrees)
}

/// Where the penalty of a fit comes from.
package enum RidgeChoice: String, Sendable {
  case given
  /// A minimum of GCV.
  case interior
  /// GCV is least without a penalty: least squares.
  case none
  /// GCV is least as λ grows without bound: the data support no slope at all.
  case everything

  package var label: Label {
    switch self {
    case .given: Label(vi: "λ cho trước", en: "λ as given")
    case .interior: Label(vi: "λ có GCV nhỏ nhất", en: "λ with the least GCV")
    case .none:
      Label(
        vi: "GCV nhỏ nhất khi không phạt (λ = 0)", en: "GCV is least without a penalty (λ = 0)")
    case .everything:
      Label(
        vi: "GCV nhỏ nhất khi mọi hệ số dốc bằng 0: số liệu không ủng hộ hệ số nào",
        en: "GCV is least with all slopes at 0: the data support none of them")
    }
  }
}

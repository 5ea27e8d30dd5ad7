/// A covariance of coefficients as a specification states it.
package enum CovarianceKind: Sendable, Hashable {
  /// Errors independent with one variance: s²(X'WX)⁻¹.
  case classical
  /// Errors independent, each with its own variance.
  case heteroskedastic(LeverageCorrection)
  /// Errors correlated in any way within clusters. CR0 and CR1 take several levels.
  case clustered(ClusterCorrection)
  /// Errors correlated over time, within the entity where there is one.
  case neweyWest(LagChoice)
  /// Errors correlated over time and across entities.
  case driscollKraay(LagChoice)
  /// Errors correlated over space: up to a distance in kilometres, above 0.
  case conley(cutoff: Double, SpatialKernel)
}

/// What is done about residuals being smaller than errors where leverage hᵢ is large.
package enum LeverageCorrection: String, Sendable, Hashable, CaseIterable {
  /// Nothing (White).
  case HC0
  /// n/(n − K).
  case HC1
  /// u²/(1 − h).
  case HC2
  /// u²/(1 − h)².
  case HC3
}

/// The same for clusters, with H_gg the block of the hat matrix.
package enum ClusterCorrection: String, Sendable, Hashable, CaseIterable {
  /// Nothing.
  case CR0
  /// Factors for the numbers of clusters and rows.
  case CR1
  /// (I − H_gg)^(−1/2): unbiased under the working model (Bell and McCaffrey).
  case CR2
  /// (I − H_gg)⁻¹, as clubSandwich: the sum of squares of what leaving out each cluster changes.
  case CR3
  /// The jackknife over clusters: (G − 1)/G times CR3.
  case CR3J
}

/// How many periods apart errors may be and still be correlated.
package enum LagChoice: Sendable, Hashable {
  case fixed(Int)
  /// ⌊4(T/100)^(2/9)⌋ with T periods (Newey and West's rule of thumb).
  case rule
  /// ⌊T^(1/4)⌋, as fixest and plm for panels.
  case fourthRoot
  /// Estimated from the scores (Newey and West 1994).
  case plugIn
}

/// How the correlation of two places falls with their distance d, up to a cutoff c.
package enum SpatialKernel: String, Sendable, Hashable, CaseIterable {
  /// 1 up to c.
  case uniform
  /// 1 − d/c.
  case bartlett
}

extension CovarianceKind {
  /// Whether the block of some coefficients is a matter of all columns of the design: of leverage,
  /// of lags chosen by all scores, of eigenvalues that are set to zero.
  package func needsWholeDesign(levels: Int) -> Bool {
    switch self {
    case .classical, .heteroskedastic(.HC0), .heteroskedastic(.HC1), .conley: false
    case .heteroskedastic: true
    case .clustered(.CR0), .clustered(.CR1): levels > 1
    case .clustered: true
    case .neweyWest(let lag), .driscollKraay(let lag): lag == .plugIn
    }
  }

  /// What a specification and the output call it.
  package var name: String {
    switch self {
    case .classical: "classical"
    case .heteroskedastic(let correction): correction.rawValue
    case .clustered(let correction): correction.rawValue
    case .neweyWest: "Newey-West"
    case .driscollKraay: "Driscoll-Kraay"
    case .conley: "Conley"
    }
  }

  /// The kind of that name, with lags by `lag`; nil when there is none, and for Conley's, which
  /// needs a distance.
  package init?(name: String, lag: LagChoice = .rule) {
    if let correction = LeverageCorrection(rawValue: name) {
      self = .heteroskedastic(correction)
    } else if let correction = ClusterCorrection(rawValue: name) {
      self = .clustered(correction)
    } else {
      switch name {
      case "classical": self = .classical
      case "Newey-West": self = .neweyWest(lag)
      case "Driscoll-Kraay": self = .driscollKraay(lag)
      default: return nil
      }
    }
  }

  /// All names that stand without a number beside them.
  package static let names =
    ["classical"] + LeverageCorrection.allCases.map(\.rawValue)
    + ClusterCorrection.allCases.map(\.rawValue) + ["Newey-West", "Driscoll-Kraay"]
}

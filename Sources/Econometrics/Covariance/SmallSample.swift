/// The conventions on which packages differ: factors for small samples, degrees of freedom, and
/// what CR2 takes errors to be like.
///
/// Each is a choice with a name, because two honest packages print different standard errors for
/// the same data, and a reader must be able to say why. ``standard(for:)`` has the defaults.
///
/// - Source: Cameron & Miller, *Journal of Human Resources* 50(2), 2015, §II.B; the vignette
///   *On standard errors* of R fixest.
package struct SmallSample: Sendable, Hashable {
  /// G/(G − 1), with G clusters; of periods for Newey-West and Driscoll-Kraay.
  package enum ClusterFactor: String, Sendable, CaseIterable {
    case none
    /// Each level of clustering, and each intersection, has its own G (R sandwich, statsmodels).
    case each
    /// All use the smallest G (fixest, pyfixest, reghdfe).
    case smallest
  }

  /// What corrects for the number of rows n, with K counted parameters.
  package enum RowFactor: String, Sendable, CaseIterable {
    case none
    /// (n − 1)/(n − K), with clusters.
    case lessOne
    /// n/(n − K).
    case full
  }

  /// What K counts.
  package enum Counted: String, Sendable, CaseIterable {
    /// K = 0.
    case nothing
    /// Reported coefficients, a constant among them (Stata pooled; `sss` of plm).
    case slopes
    /// Absorbed effects only (linearmodels).
    case effects
    /// Coefficients and effects, but 1 for all those nested in a level of clustering (reghdfe,
    /// fixest, pyfixest).
    case nested
    /// Coefficients and all independent effects (`lm` with dummies).
    case all
  }

  /// What is taken off the levels of several factors because it is redundant.
  package enum Redundant: String, Sendable, CaseIterable {
    /// The exact number where it is known, see ``IndependentEffects`` (reghdfe).
    case exact
    /// One for each factor after the first, however many components there are (fixest, pyfixest).
    case oneEach = "one_each"
  }

  /// What is taken for the intersection of all levels of clustering.
  package enum Intersection: String, Sendable, CaseIterable {
    case clustered
    /// HC0 without a factor (Petersen, Thompson; `multi0` of R sandwich).
    case heteroskedastic
  }

  /// When the covariance over several levels has its negative eigenvalues set to zero.
  package enum EigenvalueFix: String, Sendable, CaseIterable {
    /// Whenever it has any (Cameron, Gelbach and Miller; reghdfe; `fix` of R sandwich).
    case always
    /// Only when a variance is negative (fixest; pyfixest and statsmodels never do).
    case negativeVariances
  }

  /// Degrees of freedom of the t distribution.
  package enum Freedom: String, Sendable, CaseIterable {
    /// G − 1, of the level with the fewest clusters (or periods).
    case clusters
    /// n − K, with all effects counted.
    case residual
    /// Satterthwaite's, under the working model, for each coefficient (Bell and McCaffrey).
    case bellMcCaffrey
    /// The normal law.
    case normal
  }

  /// What errors are taken to be like by CR2 and by Satterthwaite's degrees of freedom.
  package enum WorkingModel: String, Sendable, CaseIterable {
    /// Independent with one variance, also where there are weights (clubSandwich's default).
    case identity
    /// Independent with variances 1/wᵢ.
    case precisions
  }

  package var clusterFactor: ClusterFactor
  package var rowFactor: RowFactor
  package var counted: Counted
  package var redundant: Redundant
  package var intersection: Intersection
  package var eigenvalueFix: EigenvalueFix
  package var freedom: Freedom
  package var workingModel: WorkingModel

  package init(
    clusterFactor: ClusterFactor = .none, rowFactor: RowFactor = .none, counted: Counted = .all,
    redundant: Redundant = .exact,
    intersection: Intersection = .clustered, eigenvalueFix: EigenvalueFix = .always,
    freedom: Freedom = .residual, workingModel: WorkingModel = .identity
  ) {
    (self.clusterFactor, self.rowFactor, self.counted) = (clusterFactor, rowFactor, counted)
    self.redundant = redundant
    (self.intersection, self.eigenvalueFix) = (intersection, eigenvalueFix)
    (self.freedom, self.workingModel) = (freedom, workingModel)
  }

  /// What is done when a specification says nothing: as fixest, reghdfe and clubSandwich.
  package static func standard(for kind: CovarianceKind) -> SmallSample {
    switch kind {
    case .classical, .heteroskedastic(.HC0), .heteroskedastic(.HC2), .heteroskedastic(.HC3),
      .conley:
      SmallSample()
    case .heteroskedastic(.HC1): SmallSample(rowFactor: .full)
    case .clustered(.CR0), .clustered(.CR3), .clustered(.CR3J): SmallSample(freedom: .clusters)
    case .clustered(.CR1): .fixest
    case .clustered(.CR2): SmallSample(freedom: .bellMcCaffrey)
    case .neweyWest, .driscollKraay:
      SmallSample(
        clusterFactor: .each, rowFactor: .lessOne, counted: .all, freedom: .clusters)
    }
  }

  /// Clustering as fixest, pyfixest and reghdfe: smallest G, K without nested effects.
  package static let fixest = SmallSample(
    clusterFactor: .smallest, rowFactor: .lessOne, counted: .nested, freedom: .clusters)

  /// Clustering as Stata's `regress`, plm's `sss`, and, with several levels, R sandwich and
  /// statsmodels: every G its own, K counts reported coefficients.
  package static let stata = SmallSample(
    clusterFactor: .each, rowFactor: .lessOne, counted: .slopes, freedom: .clusters)
}

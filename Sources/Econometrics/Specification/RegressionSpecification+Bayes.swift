extension RegressionSpecification {
  /// The prior of a Bayesian linear regression, and evidence from elsewhere.
  package struct Bayes: Sendable, Equatable {
    /// The normal prior of one coefficient.
    package struct Normal: Sendable, Equatable {
      /// As the table of results names it.
      package var coefficient: String
      package var mean: Double
      package var deviation: Double

      package init(coefficient: String, mean: Double, deviation: Double) {
        (self.coefficient, self.mean, self.deviation) = (coefficient, mean, deviation)
      }
    }

    /// The inverse gamma law of the error variance.
    package struct Noise: Sendable, Equatable {
      package var shape: Double
      package var scale: Double

      package init(shape: Double, scale: Double) { (self.shape, self.scale) = (shape, scale) }
    }

    /// Evidence of another place, which counts with an exponent between 0 and 1.
    package struct Source: Sendable, Equatable {
      package enum Evidence: Sendable, Equatable {
        /// Other rows of the same data.
        case rows(Expression)
        /// Published coefficients: the deviation of each is its standard error.
        case published([Normal])
      }

      package var name: String
      package var exponent: Double
      package var evidence: Evidence
      /// Where it comes from.
      package var source: String

      package init(name: String, exponent: Double, evidence: Evidence, source: String) {
        (self.name, self.exponent) = (name, exponent)
        (self.evidence, self.source) = (evidence, source)
      }
    }

    /// Coefficients without one have a flat prior, unless `g` is given.
    package var priors: [Normal]
    /// Nil for the scale-invariant 1/σ².
    package var noise: Noise?
    /// Zellner's g; excludes `priors`.
    package var g: Double?
    package var sources: [Source]

    package init(
      priors: [Normal] = [], noise: Noise? = nil, g: Double? = nil, sources: [Source] = []
    ) {
      (self.priors, self.noise, self.g, self.sources) = (priors, noise, g, sources)
    }
  }

  /// The same regression on the rows of each source that has them, by the source's place.
  package var elsewhere: [(place: Int, specification: RegressionSpecification)] {
    guard case .bayes(let options) = estimator else { return [] }
    return options.sources.enumerated().compactMap { place, source in
      guard case .rows(let condition) = source.evidence else { return nil }
      var copy = self
      copy.sample = condition
      copy.name += "_\(source.name)"
      return (place, copy)
    }
  }
}

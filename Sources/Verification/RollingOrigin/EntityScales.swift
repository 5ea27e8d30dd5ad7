private import Econometrics
private import NumericKernels

/// How widely the errors of each entity spread, learnt from all of them.
///
/// The errors of entity i are Student's t with scale s·exp(uᵢ), uᵢ normal with standard deviation τ
/// over the entities: an entity with few errors takes its scale mostly from the others. s, ν and τ
/// are the mode of their joint posterior on a grid; the weights of uᵢ are its posterior given these.
///
/// - Source: empirical Bayes for variances after Smyth, *Statistical Applications in Genetics and
///   Molecular Biology* 3, 2004, with Student's t for the errors; priors: ν as in
///   ``RobustRegression``, τ half normal with scale 0.3 (judged).
package struct EntityScales: Sendable, Equatable {
  /// s: of an entity in the middle.
  package let scale: Double
  package let degreesOfFreedom: Double
  /// τ.
  package let heterogeneity: Double
  /// By entity, over ``nodes``; sums to 1.
  package let weights: [[Double]]

  /// Values of u; steps of a quarter, so that s times any of them lies on one grid of logarithms.
  package static let nodes: [Double] = (-8...8).map { Double($0) / 4 }
  static let heterogeneities: [Double] = [0.05, 0.15, 0.3, 0.45, 0.6, 0.8]
  /// ln s about that of the median error, in steps of an eighth.
  private static let scaleSteps = -4...8

  /// Learns the scales.
  ///
  /// - Parameter errors: By entity; none for an entity of which nothing is known. Where no entity has
  ///   two, differences between entities cannot be told from tails, and all have one scale.
  package init(errors: [[Double]]) {
    let known = errors.joined().map(\.magnitude).filter { $0 > 0 }.sorted()
    let middle = known.isEmpty ? 1e-9 : known[known.count / 2]
    let start = naturalLogarithm(middle)
    let canDiffer = errors.contains { $0.count > 1 }
    var best: Candidate?
    for ν in RobustRegression.degreesOfFreedomGrid {
      let table = LikelihoodTable(errors, start: start, degreesOfFreedom: ν)
      for τ in canDiffer ? Self.heterogeneities : [Self.heterogeneities[0]] {
        let prior = Self.nodePrior(τ)
        for step in Self.scaleSteps {
          let value =
            table.logEvidence(step, prior) + naturalLogarithm(ν) - ν / 10
            - (τ / 0.3) * (τ / 0.3) / 2
          if value > best?.logPosterior ?? -.infinity {
            best = Candidate(
              logPosterior: value, degreesOfFreedom: ν, heterogeneity: τ, step: step,
              weights: table.weights(step, prior))
          }
        }
      }
    }
    guard let best else { preconditionFailure("scales of no entities") }
    scale = exponential(start + Double(best.step) / 8)
    (degreesOfFreedom, heterogeneity) = (best.degreesOfFreedom, best.heterogeneity)
    weights = best.weights
  }

  private struct Candidate {
    let logPosterior: Double
    let degreesOfFreedom: Double
    let heterogeneity: Double
    let step: Int
    let weights: [[Double]]
  }

  /// ln of the normal prior of u at the nodes, summing to 1 over them.
  private static func nodePrior(_ τ: Double) -> [Double] {
    let raw = nodes.map { exponential(-($0 / τ) * ($0 / τ) / 2) }
    let total = raw.reduce(0, +)
    return raw.map { $0 > 0 ? naturalLogarithm($0 / total) : -.infinity }
  }

  /// Laws of entities whose figures spread as their errors did, and together besides.
  ///
  /// - Parameters:
  ///   - centres: By entity; nil for one that cannot be forecast.
  ///   - factor: On the variance of an entity's own errors, for example more years of them.
  ///   - shared: Variance of what moves all of them at once, on the scale of Student's t.
  /// - Returns: By entity, mixtures over the nodes; a sum of two laws is given the degrees of freedom
  ///   of the entity's own errors, which carry most of it.
  func laws(_ centres: [Double?], factor: Double, shared: Double) -> [PredictiveLaw?] {
    let scales = Self.nodes.map { node in
      let own = scale * exponential(node)
      return (own * own * factor + shared).squareRoot()
    }
    let standard = StudentLaw(location: 0, scale: 1, degreesOfFreedom: degreesOfFreedom)
    let quantiles = PredictiveLaw.levels.map(standard.quantile)
    // One order of all nodes' points serves every entity: only their weights differ.
    var support = scales.indices.flatMap { node in
      quantiles.map { (value: scales[node] * $0, node: node) }
    }
    support.sort { $0.value < $1.value }
    return zip(centres, weights).map { centre, weights in
      guard let centre else { return nil }
      let share = weights.map { $0 / Double(quantiles.count) }
      let points = WeightedQuantiles.points(support.map { ($0.value, share[$0.node]) })
      return PredictiveLaw(
        points: points.map { centre + $0 },
        parts: zip(weights, scales).filter { $0.0 > 1e-6 }.map { weight, scale in
          PredictiveLaw.Part(
            weight: weight,
            law: StudentLaw(
              location: centre, scale: scale, degreesOfFreedom: degreesOfFreedom))
        })
    }
  }
}

/// ln likelihood of each entity's errors at scales on a grid of logarithms.
private struct LikelihoodTable {
  /// By entity, then scale from the smallest.
  let values: [[Double]]
  /// The grid runs from the least s times the least node to the greatest, in eighths.
  private static let least = -4 - 16

  init(_ errors: [[Double]], start: Double, degreesOfFreedom ν: Double) {
    // ln of Student's density at 0 for a scale of 1; the scale and the distance come on top.
    let peak = StudentLaw(location: 0, scale: 1, degreesOfFreedom: ν).logDensity(at: 0)
    let scales = (Self.least...(8 + 16)).map { exponential(start + Double($0) / 8) }
    values = errors.map { errors in
      scales.map { scale in
        let constant = peak - naturalLogarithm(scale)
        return errors.reduce(0) { sum, error in
          let t = error / scale
          return sum + constant - (ν + 1) / 2 * logarithmOfOnePlus(t * t / ν)
        }
      }
    }
  }

  /// ln of likelihood times prior of one entity at every node.
  private func joint(_ entity: Int, _ step: Int, _ prior: [Double]) -> [Double] {
    prior.indices.map { node in
      // A node is two eighths; the first stands at −16 eighths.
      prior[node] + values[entity][step + 2 * node - 16 - Self.least]
    }
  }

  func logEvidence(_ step: Int, _ prior: [Double]) -> Double {
    values.indices.reduce(0) { sum, entity in
      let terms = joint(entity, step, prior)
      let top = terms.reduce(-Double.infinity, max)
      return sum + top + naturalLogarithm(terms.reduce(0) { $0 + exponential($1 - top) })
    }
  }

  func weights(_ step: Int, _ prior: [Double]) -> [[Double]] {
    values.indices.map { entity in
      let terms = joint(entity, step, prior)
      let top = terms.reduce(-Double.infinity, max)
      let raw = terms.map { exponential($0 - top) }
      let total = raw.reduce(0, +)
      return raw.map { $0 / total }
    }
  }
}

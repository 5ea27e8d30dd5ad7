import NumericKernels
public import ReachModel

/// The values of the drawn parameters in consecutive draws of an ensemble.
public struct ParameterValues: Sendable, Equatable {
  /// A drawn number: its parameter, and its sector's or group's place if it has several.
  public struct Name: Hashable, Sendable, CustomStringConvertible {
    public let parameter: Parameter
    public let place: Int?

    public init(parameter: Parameter, place: Int?) {
      (self.parameter, self.place) = (parameter, place)
    }

    /// `kappa`, or `theta[2]`, counting from 0.
    public var description: String {
      place.map { "\(parameter.rawValue)[\($0)]" } ?? parameter.rawValue
    }
  }

  public let names: [Name]
  /// By name, one number a draw.
  public let values: [[Double]]
}

extension PreparedModel {
  /// The parameters that some draws of the ensemble meet: the numbers of the simulation, bit for
  /// bit, without simulating.
  ///
  /// - Parameters:
  ///   - seed: That of the ensemble.
  ///   - sampling: Its sampling.
  ///   - draws: Parameter indices; those of the ensemble begin with 0.
  /// - Returns: One row for every parameter that is drawn; fixed ones are left out.
  /// - Complexity: O(parameters × draws); memory beyond the result is one block.
  public func parameterValues(
    seed: UInt64, sampling: SamplingMethod = .plain, draws: Range<Int>
  ) -> ParameterValues {
    let source = RandomSource(seed: seed, sampling: sampling)
    precondition(draws.lowerBound >= 0, "draw \(draws.lowerBound)")
    let rows = plan.draws.rows
    var values = rows.map { _ in [Double]() }
    for i in values.indices { values[i].reserveCapacity(draws.count) }
    let vectors = (min(EnsembleRunner.blockDraws, max(1, draws.count)) + 7) / 8
    let paths = Paths(plan, vectors: vectors, source: source)
    for first in stride(from: draws.lowerBound, to: draws.upperBound, by: 8 * vectors) {
      let indices = ParameterIndices(first: 0, offset: first, repeats: 1)
      plan.draws.fill(paths.buffer, source, indices: indices)
      let used = min(8 * vectors, draws.upperBound - first)
      for (i, row) in rows.enumerated() {
        for draw in 0..<used { values[i].append(paths[row, draw: draw]) }
      }
    }
    return ParameterValues(names: drawnNames, values: values)
  }

  /// The names of ``ParameterDraws/rows``, in their order.
  private var drawnNames: [ParameterValues.Name] {
    var names: [Int: ParameterValues.Name] = [:]
    for parameter in Parameter.allCases {
      let count = plan.model.parameters[parameter].count
      for place in 0..<count {
        names[plan.layout.row(parameter, place)] = .init(
          parameter: parameter, place: count > 1 ? place : nil)
      }
    }
    return plan.draws.rows.compactMap { names[$0] }
  }
}

/// What an input's values are.
package enum InputKind: Sendable, Equatable {
  /// Any number: a limit of a box lies halfway between two draws.
  case real
  /// Whole numbers, as counts of quarters or switches of 0 and 1: a limit is a value that occurs.
  case whole
}

/// Draws with their inputs, and how far each is of interest.
///
/// An unordered choice among more than two comes in as one switch of 0 and 1 for each possibility.
package struct LabelledDraws: Sendable {
  /// d columns of n numbers, each in the unit of its input; all finite.
  package let inputs: [[Double]]
  /// n numbers in 0...1: 1 where the draw is of interest (say, fails), 0 where not, between where
  /// only its chance is known.
  package let interest: [Double]
  /// Of the d inputs.
  package let kinds: [InputKind]

  /// - Parameters:
  ///   - inputs: d columns of n finite numbers.
  ///   - interest: n numbers in 0...1; they are rounded to multiples of 2⁻³², so that sums of up to
  ///     2²¹ of them are exact in any order, and equal means are equal.
  ///   - kinds: Of the d inputs; nil lets a column that holds whole numbers only be whole.
  package init(inputs: [[Double]], interest: [Double], kinds: [InputKind]? = nil) {
    let n = interest.count
    precondition(n <= 1 << 21, "\(n) draws: sums are exact for 2^21")
    precondition(inputs.allSatisfy { $0.count == n }, "inputs of another length than \(n)")
    precondition(interest.allSatisfy { $0 >= 0 && $0 <= 1 }, "interest outside 0...1")
    self.inputs = inputs
    self.interest = interest.map { ($0 * 0x1p32).rounded() * 0x1p-32 }
    self.kinds = kinds ?? inputs.map { $0.allSatisfy { $0.rounded() == $0 } ? .whole : .real }
    precondition(self.kinds.count == inputs.count, "\(self.kinds.count) kinds")
  }

  private init(inputs: [[Double]], interest: [Double], knownKinds: [InputKind]) {
    (self.inputs, self.interest, kinds) = (inputs, interest, knownKinds)
  }

  package var count: Int { interest.count }

  /// Σ interest, exact.
  package var totalInterest: Double { interest.reduce(0, +) }

  /// The draws whose number has the given remainder, in their order.
  ///
  /// Halves by the parity of a draw's number need no random numbers, do not change when draws are
  /// added, and, under scrambled Sobol' points, are of different scrambles.
  package func part(_ remainder: Int, of divisor: Int) -> LabelledDraws {
    precondition(divisor > 0 && remainder >= 0 && remainder < divisor, "\(remainder) of \(divisor)")
    func part(_ column: [Double]) -> [Double] {
      stride(from: remainder, to: column.count, by: divisor).map { column[$0] }
    }
    return LabelledDraws(
      inputs: inputs.map(part), interest: part(interest), knownKinds: kinds)
  }

  /// The places of the inputs, real ones before whole ones: the order in which ties are settled.
  var inputsInOrder: [Int] {
    inputs.indices.filter { kinds[$0] == .real } + inputs.indices.filter { kinds[$0] == .whole }
  }
}

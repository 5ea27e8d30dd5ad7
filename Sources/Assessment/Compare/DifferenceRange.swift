/// The range of a difference of P(target) over the parameters, from a nested design: the same shocks
/// in both scenarios for each of a number of parameter draws.
///
/// What the noise of the inner draws adds to the spread is taken out by shrinking towards the mean, as
/// in ``ParameterRange``: with d = −1, 0 or 1 in a draw and m draws for a parameter, the mean of d is
/// known to (mean d² − d̄²) / (m − 1).
package struct DifferenceRange: Sendable {
  private let shocks: Int
  /// By question (targets, then all together), then parameter draw.
  private var sums: [[Int]]
  private var squares: [[Int]]
  private var decided: [[Int]]

  /// - Parameters:
  ///   - questions: How many differences are asked for.
  ///   - parameters: Parameter draws, at least 2.
  ///   - shocks: Shock draws for each, at least 2.
  package init(questions: Int, parameters: Int, shocks: Int) {
    precondition(parameters > 1 && shocks > 1, "\(parameters) × \(shocks) draws")
    self.shocks = shocks
    sums = Array(repeating: Array(repeating: 0, count: parameters), count: questions)
    squares = sums
    decided = sums
  }

  /// Adds consecutive draws of one question.
  ///
  /// - Parameters:
  ///   - here: 1 where it holds, 0 where not, NaN where the draw failed.
  ///   - base: The same in the base.
  ///   - question: Its place.
  ///   - firstDraw: The number of the first draw within the design.
  package mutating func add(
    _ here: [Double], _ base: [Double], question: Int, firstDraw: Int
  ) {
    for i in here.indices where !here[i].isNaN && !base[i].isNaN {
      let parameter = (firstDraw + i) / shocks, d = Int(here[i] - base[i])
      sums[question][parameter] += d
      squares[question][parameter] += d * d
      decided[question][parameter] += 1
    }
  }

  /// The 5 to 95 % range of the difference given the parameters, with the errors of its ends.
  ///
  /// - Returns: Nil when hardly any parameter draw could be decided.
  package func range(of question: Int) -> ParameterRange.Ends? {
    let telling = sums[question].indices.filter { decided[question][$0] > 1 }
    guard telling.count > 1 else { return nil }
    let means = telling.map { Double(sums[question][$0]) / Double(decided[question][$0]) }
    let noise = zip(telling, means).map { place, mean in
      let m = Double(decided[question][place])
      return max(0, Double(squares[question][place]) / m - mean * mean) / (m - 1)
    }
    let between = Moments(means), within = Moments(noise).mean
    let shrink = between.variance > within ? (1 - within / between.variance).squareRoot() : 0
    var sketch = QuantileSketch(isWhole: false)
    sketch.add(means.map { between.mean + shrink * ($0 - between.mean) })
    return ParameterRange.Ends(
      range: sketch.quantile(0.05)...sketch.quantile(0.95), lowError: sketch.quantileError(0.05),
      highError: sketch.quantileError(0.95))
  }
}

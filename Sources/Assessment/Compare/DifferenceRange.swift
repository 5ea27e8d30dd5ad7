/// The range of a difference of P(target) over the parameters, from a nested design: the same shocks
/// in both scenarios for each of a number of parameter draws.
///
/// What the noise of the inner draws adds to the spread is taken out by shrinking towards the mean, as
/// in ``ParameterRange``: with d the difference of what a draw tells of the two chances, and m draws for
/// a parameter, the mean of d is known to (mean d² − d̄²) / (m − 1).
package struct DifferenceRange: Sendable {
  private let shocks: Int
  /// By question (targets, then all together), then parameter draw.
  private var sums: [[Double]]
  private var squares: [[Double]]
  private var decided: [[Int]]
  /// Draws in which the two differ, by question.
  private var differing: [Int]

  /// - Parameters:
  ///   - questions: How many differences are asked for.
  ///   - parameters: Parameter draws, at least 2.
  ///   - shocks: Shock draws for each, at least 2.
  package init(questions: Int, parameters: Int, shocks: Int) {
    precondition(parameters > 1 && shocks > 1, "\(parameters) × \(shocks) draws")
    self.shocks = shocks
    sums = Array(repeating: Array(repeating: 0, count: parameters), count: questions)
    squares = sums
    decided = Array(repeating: Array(repeating: 0, count: parameters), count: questions)
    differing = Array(repeating: 0, count: questions)
  }

  /// Adds consecutive draws of one question.
  ///
  /// - Parameters:
  ///   - here: What each draw tells of the chance; NaN where it failed.
  ///   - base: The same in the base.
  ///   - question: Its place.
  ///   - firstDraw: The number of the first draw within the design.
  package mutating func add(
    _ here: [Double], _ base: [Double], question: Int, firstDraw: Int
  ) {
    for i in here.indices where !here[i].isNaN && !base[i].isNaN {
      let parameter = (firstDraw + i) / shocks, d = here[i] - base[i]
      sums[question][parameter] += d
      squares[question][parameter] += d * d
      decided[question][parameter] += 1
      if d != 0 { differing[question] += 1 }
    }
  }

  /// So many differing draws for each parameter tell a range; fewer would show how draws are counted.
  private static let leastDiffering = 5

  /// The 5 to 95 % range of the difference given the parameters, with the errors of its ends.
  ///
  /// - Returns: Nil when hardly any parameter draw could be decided, or so few draws differ that a range
  ///   cannot be told; 0...0 where none does.
  package func range(of question: Int) -> ParameterRange.Ends? {
    let telling = sums[question].indices.filter { decided[question][$0] > 1 }
    guard telling.count > 1 else { return nil }
    if differing[question] == 0 {
      return ParameterRange.Ends(range: 0...0, lowError: 0, highError: 0)
    }
    guard differing[question] >= Self.leastDiffering * telling.count else { return nil }
    let means = telling.map { sums[question][$0] / Double(decided[question][$0]) }
    let noise = zip(telling, means).map { place, mean in
      let m = Double(decided[question][place])
      return max(0, squares[question][place] / m - mean * mean) / (m - 1)
    }
    let between = Moments(means), within = Moments(noise).mean
    let shrink = between.variance > within ? (1 - within / between.variance).squareRoot() : 0
    var shrunken = QuantileSketch(isWhole: false), plain = QuantileSketch(isWhole: false)
    shrunken.add(means.map { between.mean + shrink * ($0 - between.mean) })
    plain.add(means)
    // How far ends move from seed to seed is told by the means as they were found: shrunken to a point
    // they would seem to be known exactly. No end is known better than the mean.
    let least = (between.variance / Double(means.count)).squareRoot()
    return ParameterRange.Ends(
      range: shrunken.quantile(0.05)...shrunken.quantile(0.95),
      lowError: max(least, plain.quantileError(0.05)),
      highError: max(least, plain.quantileError(0.95)))
  }
}

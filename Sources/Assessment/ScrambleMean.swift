import Simulation

/// The mean of one number a draw under scrambled Sobol' points, with a standard error from the
/// independent scrambles.
///
/// Draws of one scramble depend on each other, which is what makes their mean good; the scrambles do
/// not, so the spread of their means tells how good.
///
/// - Source: Owen, *Monte Carlo Theory, Methods and Examples* (2013), §17.5.
public struct ScrambleMean: Sendable, Equatable {
  private var sums = [Double](repeating: 0, count: SamplingMethod.scrambles)
  private var draws = [Int](repeating: 0, count: SamplingMethod.scrambles)

  public init() {}

  /// Adds the numbers of consecutive draws; NaN stands for none.
  ///
  /// - Parameters:
  ///   - values: One number a draw.
  ///   - firstDraw: The number of the first draw.
  public mutating func add(_ values: [Double], firstDraw: Int) {
    for (i, value) in values.enumerated() where !value.isNaN {
      let scramble = (firstDraw + i) % SamplingMethod.scrambles
      sums[scramble] += value
      draws[scramble] += 1
    }
  }

  /// The mean over all draws; nil before every scramble has some.
  ///
  /// `bias` is the most by which the mean of the numbers may be off.
  public func estimate(bias: Double = 0) -> Estimate? {
    guard draws.allSatisfy({ $0 > 0 }) else { return nil }
    let means = Moments(zip(sums, draws).map { $0 / Double($1) })
    let value = sums.reduce(0, +) / Double(draws.reduce(0, +))
    let count = Double(SamplingMethod.scrambles)
    return Estimate(
      value: value, standardError: (means.variance / count).squareRoot(), bias: bias)
  }

  /// A mean with its standard error, which has 15 degrees of freedom.
  public struct Estimate: Sendable, Equatable {
    public let value: Double
    public let standardError: Double
    /// The most by which it may be off besides.
    public let bias: Double

    public init(value: Double, standardError: Double, bias: Double = 0) {
      (self.value, self.standardError, self.bias) = (value, standardError, bias)
    }

    /// Half the width of its 95 % interval, by Student's t, and the bias.
    public var error: Double { Self.t975 * standardError + bias }

    /// The quantile at 97.5 % of Student's t with 15 degrees of freedom.
    static let t975 = 2.131449545559323
  }
}

/// What speaks for a single figure being a power of ten off, in decimal digits.
///
/// A digit is a factor of ten in the odds. Sources that have nothing to do with each other add up:
/// how far the figure lies from what its unit or a related quantity lets one expect, how it is
/// written, and how far it lies above all others.
struct FigureEvidence: Sendable {
  /// What one would expect, as common logarithm, and what it follows from.
  let expected: Double
  let expectation: Expectation
  /// The spread of the quantity around what is expected.
  let spread: Double
  /// From the distance to what is expected.
  let size: Double
  /// From the digits as they are written.
  let writing: Double
  /// From the distance to the largest other figure.
  let level: Double
  let pattern: Pattern

  /// What a figure is compared with.
  enum Expectation: Sendable {
    /// The median of the unit's other periods.
    case ownMedian
    /// The periods before and after.
    case neighbours
    /// Another quantity of the same unit and period, by its name.
    case related(String)
  }

  /// What the digits show.
  enum Pattern: Sendable, Equatable {
    case nothing
    /// The last three of its digits, in the unit of the column's last decimal, are zeros; so are
    /// those of `others` of `figures`.
    case roundThousands(others: Int, figures: Int)
    /// It has more decimals than the column; so have `others` of `figures`.
    case moreDecimals(Int, usual: Int, others: Int, figures: Int)
  }

  var total: Double { size + writing + level }

  /// A false alarm in 10,000 figures, and nothing but the size is no evidence.
  static let enough = 4.0
  static let leastSize = 1.0

  var isConvincing: Bool { size >= Self.leastSize && total >= Self.enough }

  /// The digits by which a figure at distance `r` is likelier at distance `r - exponent`.
  ///
  /// Flows have heavy tails: Student's law with three degrees of freedom, whose density falls with
  /// (1 + z²/3)⁻².
  static func size(_ r: Double, exponent: Int, spread: Double) -> Double {
    func tail(_ r: Double) -> Double {
      let z = r / spread
      return 2 * commonLogarithm(1 + z * z / 3)
    }
    return tail(r) - tail(r - Double(exponent))
  }
}

/// How the figures of one quantity are written.
struct FigureWriting: Sendable {
  /// The decimals that at least half of the figures have; nil where their number follows the size.
  private let usual: Int?
  private let figures: Int
  /// Figures other than 0 with three zeros at their end, and with more decimals than is usual.
  private let round: Int
  private let finer: Int

  init(_ numbers: [CellNumber], decimal: NumberMark) {
    figures = numbers.count
    let counts = Dictionary(grouping: numbers) { $0.decimals(decimal) }.mapValues(\.count)
    let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    usual = most.flatMap { $0.value * 2 >= numbers.count ? $0.key : nil }
    let decimals = usual ?? 0
    round = numbers.count { Self.zeros($0, decimals, decimal) >= 3 }
    finer = numbers.count { $0.decimals(decimal) > decimals }
  }

  /// Zeros at the end of a number, in units of the last of `decimals`.
  private static func zeros(_ number: CellNumber, _ decimals: Int, _ mark: NumberMark) -> Int {
    let missing = max(0, decimals - number.decimals(mark))
    let own = number.digits.reversed().filter(\.isNumber).prefix { $0 == "0" }.count
    return missing + own
  }

  /// Digits between the first and the last that are not 0.
  private static func significant(_ number: CellNumber) -> Int {
    let digits = number.digits.filter(\.isNumber).drop { $0 == "0" }
    return digits.reversed().drop { $0 == "0" }.count
  }

  /// Large figures are rounder than others, which caps what that shows: one in thirty.
  private static let roundest = 1.5
  /// With fewer digits before its zeros a figure is round by nature: a project of 4,000 million.
  private static let fewestDigits = 3
  /// Nine in ten wrong figures keep their digits, or so: what that takes away where they do not.
  private static let against = -1.0

  /// What the digits of `number` say of its being 10^`exponent` times what it should be.
  func evidence(
    _ number: CellNumber, exponent: Int, decimal: NumberMark
  ) -> (digits: Double, pattern: FigureEvidence.Pattern) {
    guard let usual, figures > 1 else { return (0, .nothing) }
    func rarity(_ others: Int) -> Double {
      -commonLogarithm((Double(others) + 0.5) / Double(figures))
    }
    if exponent > 0 {
      guard Self.zeros(number, usual, decimal) >= 3 else { return (Self.against, .nothing) }
      guard Self.significant(number) >= Self.fewestDigits else { return (0, .nothing) }
      let pattern = FigureEvidence.Pattern.roundThousands(others: round - 1, figures: figures - 1)
      return (min(Self.roundest, max(0, rarity(round - 1))), pattern)
    }
    let decimals = number.decimals(decimal)
    guard decimals > usual else { return (Self.against, .nothing) }
    return (
      max(0, rarity(finer - 1)),
      .moreDecimals(decimals, usual: usual, others: finer - 1, figures: figures - 1)
    )
  }
}

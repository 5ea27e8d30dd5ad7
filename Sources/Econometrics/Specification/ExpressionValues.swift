private import NumericKernels

/// What an expression gives on all rows of a table: columns at a time, never row by row.
enum ExpressionValues {
  /// The same number in every row.
  case constant(Double)
  case word(String)
  /// NaN where there is none.
  case numbers([Double])
  /// 1 for true, 0 for false, NaN where neither is known.
  case truths([Double])
  /// Places in the labels, −1 where there is none.
  case texts(codes: [Int32], labels: [String])
  case dummies(DummySet)

  /// What it is, in the words of a message.
  var kind: String {
    switch self {
    case .constant, .numbers: "a number"
    case .truths: "a condition"
    case .word, .texts: "text"
    case .dummies: "a set of dummies"
    }
  }
}

/// A factor, or an interaction with one, before its levels are known to be in the sample.
struct DummySet: Sendable {
  struct Factor: Sendable {
    /// As written: `region` or `factor(region)`.
    let name: String
    let column: CodedColumn
    /// The level named as base, by its place among the levels.
    let base: Int?
  }

  var factors: [Factor]
  /// What every dummy is multiplied by; nil for 1.
  var multiplier: [Double]?
  /// The numeric parts as written.
  var numericNames: [String]
  /// The names of all parts in the order written.
  var parts: [Part]

  enum Part: Sendable, Equatable {
    case factor(Int)
    case number(String)
  }
}

// MARK: Arithmetic on whole columns

/// Every element changed in place.
func mapped(_ x: [Double], _ change: (Double) -> Double) -> [Double] {
  var result = x
  for i in result.indices { result[i] = change(result[i]) }
  return result
}

/// Elements of two columns combined into the storage of the first.
@inline(__always)
func combined(_ x: [Double], _ y: [Double], _ operation: (Double, Double) -> Double) -> [Double] {
  var result = x
  for i in result.indices { result[i] = operation(result[i], y[i]) }
  return result
}

/// An operation with its impossible cases made plain: what is infinite stays so.
///
/// ∞ − ∞, 0 · ∞ and ∞/∞ come from a number that was infinite or became so; they must be refused by
/// name later, not be taken for a missing cell.
@inline(__always)
func guarded(_ result: Double, _ x: Double, _ y: Double) -> Double {
  result.isNaN && !x.isNaN && !y.isNaN ? .infinity : result
}

extension Expression.Operator {
  /// The operation on two numbers; NaN where it has no value.
  var operation: (Double, Double) -> Double {
    switch self {
    case .plus: { guarded($0 + $1, $0, $1) }
    case .minus: { guarded($0 - $1, $0, $1) }
    case .times, .interaction: { guarded($0 * $1, $0, $1) }
    case .over: { $1 == 0 ? .nan : guarded($0 / $1, $0, $1) }
    case .power: powerOrNone
    }
  }
}

/// xʸ: exactly rounded for whole y, by exponential and logarithm otherwise; NaN where it has no
/// value (0 to a negative power, a negative number to a broken one).
func powerOrNone(_ x: Double, _ y: Double) -> Double {
  if y == y.rounded(), y.magnitude < 0x1p31 {
    return x == 0 && y < 0 ? .nan : integerPower(x, Int(y))
  }
  if y == 0.5 { return x < 0 ? .nan : x.squareRoot() }
  guard x > 0 else { return x == 0 && y > 0 ? 0 : .nan }
  return guarded(exponential(y * naturalLogarithm(x)), x, y)
}

/// ln(x + √(x² + 1)), odd and accurate near 0.
///
/// - Accuracy: a few units in the last place: ln(1 + a + a²/(1 + √(a² + 1))) with a = |x|, and
///   ln a + ln 2 where a² would lose nothing by leaving the 1 out.
func inverseHyperbolicSine(_ x: Double) -> Double {
  let a = x.magnitude
  guard a.isFinite else { return x }
  let size =
    a < 0x1p28
    ? logarithmOfOnePlus(a + a * a / (1 + (a * a + 1).squareRoot()))
    : naturalLogarithm(a) + 0x1.62e42fefa39efp-1
  return x.sign == .minus ? -size : size
}

/// The logarithm of every element, NaN for those at or below 0.
func logarithms(of x: [Double]) -> [Double] {
  var result = x
  for i in result.indices where result[i] <= 0 { result[i] = .nan }
  var span = result.mutableSpan
  takeLogarithms(&span)
  return result
}

func exponentials(of x: [Double]) -> [Double] {
  var result = x
  var span = result.mutableSpan
  exponentiate(&span)
  return result
}

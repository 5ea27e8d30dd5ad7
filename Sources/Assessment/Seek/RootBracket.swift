/// Narrows a bracket of a function that changes its sign in it.
///
/// Interpolate, truncate, project: as fast as the false position where that is good, and never more than
/// one evaluation behind bisection.
///
/// - Parameters:
///   - low: One end of the bracket and the function there.
///   - high: The other end, with a value of the opposite sign.
///   - tolerance: Ends the search when the bracket is this narrow.
///   - enough: Ends the search at a value that is near enough to 0.
///   - function: Nil where it is undefined, which ends the search.
/// - Returns: The last bracket; its ends coincide at a root met exactly.
/// - Throws: What the function throws.
/// - Source: Oliveira & Takahashi, *ACM Transactions on Mathematical Software* 47(1), 2020, §2, with
///   κ₁ = 0.2/(b − a), κ₂ = 2, n₀ = 1.
func narrowedBracket(
  _ low: (x: Double, y: Double), _ high: (x: Double, y: Double), tolerance: Double,
  enough: (Double, Double) -> Bool = { _, _ in false },
  _ function: (Double) throws -> Double?
) throws -> (low: (x: Double, y: Double), high: (x: Double, y: Double)) {
  precondition(low.x <= high.x && low.y * high.y <= 0, "no bracket: \(low), \(high)")
  var a = low, b = high
  if a.y == 0 { return (a, a) }
  if b.y == 0 { return (b, b) }
  let width = b.x - a.x, half = max(tolerance / 2, .leastNormalMagnitude)
  // The least n with 2ⁿ · tolerance ≥ width, and one more.
  var budget = half * 2
  while budget < width { budget *= 2 }
  // After each step the bracket may be half of `budget`, a step late.
  while b.x - a.x > tolerance {
    let middle = (a.x + b.x) / 2
    if middle <= a.x || middle >= b.x { break }
    let falsePosition = (b.y * a.x - a.y * b.x) / (b.y - a.y)
    let side = middle > falsePosition ? 1.0 : -1.0
    let shift = 0.2 / width * (b.x - a.x) * (b.x - a.x)
    let truncated =
      shift <= (middle - falsePosition).magnitude ? falsePosition + side * shift : middle
    let room = max(0, budget - (b.x - a.x) / 2)
    let projected =
      (truncated - middle).magnitude <= room ? truncated : middle - side * room
    // Not so near an end that rounding leaves no new point.
    let x = projected > a.x && projected < b.x ? projected : middle
    guard let y = try function(x) else { break }
    if y == 0 || enough(x, y) { return ((x, y), (x, y)) }
    if (y > 0) == (b.y > 0) { b = (x, y) } else { a = (x, y) }
    budget /= 2
  }
  return (a, b)
}

/// Looks for the greatest value of a function between the outer of three points, by the golden section.
///
/// - Parameters:
///   - points: Three rising places; the middle one has the greatest value.
///   - height: The value at the middle one.
///   - tolerance: Ends the search when the outer two are this near.
///   - enough: Ends the search at a value.
///   - function: Nil where it is undefined, which ends the search.
/// - Returns: The place of the greatest value seen.
/// - Throws: What the function throws.
/// - Source: Kiefer, *Proceedings of the American Mathematical Society* 4, 1953.
func greatestPlace(
  _ points: (low: Double, middle: Double, high: Double), at height: Double, tolerance: Double,
  enough: (Double) -> Bool, _ function: (Double) throws -> Double?
) throws -> Double {
  var (low, middle, high) = points
  var height = height
  let section = 0.381966011250105
  while high - low > tolerance {
    let isLeft = middle - low > high - middle
    let x = isLeft ? middle - section * (middle - low) : middle + section * (high - middle)
    if x <= low || x >= high || x == middle { break }
    guard let y = try function(x) else { break }
    if y > height {
      if isLeft { high = middle } else { low = middle }
      (middle, height) = (x, y)
      if enough(y) { return x }
    } else if isLeft {
      low = x
    } else {
      high = x
    }
  }
  return middle
}

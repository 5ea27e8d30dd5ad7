/// Functions of a group of inputs, whose combinations stand for a conditional mean.
///
/// In columns, simplest first, so that each model is the columns up to a place:
///
/// 1. the constant;
/// 2. each score, or one switch for each value but the first of an input of at most eight;
/// 3. natural cubic splines of each score, with knots at −2.5, −1.5, −0.75, 0, 0.75, 1.5, 2.5;
/// 4. products of two scores, in groups of at most ten inputs;
/// 5. products of three scores, one of them squared or all different, in groups of at most four.
///
/// - Source: the splines, Hastie, Tibshirani & Friedman, *The Elements of Statistical Learning*, 2nd
///   ed., §5.2.1.
struct MeanBasis {
  private let inputs: [ScoredInput]
  private let terms: [Term]
  /// The columns of each model, ascending.
  let models: [Int]

  private enum Term {
    case constant
    case score(Int)
    case level(Int, UInt8)
    case spline(Int, knot: Int)
    case pair(Int, Int)
    case triple(Int, Int, Int)
  }

  init(_ inputs: [ScoredInput]) {
    self.inputs = inputs
    let all = inputs.indices.filter { inputs[$0].levelCount != 1 }
    let real = all.filter { inputs[$0].levelCount == 0 }
    let linear: [Term] = all.flatMap { j -> [Term] in
      let levels = inputs[j].levelCount
      return levels == 0 ? [.score(j)] : (1..<UInt8(levels)).map { .level(j, $0) }
    }
    let splines = real.flatMap { j in (0..<Self.knots.count - 2).map { Term.spline(j, knot: $0) } }
    let pairs = all.count <= 10 ? Self.pairs(all) : []
    let triples = all.count <= 4 ? Self.triples(all) : []
    var (terms, models) = ([Term.constant], [Int]())
    for more in [linear, splines, pairs, triples] where !more.isEmpty {
      terms += more
      models.append(terms.count)
    }
    (self.terms, self.models) = (terms, models)
  }

  var count: Int { terms.count }

  private static let knots = [-2.5, -1.5, -0.75, 0, 0.75, 1.5, 2.5]

  private static func pairs(_ some: [Int]) -> [Term] {
    some.flatMap { i in some.filter { $0 > i }.map { .pair(i, $0) } }
  }

  private static func triples(_ some: [Int]) -> [Term] {
    let squared = some.flatMap { i in some.filter { $0 != i }.map { Term.triple(i, i, $0) } }
    return squared
      + some.flatMap { i in
        some.filter { $0 > i }.flatMap { j in some.filter { $0 > j }.map { .triple(i, j, $0) } }
      }
  }

  /// Writes the functions at some draws to the first columns of a block.
  func fill(_ block: inout DesignBlock, _ draws: ArraySlice<Int>) {
    for (column, term) in terms.enumerated() {
      for (row, draw) in draws.enumerated() { block[row, column] = value(term, draw) }
    }
  }

  @inline(__always)
  private func value(_ term: Term, _ draw: Int) -> Double {
    switch term {
    case .constant: 1
    case .score(let j): inputs[j].scores[draw]
    case .level(let j, let level): inputs[j].levels[draw] == level ? 1 : 0
    case .spline(let j, let knot): Self.spline(inputs[j].scores[draw], knot)
    case .pair(let i, let j): inputs[i].scores[draw] * inputs[j].scores[draw]
    case .triple(let i, let j, let k):
      inputs[i].scores[draw] * inputs[j].scores[draw] * inputs[k].scores[draw]
    }
  }

  /// A cubic between the knots, a line beyond the first and the last.
  private static func spline(_ s: Double, _ knot: Int) -> Double {
    divided(s, knot) - divided(s, knots.count - 2)
  }

  private static func divided(_ s: Double, _ knot: Int) -> Double {
    let last = knots[knots.count - 1], width = last - knots[knot]
    return (cubeAbove(s - knots[knot]) - cubeAbove(s - last)) / width
  }

  @inline(__always)
  private static func cubeAbove(_ x: Double) -> Double { x > 0 ? x * x * x : 0 }
}

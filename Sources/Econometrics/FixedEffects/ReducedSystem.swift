import LinearAlgebra

/// The normal equations of all effects once those of the principal factor are eliminated.
///
/// With α the principal factor's effects and v all others', least squares of x on the dummies is
/// S v = g with the Schur complement S = Σ w_c w_d/w_a (e_c − e_d)(e_c − e_d)ᵀ, where c and d run
/// over the pairs of cells of a principal group a, e_c marks the levels of cell c, and g are the
/// sums over levels of w(x − the mean of its group). For two factors S is the Laplacian of the
/// graph that joins levels which share a group. ‖v‖²_S is the sum of squares that v explains.
struct ReducedSystem: Sendable {
  let cells: FactorCells
  /// The weight of each cell.
  let cellWeights: [Double]
  /// The inverse weight of each principal group.
  let inverseTotals: [Double]
  /// The weight of each level.
  let levelTotals: [Double]
  /// Principal groups of at least two cells: the others tell levels nothing apart.
  let activeGroups: [Int32]

  /// - Parameters:
  ///   - cells: At least two factors.
  ///   - cellWeights: One for each cell, positive.
  init(_ cells: FactorCells, cellWeights: [Double]) {
    let groups = cells.starts.count - 1, width = cells.width
    var totals = Array(repeating: 0.0, count: groups)
    var levelTotals = Array(repeating: 0.0, count: cells.levelCount)
    for group in 0..<groups {
      for cell in cells.starts[group]..<cells.starts[group + 1] {
        totals[group] += cellWeights[cell]
        for f in 0..<width {
          levelTotals[Int(cells.levels[cell * width + f])] += cellWeights[cell]
        }
      }
    }
    self.cells = cells
    self.cellWeights = cellWeights
    self.levelTotals = levelTotals
    inverseTotals = totals.map { $0 > 0 ? 1 / $0 : 0 }
    activeGroups = (0..<groups).filter { cells.starts[$0 + 1] - cells.starts[$0] > 1 }
      .map { Int32($0) }
  }

  /// At most so many terms does ``schurComplement()`` add up.
  static func terms(_ cells: FactorCells) -> Double {
    zip(cells.starts, cells.starts.dropFirst()).reduce(0) { total, ends in
      let levels = Double(min((ends.1 - ends.0) * cells.width, cells.levelCount))
      return total + levels * levels / 2
    }
  }

  /// S, dense.
  ///
  /// Within a factor S is the Laplacian of a graph: elements beside the diagonal are sums of
  /// numbers of one sign, and each row sums to zero, which gives the diagonal without cancellation.
  func schurComplement() -> Matrix {
    let width = cells.width, order = cells.levelCount
    // The lower triangle, row after row of `order` numbers.
    var lower = Array(repeating: 0.0, count: order * order)
    var shares = LevelShares(order: order)
    for group in activeGroups {
      let range = cells.starts[Int(group)]..<cells.starts[Int(group) + 1]
      if width == 1 {
        addProducts(
          cells.levels.span.extracting(range), cellWeights.span.extracting(range),
          times: -inverseTotals[Int(group)], order: order, to: &lower)
      } else {
        shares.collect(cells, cellWeights, group: Int(group))
        addProducts(
          shares.levels.span, shares.weights.span, times: -inverseTotals[Int(group)], order: order,
          to: &lower)
        addWeights(ofCells: range, to: &lower)
      }
    }
    return symmetric(lower)
  }

  /// Adds each cell's weight where two of its levels, of different factors, meet.
  private func addWeights(ofCells range: Range<Int>, to lower: inout [Double]) {
    let width = cells.width, order = cells.levelCount
    for cell in range {
      for f in 1..<width {
        let row = Int(cells.levels[cell * width + f]) * order
        for h in 0..<f { lower[row + Int(cells.levels[cell * width + h])] += cellWeights[cell] }
      }
    }
  }

  /// The symmetric matrix of a lower triangle, its diagonal less the sums of the rows of blocks.
  private func symmetric(_ lower: [Double]) -> Matrix {
    let order = cells.levelCount
    var S = Matrix(rows: order, columns: order) { lower[max($0, $1) * order + min($0, $1)] }
    for f in 0..<cells.width {
      let block = cells.offsets[f]..<cells.offsets[f + 1]
      for i in block { S[i, i] = -block.reduce(0) { $1 == i ? $0 : $0 + S[i, $1] } }
    }
    return S
  }

  /// The diagonal of S: Σ over groups of s(w − s)/w, with s the weight of the level in a group of
  /// weight w; 0 for a level that no group tells apart from another.
  func diagonal() -> [Double] {
    var diagonal = Array(repeating: 0.0, count: cells.levelCount)
    var shares = LevelShares(order: cells.levelCount)
    for group in activeGroups {
      shares.collect(cells, cellWeights, group: Int(group))
      // Where all of the group is of one level both are the same sum, to the last bit.
      var total = 0.0
      for cell in cells.starts[Int(group)]..<cells.starts[Int(group) + 1] {
        total += cellWeights[cell]
      }
      for (level, share) in zip(shares.levels, shares.weights) {
        diagonal[Int(level)] += share * (total - share) * inverseTotals[Int(group)]
      }
    }
    return diagonal
  }

  /// The edges of one factor's block of S, numbered from 0.
  ///
  /// Nil where there are more than twice as many as cells: such a graph is well connected and its
  /// elimination dear. Nil too for 64 levels or fewer, which cost few steps however they connect.
  func edges(ofFactor f: Int) -> [(Int32, Int32, Double)]? {
    guard cells.offsets[f + 1] - cells.offsets[f] > 64 else { return nil }
    guard cells.width > 1 || Self.terms(cells) <= 3 * Double(cells.count) else { return nil }
    let offset = Int32(cells.offsets[f])
    var edges: [(Int32, Int32, Double)] = []
    var shares = LevelShares(order: cells.levelCount)
    for group in activeGroups {
      shares.collect(cells, cellWeights, group: Int(group))
      let own = zip(shares.levels, shares.weights).filter { level, _ in
        level >= offset && Int(level) < cells.offsets[f + 1]
      }
      for i in own.indices {
        for j in 0..<i {
          let weight = own[i].1 * own[j].1 * inverseTotals[Int(group)]
          // Of tiny weights the product may be zero.
          if weight > 0 { edges.append((own[j].0 - offset, own[i].0 - offset, weight)) }
        }
      }
      if edges.count > 2 * cells.count { return nil }
    }
    return edges
  }

  /// S v.
  func product(_ v: [Double]) -> [Double] {
    var product = Array(repeating: 0.0, count: v.count)
    switch cells.width {
    case 1: addProduct(v, width: 1, to: &product)
    case 2: addProduct(v, width: 2, to: &product)
    default: addProduct(v, width: cells.width, to: &product)
    }
    return product
  }

  /// One sweep over the cells: each less the mean of its principal group, summed by level.
  @inline(__always)
  private func addProduct(_ v: [Double], width: Int, to product: inout [Double]) {
    for group in activeGroups {
      let range = cells.starts[Int(group)]..<cells.starts[Int(group) + 1]
      var mean = 0.0
      for c in range { mean += cellWeights[c] * sum(v, c, width) }
      mean *= inverseTotals[Int(group)]
      for c in range {
        let part = cellWeights[c] * (sum(v, c, width) - mean)
        for f in 0..<width { product[Int(cells.levels[c * width + f])] += part }
      }
    }
  }

  @inline(__always)
  private func sum(_ v: [Double], _ cell: Int, _ width: Int) -> Double {
    var sum = 0.0
    for f in 0..<width { sum += v[Int(cells.levels[cell * width + f])] }
    return sum
  }
}

/// Adds factor · s sᵀ to a lower triangle of the given order, row after row, but for the diagonal.
private func addProducts(
  _ levels: Span<Int32>, _ shares: Span<Double>, times factor: Double, order: Int,
  to lower: inout [Double]
) {
  for i in levels.indices {
    let level = Int(levels[i]), scaled = factor * shares[i]
    for j in 0..<i {
      let other = Int(levels[j])
      lower[max(level, other) * order + min(level, other)] += scaled * shares[j]
    }
  }
}

/// The levels of the other factors in one principal group, and the weight of each.
private struct LevelShares {
  private(set) var levels: [Int32] = []
  private(set) var weights: [Double] = []
  /// By level; zeros between groups.
  private var sums: [Double]

  init(order: Int) { sums = Array(repeating: 0, count: order) }

  mutating func collect(_ cells: FactorCells, _ cellWeights: [Double], group: Int) {
    let width = cells.width
    levels.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    for cell in cells.starts[group]..<cells.starts[group + 1] {
      for place in cell * width..<(cell + 1) * width {
        let level = cells.levels[place]
        if sums[Int(level)] == 0 { levels.append(level) }
        sums[Int(level)] += cellWeights[cell]
      }
    }
    for level in levels {
      weights.append(sums[Int(level)])
      sums[Int(level)] = 0
    }
  }
}

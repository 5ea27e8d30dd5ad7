/// A factor LDLᵀ that is near the Laplacian of a graph, and sparse: Gaussian elimination in which
/// each vertex leaves its neighbours a tree of edges instead of all pairs.
///
/// Eliminating a vertex with edges wᵢ to its neighbours joins each pair by wᵢwⱼ/Σw. Here neighbour i,
/// in ascending order of weight, gets one edge only, to a heavier j that is chosen with probability
/// proportional to wⱼ and of such a weight that expectations are right. On trees and chains, where
/// iterations are slowest, the factor is exact. The choices come from multiples of the golden ratio
/// modulo 1, an even sequence: nothing is random, and a choice can only cost steps.
///
/// - Source: Kyng and Sachdeva, *FOCS*, 2016; Gao, Kyng and Spielman, *Robust and practical solution
///   of Laplacian equations by approximate elimination*, 2023, algorithm 2.
struct ApproximateElimination: Sendable {
  /// Vertices in the order of their elimination.
  private var order: [Int32] = []
  /// Where the neighbours of each eliminated vertex begin, and their number.
  private var starts = [0]
  private var neighbours: [Int32] = []
  /// wᵢ/Σw of each neighbour.
  private var fractions: [Double] = []
  /// 1/Σw of each eliminated vertex, 0 for the last of a component.
  private var inverseDegrees: [Double] = []

  /// Eliminates all vertices, those with the fewest edges first.
  ///
  /// - Parameters:
  ///   - count: The number of vertices.
  ///   - edges: Positive weights; of several edges between two vertices the sum counts.
  init(count: Int, edges: [(Int32, Int32, Double)]) {
    var graph = ShrinkingGraph(count: count, edges: edges)
    var choice = 0.0
    while let vertex = graph.nextVertex() {
      let star = graph.remove(vertex)
      let degree = star.reduce(0) { $0 + $1.weight }
      order.append(vertex)
      inverseDegrees.append(degree > 0 ? 1 / degree : 0)
      for edge in star {
        neighbours.append(edge.vertex)
        fractions.append(edge.weight / degree)
      }
      starts.append(neighbours.count)
      joinHeavier(star, degree, &graph, &choice)
    }
  }

  /// Joins each of a removed vertex's neighbours to a heavier one.
  private func joinHeavier(
    _ star: [ShrinkingGraph.Edge], _ degree: Double, _ graph: inout ShrinkingGraph,
    _ choice: inout Double
  ) {
    var heavier = degree
    for (place, edge) in star.enumerated().dropLast() {
      heavier -= edge.weight
      choice += 0.618_033_988_749_895
      if choice >= 1 { choice -= 1 }
      var rest = choice * heavier, partner = star.count - 1
      for other in place + 1..<star.count - 1 {
        rest -= star[other].weight
        if rest < 0 {
          partner = other
          break
        }
      }
      // What rounding left of `heavier` is at least the last weight.
      let others = max(heavier, star[star.count - 1].weight)
      graph.join(edge.vertex, star[partner].vertex, edge.weight * others / degree)
    }
  }

  /// (LDLᵀ)⁻¹ r, in place; r sums to zero over each component.
  ///
  /// - Parameters:
  ///   - r: Numbers of several graphs' vertices.
  ///   - offset: Where this graph's begin.
  func solve(_ r: inout [Double], from offset: Int) {
    var values = r.mutableSpan
    let neighbours = neighbours.span, fractions = fractions.span
    for (step, vertex) in order.enumerated() {
      let place = Int(vertex) + offset, value = values[place]
      for edge in starts[step]..<starts[step + 1] {
        values[Int(neighbours[edge]) + offset] += fractions[edge] * value
      }
      values[place] = value * inverseDegrees[step]
    }
    for step in order.indices.reversed() {
      var value = values[Int(order[step]) + offset]
      for edge in starts[step]..<starts[step + 1] {
        value += fractions[edge] * values[Int(neighbours[edge]) + offset]
      }
      values[Int(order[step]) + offset] = value
    }
  }
}

/// A graph that loses its vertices one after another, the one with the fewest edges first.
private struct ShrinkingGraph {
  struct Edge {
    let vertex: Int32
    let weight: Double
  }

  private var edges: [[Edge]]
  private var isGone: [Bool]
  /// How many edges to vertices that are not gone.
  private var degrees: [Int]
  /// Vertices by degree, also under degrees that they no longer have.
  private var waiting: [[Int32]]
  private var least = 0
  /// By vertex; zeros between removals.
  private var sums: [Double]

  init(count: Int, edges list: [(Int32, Int32, Double)]) {
    edges = Array(repeating: [], count: count)
    isGone = Array(repeating: false, count: count)
    sums = Array(repeating: 0, count: count)
    for (a, b, weight) in list {
      edges[Int(a)].append(Edge(vertex: b, weight: weight))
      edges[Int(b)].append(Edge(vertex: a, weight: weight))
    }
    degrees = edges.map(\.count)
    waiting = Array(repeating: [], count: (degrees.max() ?? 0) + 1)
    for vertex in edges.indices { waiting[degrees[vertex]].append(Int32(vertex)) }
  }

  /// The vertex with the fewest edges, nil once all are gone.
  mutating func nextVertex() -> Int32? {
    while least < waiting.count {
      guard let vertex = waiting[least].popLast() else {
        least += 1
        continue
      }
      if !isGone[Int(vertex)], degrees[Int(vertex)] == least { return vertex }
    }
    return nil
  }

  /// Takes a vertex away.
  ///
  /// - Returns: Its edges, one to each neighbour, by ascending weight.
  mutating func remove(_ vertex: Int32) -> [Edge] {
    isGone[Int(vertex)] = true
    var neighbours: [Int32] = []
    for edge in edges[Int(vertex)] where !isGone[Int(edge.vertex)] {
      if sums[Int(edge.vertex)] == 0 { neighbours.append(edge.vertex) }
      sums[Int(edge.vertex)] += edge.weight
      degrees[Int(edge.vertex)] -= 1
    }
    edges[Int(vertex)] = []
    var star: [Edge] = []
    for neighbour in neighbours {
      star.append(Edge(vertex: neighbour, weight: sums[Int(neighbour)]))
      sums[Int(neighbour)] = 0
      wait(neighbour)
    }
    star.sort { ($0.weight, $0.vertex) < ($1.weight, $1.vertex) }
    return star
  }

  mutating func join(_ a: Int32, _ b: Int32, _ weight: Double) {
    edges[Int(a)].append(Edge(vertex: b, weight: weight))
    edges[Int(b)].append(Edge(vertex: a, weight: weight))
    for vertex in [a, b] {
      degrees[Int(vertex)] += 1
      wait(vertex)
    }
  }

  private mutating func wait(_ vertex: Int32) {
    let degree = degrees[Int(vertex)]
    while waiting.count <= degree { waiting.append([]) }
    waiting[degree].append(vertex)
    least = min(least, degree)
  }
}

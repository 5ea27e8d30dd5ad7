/// A matrix M near S that is easily inverted, and what S sends to zero for certain: constants on the
/// levels of one factor that the principal factor's groups connect.
///
/// M is block diagonal over the other factors. A block of S is the Laplacian of the graph that joins
/// levels which share a principal group; where that has few edges, so that it can be badly connected,
/// M has an approximate elimination of it, otherwise its diagonal.
struct LevelScaling: Sendable {
  /// 1/Sₗₗ, or 0 for a level that no group tells apart from another.
  private let inverseDiagonal: [Double]
  /// For each other factor, nil where the diagonal serves.
  private let eliminations: [ApproximateElimination?]
  private let offsets: [Int]
  /// Sₗₗ over its sum over the level's component.
  private let shares: [Double]
  /// The component of each level, numbered over all factors.
  private let components: [Int32]
  private let componentCount: Int

  init(_ system: ReducedSystem) {
    let diagonal = system.diagonal()
    inverseDiagonal = diagonal.map { $0 > 0 ? 1 / $0 : 0 }
    offsets = system.cells.offsets
    eliminations = (0..<system.cells.width).map { f in
      system.edges(ofFactor: f).map {
        ApproximateElimination(
          count: system.cells.offsets[f + 1] - system.cells.offsets[f], edges: $0)
      }
    }
    let grouping = componentsOfLevels(system.cells)
    components = grouping.codes
    componentCount = grouping.count
    var totals = Array(repeating: 0.0, count: grouping.count)
    for (component, element) in zip(grouping.codes, diagonal) { totals[Int(component)] += element }
    shares = zip(grouping.codes, diagonal).map { component, element in
      totals[Int(component)] > 0 ? element / totals[Int(component)] : 0
    }
  }

  /// Takes out of a gradient what rounding put where S has no image: sums over components are 0.
  func project(_ gradient: inout [Double]) {
    var sums = Array(repeating: 0.0, count: componentCount)
    for level in gradient.indices { sums[Int(components[level])] += gradient[level] }
    for level in gradient.indices {
      gradient[level] -= shares[level] * sums[Int(components[level])]
    }
  }

  /// M⁻¹ r.
  func scaled(_ r: [Double]) -> [Double] {
    var z = r
    for (f, elimination) in eliminations.enumerated() {
      if let elimination {
        elimination.solve(&z, from: offsets[f])
      } else {
        for level in offsets[f]..<offsets[f + 1] { z[level] *= inverseDiagonal[level] }
      }
    }
    return z
  }
}

/// Levels of one factor that groups of the principal factor connect.
func componentsOfLevels(_ cells: FactorCells) -> Grouping {
  var components = Components(count: cells.levelCount)
  let width = cells.width
  for group in 0..<cells.starts.count - 1 {
    let range = cells.starts[group]..<cells.starts[group + 1]
    for cell in range.dropFirst() {
      for f in 0..<width {
        components.join(
          Int(cells.levels[range.lowerBound * width + f]), Int(cells.levels[cell * width + f]))
      }
    }
  }
  return Grouping(name: "component", labels: (0..<cells.levelCount).map { components.root($0) })
}

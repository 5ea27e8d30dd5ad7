import RandomStreams

/// The runs of Morris' screening: trajectories on a grid, of which each step changes one input.
///
/// Inputs live in the unit cube. One without bounds is best given the quantile at (k + ½) / `levels`
/// of its law for level k = x (`levels` − 1), since 0 and 1 would be infinite.
package struct MorrisDesign: Sendable, Equatable {
  /// A step from one run to the next.
  struct Step: Sendable, Equatable {
    let input: Int
    /// What is added to it, not 0.
    let change: Double
  }

  package let inputs: Int
  /// Runs, trajectory after trajectory, each of `inputs` + 1; one array of inputs a run.
  package let points: [[Double]]
  /// The steps of each trajectory.
  let steps: [[Step]]

  package var trajectories: Int { steps.count }

  /// Draws trajectories: a base point on the grid, a direction for each input, and an order.
  ///
  /// - Parameters:
  ///   - inputs: How many there are, greater than 0.
  ///   - levels: p of the grid 0, 1 / (p − 1), …, 1: even, so that steps of p / (2 (p − 1)) make all
  ///     levels equally likely.
  ///   - trajectories: r, greater than 0; more of one seed extend the same design.
  ///   - seed: The key of the generator.
  /// - Source: Morris, *Technometrics* 33, 1991, §3.
  package init(inputs: Int, levels: Int = 4, trajectories: Int, seed: UInt64) {
    precondition(
      inputs > 0 && levels >= 2 && levels % 2 == 0 && trajectories > 0,
      "Morris: \(inputs) inputs, \(levels) levels, \(trajectories) trajectories")
    let walks = (0..<trajectories).map { Walk(inputs, levels, trajectory: $0, seed) }
    self.inputs = inputs
    points = walks.flatMap(\.points)
    steps = walks.map(\.steps)
  }

  /// Takes the points of a design made elsewhere; nil unless each trajectory changes every input in
  /// exactly one step.
  ///
  /// - Parameter points: Trajectories one after the other, of one run more than there are inputs.
  package init?(points: [[Double]]) {
    guard let inputs = points.first?.count, inputs > 0, points.count % (inputs + 1) == 0,
      points.allSatisfy({ $0.count == inputs })
    else { return nil }
    var steps: [[Step]] = []
    for start in stride(from: 0, to: points.count, by: inputs + 1) {
      let walk = (start..<start + inputs).compactMap { step(from: points[$0], to: points[$0 + 1]) }
      guard Set(walk.map(\.input)).count == inputs else { return nil }
      steps.append(walk)
    }
    (self.inputs, self.points, self.steps) = (inputs, points, steps)
  }
}

/// One trajectory.
private struct Walk {
  let points: [[Double]]
  let steps: [MorrisDesign.Step]

  init(_ inputs: Int, _ levels: Int, trajectory: Int, _ seed: UInt64) {
    func uniforms(_ step: Int) -> [Double] {
      (0..<inputs).map {
        uniform(
          at: Address(
            slot: SensitivitySlot.morris, index: $0, step: step, draw: UInt64(trajectory)),
          seed: seed)
      }
    }
    let half = levels / 2
    // From the lower half upwards or from the upper half downwards, by half the levels.
    var level = uniforms(0).map { place($0, below: levels) }
    var point = level.map { Double($0) / Double(levels - 1) }
    var points = [point], steps: [MorrisDesign.Step] = []
    for input in shuffled(inputs, by: uniforms(1)) {
      level[input] += level[input] < half ? half : -half
      let next = Double(level[input]) / Double(levels - 1)
      steps.append(.init(input: input, change: next - point[input]))
      point[input] = next
      points.append(point)
    }
    (self.points, self.steps) = (points, steps)
  }
}

/// The one input that changes between two points; nil if it is not one.
private func step(from point: [Double], to next: [Double]) -> MorrisDesign.Step? {
  let changed = point.indices.filter { point[$0] != next[$0] }
  guard let input = changed.first, changed.count == 1 else { return nil }
  return .init(input: input, change: next[input] - point[input])
}

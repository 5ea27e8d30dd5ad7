extension CentredRuns {
  /// The standard errors of all indices, in their order, by the delta method.
  ///
  /// The influence of a row on a mean is its value less the mean; on a product of means, or a
  /// ratio, by the rules of derivatives.
  ///
  /// - Parameters:
  ///   - means: Of the columns.
  ///   - values: The indices that they give.
  /// - Returns: One an index.
  func standardErrors(_ means: [Double], _ values: [Double]) -> [Double] {
    let V = variance(means)
    let spread = varianceInfluences(means, V)
    var first: [[Double]] = [], errors: [Double] = []
    for input in 0..<inputs {
      let influences = firstInfluences(input, means, values[input], spread, V)
      errors.append(deltaMethodError(influences))
      if BA != nil { first.append(influences) }
    }
    for input in 0..<inputs {
      let T = values[inputs + input]
      errors.append(
        deltaMethodError(
          A.indices.map {
            let d = A[$0] - AB[input][$0]
            return (d * d / 2 - T * V - T * spread[$0]) / V
          }))
    }
    guard let BA else { return errors }
    for (k, pair) in inputPairs(inputs).enumerated() {
      let joint = values[2 * inputs + k] + values[pair.first] + values[pair.second]
      let influences = pairInfluences(pair, BA, means, means[firstPair + k], joint, spread, V)
      errors.append(
        deltaMethodError(
          A.indices.map { influences[$0] - first[pair.first][$0] - first[pair.second][$0] }))
    }
    return errors
  }

  /// The influence of each row on V.
  private func varianceInfluences(_ means: [Double], _ V: Double) -> [Double] {
    let mean = (means[0] + means[1]) / 2
    return A.indices.map {
      let a = A[$0] - mean, b = B[$0] - mean
      return (a * a + b * b) / 2 - V
    }
  }

  private func firstInfluences(
    _ input: Int, _ means: [Double], _ S: Double, _ spread: [Double], _ V: Double
  ) -> [Double] {
    let x = AB[input], m = means[3], slope = means[5 + width * input + 1]
    if convention == .jansen {
      return A.indices.map {
        let d = B[$0] - x[$0]
        return ((1 - S) * (V + spread[$0]) - d * d / 2) / V
      }
    }
    let centre = rowMeans
    return A.indices.map {
      ((B[$0] - m) * (x[$0] - A[$0]) - S * V - (centre[$0] - m) * slope - S * spread[$0]) / V
    }
  }

  /// The influences on what both inputs of a pair explain, alone and together.
  private func pairInfluences(
    _ pair: (first: Int, second: Int), _ BA: [[Double]], _ means: [Double], _ product: Double,
    _ joint: Double, _ spread: [Double], _ V: Double
  ) -> [Double] {
    let m = means[3], slope = centring(pair, means), centre = rowMeans
    return A.indices.map {
      let row = self.product(pair, BA, at: $0) - A[$0] * B[$0]
      let shift = m * (rowCentring(pair, BA, at: $0) - slope)
      return (row - (product - means[4]) - shift - (centre[$0] - m) * slope - joint * spread[$0])
        / V
    }
  }

  /// ``centring(_:_:)`` of one row.
  private func rowCentring(
    _ pair: (first: Int, second: Int), _ BA: [[Double]], at row: Int
  ) -> Double {
    func sum(_ earlier: Int, _ later: Int) -> Double {
      BA[earlier][row] + AB[later][row] - A[row] - B[row]
    }
    let one = sum(pair.first, pair.second)
    guard convention != .saltelliCentredOnAllRuns else { return one }
    return (one + sum(pair.second, pair.first)) / 2
  }
}

/// The runs of a sample less one number, in a unit that makes them at most 2, and the row-wise
/// products of which every index is a function of means.
///
/// Resampled rows have another mean and variance: the indices are written so that the means of the
/// products give what centring the resampled rows anew would give.
struct CentredRuns: Sendable {
  let A: [Double]
  let B: [Double]
  let AB: [[Double]]
  let BA: [[Double]]?
  let convention: SobolConvention
  /// What the outcomes were multiplied with: a power of two, so that no digit changes.
  let scale: Double
  /// Whose mean every run is taken less: the mean of A and B, or of all runs, row by row.
  let rowMeans: [Double]

  init(_ sample: SobolSample, _ convention: SobolConvention) {
    self.convention = convention
    var all = [sample.A, sample.B]
    if convention == .saltelliCentredOnAllRuns { all += sample.AB + (sample.BA ?? []) }
    let largest = ([sample.A, sample.B] + sample.AB + (sample.BA ?? [])).reduce(0) {
      $1.reduce($0) { max($0, $1.magnitude) }
    }
    // Squares neither overflow nor vanish, whatever the unit of the outcome.
    let scale = powerOfTwo(scaling: largest)
    let centre =
      all.reduce(0) { $0 + Moments($1.map { $0 * scale }).mean } / Double(all.count)
    func centred(_ runs: [Double]) -> [Double] { runs.map { $0 * scale - centre } }
    (A, B, self.scale) = (centred(sample.A), centred(sample.B), scale)
    AB = sample.AB.map(centred)
    BA = sample.BA.map { $0.map(centred) }
    let rest = convention == .saltelliCentredOnAllRuns ? AB + (BA ?? []) : []
    var rowMeans = zip(A, B).map(+)
    for runs in rest {
      for r in rowMeans.indices { rowMeans[r] += runs[r] }
    }
    self.rowMeans = rowMeans.map { $0 / Double(rest.count + 2) }
  }

  var inputs: Int { AB.count }

  // Columns: A, B, ½ (A² + B²), the row's mean, A B; for each input the product of the first order,
  // AB − A, ½ (A − AB)² and BA; for each pair its product.

  var width: Int { 4 }
  var firstPair: Int { 5 + width * inputs }
  var columns: Int { firstPair + (BA == nil ? 0 : inputs * (inputs - 1) / 2) }

  /// Writes the columns of some rows, one after the other.
  func fill(_ rows: Range<Int>, _ block: inout [Double]) {
    let n = rows.count, start = rows.lowerBound
    for r in 0..<n {
      let a = A[start + r], b = B[start + r]
      block[r] = a
      block[n + r] = b
      block[2 * n + r] = (a * a + b * b) / 2
      block[3 * n + r] = rowMeans[start + r]
      block[4 * n + r] = a * b
    }
    for input in 0..<inputs { fill(input, rows, &block) }
    guard let BA else { return }
    for (k, pair) in inputPairs(inputs).enumerated() {
      let place = (firstPair + k) * n
      for r in 0..<n { block[place + r] = product(pair, BA, at: start + r) }
    }
  }

  private func fill(_ input: Int, _ rows: Range<Int>, _ block: inout [Double]) {
    let n = rows.count, start = rows.lowerBound, place = (5 + width * input) * n
    let x = AB[input], isJansen = convention == .jansen
    for r in 0..<n {
      let a = A[start + r], b = B[start + r], ab = x[start + r]
      block[place + r] = isJansen ? (b - ab) * (b - ab) / 2 : b * (ab - a)
      block[place + n + r] = ab - a
      block[place + 2 * n + r] = (a - ab) * (a - ab) / 2
    }
    if let z = BA?[input] {
      for r in 0..<n { block[place + 3 * n + r] = z[start + r] }
    }
  }

  /// What the means of two inputs' joint index are made of, in one row.
  func product(_ pair: (first: Int, second: Int), _ BA: [[Double]], at row: Int) -> Double {
    let one = BA[pair.first][row] * AB[pair.second][row]
    guard convention != .saltelliCentredOnAllRuns else { return one }
    return (one + BA[pair.second][row] * AB[pair.first][row]) / 2
  }

  /// The means of the columns over all rows.
  var means: [Double] {
    let block = 512
    var sums = [Double](repeating: 0, count: columns)
    var values = [Double](repeating: 0, count: columns * block)
    for start in stride(from: 0, to: A.count, by: block) {
      let rows = start..<min(A.count, start + block)
      fill(rows, &values)
      for column in 0..<columns {
        let first = column * rows.count
        sums[column] += values[first..<first + rows.count].reduce(0, +)
      }
    }
    return sums.map { $0 / Double(A.count) }
  }

  /// The variance of A and B together about their mean, in the square of the scaled unit.
  func variance(_ means: [Double]) -> Double {
    let mean = (means[0] + means[1]) / 2
    return max(0, means[2] - mean * mean)
  }

  /// First order, total, pairs: all indices as functions of the means; nil without variance.
  func indices(_ means: [Double]) -> [Double]? {
    let V = variance(means)
    guard V > 0 else { return nil }
    let first = (0..<inputs).map { self.first($0, means, V) }
    let total = (0..<inputs).map { means[5 + width * $0 + 2] / V }
    guard BA != nil else { return first + total }
    let pairs = inputPairs(inputs).enumerated().map { k, pair in
      (means[firstPair + k] - means[4] - means[3] * centring(pair, means)) / V
        - first[pair.first] - first[pair.second]
    }
    return first + total + pairs
  }

  private func first(_ input: Int, _ means: [Double], _ V: Double) -> Double {
    let place = 5 + width * input
    if convention == .jansen { return 1 - means[place] / V }
    return (means[place] - means[3] * means[place + 1]) / V
  }

  /// What the mean of a pair's product, less that of A B, gains when 1 is added to every run.
  func centring(_ pair: (first: Int, second: Int), _ means: [Double]) -> Double {
    func sum(_ earlier: Int, _ later: Int) -> Double {
      means[5 + width * earlier + 3] + means[5 + width * later + 1] - means[1]
    }
    let one = sum(pair.first, pair.second)
    guard convention != .saltelliCentredOnAllRuns else { return one }
    return (one + sum(pair.second, pair.first)) / 2
  }
}

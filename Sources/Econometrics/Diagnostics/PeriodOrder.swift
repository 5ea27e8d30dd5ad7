/// Rows of a panel or a series in the order of time, and which of them follow each other.
struct PeriodOrder {
  /// For each row, the row of the same entity one period earlier, or nil.
  let previous: [Int?]
  /// The entity of each row; all 0 for a single series.
  let entities: [Int32]
  let entityCount: Int
  /// Whether two rows of one entity have the same period, so that order means nothing.
  let hasDuplicates: Bool

  /// - Returns: nil without periods.
  init?(_ data: RegressionData) {
    guard let period = data.period else { return nil }
    let codes = data.entity?.codes ?? Array(repeating: 0, count: data.observations)
    let step = Self.step(of: period)
    var place: [SIMD2<Int>: Int] = [:], isRepeated = false
    for i in period.indices {
      let key = SIMD2(Int(codes[i]), period[i])
      if place.updateValue(i, forKey: key) != nil { isRepeated = true }
    }
    previous = period.indices.map { place[SIMD2(Int(codes[$0]), period[$0] - step)] }
    (entities, entityCount) = (codes, data.entity?.count ?? 1)
    hasDuplicates = isRepeated
  }

  /// The least distance between two periods that occur.
  private static func step(of period: [Int]) -> Int {
    let distinct = Set(period).sorted()
    return zip(distinct, distinct.dropFirst()).map { $1 - $0 }.min() ?? 1
  }
}

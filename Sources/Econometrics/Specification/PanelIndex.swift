import PanelData

/// The rows of a panel in the order of entity and period, so that lags are found by value.
struct PanelIndex: Sendable {
  /// Rows that have both, sorted.
  private let order: [Int32]
  /// For each row; −1 without.
  let entities: CodedColumn
  /// For each row; nil without.
  let periods: Periods

  /// - Parameters:
  ///   - entities: Nil for a single series.
  ///   - periods: One for each row.
  init(entities: CodedColumn?, periods: Periods) {
    let n = periods.values.count
    let known =
      entities
      ?? CodedColumn(
        codes: Array(repeating: 0, count: n), levels: .texts([""]))
    (self.entities, self.periods) = (known, periods)
    order = Self.sorted(known, periods)
  }

  /// Counting sorts, by period and then by entity; periods far apart are numbered first.
  private static func sorted(_ entities: CodedColumn, _ periods: Periods) -> [Int32] {
    let rows = periods.values.indices.filter {
      periods.values[$0] != Periods.missing && entities.codes[$0] >= 0
    }.map { Int32($0) }
    guard let low = rows.lazy.map({ periods.values[Int($0)] }).min(),
      let high = rows.lazy.map({ periods.values[Int($0)] }).max()
    else { return [] }
    let byPeriod: [Int32]
    if high - low <= 4 * rows.count + 1024 {
      byPeriod = countingSorted(rows, count: high - low + 1) { periods.values[Int($0)] - low }
    } else {
      byPeriod = rows.sorted {
        let (a, b) = (periods.values[Int($0)], periods.values[Int($1)])
        return a == b ? $0 < $1 : a < b
      }
    }
    return countingSorted(byPeriod, count: entities.levels.count) { Int(entities.codes[Int($0)]) }
  }

  /// The first two rows of one entity and period, or nil.
  var duplicate: (first: Int, second: Int)? {
    for place in order.indices.dropFirst() {
      let (a, b) = (Int(order[place - 1]), Int(order[place]))
      if entities.codes[a] == entities.codes[b], periods.values[a] == periods.values[b] {
        return (min(a, b), max(a, b))
      }
    }
    return nil
  }

  /// For each row the row of the same entity k periods before.
  ///
  /// Two places move over the sorted rows, since the row looked for moves on as the row does.
  ///
  /// - Parameter k: Negative to look ahead.
  /// - Returns: −1 for rows that have none.
  func rows(before k: Int) -> [Int32] {
    var source = [Int32](repeating: -1, count: periods.values.count)
    var candidate = 0
    for row in order {
      let entity = entities.codes[Int(row)], wanted = periods.values[Int(row)] - k
      while candidate < order.count {
        let other = Int(order[candidate])
        let isBefore =
          entities.codes[other] < entity
          || (entities.codes[other] == entity && periods.values[other] < wanted)
        guard isBefore else { break }
        candidate += 1
      }
      guard candidate < order.count else { break }
      let found = order[candidate]
      if entities.codes[Int(found)] == entity, periods.values[Int(found)] == wanted {
        source[Int(row)] = found
      }
    }
    return source
  }
}

/// Rows in the order of their keys, equal ones as they stood.
private func countingSorted(_ rows: [Int32], count: Int, _ key: (Int32) -> Int) -> [Int32] {
  var starts = [Int32](repeating: 0, count: count + 1)
  for row in rows { starts[key(row) + 1] += 1 }
  for place in 0..<count { starts[place + 1] += starts[place] }
  var sorted = [Int32](repeating: 0, count: rows.count)
  for row in rows {
    let slot = key(row)
    sorted[Int(starts[slot])] = row
    starts[slot] += 1
  }
  return sorted
}

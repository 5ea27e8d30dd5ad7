/// Rows that agree in every factor, put together and sorted by the factor with the most groups.
///
/// Sweeps over cells need no row twice, and touch the principal factor's groups one after another:
/// with 10⁵ of them the means stay in registers instead of missing the cache.
struct FactorCells: Sendable {
  /// The place, among the effects, of the factor with the most groups (the first of equals).
  let principal: Int
  /// The places of the other factors, ascending.
  let others: [Int]
  /// Where each other factor's levels begin in one numbering of them all, and their number.
  let offsets: [Int]
  /// n × `others.count`, row after row: the levels of the other factors.
  let rowLevels: [Int32]
  /// The cell of each row.
  let cellOfRow: [Int32]
  /// The levels of the other factors, cell after cell.
  let levels: [Int32]
  /// Where each principal group's cells begin, and their number.
  let starts: [Int]

  init(_ effects: [Grouping]) {
    var principal = 0
    for place in effects.indices where effects[place].count > effects[principal].count {
      principal = place
    }
    let others = effects.indices.filter { $0 != principal }
    self.principal = principal
    self.others = others
    offsets = others.reduce(into: [0]) { $0.append($0[$0.count - 1] + effects[$1].count) }
    rowLevels = levelsOfRows(others.map { effects[$0] }, offsets: offsets)
    guard !others.isEmpty else {
      (cellOfRow, levels, starts) = ([], [], [])
      return
    }
    let rest = oneFactor(others.map { effects[$0] })
    let order = sortedRows(by: effects[principal])
    let cells = merged(effects[principal], rest, order: order)
    (cellOfRow, starts) = (cells.cellOfRow, cells.starts)
    let width = others.count
    var levels = Array(repeating: Int32(0), count: cells.firstRows.count * width)
    for (cell, row) in cells.firstRows.enumerated() {
      for f in 0..<width { levels[cell * width + f] = rowLevels[Int(row) * width + f] }
    }
    self.levels = levels
  }

  /// The number of other factors.
  var width: Int { others.count }
  /// The number of levels of the other factors together.
  var levelCount: Int { offsets[others.count] }
  var count: Int { others.isEmpty ? 0 : levels.count / others.count }
}

/// The levels of every row, row after row, in one numbering of all factors.
private func levelsOfRows(_ factors: [Grouping], offsets: [Int]) -> [Int32] {
  guard let first = factors.first else { return [] }
  guard factors.count > 1 else { return first.codes }
  var levels = Array(repeating: Int32(0), count: first.codes.count * factors.count)
  for (f, factor) in factors.enumerated() {
    let offset = Int32(offsets[f])
    var place = f
    for code in factor.codes {
      levels[place] = code + offset
      place += factors.count
    }
  }
  return levels
}

/// A grouping of rows that agree in every factor, not all of whose groups need have rows.
///
/// Pairs of groups are numbered as they are while that needs few numbers, and in the order of their
/// rows where it does not.
private func oneFactor(_ factors: [Grouping]) -> Grouping {
  factors.dropFirst().reduce(factors[0]) { a, b in
    guard a.count * b.count <= max(1_000_000, 2 * a.codes.count) else { return a.crossed(with: b) }
    let width = Int32(b.count)
    return Grouping(
      name: a.name, codes: zip(a.codes, b.codes).map { $0 * width + $1 }, count: a.count * b.count)
  }
}

/// Rows in the order of a grouping, by counting sort; nil where they are already.
private func sortedRows(by key: Grouping) -> [Int32]? {
  if zip(key.codes, key.codes.dropFirst()).allSatisfy({ $0 <= $1 }) { return nil }
  var places = Array(repeating: 0, count: key.count + 1)
  for code in key.codes { places[Int(code) + 1] += 1 }
  for group in 0..<key.count { places[group + 1] += places[group] }
  var order = Array(repeating: Int32(0), count: key.codes.count)
  for (row, code) in key.codes.enumerated() {
    order[places[Int(code)]] = Int32(row)
    places[Int(code)] += 1
  }
  return order
}

/// Cells of sorted rows: each row's, the first row of each, and where each principal group begins.
private func merged(
  _ principal: Grouping, _ rest: Grouping, order: [Int32]?
) -> (cellOfRow: [Int32], firstRows: [Int32], starts: [Int]) {
  var cellOfRow = Array(repeating: Int32(0), count: principal.codes.count)
  var firstRows: [Int32] = []
  firstRows.reserveCapacity(principal.codes.count)
  var starts = Array(repeating: 0, count: principal.count + 1)
  // The last cell of each group of the rest; it is the present one if its group began before it.
  var lastCell = Array(repeating: Int32(-1), count: rest.count)
  var group = -1, begin = Int32(0)
  for place in principal.codes.indices {
    let row = order.map { Int($0[place]) } ?? place
    let code = Int(rest.codes[row])
    while group < Int(principal.codes[row]) {
      group += 1
      begin = Int32(firstRows.count)
      starts[group] = firstRows.count
    }
    if lastCell[code] < begin {
      lastCell[code] = Int32(firstRows.count)
      firstRows.append(Int32(row))
    }
    cellOfRow[row] = lastCell[code]
  }
  for empty in group + 1..<principal.count + 1 { starts[empty] = firstRows.count }
  return (cellOfRow, firstRows, starts)
}

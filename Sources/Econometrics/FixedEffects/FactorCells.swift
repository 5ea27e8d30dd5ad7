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
  /// The number of rows of each cell.
  let sizes: [Double]

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
      (cellOfRow, levels, starts, sizes) = ([], [], [], [])
      return
    }
    let rest = oneFactor(others.map { effects[$0] })
    let cells = merged(SortedRows(rest, by: effects[principal]), codes: rest.count)
    (cellOfRow, starts, sizes) = (cells.cellOfRow, cells.starts, cells.sizes)
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

/// Rows in the order of a principal factor's groups, with their codes in the others.
private struct SortedRows {
  /// nil where the rows are in order as they come.
  private(set) var order: [Int32]?
  private(set) var codes: [Int32]
  /// Where each principal group's rows begin, and their number.
  private(set) var starts: [Int]

  /// Sorts by counting; codes are carried along, so that nobody fetches them row by row.
  init(_ rest: Grouping, by principal: Grouping) {
    starts = Array(repeating: 0, count: principal.count + 1)
    for code in principal.codes { starts[Int(code) + 1] += 1 }
    for group in 0..<principal.count { starts[group + 1] += starts[group] }
    codes = rest.codes
    if zip(principal.codes, principal.codes.dropFirst()).allSatisfy({ $0 <= $1 }) { return }
    var places = starts, order = Array(repeating: Int32(0), count: codes.count)
    for (row, code) in principal.codes.enumerated() {
      let place = places[Int(code)]
      places[Int(code)] += 1
      order[place] = Int32(row)
      codes[place] = rest.codes[row]
    }
    self.order = order
  }
}

/// Cells of sorted rows: each row's, the first row and the number of rows of each, and where each
/// principal group begins.
private func merged(
  _ rows: SortedRows, codes: Int
) -> (cellOfRow: [Int32], firstRows: [Int32], sizes: [Double], starts: [Int]) {
  let count = rows.codes.count
  var cellOfRow = Array(repeating: Int32(0), count: count)
  var firstRows: [Int32] = [], sizes: [Double] = []
  firstRows.reserveCapacity(count)
  sizes.reserveCapacity(count)
  var starts = Array(repeating: 0, count: rows.starts.count)
  // The last cell of each code; it is the present one if its group began before it.
  var lastCell = Array(repeating: Int32(-1), count: codes)
  for group in 0..<starts.count - 1 {
    let begin = Int32(firstRows.count)
    for place in rows.starts[group]..<rows.starts[group + 1] {
      let row = rows.order.map { $0[place] } ?? Int32(place), code = Int(rows.codes[place])
      if lastCell[code] < begin {
        lastCell[code] = Int32(firstRows.count)
        firstRows.append(row)
        sizes.append(0)
      }
      sizes[Int(lastCell[code])] += 1
      cellOfRow[Int(row)] = lastCell[code]
    }
    starts[group + 1] = firstRows.count
  }
  return (cellOfRow, firstRows, sizes, starts)
}

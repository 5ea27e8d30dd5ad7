/// Rows whose figures are the sum of the rows above or below them.
///
/// A sum may come about by chance, above all among small numbers. How unlikely that is, is counted
/// in digits: a column that agrees within t of a figure of size v would do so by chance with
/// probability 2t/v or so; the columns of a row multiply, every length of run that was tried takes
/// its share away, and the same row in several periods adds up.
struct SummedRows {
  struct Sum: Sendable {
    /// Rows that were added.
    let rows: [Int]
    let matched: Int
    let compared: Int
    /// Digits of evidence beyond what the number of trials would bring about.
    let digits: Double
    /// Whether the digits suffice, together with those of other periods.
    var isProven = false
  }

  /// By row of the body.
  private(set) var found: [Int: Sum] = [:]

  /// Columns of numbers.
  let columns: [Int]
  /// Rows of one period and of one of every category but the unit's, in the order of the file.
  private(set) var groups: [[Int]] = []

  private let examined: ExaminedTable
  /// Half of a unit of the last decimal, by column.
  private let halfUnits: [Double]
  /// Runs of more rows are not tried: Vietnam had 64 provinces at most, and their regions.
  private static let longest = 90
  /// Six digits of evidence: a false alarm in a million rows.
  private static let enough = 6.0

  init(_ examined: ExaminedTable) {
    self.examined = examined
    columns = examined.columns.filter { $0.role == .number }.map(\.index)
    halfUnits = examined.columns.filter { $0.role == .number }.map { column in
      let reading = examined.quantity(of: column.index).map { examined.readings[$0].decimal }
      let decimals = column.contents.compactMap { $0.number?.decimals(reading ?? .dot) }.max() ?? 0
      return 0.5 / powerOfTen(decimals)
    }
    guard !columns.isEmpty else { return }
    groups = grouped()
    for group in groups where group.count > 2 { search(group) }
    prove()
    // Totals of everything: with the totals found so far left out of the rows.
    let proven = Set(found.keys.filter { found[$0]?.isProven == true })
    guard !proven.isEmpty else { return }
    for group in groups where group.count > 2 {
      search(group.filter { !proven.contains($0) })
    }
    prove()
  }

  /// How far a sum may be from a figure: each term is rounded to half a unit, and so is the sum.
  func margin(_ place: Int, terms: Int, of value: Double) -> Double {
    halfUnits[place] * Double(terms + 1) + 1e-9 * value.magnitude
  }

  private func grouped() -> [[Int]] {
    let rows = examined.table.rowCount
    let unit = examined.unitColumn
    let units = Set((0..<rows).map(examined.unitName)).count
    let others = examined.columns.filter { column in
      guard column.role == .category, column.index != unit else { return false }
      // A category that the unit decides (its code, its name in English) parts no group.
      let pairs = Set(
        (0..<rows).map { "\(examined.unitName($0))|\(examined.text($0, column.index))" })
      return pairs.count > units
    }
    var groups: [String: [Int]] = [:], order: [String] = []
    for row in 0..<rows {
      let key =
        ([examined.periods[row]?.text ?? ""]
        + others.map {
          examined.text(row, $0.index).tidied
        }).joined(separator: "|")
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(row)
    }
    return order.compactMap { groups[$0] }
  }

  private mutating func search(_ group: [Int]) {
    guard group.count > 2 else { return }
    for place in group.indices where found[group[place]]?.isProven != true {
      let above = group[..<place].suffix(Self.longest).reversed()
      let below = group[(place + 1)...].prefix(Self.longest)
      for run in [Array(above), Array(below)] { attempt(run, as: group[place]) }
    }
    if group.count > Self.longest { searchWhole(group) }
  }

  private mutating func attempt(_ run: [Int], as row: Int) {
    var sums = [Double](repeating: 0, count: columns.count)
    var terms = [Int](repeating: 0, count: columns.count)
    let cost = commonLogarithm(Double(2 * max(2, run.count)))
    for (i, member) in run.enumerated() {
      for c in columns.indices {
        guard let value = examined.values[member][columns[c]] else { continue }
        sums[c] += value
        if value != 0 { terms[c] += 1 }
      }
      if i > 0 { keep(run, i + 1, row, sums, terms, cost) }
    }
  }

  /// Rows that are the sum of all others of a group that is longer than the longest run.
  private mutating func searchWhole(_ group: [Int]) {
    let values = examined.values
    let sums = columns.map { column in group.reduce(0) { $0 + (values[$1][column] ?? 0) } }
    let terms = columns.map { column in group.count { (values[$0][column] ?? 0) != 0 } }
    for row in group where found[row]?.isProven != true {
      let own = columns.map { values[row][$0] ?? 0 }
      // Only a row that is half of the sum can be the total of the rest.
      guard zip(own, sums).contains(where: { $0 != 0 && abs(2 * $0 / $1 - 1) < 1e-3 }) else {
        continue
      }
      keep(
        group.filter { $0 != row }, group.count - 1, row, zip(sums, own).map { $0 - $1 },
        zip(terms, own).map { $1 == 0 ? $0 : $0 - 1 }, 0.3)
    }
  }

  private mutating func keep(
    _ run: [Int], _ length: Int, _ row: Int, _ sums: [Double], _ terms: [Int],
    _ cost: Double
  ) {
    var digits = -cost, matched = 0, compared = 0
    for c in columns.indices {
      guard let value = examined.values[row][columns[c]], value != 0, terms[c] > 1 else { continue }
      compared += 1
      let margin = margin(c, terms: terms[c], of: value)
      guard abs(sums[c] - value) <= margin else { continue }
      matched += 1
      digits += max(0, -commonLogarithm(min(1, 2 * margin / value.magnitude)))
    }
    guard matched > 0, matched * 2 > compared, digits > 0, digits > found[row]?.digits ?? 0 else {
      return
    }
    found[row] = Sum(
      rows: Array(run.prefix(length)), matched: matched, compared: compared, digits: digits)
  }

  /// Adds up the evidence of the rows of one unit.
  ///
  /// A unit that is a sum in some periods only is one by chance: at least half of its rows have to
  /// be.
  private mutating func prove() {
    let rows = 0..<examined.table.rowCount
    let byName = Dictionary(grouping: found.keys.sorted()) { examined.unitName($0) }
    var counts: [String: Int] = [:]
    for row in rows where columns.contains(where: { examined.values[row][$0] != nil }) {
      counts[examined.unitName(row), default: 0] += 1
    }
    for (name, sums) in byName {
      let all = counts[name] ?? 0
      let digits = sums.reduce(0) { $0 + (found[$1]?.digits ?? 0) }
      let isProven = digits >= Self.enough && (sums.count * 2 >= all || name.isEmpty)
      for row in sums where isProven { found[row]?.isProven = true }
    }
  }
}

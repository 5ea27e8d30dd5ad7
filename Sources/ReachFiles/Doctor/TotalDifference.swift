import ReachModel

/// Whether the rows of one total add up to it, and by how much they do not.
///
/// Which rows a total covers is written nowhere. Those between it and the next total, above or
/// below, all of its period, the other totals, and the run that ``SummedRows`` found are tried; the
/// set whose sums agree most often is taken. Where it agrees in most figures of a quantity, the
/// others are told. Where it never does, rows may not be listed, or one thing counted in several:
/// then only a single figure of provinces that is less than they are is told, and anything else is
/// a remark.
struct TotalDifference {
  /// A figure beside the sum of its rows.
  struct Comparison {
    let row: Int
    let column: Int
    let value: Double
    let sum: Double
    /// The rows that have a number.
    let members: [Int]
    /// Rows without one.
    let missing: Int
    let matches: Bool
    /// Whether the figure lies beyond each of its rows, as sums do and means do not.
    let isSumlike: Bool

    var difference: Double { value - sum }
  }

  /// Figures that are no sum although their neighbours are, or that cannot be one.
  private(set) var wrong: [Comparison] = []
  /// A figure that is no sum, where rows may be missing; nil if there is none.
  private(set) var remark: Comparison?
  /// Figures that are the sum of their rows.
  private(set) var matched = 0

  private let examined: ExaminedTable
  private let sums: SummedRows

  /// - Parameters:
  ///   - rows: Of one total, in all periods.
  ///   - totals: All rows that are totals.
  ///   - sums: What was found by figures.
  ///   - examined: The table.
  init(_ rows: [Int], among totals: Set<Int>, _ sums: SummedRows, _ examined: ExaminedTable) {
    (self.examined, self.sums) = (examined, sums)
    let tried = Coverage.allCases.map { coverage in
      rows.flatMap { comparisons($0, members(coverage, of: $0, totals)) }
    }
    let counts = tried.map { $0.count(where: \.matches) }
    guard let most = counts.max() else { return }
    matched = most
    if most > 0, let best = tried.first(where: { $0.count(where: \.matches) == most }) {
      wrong = exceptions(best)
    } else {
      judgeUnmatched(tried)
    }
  }

  // MARK: What a total covers

  private enum Coverage: CaseIterable { case found, below, above, all, totals }

  private func members(_ coverage: Coverage, of row: Int, _ totals: Set<Int>) -> [Int] {
    guard let group = sums.groups.first(where: { $0.contains(row) }),
      let place = group.firstIndex(of: row)
    else { return [] }
    switch coverage {
    case .found: return (sums.found[row]?.rows ?? []).sorted()
    case .below: return Array(group[(place + 1)...].prefix { !totals.contains($0) })
    case .above: return group[..<place].reversed().prefix { !totals.contains($0) }.reversed()
    case .all: return group.filter { !totals.contains($0) }
    case .totals: return group.filter { totals.contains($0) && $0 != row }
    }
  }

  private func comparisons(_ row: Int, _ members: [Int]) -> [Comparison] {
    guard members.count > 1 else { return [] }
    return sums.columns.indices.compactMap { place in
      let column = sums.columns[place]
      guard let value = examined.values[row][column] else { return nil }
      let known = members.filter { examined.values[$0][column] != nil }
      let terms = known.compactMap { examined.values[$0][column] }.filter { $0 != 0 }
      guard terms.count > 1, let low = terms.min(), let high = terms.max() else { return nil }
      let sum = terms.reduce(0, +)
      return Comparison(
        row: row, column: column, value: value, sum: sum, members: known,
        missing: members.count - known.count,
        matches: abs(sum - value) <= sums.margin(place, terms: terms.count, of: value),
        isSumlike: value > max(high, 0) || value < min(low, 0))
    }
  }

  // MARK: What is told

  /// The figures that are no sum, of quantities most of whose figures are.
  ///
  /// A sum of rows without a number is not known.
  private func exceptions(_ all: [Comparison]) -> [Comparison] {
    let isUsual = all.count(where: \.matches) * 2 >= all.count
    let quantities = Dictionary(grouping: all) { examined.quantity(of: $0.column) ?? -1 }
    return all.filter { one in
      guard !one.matches, one.isSumlike, one.missing == 0 || one.difference < 0 else {
        return false
      }
      let peers = quantities[examined.quantity(of: one.column) ?? -1] ?? []
      return peers.count > 2 ? peers.count(where: \.matches) * 2 >= peers.count : isUsual
    }
  }

  private mutating func judgeUnmatched(_ tried: [[Comparison]]) {
    let sumlike = tried.map { $0.filter(\.isSumlike) }.filter { !$0.isEmpty }
    let nearest = sumlike.min { distance($0) < distance($1) }
    guard let nearest, let first = nearest.first else { return }
    // Where several figures are less than their rows and none is their sum, they are no sums by nature:
    // of countries that invest in several provinces, or net of what rows owe each other.
    let isLess = nearest.count == 1 && first.value > 0 && first.difference < 0
    if isLess, areProvinces(first.members) {
      wrong = nearest
    } else {
      remark = first
    }
  }

  private func distance(_ all: [Comparison]) -> Double {
    median(all.map { abs($0.difference) / max($0.value.magnitude, 1e-300) }) ?? 1
  }

  /// Whether the rows are provinces, each once: then none is a part of another.
  private func areProvinces(_ rows: [Int]) -> Bool {
    let keys = rows.compactMap { examined.provinces[$0] }
    return keys.count == rows.count && Set(keys).count == keys.count
  }
}

extension TotalDifference {
  private static let shown = 3

  /// The finding about the figures that are no sum; nil if all are.
  func finding(_ name: String) -> DataFinding? {
    guard !wrong.isEmpty else { return nil }
    let count = wrong.count
    var evidence = wrong.prefix(Self.shown).map { text($0) }
    if matched > 0 {
      evidence.append(
        Label(
          vi: "\(matched) số khác của `\(name)` đúng bằng tổng của các dòng tương ứng",
          en: matched == 1
            ? "another figure of `\(name)` is the sum of its rows"
            : "\(matched) other figures of `\(name)` are the sums of their rows"))
    }
    return DataFinding(
      .totalMismatch, at: wrong.map { examined.place($0.row, $0.column) },
      Label(
        vi: "\(count) số của `\(name)` không bằng tổng các dòng",
        en: "\(count == 1 ? "a figure" : "\(count) figures") of `\(name)` "
          + "\(count == 1 ? "is" : "are") not the sum of \(count == 1 ? "its" : "their") rows"),
      because: evidence, .open,
      readings: [
        Label(vi: "số tổng sai", en: "the total is wrong"),
        Label(
          vi: "một dòng sai, thiếu hoặc bị tính hai lần",
          en: "a row is wrong, missing or counted twice"),
        Label(
          vi: "cùng một đối tượng được tính ở nhiều dòng",
          en: "one thing is counted in several rows"),
      ])
  }

  /// What is to be known of a total that is never the sum of the rows, as a reason of its finding.
  var remarkText: Label? {
    remark.map { one in
      let text = text(one), isMore = one.difference > 0
      return Label(
        vi: text.vi + (isMore ? "; có thể thiếu dòng" : "; có thể có dòng nằm trong dòng khác"),
        en: text.en
          + (isMore ? "; rows may be missing" : "; some rows may be parts of others"))
    }
  }

  private func text(_ one: Comparison) -> Label {
    let heading = examined.columns[one.column].heading
    let when = examined.periods[one.row].map { " (\($0.text))" } ?? ""
    func number(_ value: Double) -> String {
      UnitSwitchCheck.written(
        value,
        decimal: examined.quantity(of: one.column).map { examined.readings[$0].decimal } ?? .dot)
    }
    let lines = lineRanges(one.members.map { examined.table.line($0) })
    let apart = number(abs(one.difference)), isMore = one.difference > 0
    return Label(
      vi: "`\(heading)`\(when): ghi \(number(one.value)), còn \(one.members.count) dòng "
        + "(\(lines)) cộng lại được \(number(one.sum)): \(isMore ? "thừa" : "thiếu") \(apart)",
      en: "`\(heading)`\(when): \(number(one.value)) stands there, the \(one.members.count) rows "
        + "(lines \(lines)) sum to \(number(one.sum)): \(apart) too \(isMore ? "much" : "little")")
  }

  /// `3–8, 10, 12–15`; of more than four runs the first and the last.
  private func lineRanges(_ lines: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for line in lines.sorted() {
      if let last = runs.last, line == last.upperBound + 1 {
        runs[runs.count - 1] = last.lowerBound...line
      } else {
        runs.append(line...line)
      }
    }
    let texts = runs.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
    }
    guard texts.count > 4 else { return texts.joined(separator: ", ") }
    return texts.prefix(2).joined(separator: ", ") + ", …, " + (texts.last ?? "")
  }
}

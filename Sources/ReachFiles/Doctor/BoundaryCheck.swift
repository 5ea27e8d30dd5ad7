import ReachModel

/// Provinces whose figures change at the date on which their borders did, and names of ended units
/// beside those of their successors.
struct BoundaryCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    guard !examined.places.isEmpty else { return namedAfterMergers(examined) }
    let series = PanelSeries.all(examined)
    return examined.places.changes.flatMap { change in
      jumps(examined, series, change) + ended(examined, series, change)
    } + namedAfterMergers(examined)
  }

  // MARK: Jumps

  private static func jumps(
    _ examined: ExaminedTable, _ series: [PanelSeries], _ change: PlaceNames.Change
  ) -> [DataFinding] {
    let pools = Dictionary(grouping: series, by: \.pool)
    let found = series.filter { $0.province == change.unit }.compactMap { one in
      jump(one, pools[one.pool] ?? [], change)
    }
    guard let largest = found.max(by: { abs($0.step) < abs($1.step) }) else { return [] }
    return [finding(examined, found.sorted { $0.point.row < $1.point.row }, largest, change)]
  }

  struct Jump {
    let series: PanelSeries
    let point: PanelSeries.Point
    let earlier: PanelSeries.Point
    /// Common logarithm of the ratio, without the trend of the other units.
    let step: Double
    let usual: Double
    /// The unit and those that it took in, added up before the change; nil if some are missing.
    let together: Double?
  }

  /// The step of a series over the date of the change, if it is out of proportion.
  ///
  /// A factor of 1.26 (0.1 in logarithms) is the least that counts, and four robust standard
  /// deviations of ordinary steps; two suffice where the level after is that of the joined units
  /// before.
  private static func jump(
    _ one: PanelSeries, _ pool: [PanelSeries], _ change: PlaceNames.Change
  ) -> Jump? {
    let points = one.points.filter { $0.value > 0 }
    guard
      let i = points.indices.dropFirst().first(where: { points[$0].isAfter(change) }),
      points[i].start < change.start + 24, !points[i - 1].isAfter(change)
    else { return nil }
    let usual = spread(pool, without: one)
    let crossing = i + 1 < points.count && points[i].period.year == change.year ? [i, i + 1] : [i]
    let steps = crossing.map { place in
      (place: place, step: logRatio(points[place], points[place - 1]) - usual.trend)
    }
    guard let best = steps.max(by: { abs($0.step) < abs($1.step) }),
      (best.step > 0) == change.isJoining
    else { return nil }
    let earlier = points[best.place - 1]
    let together = joined(pool, one, change, at: earlier.start)
    let fits = together.map { sum in
      abs(commonLogarithm(points[best.place].value / sum)) <= max(0.1, 2 * usual.spread)
        && sum > 1.1 * earlier.value
    }
    let needed = fits == true ? 2.0 : 4.0
    guard abs(best.step) >= max(0.1, needed * usual.spread) else { return nil }
    return Jump(
      series: one, point: points[best.place], earlier: earlier, step: best.step,
      usual: usual.spread, together: fits == true ? together : nil)
  }

  private static func logRatio(_ a: PanelSeries.Point, _ b: PanelSeries.Point) -> Double {
    commonLogarithm(a.value / b.value)
  }

  /// Median and robust spread of the steps of the other series and of the same before and after.
  private static func spread(
    _ pool: [PanelSeries], without one: PanelSeries
  ) -> (trend: Double, spread: Double) {
    let steps = pool.flatMap { series in
      let points = series.points.filter { $0.value > 0 }
      return zip(points, points.dropFirst()).map { logRatio($1, $0) }
    }
    guard let trend = median(steps), let deviation = median(steps.map { abs($0 - trend) }) else {
      return (0, 0.1)
    }
    return (trend, max(0.02, 1.4826 * deviation))
  }

  private static func joined(
    _ pool: [PanelSeries], _ one: PanelSeries, _ change: PlaceNames.Change, at start: Int
  ) -> Double? {
    guard change.isJoining else { return nil }
    var sum = 0.0
    for unit in [change.unit] + change.others {
      guard
        let point = pool.first(where: { $0.province == unit })?.points.first(where: {
          $0.start == start
        })
      else { return nil }
      sum += point.value
    }
    return sum
  }

  private static func finding(
    _ examined: ExaminedTable, _ jumps: [Jump], _ largest: Jump, _ change: PlaceNames.Change
  ) -> DataFinding {
    let names = change.others.map(examined.places.label).joined(separator: ", ")
    let unit = examined.places.label(change.unit)
    let heading = examined.columns[largest.point.column].heading
    let old = UnitSwitchCheck.written(largest.earlier.value, decimal: .dot)
    let new = UnitSwitchCheck.written(largest.point.value, decimal: .dot)
    var evidence = [
      Label(
        vi: "`\(heading)`: \(old) năm \(largest.earlier.period.text), \(new) năm "
          + "\(largest.point.period.text)",
        en: "`\(heading)`: \(old) in \(largest.earlier.period.text), \(new) in "
          + "\(largest.point.period.text)"),
      Label(
        vi: "bước này gấp \(tenths(abs(largest.step) / largest.usual)) lần độ lệch chuẩn của các "
          + "bước thông thường",
        en: "the step is \(tenths(abs(largest.step) / largest.usual)) standard deviations of "
          + "ordinary steps"),
      Label(
        vi: "tháng \(change.month)/\(change.year): \(unit) "
          + (change.isJoining ? "nhập thêm \(names)" : "tách ra \(names)"),
        en: "\(change.year)-\(change.month): \(names) "
          + (change.isJoining ? "joined \(unit)" : "parted from \(unit)")),
    ]
    if let sum = largest.together {
      evidence.append(
        Label(
          vi: "cộng các đơn vị trước khi nhập: \(UnitSwitchCheck.written(sum, decimal: .dot))",
          en: "the units before joining sum to \(UnitSwitchCheck.written(sum, decimal: .dot))"))
    }
    return DataFinding(
      .boundaryChange, at: jumps.map { examined.place($0.point.row, $0.point.column) },
      Label(
        vi: "\(unit) đổi mức vào lúc đổi địa giới", en: "\(unit) changes level when its borders did"
      ),
      because: evidence, .open,
      readings: [
        Label(vi: "số liệu theo địa giới mới", en: "figures on the new borders"),
        Label(vi: "thay đổi thật", en: "a genuine change"),
      ])
  }

  private static func tenths(_ value: Double) -> String {
    UnitSwitchCheck.written((value * 10).rounded() / 10, decimal: .dot)
  }

  // MARK: Ended units

  /// Names of units that a change ended, in periods after it and beside the unit that took them in;
  /// and names that stop at the change while that unit goes on.
  private static func ended(
    _ examined: ExaminedTable, _ series: [PanelSeries], _ change: PlaceNames.Change
  ) -> [DataFinding] {
    guard change.isJoining else { return [] }
    let found = UnitSpans(examined)
    guard found.spans[change.unit] != nil else { return [] }
    return change.others.compactMap { unit in
      guard let span = found.spans[unit] else { return nil }
      // A year that holds the change is published on either borders.
      let isLate = span.last.map { $0 >= change.start } ?? false
      guard isLate || stops(unit, series, change) else { return nil }
      let name = examined.places.label(unit), other = examined.places.label(change.unit)
      return DataFinding(
        .boundaryChange, at: [examined.place(span.row, span.column)],
        Label(
          vi: isLate
            ? "\(name) có sau khi đã nhập vào \(other)"
            : "\(name) dừng lại lúc nhập vào \(other), còn \(other) tiếp tục",
          en: isLate
            ? "\(name) stands after it joined \(other)"
            : "\(name) ends when it joined \(other), which goes on"),
        because: [
          Label(
            vi:
              "tháng \(change.month)/\(change.year): \(other) nhập thêm \(name); tệp có cả hai tên",
            en: "\(change.year)-\(change.month): \(name) joined \(other); the file has both names")
        ], .open,
        readings: [
          Label(
            vi: "cộng \(name) vào \(other) ở mọi năm", en: "add \(name) to \(other) throughout"),
          Label(vi: "giữ địa giới cũ ở mọi năm", en: "keep the old borders throughout"),
        ])
    }
  }

  /// Whether a series of the unit ends at the change, within two years of it, where one of the unit
  /// that took it in has figures at the same time and goes on.
  private static func stops(
    _ unit: String, _ series: [PanelSeries], _ change: PlaceNames.Change
  ) -> Bool {
    series.contains { one in
      guard one.province == unit, let last = one.points.last, !last.isAfter(change),
        last.start >= change.start - 24
      else { return false }
      return series.contains { other in
        other.province == change.unit && other.pool == one.pool
          && other.points.contains { $0.start == last.start }
          && other.points.contains { $0.isAfter(change) }
      }
    }
  }

  /// Names that say themselves that borders changed: `Hà Nội (mới)`, `Phú Thọ (sau sáp nhập)`.
  private static func namedAfterMergers(_ examined: ExaminedTable) -> [DataFinding] {
    guard let column = examined.unitColumn else { return [] }
    var seen: Set<String> = []
    let rows = (0..<examined.table.rowCount).filter { row in
      let words = examined.text(row, column).folded
      let isMarked = borderPhrases.contains { " \(words) ".contains(" \($0) ") }
      return isMarked && seen.insert(words).inserted
    }
    return rows.map { row in
      DataFinding(
        .boundaryChange, at: [examined.place(row, column)],
        Label(
          vi: "`\(examined.unitName(row))` là đơn vị trước hoặc sau khi sáp nhập",
          en: "`\(examined.unitName(row))` is a unit before or after a merger"),
        because: [
          Label(vi: "tên nói rõ điều đó", en: "the name says so")
        ], .open)
    }
  }
}

private let borderPhrases = [
  "sap nhap", "hop nhat", "sau hop nhat", "truoc sap nhap", "dia gioi cu", "dia gioi moi",
  "old borders", "new borders", "after merger", "before merger", "merged", "post merger",
]

extension PanelSeries.Point {
  /// Whether the figure may be on the borders after a change: its period ends after that day.
  fileprivate func isAfter(_ change: PlaceNames.Change) -> Bool {
    switch period.part {
    case .year: start + 12 > change.start
    case .quarter: start + 3 > change.start
    case .month: start + 1 > change.start
    }
  }
}

/// Where each province stands in a table, and until when.
private struct UnitSpans {
  struct Span {
    let row: Int
    let column: Int
    var last: Int?
  }

  private(set) var spans: [String: Span] = [:]

  init(_ examined: ExaminedTable) {
    guard let column = examined.unitColumn else { return }
    for row in 0..<examined.table.rowCount {
      guard let unit = examined.provinces[row] else { continue }
      var span = spans[unit] ?? Span(row: row, column: column, last: nil)
      var starts = [examined.periods[row]?.start].compactMap { $0 }
      for quantity in examined.quantities where quantity.isWide {
        starts += quantity.columns.compactMap { column in
          examined.values[row][column] == nil ? nil : examined.columns[column].dated?.period.start
        }
      }
      for start in starts {
        span.last = max(span.last ?? start, start)
      }
      spans[unit] = span
    }
  }
}

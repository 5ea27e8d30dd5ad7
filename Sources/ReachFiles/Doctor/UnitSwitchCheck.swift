import ReachModel

/// Figures that are a power of ten away from their own neighbours.
///
/// In logarithms to base 10 a switch of units adds ±1, ±2, ±3 or ±6 to a block of figures. A block
/// is suspected when the steps at its ends are that far apart, and when such a step is out of
/// proportion to the ordinary steps of the same quantity, whose spread is estimated robustly.
struct UnitSwitchCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    let series = PanelSeries.all(examined)
    let pools = Dictionary(grouping: series, by: \.pool)
    var seen: Set<String> = []
    let order = series.map(\.pool).filter { seen.insert($0).inserted }
    let searched = order.map { name in
      let members = pools[name] ?? []
      return SearchedPool(series: members, steps: SwitchedBlocks(members))
    }
    var blocks = ScaledFigures(searched, examined).blocks
    let taken = Set(blocks.flatMap(\.places))
    for pool in searched {
      blocks +=
        pool.steps.isRestless
        ? SwitchedBlocks(pool.series, without: taken).blocks : pool.steps.blocks
    }
    blocks += crossSections(examined, having: series)
    return blocks.compactMap { finding($0, examined) }
  }

  // MARK: Without time

  /// Quantities that no series holds: each figure is compared with its column.
  private static func crossSections(
    _ examined: ExaminedTable, having series: [PanelSeries]
  ) -> [SwitchedBlock] {
    let inSeries = Set(series.map(\.quantity))
    return examined.quantities.indices.filter { !inSeries.contains($0) }.flatMap { quantity in
      examined.quantities[quantity].columns.flatMap { column in
        let cells = (0..<examined.table.rowCount).compactMap { row in
          examined.values[row][column].flatMap { value in
            value == 0 ? nil : (row: row, log: commonLogarithm(value.magnitude))
          }
        }
        return (outliers(cells.map(\.log)) + farthest(cells.map(\.log))).map { place, exponent in
          SwitchedBlock(
            name: examined.unitName(cells[place].row), cells: [(cells[place].row, column)],
            exponent: exponent, before: nil, after: nil, ordinary: nil, isWhole: false)
        }
      }
    }
  }

  /// The places of values that lie ±2, ±3 or ±6 from the median of values close together.
  ///
  /// Eight values are the fewest whose spread says something. The distance has to be twenty robust
  /// standard deviations: shares and indices lie that close together, sizes of provinces do not,
  /// and a small province is no mistake.
  static func outliers(_ logs: [Double]) -> [(place: Int, exponent: Int)] {
    guard logs.count >= 8, let middle = median(logs),
      let deviation = median(logs.map { abs($0 - middle) })
    else { return [] }
    let spread = max(0.03, 1.4826 * deviation)
    let found = logs.indices.compactMap { place -> (place: Int, exponent: Int)? in
      let distance = logs[place] - middle
      let exponent = [2, 3, 6].first { abs(abs(distance) - Double($0)) <= max(0.25, 2.5 * spread) }
      guard let exponent, Double(exponent) >= 20 * spread else { return nil }
      return (place, distance > 0 ? exponent : -exponent)
    }
    return found.count * 4 <= logs.count ? found : []
  }

  /// The largest of a column of sizes, if it is a hundred times the next and ordinary without its
  /// power of ten: no province, district or branch stands out so far.
  private static func farthest(_ logs: [Double]) -> [(place: Int, exponent: Int)] {
    guard logs.count >= 8, let top = logs.indices.max(by: { logs[$0] < logs[$1] }) else {
      return []
    }
    let others = logs.indices.filter { $0 != top }.map { logs[$0] }
    guard let low = others.min(), let high = others.max(), logs[top] >= high + 2,
      let exponent = [3, 6].first(where: { (low...high).contains(logs[top] - Double($0)) }),
      outliers(logs).isEmpty
    else { return [] }
    return [(top, exponent)]
  }

  // MARK: Words

  private static func finding(_ block: SwitchedBlock, _ examined: ExaminedTable) -> DataFinding? {
    guard let first = block.cells.first else { return nil }
    let cells = block.cells
    let numbers = cells.compactMap { examined.content($0.row, $0.column).number }
    // Read the other way round, a number in doubt is a thousand times as much: one such number is a
    // matter of marks, several in a row are more likely one of units.
    let isEither =
      abs(block.exponent) == 3 && numbers.count == cells.count
      && numbers.allSatisfy(\.isDoubtful)
    let isMark = isEither && cells.count == 1
    let reading = examined.quantity(of: first.column).map { examined.readings[$0] }
    let changes = cells.compactMap { cell -> ProposedChange? in
      guard let value = examined.values[cell.row][cell.column] else { return nil }
      let after = Self.written(
        value / powerOfTen(block.exponent), decimal: reading?.decimal ?? .dot)
      return examined.change(cell.row, cell.column, to: after)
    }
    return DataFinding(
      isMark ? .dotOrComma : .unitSwitch, at: cells.map { examined.place($0.row, $0.column) },
      summary(block, examined.columns[first.column].heading), because: evidence(block), .likely,
      changes: changes, readings: isEither ? bothReadings(numbers[0]) : [])
  }

  static func bothReadings(_ number: CellNumber) -> [Label] {
    let dot = number.written(decimal: .dot, as: .dot)
    let comma = number.written(decimal: .comma, as: .dot)
    return [
      Label(
        vi: "\(dot) nếu dấu chấm là dấu thập phân", en: "\(dot) if the dot is the decimal mark"),
      Label(
        vi: "\(comma) nếu dấu phẩy là dấu thập phân",
        en: "\(comma) if the comma is the decimal mark"),
    ]
  }

  /// A number with at most 12 digits, more than anyone types.
  static func written(_ value: Double, decimal: NumberMark) -> String {
    let digits = 11 - (value == 0 ? 0 : Int(commonLogarithm(value.magnitude).rounded(.down)))
    let scale = powerOfTen(max(0, min(digits, 20)))
    let rounded = (value * scale).rounded() / scale
    let text =
      rounded == rounded.rounded() && rounded.magnitude < 1e15
      ? "\(Int(rounded))" : "\(rounded)"
    return decimal == .dot ? text : text.split(separator: ".").joined(separator: ",")
  }

  private static func summary(_ block: SwitchedBlock, _ heading: String) -> Label {
    let count = block.cells.count
    let factor = factorText(abs(block.exponent)),
      name = block.name.isEmpty ? "" : " (\(block.name))"
    let isLarge = block.exponent > 0
    return Label(
      vi: "\(count) giá trị của `\(heading)`\(name) \(isLarge ? "gấp khoảng" : "nhỏ hơn khoảng") "
        + "\(factor.vi) lần so với các giá trị lân cận",
      en: "\(count == 1 ? "a value" : "\(count) values") of `\(heading)`\(name) "
        + "\(count == 1 ? "is" : "are") about \(factor.en) times "
        + "\(isLarge ? "larger" : "smaller") than the figures beside \(count == 1 ? "it" : "them")")
  }

  /// The number with common logarithm |`log`|, to two decimals, or four digits where it is less.
  static func factorShown(_ log: Double) -> String { shown(abs(log)) }

  /// The number with common logarithm `log`.
  static func shown(_ log: Double) -> String {
    let value = powerOfTen(log)
    let scale = powerOfTen(value < 1 ? 4 - Int(log.rounded(.down)) - 1 : 2)
    return written((value * scale).rounded() / scale, decimal: .dot)
  }

  static func factorText(_ exponent: Int) -> Label {
    switch exponent {
    case 6: Label(vi: "1.000.000", en: "1,000,000")
    case 3: Label(vi: "1.000", en: "1,000")
    case 2: Label(vi: "100", en: "100")
    default: Label(vi: "10", en: "10")
    }
  }

  private static func evidence(_ block: SwitchedBlock) -> [Label] {
    var lines: [Label] = []
    if let step = block.before {
      lines.append(
        Label(
          vi: "bước vào đoạn này: \(step > 0 ? "gấp" : "chia") \(factorShown(step))",
          en: "the step into it is a factor of \(step > 0 ? "" : "1/")\(factorShown(step))"))
    }
    if let step = block.after {
      lines.append(
        Label(
          vi: "bước ra khỏi đoạn này: \(step > 0 ? "gấp" : "chia") \(factorShown(step))",
          en: "the step out of it is a factor of \(step > 0 ? "" : "1/")\(factorShown(step))"))
    }
    if let ordinary = block.ordinary {
      lines.append(
        Label(
          vi: "bước thông thường của chỉ tiêu này: hệ số \(factorShown(ordinary)) mỗi chiều",
          en: "an ordinary step of this quantity is a factor of \(factorShown(ordinary)) either way"
        ))
    }
    if block.isWhole {
      lines.append(
        Label(
          vi: "hầu hết các đơn vị cùng đổi ở kỳ này",
          en: "most units switch at this period together"))
    }
    if let figure = block.figure { lines += figure.labels }
    if lines.isEmpty {
      lines = [
        Label(
          vi: "các giá trị khác của cột nằm sát nhau, cách xa giá trị này",
          en: "the other figures of the column lie close together, far from this one")
      ]
    }
    return lines
  }
}

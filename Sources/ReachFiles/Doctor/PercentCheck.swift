import ReachModel

/// Columns in which some numbers carry a percent sign and others do not.
struct PercentCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    examined.quantities.indices.compactMap { finding(examined, $0) }
  }

  private static func finding(_ examined: ExaminedTable, _ quantity: Int) -> DataFinding? {
    let cells = examined.quantities[quantity].columns.flatMap { column in
      examined.columns[column].contents.indices.compactMap { row in
        examined.content(row, column).number.map { (row: row, column: column, number: $0) }
      }
    }
    let signed = cells.filter(\.number.hasPercent), bare = cells.filter { !$0.number.hasPercent }
    guard !signed.isEmpty, !bare.isEmpty else { return nil }
    let minority = signed.count <= bare.count ? signed : bare
    let sizes = [signed, bare].map { group in
      median(group.compactMap { examined.values[$0.row][$0.column]?.magnitude }) ?? 0
    }
    // Of one size: within a factor of 10, well below the 100 between percent and fraction.
    let isOneSize =
      sizes[0] > 0 && sizes[1] > 0 && sizes[0] < 10 * sizes[1]
      && sizes[1] < 10 * sizes[0]
    let adds = signed.count > bare.count
    let mark = examined.readings[quantity].decimal
    let changes = minority.compactMap { cell in
      let text = cell.number.written(decimal: mark, as: mark)
      return examined.change(
        cell.row, cell.column, to: adds ? text + "%" : String(text.dropLast()))
    }
    let heading = examined.columns[minority[0].column].heading
    return DataFinding(
      .mixedPercent, at: minority.map { examined.place($0.row, $0.column) },
      Label(
        vi: "trong `\(heading)` \(signed.count) số có dấu %, \(bare.count) số không có",
        en: "in `\(heading)` \(signed.count) of the numbers have a percent sign, \(bare.count) "
          + "do not"),
      because: [
        Label(
          vi: "trung vị là \(sizes[0]) ở các số có dấu, \(sizes[1]) ở các số không có",
          en: "the median is \(sizes[0]) with the sign and \(sizes[1]) without")
      ], isOneSize ? .certain : .open, changes: isOneSize ? changes : [],
      readings: isOneSize
        ? []
        : [
          Label(vi: "các số không có dấu là phần trăm", en: "numbers without the sign are percent"),
          Label(
            vi: "các số không có dấu là tỷ lệ (1 = 100 %)",
            en: "numbers without the sign are fractions (1 = 100 %)"),
        ])
  }
}

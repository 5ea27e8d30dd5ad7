import PanelData

/// The period of each row as a whole number that moves by one from a period to the next.
struct Periods: Sendable {
  /// Stands for a missing cell.
  static let missing = Int.min

  let values: [Int]
  /// 4 for quarters, 12 for months, 1 for years and other whole numbers.
  let perYear: Int

  init(values: [Int], perYear: Int = 1) { (self.values, self.perYear) = (values, perYear) }

  /// Years and other whole numbers stand for themselves; `2021-Q3` and `2021Q3` are
  /// 4 · 2021 + 2, and `2021-03` is 12 · 2021 + 2.
  ///
  /// - Throws: The first cell that is none of these.
  init(_ column: DataTable.Column, name: String, table: DataTable) throws(SpecificationProblem) {
    func refuse(_ text: String, _ row: Int) -> SpecificationProblem {
      SpecificationProblem(
        .badPeriod, "`\(name)` is `\(text)` in \(table.place(ofRow: row)), which is no period",
        hint: "whole numbers, quarters such as 2021-Q3, or months such as 2021-03",
        path: ["period"])
    }
    switch column {
    case .numbers(let cells):
      var values = [Int](repeating: Self.missing, count: cells.count)
      for (row, cell) in cells.enumerated() where !cell.isNaN {
        guard cell == cell.rounded(), cell.magnitude < 0x1p31 else {
          throw refuse(levelText(cell), row)
        }
        values[row] = Int(cell)
      }
      self.init(values: values)
    case .texts(let codes, let labels):
      let read = labels.map(Self.period)
      // One unit for all: a year beside a quarter would be thousands of periods away.
      let kinds = Set(read.compactMap { $0?.perYear })
      if let bad = codes.indices.first(where: {
        codes[$0] >= 0 && (read[Int(codes[$0])] == nil || kinds.count > 1)
      }) {
        throw refuse(labels[Int(codes[bad])], bad)
      }
      self.init(
        values: codes.map { $0 < 0 ? Self.missing : read[Int($0)]?.value ?? Self.missing },
        perYear: kinds.first ?? 1)
    }
  }

  /// The period that a text names, or nil.
  static func period(_ text: String) -> (value: Int, perYear: Int)? {
    let bytes = Array(text.utf8)
    func whole(_ part: ArraySlice<UInt8>) -> Int? {
      guard !part.isEmpty, part.count <= 9, part.allSatisfy({ (48...57).contains($0) }) else {
        return nil
      }
      return part.reduce(0) { 10 * $0 + Int($1) - 48 }
    }
    if let value = whole(bytes[...]) { return (value, 1) }
    guard bytes.count >= 6, let year = whole(bytes[..<4]) else { return nil }
    var rest = bytes[4...]
    let hasDash = rest.first == UInt8(ascii: "-")
    if hasDash { rest = rest.dropFirst() }
    if rest.first == UInt8(ascii: "Q") || rest.first == UInt8(ascii: "q") {
      guard rest.count == 2, let quarter = whole(rest.dropFirst()), (1...4).contains(quarter) else {
        return nil
      }
      return (4 * year + quarter - 1, 4)
    }
    guard hasDash, rest.count == 2, let month = whole(rest), (1...12).contains(month) else {
      return nil
    }
    return (12 * year + month - 1, 12)
  }
}

extension RegressionData {
  /// A period as files write it: `2021`, `2021-Q3` or `2021-03`.
  package func periodText(_ period: Int) -> String {
    let year = period / periodsPerYear, place = period % periodsPerYear + 1
    return switch periodsPerYear {
    case 4: "\(year)-Q\(place)"
    case 12: "\(year)-\(place < 10 ? "0" : "")\(place)"
    default: "\(period)"
    }
  }
}

extension DataTable {
  /// Where a row stands, for messages: `file.csv:17`.
  func place(ofRow row: Int) -> String { "\(file):\(lines[row])" }
}

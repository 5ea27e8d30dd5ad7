import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("Data doctor: totals that do not add up")
struct DoctorTotalTests {
  private func findings(_ text: String) throws -> [DataFinding] {
    try DoctorTests.doctor(text).findings
  }

  private func mismatches(_ text: String) throws -> [DataFinding] {
    try findings(text).filter { $0.kind == .totalMismatch }
  }

  private static let years = """
    Tỉnh;2019;2020;2021
    Tổng số;1.150;1.260;1.390
    Hà Nội;700;760;820
    Bắc Ninh;300;330;370
    Hà Nam;150;170;190

    """

  @Test(
    "one figure of a total that adds up elsewhere: the difference, and the rows that were summed")
  func difference() throws {
    let found = try mismatches(Self.years)
    #expect(found.count == 1 && found[0].places.map(\.text) == ["1.390"])
    #expect(found[0].certainty == .open && found[0].changes.isEmpty)
    let evidence = found[0].evidence.map(\.en)
    #expect(evidence[0].contains("the 3 rows (lines 3–5) sum to 1380: 10 too much"))
    #expect(evidence[1] == "2 other figures of `Tổng số` are the sums of their rows")
    #expect(found[0].evidence[0].vi.contains("3 dòng (3–5) cộng lại được 1380: thừa 10"))
  }

  @Test("a total of provinces that is less than they are: told although nothing else adds up")
  func less() throws {
    let found = try mismatches("Tỉnh;Vốn\nHà Nội;700\nBắc Ninh;300\nHà Nam;150\nTổng;1050\n")
    #expect(found.count == 1 && found[0].evidence[0].en.contains("100 too little"))
  }

  @Test("a total that is less than its provinces in every year counts what several share")
  func distinct() throws {
    let countries = """
      Tỉnh;2018;2019;2020
      Hà Nội;41;44;47
      Bắc Ninh;30;32;33
      Hà Nam;12;12;14
      Cả nước;52;55;58

      """
    #expect(try mismatches(countries).isEmpty)
  }

  @Test("a total with rows that are not listed, or with parts of parts, is no accusation")
  func remark() throws {
    let missing = "Tỉnh;Vốn\nHà Nội;700\nBắc Ninh;300\nHà Nam;150\nCả nước;9150\n"
    let parts = "Loại hình;Số\nTổng số;900\nNhà nước;500\nTrung ương;300\nNgoài nhà nước;410\n"
    for (text, words) in [
      (missing, "8000 too much; rows may be missing"), (parts, "parts of others"),
    ] {
      #expect(try mismatches(text).isEmpty)
      let total = try #require(try findings(text).first { $0.kind == .subtotal })
      #expect(total.evidence.contains { $0.en.contains(words) }, "\(total.evidence.map(\.en))")
    }
  }

  @Test("means, shares and rates beside a total are no sums")
  func means() throws {
    let text = """
      Tỉnh;Vốn;Chỉ số;Tỷ trọng
      Hà Nội;700;104,2;60,9
      Bắc Ninh;300;107,1;26,1
      Hà Nam;150;101,0;13,0
      Tổng số;1.150;104,9;100,0

      """
    #expect(try findings(text).map(\.kind) == [.subtotal])
  }

  @Test("sub-totals: each is compared with its own rows, the total with all")
  func nested() throws {
    let text = """
      Province,2019,2020,2021
      Whole country,2110,2330,2560
      Red River Delta,1150,1260,1380
      Hà Nội,700,760,820
      Bắc Ninh,300,330,370
      Hà Nam,150,170,190
      South East,960,1070,1190
      Đồng Nai,510,570,630
      Bình Dương,450,500,560

      """
    #expect(try mismatches(text).map { $0.places.map(\.text) } == [["2560"]])
    #expect(try mismatches(text.replacing("2560", with: "2570")).isEmpty)
    let wrong = text.replacing("2560", with: "2570").replacing("1190", with: "1119")
    #expect(try mismatches(wrong).flatMap(\.places).map(\.text) == ["1119"])
  }

  /// Totals of tables from the generator, correct or with one figure off.
  private func planted(_ seed: UInt64, isWrong: Bool) -> (text: String, figure: String) {
    var random = SeededNumbers(seed)
    var sheet = CleanSheets.sheet([1, 5, 8, 11, 0][Int(seed % 5)], seed: seed)
    let groups: [[Int]] =
      sheet.year.map { year in
        Dictionary(grouping: sheet.rows.indices) { sheet.written(sheet.rows[$0][year]) }
          .sorted { $0.key < $1.key }.map(\.value)
      } ?? [Array(sheet.rows.indices)]
    let totals = groups.map { total(of: $0, in: sheet) }
    let first = sheet.rows.count
    sheet.rows += totals
    guard isWrong else { return (sheet.text, "") }
    let row = first + Int.random(in: totals.indices, using: &random)
    let columns = sheet.numbers.filter { sheet.rows[row][$0].value ?? 0 > 20 }
    guard let column = columns.randomElement(using: &random),
      case .number(let value, let decimals) = sheet.rows[row][column]
    else { return (sheet.text, "") }
    let share = random.uniform(0.02...0.3) * (Bool.random(using: &random) ? 1 : -1)
    sheet.rows[row][column] = .number((value * (1 + share)).rounded(), decimals: decimals)
    return (sheet.text, sheet.written(sheet.rows[row][column]))
  }

  private func total(of rows: [Int], in sheet: Sheet) -> [SheetCell] {
    var total = sheet.rows[rows[0]]
    for column in total.indices where column < sheet.unit { total[column] = .empty }
    total[sheet.unit] = .name("Tổng số")
    for column in sheet.numbers {
      let cells = rows.map { sheet.rows[$0][column] }
      guard case .number(_, let decimals) = cells[0] else { continue }
      let scale = pow(10.0, Double(decimals))
      let values = cells.compactMap(\.value).map { ($0 * scale).rounded() / scale }
      total[column] = .number(values.reduce(0, +), decimals: decimals)
    }
    return total
  }

  @Test("50 tables with a wrong figure in a total: each is told; 50 with right ones: none")
  func generated() throws {
    var missed: [String] = [], alarms: [String] = []
    for seed in UInt64(4_000)..<4_050 {
      let wrong = planted(seed, isWrong: true)
      let told = try mismatches(wrong.text).flatMap(\.places).map(\.text)
      if told != [wrong.figure] { missed.append("\(seed): \(wrong.figure), told \(told)") }
      let right = planted(seed, isWrong: false)
      alarms += try mismatches(right.text).map { "\(seed): \($0.evidence[0].en)" }
    }
    #expect(missed.count <= 2, "\(missed)")
    #expect(alarms.isEmpty, "\(alarms)")
  }
}

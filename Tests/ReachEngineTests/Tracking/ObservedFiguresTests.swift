import Assessment
import ReachFiles
import ReachModel
import Testing

@Suite("Files of figures within the year")
struct ObservedFiguresTests {
  private let header = "period,indicator,value,unit,error,published,vintage,source\n"

  private func read(_ rows: String) throws -> [ObservedFigure] {
    let catalog = try IndicatorCatalog.read(Project(from: ShippedStudy.root))
    let source = try SourceText(Array((header + rows).utf8), file: "figures.csv")
    return try observedFigures(source, for: ShippedStudy.read("hanoi-2021"), catalog)
  }

  private func problems(_ rows: String) throws -> [Diagnostic] {
    do {
      _ = try read(rows)
      return []
    } catch let report as DiagnosticReport {
      return report.diagnostics
    }
  }

  @Test("months, quarters, years and cumulative periods; stated errors, vintages, levers")
  func rows() throws {
    let figures = try read(
      """
      2021-05,new_enterprises,8,percent,,2021-06,,a
      2021-Q2,iip_supporting,9.5,percent,0.4,2021-07-28,,b
      2021,firms,905,firms,0,2022-02,2,c
      2021-01..2021-09,disbursed:systems,3.5,billion VND,,2021-10-05,,d

      """)
    // Of a count the last month counts.
    #expect(figures.map(\.months) == [5...5, 4...6, 12...12, 1...9])
    #expect(figures.map(\.statedError) == [nil, 0.4, 0, nil])
    #expect(figures.map(\.vintage) == [0, 0, 2, 0])
    #expect(figures.map { "\($0.published)" }[0] == "2021-06-30")
    #expect(figures.map(\.group) == [nil, nil, nil, 1])
    #expect(figures[2].isExact && !figures[1].isExact)
  }

  @Test(
    "what cannot be is named where it stands",
    arguments: [
      ("2021-05,iip,8,percent,,2021-06,,a", "D021", 9),
      ("2021-05,disbursed,8,billion VND,,2021-06,,a", "D021", 9),
      ("2021-05,disbursed:linkages,8,billion VND,,2021-06,,a", "D021", 9),
      ("2021-05,firms:linkage,8,firms,,2021-06,,a", "D021", 9),
      ("2021-05,iip_supporting,-100,percent,,2021-06,,a", "D022", 24),
      ("2021-05,new_firms,-1,firms,,2021-06,,a", "D022", 19),
      ("2021-05,new_firms,2.5,firms,,2021-06,,a", "D022", 19),
      ("2021-05,firms,900,firms,1e200,2021-06,,a", "D022", 25),
      ("2021-+5,firms,900,firms,,2021-06,,a", "D023", 1),
      ("2021,share_supporting,100,percent,,2022-01,,a", "D022", 23),
      ("2021-05,firms,900,firms,-1,2021-06,,a", "D022", 25),
      ("2020-05,firms,900,firms,,2021-06,,a", "D023", 1),
      ("2022-05,firms,900,firms,,2022-06,,a", "D023", 1),
      ("2021-5,firms,900,firms,,2021-06,,a", "D023", 1),
      ("2021-05..2021-04,firms,900,firms,,2021-06,,a", "D023", 1),
      ("2021-13,firms,900,firms,,2021-06,,a", "D023", 1),
      ("2021-05,firms,900,firms,,2021-04,,a", "D023", 26),
      ("2021-05,firms,900,percent,,2021-06,,a", "D017", 19),
      ("2021-05,firms,900,firms,,tomorrow,,a", "D012", 26),
      ("2021-05,firms,900,firms,,2021-06,1.5,a", "D012", 34),
      ("2021-05,firms,900,firms,,2021-06,,", "D011", 35),
    ])
  func mistakes(row: String, code: String, column: Int) throws {
    let found = try problems(row + "\n")
    #expect(found.count == 1)
    let first = try #require(found.first)
    #expect(first.code.id == code, "\(first.code.id): \(first.summary)")
    #expect(first.origin?.line == 2 && first.origin?.column == column)
  }

  @Test("of a stock the last month counts, whatever the period is called; nothing is a figure too")
  func stocks() throws {
    let figures = try read(
      """
      2021-01..2021-06,certified,290,firms,,2021-07-20,,a
      2021-Q2,certified,285,firms,,2021-08-20,,a
      2021-06,certified,270,firms,,2021-09-20,,a
      2021-02,new_firms,0,firms,,2021-03-20,,a
      2021-02,disbursed:linkage,0,billion VND,,2021-03-20,,a

      """)
    #expect(figures.prefix(3).allSatisfy { $0.months == 6...6 })
    let twice = try problems(
      "2021-06,firms,900,firms,,2021-07,,a\n2021-Q2,firms,905,firms,,2021-07,,b\n")
    #expect(twice.map(\.code.id) == ["D009"])
    // Revised under another name of its month, it supersedes.
    let tracked = try TrackingCase()
    let steps = try tracked.track(Array(figures.prefix(3))).steps
    #expect(steps.map(\.active.count) == [0, 1, 1, 1])
    // Half a firm stands for none, and no new firm in January is bad news.
    let none = try tracked.track([figures[3]]).steps
    #expect(none.count == 2)
    #expect((none.last?.targets[0].value ?? 1) < none[0].targets[0].value)
  }

  @Test("all problems of a file at once, the same figure twice among them")
  func together() throws {
    let found = try problems(
      """
      2021-05,firms,900,firms,,2021-06,,a
      2021-05,firms,901,firms,,2021-06,,b
      2021-06,iip,8,percent,,2021-07,,c
      2021-07,firms,-3,firms,,2021-08,,d

      """)
    #expect(found.map { $0.origin?.line } == [3, 4, 5])
  }
}

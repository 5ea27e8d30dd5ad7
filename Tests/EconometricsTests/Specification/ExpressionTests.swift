import Econometrics
import Foundation
import PanelData
import Testing

private typealias Expression = Econometrics.Expression

@Suite("Expressions")
struct ExpressionTests {
  /// A column's values through a design that has nothing else: its dependent variable.
  private func design(
    _ term: String, on table: DataTable,
    _ change: (inout RegressionSpecification) throws -> Void = { _ in }
  ) throws -> RegressionDesign {
    var specification = RegressionSpecification(name: "test", dependent: try Expression(term))
    (specification.entity, specification.period) = ("entity", "year")
    specification.hasConstant = false
    try change(&specification)
    return try Econometrics.design(specification, on: table)
  }

  @Test("agree with pandas and numpy on every row of a panel with gaps")
  func terms() throws {
    let table = try SpecificationData.table("panel.csv")
    let terms = try #require(
      try SpecificationData.reference()["terms"] as? [String: [Any]])
    #expect(terms.count > 50)
    for (term, expected) in terms {
      let design = try design(term, on: table)
      let rows = expected.indices.filter { expected[$0] is NSNumber }
      #expect(design.data.lines == rows.map { $0 + 2 }, "\(term)")
      for (value, row) in zip(design.data.y, rows) {
        let reference = try #require(expected[row] as? Double)
        // Both sides round a few times, each by half a unit in the last place; where logarithms or
        // deviations from a mean cancel, by half a unit of the operands, which are below 4. A
        // plain sum of 125 numbers (a mean, a variance) loses up to 125 half units.
        let isMoment = term.hasPrefix("standardise") || term.hasPrefix("centre")
        let units: Double = isMoment ? 125 : 8
        let bound = units * 0x1p-53 * max(reference.magnitude, 1)
        #expect(
          (value - reference).magnitude <= bound,
          "\(term) in line \(row + 2): \(value), \(reference)")
      }
    }
  }

  @Test("lags go by entity and period, whatever the order of the rows")
  func order() throws {
    let table = try SpecificationData.table("panel.csv")
    var source = SplitMix(seed: 5)
    let order = table.lines.indices.map { ($0, source.uniform()) }.sorted { $0.1 < $1.1 }.map(\.0)
    let mixed = DataTable(
      file: table.file, names: table.names,
      columns: table.columns.map { column in
        switch column {
        case .numbers(let values): .numbers(order.map { values[$0] })
        case .texts(let codes, let labels): .texts(codes: order.map { codes[$0] }, labels: labels)
        }
      }, lines: order.map { table.lines[$0] })
    let plain = try design("lag(x, 2) - lead(z)", on: table).data
    let other = try design("lag(x, 2) - lead(z)", on: mixed).data
    let values = Dictionary(uniqueKeysWithValues: zip(other.lines, other.y))
    #expect(plain.lines.map { values[$0] } == plain.y && plain.y.count > 30)
  }

  @Test("quarters and months are one apart, and years far apart cost nothing")
  func periods() throws {
    for (first, second) in [
      ("2020-Q4", "2021-Q1"), ("2020Q4", "2021Q1"), ("2020-12", "2021-01"), ("7", "8"),
      ("-1", "0"),
    ] {
      let table = SpecificationData.parsed("year,x\n\(second),5\n\(first),3\n")
      #expect(try design("diff(x)", on: table) { $0.entity = nil }.data.y == [2], "\(first)")
    }
    let far = SpecificationData.parsed("entity,year,x\na,2000000000,5\na,1,3\nb,2,4\na,2,1\n")
    #expect(try design("diff(x)", on: far).data.y == [-2])
  }

  @Test(
    "what cannot be followed is refused at its place",
    arguments: [
      ("", 0, "the end stands where"), ("x +", 3, "the end stands where"),
      ("log x", 4, "`x` stands where an operator"), ("lgo(x)", 0, "no function is named `lgo`"),
      ("lag(x, z)", 7, "is not a whole number of periods"), ("lag(x, -1)", 7, "not a whole number"),
      ("lag(x, 1.5)", 7, "not a whole number"), ("log()", 0, "is given 0 arguments"),
      ("lag(x, 1, 2)", 0, "is given 3 arguments"), ("year = 2016", 5, "`=` stands where"),
      ("x & z", 2, "`&` stands where"), ("2x", 0, "neither a number nor a name"),
      ("\"a", 0, "does not end"), ("`a", 0, "does not end"), ("``", 0, "a name is empty"),
      ("007", 0, "begins with a zero"), ("1e999", 0, "beyond the largest number"),
      ("1 < x < 2", 6, "a second comparison"), ("x in 3", 5, "`(` and a list"),
      ("x in (z)", 6, "a number or a text"), ("(x", 2, "`)` is expected"), ("x)", 1, "`)` stands"),
      ("factor(x, k = 2)", 10, "has no argument `k` here"), ("x ~ z", 2, "`~` stands where"),
      ("x ** 2", 2, "`**` stands where"), ("and", 0, "`and` stands where"),
      ("x,z", 1, "`,` stands where"),
    ])
  func refused(text: String, place: Int, message: String) throws {
    let table = SpecificationData.parsed("year,entity,x,z\n1,1,1,2\n2,1,3,4\n")
    do {
      _ = try design(text, on: table)
      Issue.record("`\(text)` was accepted")
    } catch let error as SpecificationProblem {
      #expect(error.range?.lowerBound == place && error.summary.contains(message), "\(error)")
    } catch let error as SpecificationProblems {
      let first = try #require(error.problems.first)
      #expect(first.range?.lowerBound == place && first.summary.contains(message), "\(first)")
    }
  }

  @Test("deep nesting and long texts are refused, not followed until the stack ends")
  func deep() {
    let deep = String(repeating: "(", count: 500) + "x" + String(repeating: ")", count: 500)
    let powers = String(repeating: "2^", count: 400) + "2"
    let long = String(repeating: "x + ", count: 1000) + "x"
    for text in [deep, powers, long] {
      #expect(throws: SpecificationProblem.self) { try Expression(text) }
    }
    #expect((try? Expression(String(repeating: "x+", count: 900) + "x")) != nil)
  }

  @Test("names of any letters, and in backticks of any signs")
  func names() throws {
    let table = SpecificationData.parsed(
      "entity,year,tỷ lệ,tỷ_lệ,log,2x\n1,1,2,3,4,5\n1,2,7,8,9,1\n")
    #expect(try design("`tỷ lệ` + tỷ_lệ * log", on: table).data.y == [14, 79])
    #expect(try design("log(log) + `2x`", on: table).data.y.map { $0.rounded() } == [6, 3])
    #expect(Expression.written("tỷ lệ") == "`tỷ lệ`" && Expression.written("tỷ_lệ") == "tỷ_lệ")
    #expect(Expression.written("and") == "`and`" && Expression.written("2x") == "`2x`")
    // Columns named by hand are the same as those parsed.
    #expect(Expression(column: "tỷ lệ").columns.map(\.name) == ["tỷ lệ"])
  }

  @Test("text is no number, a number no condition, dummies stand alone")
  func kinds() throws {
    let table = SpecificationData.parsed("entity,year,r,x\n1,1,a,1\n1,2,b,2\n2,1,3,4\n")
    for (text, part) in [
      ("r", "`r` holds text"), ("log(r)", "`r` holds text"), ("x + r", "`r` holds text"),
      ("x + factor(r)", "is a set of dummies"), ("x == \"a\"", "compares text with a number"),
      ("r in (1, 2)", "compares text with a number"), ("\"a\"", "holds text"),
      ("factor(r)", "is a set of dummies"), ("log(-1)", "has no value"),
      ("standardise(3)", "is no column"), ("lag(3)", "is no column"),
    ] {
      let error = try #require(throws: SpecificationProblems.self) { try design(text, on: table) }
      #expect(error.problems[0].kind == .wrongKind, "\(text)")
      #expect(error.problems[0].summary.contains(part), "\(error.problems[0])")
    }
    let error = try #require(throws: SpecificationProblems.self) {
      try design("x", on: table) { $0.sample = try Expression("x") }
    }
    #expect(error.problems[0].summary.contains("is a number, not a condition"))
    #expect(error.problems[0].path == ["sample"])
  }

  @Test("powers are rounded once")
  func filip() throws {
    let table = SpecificationData.parsed("entity,year,x\n1,1,-6.860120914\n1,2,-8.78146449\n")
    let y = try design("x^10", on: table).data.y
    // Tenth powers of the doubles nearest to these decimals, rounded from 400-bit arithmetic.
    #expect(y == [230843528.99180478, 2726901776.9251328])
    #expect(try design("x^-2", on: table).data.y.allSatisfy { $0 > 0 })
  }
}

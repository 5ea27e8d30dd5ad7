import Econometrics
import Foundation
import LinearAlgebra
import PanelData
import ReachModel
import Testing

private typealias Expression = Econometrics.Expression

/// A specification of expressions given as text.
private func specification(
  _ dependent: String, _ regressors: [String] = [],
  _ change: (inout RegressionSpecification) throws -> Void = { _ in }
) throws -> RegressionSpecification {
  var specification = RegressionSpecification(
    name: "test", dependent: try Expression(dependent),
    regressors: try regressors.map { try Expression($0) })
  try change(&specification)
  return specification
}

/// All that is wrong with a specification on a table.
private func problems(
  _ specification: RegressionSpecification, on table: DataTable
) throws -> [SpecificationProblem] {
  let error = try #require(throws: SpecificationProblems.self) {
    try design(specification, on: table)
  }
  return error.problems
}

@Suite("From a specification to the numbers of a regression")
struct DesignTests {
  init() { useOneThreadForLinearAlgebra() }

  @Test("coefficients and errors agree with statsmodels on a panel with gaps")
  func regressions() throws {
    let table = try SpecificationData.table("panel.csv")
    let cases = try #require(
      try SpecificationData.reference()["regressions"] as? [[String: Any]])
    let specifications: [String: RegressionSpecification] = [
      "lags": try specification("y", ["lag(y)", "log(z)"]),
      "weights": try specification("y", ["x", "log(z)"]) { $0.weights = try Expression("w") },
      "factor": try specification("y", ["x", "factor(region)"]),
      "base": try specification("y", ["x", "factor(region, base = \"Nam\")"]),
      "no constant": try specification("y", ["factor(region)", "x"]) { $0.hasConstant = false },
      "interaction": try specification("y", ["region:x"]),
      "interaction beside": try specification("y", ["x", "factor(region):x"]),
      "filter": try specification("y", ["x", "x:z"]) {
        $0.sample = try Expression("year >= 2013 and region != \"Trung\"")
      },
    ]
    #expect(cases.count == specifications.count)
    for item in cases {
      let name = try #require(item["name"] as? String)
      var specification = try #require(specifications[name])
      (specification.entity, specification.period) = ("entity", "year")
      let design = try design(specification, on: table)
      #expect(design.data.observations == item["observations"] as? Int, "\(name)")
      #expect(design.data.names == item["names"] as? [String], "\(name)")
      let fit = try fitLinear(design.data)
      let coefficients = try #require(item["coefficients"] as? [Double])
      let errors = try #require(item["errors"] as? [Double])
      for j in coefficients.indices {
        #expect(relativeError(fit.coefficients[j], coefficients[j]) < 1e-8, "\(name)")
        let error = fit.residualStandardDeviation * fit.inverseGram[j, j].squareRoot()
        #expect(relativeError(error, errors[j]) < 1e-8, "\(name)")
      }
    }
  }

  @Test("rows left out are counted by reason")
  func report() throws {
    let table = try SpecificationData.table("panel.csv")
    let made = try design(
      specification("log(x)", ["log(z)", "factor(region)"]) {
        ($0.entity, $0.period) = ("entity", "year")
        $0.sample = try Expression("x < 6")
      }, on: table)
    let report = made.report
    // Counted again row by row, from the file.
    guard case .numbers(let x) = table.column("x"), case .numbers(let z) = table.column("z"),
      case .texts(let region, _) = table.column("region")
    else { throw SpecificationDataError() }
    let passing = x.indices.filter { x[$0] < 6 }
    #expect(report.records == 125 && report.rows == 125)
    #expect(report.undecidedBySample == x.count { $0.isNaN })
    #expect(report.leftOutBySample == x.count { $0 >= 6 })
    let negative = passing.count { x[$0] <= 0 }, zero = passing.count { z[$0] <= 0 }
    #expect(report.undefined.map(\.text) == ["log(x)", "log(z)"])
    #expect(report.undefined.map(\.rows) == [negative, zero] && negative > 3 && zero > 0)
    let regions = passing.count { region[$0] < 0 }
    #expect(report.missing.map(\.rows) == [negative, zero, regions].filter { $0 > 0 })
    let complete = passing.filter { x[$0] > 0 && z[$0] > 0 && region[$0] >= 0 }
    #expect(report.observations == complete.count)
    #expect(report.incomplete == passing.count - complete.count)
    #expect(report.factors == [.init(name: "factor(region)", base: "Bắc", levels: 3)])
    #expect(report.lines.contains { $0.en.contains("no `log(x)` in \(negative) rows") })
    #expect(report.lines.contains { $0.vi.contains("gốc là `Bắc`") })
  }

  @Test("effects, clusters, entity and period come with the rows that are left")
  func groups() throws {
    let table = SpecificationData.parsed(
      "firm,year,city,x,y\nb,2001,01,1,2\na,2000,02,,1\na,2001,02,3,5\nc,2002,01,4,4\n")
    let made = try design(
      specification("y", ["x"]) {
        ($0.entity, $0.period, $0.hasConstant) = ("firm", "year", false)
        $0.fixedEffects = [.init("firm"), .init("city^year")]
        $0.covariance = .init(.CR1, cluster: [.init("city"), .init("year")])
        $0.bootstrap = .init(
          draws: 99, weights: .webb, seed: 1, isRestricted: true, cluster: .init("city"),
          coefficients: [])
      }, on: table)
    let data = made.data
    #expect(data.lines == [2, 4, 5] && data.period == [2001, 2001, 2002])
    #expect(data.entity?.name == "firm" && data.entity?.codes == [0, 1, 2])
    #expect(data.entity?.labels.count == 3)
    #expect(data.effects.map(\.name) == ["firm", "city^year"])
    #expect(data.effects[1].codes == [0, 1, 2])
    #expect(data.clusters.map(\.codes) == [[0, 1, 0], [0, 0, 1]])
    #expect(made.bootstrapCluster?.codes == [0, 1, 0] && !data.hasConstant)
    #expect(made.report.missing == [.init(role: .regressor, term: "x", rows: 1)])
  }

  @Test("endogenous regressors keep their places, instruments stand apart")
  func instruments() throws {
    let table = try SpecificationData.table("panel.csv")
    let data = try design(
      specification("y", ["x", "w"]) {
        $0.estimator = .twoStage
        $0.endogenous = [try Expression("x"), try Expression("log(z)")]
        $0.instruments = [try Expression("factor(code)"), try Expression("year")]
      }, on: table
    ).data
    #expect(data.names == ["constant", "x", "w", "log(z)"] && data.endogenous == [1, 3])
    #expect(
      data.instrumentNames == ["factor(code)[0]", "factor(code)[1]", "factor(code)[2]", "year"])
    #expect(data.Z.columns == 4 && data.Z.rows == data.observations)
    let few = try problems(
      specification("y", ["x"]) {
        $0.estimator = .twoStage
        $0.endogenous = [try Expression("x"), try Expression("w")]
        $0.instruments = [try Expression("z")]
      }, on: table)
    #expect(few[0].kind == .contradiction && few[0].path == ["instruments"])
  }

  @Test("crossed factors: empty cells have no dummy")
  func crossed() throws {
    let table = SpecificationData.parsed(
      "a,b,x,y\np,1,1,1\np,2,2,5\nq,1,3,2\nq,1,4,3\np,3,6,1\nr,1,1,9\nr,2,3,8\nq,1,9,9\np,3,1,2\nr,1,2,2\n"
    )
    let made = try design(specification("y", ["factor(a):factor(b)"]), on: table)
    // Neither factor alone is a regressor, so that every level stands.
    #expect(
      made.data.names == [
        "constant", "factor(a)[p]:factor(b)[1]", "factor(a)[q]:factor(b)[1]",
        "factor(a)[r]:factor(b)[1]", "factor(a)[p]:factor(b)[2]", "factor(a)[r]:factor(b)[2]",
        "factor(a)[p]:factor(b)[3]",
      ])
    #expect(made.report.emptyCells == 3)
    let beside = try design(
      specification("y", ["factor(a)", "factor(b)", "factor(a):factor(b)"]), on: table)
    #expect(
      beside.data.names == [
        "constant", "factor(a)[q]", "factor(a)[r]", "factor(b)[2]", "factor(b)[3]",
        "factor(a)[r]:factor(b)[2]",
      ])
  }

  @Test("powers of a column keep what rounding left out: NIST's Filip to 13 digits")
  func powers() throws {
    let file = packageFolder.appending(path: "Tests/LinearAlgebraTests/ReferenceValues")
    let table = SpecificationData.parsed(
      try String(contentsOf: file.appending(path: "lls_Filip.csv"), encoding: .utf8))
    let terms = ["x"] + (2...10).map { "x^\($0)" }
    let data = try design(specification("y", terms), on: table).data
    let fit = try fitLinear(data)
    let certified = try String(contentsOf: file.appending(path: "certified.csv"), encoding: .utf8)
      .split(separator: "\n").filter { $0.hasPrefix("Filip,") }
      .map { $0.split(separator: ",").dropFirst().compactMap { Double($0) } }
    #expect(certified.count == 11)
    for (j, answer) in certified.enumerated() {
      #expect(relativeError(fit.coefficients[j], answer[0]) < 1e-13, "\(data.names[j])")
      let error = fit.residualStandardDeviation * fit.inverseGram[j, j].squareRoot()
      #expect(relativeError(error, answer[1]) < 1e-13, "\(data.names[j])")
    }
    // The rows of a selection keep theirs; another design has no rest of this one.
    let some = data.selecting(rows: Array(20..<60))
    let whole = try #require(data.rest), part = try #require(some.rest)
    #expect(part.column(10) == Array(whole.column(10)[20..<60]) && part.rows == 40)
    var other = data
    other.X = Matrix(columns: [data.X.column(0)], rows: data.observations)
    #expect(other.rest == nil)
  }

  @Test("nothing is kept where powers are exact, are no plain ones, or effects are taken out")
  func withoutRest() throws {
    let table = SpecificationData.parsed(
      "g,x,y\na,1.1,1\na,2.3,4\nb,3.7,2\nb,5.9,7\nb,6.1,8\na,9.7,3\n")
    let rounded = try #require(try design(specification("y", ["x", "x^2"]), on: table).data.rest)
    #expect(
      rounded.columns == 3 && (0..<6).allSatisfy { rounded[$0, 0] == 0 && rounded[$0, 1] == 0 })
    // 1.1² as doubles have it, with the error that fused multiplication finds.
    #expect(rounded[0, 2] == (-(1.1 * 1.1)).addingProduct(1.1, 1.1) && rounded[0, 2] != 0)
    for terms in [["x", "x^-2"], ["x", "x^0.5"], ["x", "(x + 1)^2"], ["x", "x^2 + 1"]] {
      #expect(try design(specification("y", terms), on: table).data.rest == nil, "\(terms)")
    }
    let within = try specification("y", ["x", "x^2"]) {
      ($0.hasConstant, $0.fixedEffects) = (false, [.init("g")])
    }
    #expect(try design(within, on: table).data.rest == nil)
    let whole = SpecificationData.parsed("x,y\n1,1\n2,3\n5,4\n7,2\n")
    #expect(try design(specification("y", ["x", "x^2"]), on: whole).data.rest == nil)
    #expect(try design(specification("y", ["x", "(x)^2"]), on: table).data.rest != nil)
  }

  @Test("a single entity and its names: a column called constant is no constant")
  func constantColumn() throws {
    let table = SpecificationData.parsed("y,constant\n1,2\n2,5\n4,1\n")
    let data = try design(
      specification("y", ["constant"]) { $0.hasConstant = false }, on: table
    ).data
    #expect(data.names == ["constant (column)"] && !data.hasConstant)
  }
}

private struct SpecificationDataError: Error {}

@Suite("What the data cannot give")
struct DesignProblemTests {
  private let table = SpecificationData.parsed(
    """
    id,t,y,x,one,zero,nothing,big,w,r
    a,1,1,2,1,0,,1,1,p
    a,2,2,4,1,0,,inf,2,p
    b,1,3,1,1,0,,2,0,p
    b,2,5,7,1,0,,3,-1,p

    """)

  @Test("all unknown names at once, each with its place")
  func unknown() throws {
    let found = try problems(
      specification("yy", ["x", "log(xx) + zzz"]) {
        $0.fixedEffects = [.init("idd"), .init("id^tt")]
        $0.entity = "ide"
      }, on: table)
    #expect(found.map(\.kind).allSatisfy { $0 == .unknownName } && found.count == 6)
    #expect(found[0].path == ["dependent"] && found[1].path == ["regressors", "1"])
    #expect(found[1].range == 4..<6 && found[2].range == 10..<13)
    #expect(found[1].unknown?.known.contains("x") == true)
    #expect(found[5].path == ["entity"])
  }

  @Test("values that no regression can use are named with file and line")
  func values() throws {
    for (terms, kind, part) in [
      (["big"], SpecificationProblem.Kind.notFinite, "`big` is infinite in data.csv:3"),
      (["exp(x * 200)"], .notFinite, "`exp(x * 200)` is beyond the largest number in data.csv:3"),
      (["exp(x * 200) - exp(x * 200)"], .notFinite, "beyond the largest number"),
      (["1 / big"], .notFinite, "`big` is infinite"),
      (["one"], .noVariation, "`one` is 1 in all 4 observations"),
      (["zero"], .noVariation, "`zero` is 0 in all 4 observations"),
      (["nothing"], .noVariation, "`nothing` has no value in any of the 4 rows"),
      (["log(-x)"], .noVariation, "`log(-x)` has no value"),
      (["factor(r)"], .noVariation, "a single level"),
      (["factor(x):factor(y)"], .noVariation, "4 dummies for 4"),
      (["factor(x)", "lag(factor(r))"], .wrongKind, "is a set of dummies"),
      (["standardise(one)"], .noVariation, "no standard deviation"),
      (["x", "x"], .contradiction, "`x` stands here a second time"),
      (["y"], .contradiction, "is a regressor too"),
      (["factor(r, \"q\")"], .unknownName, "no level is named `q`"),
    ] {
      let found = try problems(
        specification("y", terms) { ($0.entity, $0.period) = ("id", "t") }, on: table)
      #expect(found[0].kind == kind && found[0].summary.contains(part), "\(terms): \(found[0])")
    }
  }

  @Test("a row with an infinite cell may be left out, unless a lag reaches it")
  func excluded() throws {
    let made = try design(
      specification("y", ["big"]) { $0.sample = try Expression("big < 1e300") }, on: table)
    #expect(made.data.observations == 3)
    let found = try problems(
      specification("y", ["1 / lag(big)"]) {
        ($0.entity, $0.period) = ("id", "t")
        $0.sample = try Expression("big < 1e300")
      }, on: table)
    #expect(found[0].kind == .notFinite)
  }

  @Test("a constant regressor needs a constant elsewhere to be refused")
  func constants() throws {
    let data = try design(specification("y", ["one"]) { $0.hasConstant = false }, on: table).data
    #expect(data.names == ["one"])
    let dropped = try design(specification("y", ["one"]) { $0.collinear = .drop }, on: table).data
    #expect(dropped.names == ["constant", "one"])
    #expect(try problems(specification("one", ["x"]), on: table)[0].path == ["dependent"])
    let effects = try problems(
      specification("y", ["one"]) { ($0.hasConstant, $0.fixedEffects) = (false, [.init("id")]) },
      on: table)
    #expect(effects[0].kind == .noVariation)
  }

  @Test("weights that are not positive, rows that stand twice, no rows")
  func rows() throws {
    let weights = try problems(
      specification("y", ["x"]) { $0.weights = try Expression("w") }, on: table)
    #expect(weights[0].kind == .badWeight && weights[0].path == ["weights"])
    #expect(weights[0].summary.contains("is 0 in data.csv:4, and 1 more are not positive"))
    let twice = SpecificationData.parsed("id,t,y\na,1,1\nb,1,2\na,1,3\n")
    let repeated = try problems(
      specification("y") { ($0.entity, $0.period) = ("id", "t") }, on: twice)
    #expect(repeated[0].kind == .duplicateRow)
    #expect(repeated[0].summary == "id a, t 1 stands in data.csv:4 again, first in data.csv:2")
    let none = try problems(
      specification("y", ["x"]) { $0.sample = try Expression("x > 100") }, on: table)
    #expect(none[0].kind == .noRows && none[0].path == ["sample"])
    let disjoint = SpecificationData.parsed("y,x,z\n1,1,\n2,,3\n")
    let incomplete = try problems(specification("y", ["x", "z"]), on: disjoint)
    #expect(incomplete[0].kind == .noRows)
    #expect(incomplete[0].summary.contains("1 miss `x`, 1 miss `z`"))
    let periods = SpecificationData.parsed("id,t,y\na,1.5,1\nb,2,2\n")
    #expect(
      try problems(specification("y") { $0.period = "t" }, on: periods)[0].kind == .badPeriod)
  }

  @Test("coefficients that options name have to be there")
  func coefficients() throws {
    let found = try problems(
      specification("y", ["x"]) {
        $0.multipleTesting = .init(family: ["x", "z"], method: .holm)
        $0.estimator = .bayes(
          .init(priors: [.init(coefficient: "xx", mean: 0, deviation: 1)]))
      }, on: table)
    #expect(
      found.map(\.path) == [
        ["multiple_testing", "family", "1"], ["estimator", "bayes", "priors", "xx"],
      ])
  }

  @Test("several problems of the data are told at once")
  func several() throws {
    let found = try problems(
      specification("y", ["r", "x == \"a\"", "x"]) { $0.weights = try Expression("r") }, on: table)
    #expect(found.map(\.path) == [["regressors", "0"], ["regressors", "1"], ["weights"]])
  }
}

@Suite("Long and wide tables")
struct LayoutTests {
  @Test("the same numbers from rows, long and wide")
  func layouts() throws {
    let rows = SpecificationData.parsed(
      "c,year,g,p\n01,2000,1,4\n01,2001,2,5\n02,2000,3,6\n02,2001,7,9\n")
    let long = SpecificationData.parsed(
      """
      c,year,v,value,flag
      01,2001,p,5,
      01,2000,g,1,
      01,2000,p,4,
      02,2000,g,3,
      02,2001,g,77,wrong
      02,2000,p,6,
      02,2001,g,7,
      02,2001,p,9,
      01,2001,g,2,

      """)
    let wide = SpecificationData.parsed("c,g_2000,g_2001,p_2000,p_2001\n01,1,2,4,5\n02,3,7,6,9\n")
    let plain = try specification("g", ["log(lag(p))"]) {
      ($0.entity, $0.period) = ("c", "year")
    }
    var pivoted = plain, turned = plain
    pivoted.layout = .long(
      variable: "v", value: "value", where: try Expression("missing(flag)"))
    turned.layout = .wide(try #require(WidePattern("{variable}_{period}")), variables: [])
    let reference = try design(plain, on: rows).data
    #expect(reference.y == [2, 7] && reference.period == [2001, 2001])
    for (layout, table) in [(pivoted, long), (turned, wide)] {
      let made = try design(layout, on: table)
      let order = made.data.y.indices.sorted { made.data.y[$0] < made.data.y[$1] }
      #expect(order.map { made.data.y[$0] } == reference.y)
      #expect(order.map { made.data.X[$0, 1] } == reference.X.column(1))
    }
    let report = try design(pivoted, on: long).report
    #expect(report.records == 9 && report.leftOutByLayout == 1 && report.rows == 4)
  }

  @Test("a cell given twice, a column that differs, texts for values")
  func refusals() throws {
    let text = "c,t,v,value,note\na,1,g,1,m\na,1,h,2,m\na,2,g,3,n\na,2,h,4,n\n"
    func refusal(_ text: String, _ terms: [String] = ["h"]) throws -> SpecificationProblem {
      let table = SpecificationData.parsed(text)
      return try problems(
        specification("g", terms) {
          ($0.entity, $0.period) = ("c", "t")
          $0.layout = .long(variable: "v", value: "value", where: nil)
        }, on: table)[0]
    }
    let twice = try refusal(text + "a,1,g,5,m\n")
    #expect(twice.kind == .duplicateRow)
    #expect(twice.summary == "`g` of c a, t 1 stands in data.csv:6 again, first in data.csv:2")
    let differs = try refusal(
      text.replacingOccurrences(of: "h,2,m", with: "h,2,k"), ["factor(note)"])
    #expect(differs.kind == .wrongKind && differs.summary.contains("data.csv:2 and data.csv:3"))
    let words = try refusal(text.replacingOccurrences(of: "h,2,", with: "h,two,"))
    #expect(words.kind == .wrongKind && words.summary.contains("data.csv:3"))
    let unknown = try refusal(text, ["hh"])
    #expect(unknown.kind == .unknownName && unknown.unknown?.known.contains("h") == true)
  }

  @Test("names of columns hold variable and period in any order")
  func patterns() throws {
    for (pattern, header) in [
      ("{variable}_{period}", "gdp_pc_2000,gdp_pc_2001"),
      ("{period}.{variable}", "2000.gdp_pc,2001.gdp_pc"),
      ("{variable}{period}", "gdp_pc2000,gdp_pc2001"),
      ("v_{variable}({period})", "v_gdp_pc(2000),v_gdp_pc(2001)"),
      ("{variable}_{period}", "gdp_pc_2000-Q4,gdp_pc_2001-Q1"),
    ] {
      let table = SpecificationData.parsed("c,size_x,\(header)\na,5,1,3\nb,6,2,9\n")
      let made = try design(
        specification("diff(gdp_pc)", ["size_x"]) {
          $0.entity = "c"
          $0.period = "when"
          $0.layout = .wide(try #require(WidePattern(pattern)), variables: ["gdp_pc"])
        }, on: table)
      #expect(made.data.y == [2, 7] && made.data.X.column(1) == [5, 6], "\(pattern)")
      #expect(made.data.lines == [2, 3])
    }
    for bad in [
      "", "{variable}", "{variable}_{variable}", "{period}{", "{variable}_{period}_{period}",
    ] {
      #expect(WidePattern(bad) == nil)
    }
  }

  @Test("the observed panel as a table, missing where it has no cell")
  func panel() throws {
    let day = try #require(CalendarDate(year: 2021, month: 1, day: 1))
    func cell(_ entity: String, _ year: Int, _ name: String, _ value: Double) -> PanelCell {
      PanelCell(
        entity: entity, year: year, variable: name, value: value, released: day,
        origin: Origin(file: "p.csv", line: 3, column: 1))
    }
    let panel = Panel(
      cells: [cell("01", 2000, "a", 1), cell("01", 2001, "b", 2), cell("02", 2000, "a", 3)],
      vintageCaveat: "")
    let table = panel.table
    #expect(table.names == ["province_code", "year", "a", "b"] && table.rows == 3)
    #expect(table.column("province_code") == .texts(codes: [0, 0, 1], labels: ["01", "02"]))
    guard case .numbers(let a) = table.column("a") else { return }
    #expect(a[0] == 1 && a[1].isNaN && a[2] == 3)
  }
}

import Econometrics
import Foundation
import LinearAlgebra
import PanelData
import ReachFiles
import ReachModel
import Testing

/// A specification from its text.
private func specification(_ text: String) throws -> RegressionSpecification {
  try SpecificationFile(SourceText(text, file: "spec.yaml")).specification
}

@Suite("Specification files")
struct SpecificationFileTests {
  private static let folder = "\(Project.root)/Scenarios/specifications"

  init() { useOneThreadForLinearAlgebra() }

  @Test("the shipped relation on the shipped panel: N = 376 and the README's figures")
  func entry() throws {
    let file = try SpecificationFile.read("\(Self.folder)/entry.yaml")
    let table = try readDataTable(
      "\(Project.observedFolder)/vietnam_provinces.csv", threads: 1)
    let design = try file.design(on: table)
    #expect(design.data.observations == 376 && design.data.entity?.count == 63)
    #expect(design.data.names == ["log(lag(fdi_stock_projects))", "log(population_avg)"])
    #expect(design.report.records == table.rows && design.report.leftOutByLayout == 4)
    let fit = try fitLinear(design.data)
    #expect(abs(fit.coefficients[0] / 0.13581606 - 1) < 1e-7)
    // As many digits as the README gives; agreement to 1e-8 and better is checked elsewhere.
    #expect(abs(fit.residualSumOfSquares / 4.149866182847 - 1) < 1e-12)
    let clusters = try #require(design.data.clusters.first)
    var scores = Matrix(rows: 2, columns: clusters.count)
    for (i, code) in clusters.codes.enumerated() {
      for j in 0..<2 { scores[j, Int(code)] += fit.residuals[i] * fit.X[i, j] }
    }
    let n = 376.0, G = 63.0, factor = G / (G - 1) * (n - 1) / (n - 2)
    let covariance = fit.inverseGram * (scores * scores.transposed) * fit.inverseGram
    #expect(abs((factor * covariance[0, 0]).squareRoot() / 0.05940884 - 1) < 1e-6)
    let placebos = file.specification.placebos
    #expect(placebos.map(\.name) == ["entry_lead_2"])
    let lead = try file.design(of: placebos[0], on: table)
    #expect(lead.data.names.last == "lead(log(lag(fdi_stock_projects)), 2)")
    #expect(lead.data.observations > 300)
  }

  @Test("each shipped specification reads, and makes a design on the shipped panel")
  func shipped() throws {
    let table = try readDataTable(
      "\(Project.observedFolder)/vietnam_provinces.csv", threads: 1)
    let files = try Project.files(in: Self.folder, ending: ".yaml")
    #expect(files.count >= 2)
    for name in files {
      let file = try SpecificationFile.read("\(Self.folder)/\(name)")
      #expect("\(file.specification.name).yaml" == name && file.specification.title != nil)
      let data = try file.design(on: table).data
      #expect(data.observations > 200 && data.clusters.count == 1, "\(name)")
    }
  }

  @Test("a number of rows that only its terms decide, counted again from the cells")
  func counts() throws {
    let table = try readDataTable(
      "\(Project.observedFolder)/vietnam_provinces.csv", threads: 1)
    let data = try SpecificationFile.read("\(Self.folder)/fdi-projects.yaml").design(on: table)
    var cells: Set<[String]> = []
    func text(_ name: String, _ row: Int) throws -> String {
      switch try #require(table.column(name)) {
      case .numbers(let values): values[row].isNaN ? "" : "\(values[row])"
      case .texts(let codes, let labels): codes[row] < 0 ? "" : labels[Int(codes[row])]
      }
    }
    var positive: Set<[String]> = []
    for row in 0..<table.rows where try text("flag", row).isEmpty {
      let key = try [text("province_code", row), text("year", row), text("variable", row)]
      cells.insert(key)
      if let value = Double(try text("value", row)), value > 0 { positive.insert(key) }
    }
    let count = cells.filter { key in
      guard key[2] == "fdi_new_projects", let year = Double(key[1]) else { return false }
      let before = "\(year - 1)"
      return cells.contains([key[0], before, "pci_composite"])
        && positive.contains([key[0], before, "fdi_stock_projects"])
        && positive.contains([key[0], key[1], "population_avg"])
    }.count
    #expect(data.data.observations == count && count > 200)
  }

  @Test("every key is read")
  func keys() throws {
    let text = """
      name: all
      title: {vi: "Tất cả", en: "All"}
      layout: {wide: {pattern: "{variable}_{period}", variables: [a, b]}}
      entity: "`mã tỉnh`"
      period: year
      dependent: y
      regressors: [x, "lag(n, 2)"]
      fixed_effects: [province, city^year]
      singletons: drop
      weights: w
      sample: year >= 2016
      collinear: drop
      covariance: {kind: CR1, cluster: [province, a^b], small_sample: all, two_way: each}
      bootstrap: {draws: 999, weights: rademacher, seed: 7, restricted: false, cluster: province, coefficients: x}
      placebo: {regressor: x, leads: [1, 2]}
      multiple_testing: {family: [x, "lag(n, 2)"], method: holm}
      notes: some
      source: none
      """
    let read = try specification(text)
    #expect(read.name == "all" && read.title == Label(vi: "Tất cả", en: "All"))
    #expect(
      read.layout
        == .wide(
          try #require(WidePattern("{variable}_{period}")), variables: ["a", "b"]))
    #expect(read.entity == "mã tỉnh" && read.period == "year" && !read.hasConstant)
    #expect(read.dependent.text == "y" && read.regressors.map(\.text) == ["x", "lag(n, 2)"])
    #expect(read.fixedEffects.map(\.columns) == [["province"], ["city", "year"]])
    #expect(read.singletons == .drop && read.collinear == .drop && read.weights?.text == "w")
    #expect(
      read.covariance
        == .init(
          .CR1, cluster: [.init("province"), .init("a^b")], smallSample: .all, twoWay: .each))
    #expect(
      read.bootstrap
        == .init(
          draws: 999, weights: .rademacher, seed: 7, isRestricted: false,
          cluster: .init("province"), coefficients: ["x"]))
    #expect(read.placebos.map { $0.regressors.last?.text } == ["lead(x, 1)", "lead(x, 2)"])
    #expect(read.multipleTesting == .init(family: ["x", "lag(n, 2)"], method: .holm))
    #expect(read.notes == "some" && read.source == "none")
    let json = try SpecificationFile(
      SourceText("{\"dependent\": \"y\", \"covariance\": \"HC3\"}", file: "spec.json"))
    #expect(json.specification.covariance == .init(.HC3) && json.specification.name == "spec")
  }

  @Test("estimators with their options")
  func estimators() throws {
    func read(_ estimator: String, _ more: String = "") throws -> RegressionSpecification.Estimator
    {
      try specification(
        "dependent: y\nregressors: x\nentity: c\nperiod: t\nestimator: \(estimator)\n\(more)"
      ).estimator
    }
    let hc = "covariance: HC1"
    #expect(try read("{poisson: {separation: drop}}", hc) == .poisson(.drop))
    #expect(
      try read("logit", hc) == .logit(.refuse) && read("{cloglog: }", hc) == .cloglog(.refuse))
    #expect(try read("{ridge: {lambda: gcv}}") == .ridge(.crossValidated))
    #expect(try read("{ridge: {lambda: 0.5}}") == .ridge(.given(0.5)))
    #expect(
      try read("{fuller: {alpha: 4}}", "\(hc)\nendogenous: z\ninstruments: w") == .fuller(alpha: 4))
    let robust = "covariance: {kind: CR0, cluster: c}"
    #expect(try read("{within_corrected: {lags: 2}}", robust) == .withinCorrected(lags: 2))
    let moments = "{lags: 1, steps: 2, instrument_lags: [2, all], collapse: true, predetermined: x}"
    #expect(
      try read("{system_gmm: \(moments)}", "covariance: windmeijer")
        == .systemGMM(
          .init(
            lags: 1, firstInstrumentLag: 2, lastInstrumentLag: nil, steps: 2, collapses: true,
            transformation: .differences, predetermined: [try Econometrics.Expression("x")])))
    #expect(
      try read("{local_projections: {horizons: 4, cumulative: true}}", hc)
        == .localProjections(
          .init(horizons: 4, shock: nil, lags: 0, isCumulative: true, isLagAugmented: false)))
    #expect(
      try read(
        "{bvar: {lags: 2, lambda: marginal_likelihood, errors: student, horizon: 8, draws: 500, seed: 3}}"
      )
        == .bvar(
          .init(
            lags: 2, tightness: .marginalLikelihood, errors: .student(degrees: nil), horizon: 8,
            draws: 500, seed: 3)))
    let bayes = """
      bayes:
          priors: {x: {mean: 0.1, sd: 0.5}}
          noise: {shape: 2, scale: 1}
          sources:
            - {name: a, exponent: 0.3, coefficients: {x: {value: 1, standard_error: 2}}, source: P05}
            - {name: b, exponent: 0.5, sample: t > 3, source: P06}
      """
    #expect(
      try read("\n  \(bayes)")
        == .bayes(
          .init(
            priors: [.init(coefficient: "x", mean: 0.1, deviation: 0.5)],
            noise: .init(shape: 2, scale: 1),
            sources: [
              .init(
                name: "a", exponent: 0.3,
                evidence: .published([.init(coefficient: "x", mean: 1, deviation: 2)]),
                source: "P05"),
              .init(
                name: "b", exponent: 0.5, evidence: .rows(try Econometrics.Expression("t > 3")),
                source: "P06"),
            ])))
  }

  @Test("problems are told at once, each with its place, in texts with and without quotes")
  func places() throws {
    let text = """
      dependent: log(gpd)
      regressors:
        - "x + onee"
        - lag(zz, 1)
      fixed_effects: [idd]
      period: t
      covariance: {kind: CR1, cluster: idd}
      """
    let file = try SpecificationFile(SourceText(text, file: "spec.yaml"))
    let table = DataTable(
      file: "d.csv", names: ["gdp", "x", "one", "id", "t"],
      columns: Array(repeating: .numbers([1, 2, 3]), count: 5), lines: [2, 3, 4])
    let report = try #require(throws: DiagnosticReport.self) { try file.design(on: table) }
    let places = report.diagnostics.map { [$0.origin?.line, $0.origin?.column, $0.length] }
    #expect(places == [[1, 16, 3], [3, 10, 4], [4, 9, 2], [5, 17, 3], [7, 34, 3]])
    #expect(report.diagnostics[0].hint == "did you mean `gdp`?")
    #expect(report.explanation.contains("1 | dependent: log(gpd)"))
    let several = try #require(throws: DiagnosticReport.self) {
      try specification("dependent: log(\nregressors: [x +, lgo(x)]\nestimatr: a\ncovariance: HC9")
    }
    #expect(several.diagnostics.map(\.code.id) == ["S039", "S039", "S039", "S014", "S022"])
  }

  @Test(
    "contradictions between keys",
    arguments: [
      "offset: x", "singletons: drop", "collinear: drop\nestimator: poisson", "instruments: z",
      "endogenous: z",
      "estimator: two_stage", "estimator: liml", "estimator: {within_corrected: {lags: 1}}",
      "layout: {wide: {pattern: \"{variable}{period}\"}}",
      "placebo: {regressor: x, leads: 1}", "placebo: {regressor: z, leads: 1}\nperiod: t",
      "bootstrap: {draws: 99, weights: webb, seed: 1}", "fixed_effects: [a, a]",
      "covariance: {kind: HC1, cluster: a}", "covariance: {kind: HC1, lags: 2}",
      "covariance: newey_west", "covariance: {kind: newey_west, lags: auto}", "covariance: conley",
      "covariance: {kind: HC3, small_sample: all}", "covariance: windmeijer",
      "covariance: {kind: CR1, cluster: a, two_way: each}",
      "covariance: {kind: CR0, cluster: [a, b], two_way: each}",
      """
      covariance:
        {kind: conley, latitude: a, longitude: b, kilometres: 9, kernel: bartlett, small_sample: all}
      """,
      "covariance: {kind: conley, latitude: a}", "estimator: {bayes: {}}\ncovariance: HC1",
      "estimator: {bayes: {g: 3, priors: {x: {mean: 0, sd: 1}}}}", "estimator: {}",
      "estimator: {bvar: {lags: 1, lambda: 0.2, degrees: 5, horizon: 2, draws: 100, seed: 1}}\nperiod: t",
    ])
  func contradictions(text: String) throws {
    let hasCovariance =
      text.contains("covariance") || text.contains("bayes") || text.contains("bvar")
    let whole = "dependent: y\nregressors: x\n\(text)\n" + (hasCovariance ? "" : "covariance: HC1")
    let report = try #require(throws: DiagnosticReport.self) { try specification(whole) }
    #expect(report.diagnostics.allSatisfy { $0.code.id == "S041" }, "\(report.explanation)")
  }
}

@Suite("The estimation block of scenarios")
struct ScenarioEstimationTests {
  private func read(_ block: String) throws -> ScenarioEstimation {
    let folder = try ScratchFolder()
    let base = try SourceText.read("\(Project.root)/Scenarios/hanoi-2021.yaml").text
    _ = try folder.write(base, to: "hanoi-2021.yaml")
    let path = try folder.write("extends: hanoi-2021.yaml\nscenario: a\n\(block)", to: "a.yaml")
    // The study's own reading tells the same problems.
    _ = try Study.read(path, catalog: Project.catalog.get())
    return try ScenarioEstimation.read(path)
  }

  @Test("specifications run on the observed panel")
  func block() throws {
    let block = """
      estimation:
        labour:
          dependent: log(industrial_labour_index)
          regressors: log(lag(fdi_stock_projects))
          fixed_effects: [province_code, year]
          covariance: {kind: CR1, cluster: province_code}
      """
    let estimation = try read(block)
    let labour = try #require(estimation.specifications.first).specification
    #expect(labour.name == "labour" && labour.entity == "province_code" && labour.period == "year")
    let panel = try ObservedData.read(Project.observedFolder, as: "observed").panel
    let made = try design(labour, on: panel.table)
    let complete = panel.cells.filter { cell in
      guard cell.variable == "industrial_labour_index", cell.value > 0 else { return false }
      return (panel.cell(cell.entity, cell.year - 1, "fdi_stock_projects")?.value ?? 0) > 0
    }
    #expect(made.data.observations == complete.count && complete.count == 252)
    #expect(try read("").specifications.isEmpty)
  }

  @Test("what is wrong with it is told by the study, at its place")
  func problems() throws {
    for (block, code) in [
      ("estimation: [a]", "S016"), ("estimation: {entry: {covariance: CR1}}", "S015"),
      ("estimation: {a: {dependent: log(gdp}}", "S039"),
      ("estimation: {a: {dependent: gdp, layout: rows, covariance: HC1}}", "S014"),
      ("estimation: {a b: {dependent: gdp, covariance: HC1}}", "S037"),
    ] {
      let report = try #require(throws: DiagnosticReport.self) { try read(block) }
      #expect(report.diagnostics.contains { $0.code.id == code }, "\(report.explanation)")
      #expect(report.diagnostics.allSatisfy { $0.origin?.line == 3 }, "\(report.explanation)")
    }
  }
}

import Foundation
import Testing

@Suite("reach fit: mistakes are told at their places, with what to do")
struct FitMistakeTests {
  private func fit(
    _ specification: String, _ table: String, _ options: String...
  ) async throws -> CommandResult {
    let scratch = try Scratch()
    for (name, text) in [("spec.yaml", specification), ("data.csv", table)] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
    }
    return try await Reach(in: scratch.path)(
      ["fit", "spec.yaml", "--data", "data.csv"] + options)
  }

  /// Twelve rows; `one` has one value, `other` repeats a level of `region`.
  private static let table: String = {
    let regions = ["Hà Nội", "Huế", "Đà Nẵng"]
    let rows = (0..<12).map { i in
      "\(i * i % 7),\(i % 5),\(regions[i % 3]),\(regions[i % 3]),1,\(i == 4 ? "3,5" : "\(i)"),\(i)"
        .replacingOccurrences(of: "3,5", with: "\"3,5\"")
    }
    return "y,x,region,other,one,bad,dân số\n" + rows.joined(separator: "\n") + "\n"
  }()

  // MARK: Scenarios

  /// A scenario of its own with an `estimation:` block, which begins in line 4.
  private func scenario(_ block: String, in scratch: Scratch) throws -> String {
    let text =
      "extends: \(Reach.repository)/Scenarios/hanoi-2021.yaml\nscenario: own\nestimation:\n"
    let path = "\(scratch.path)/own.yaml"
    try Data((text + block).utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test("a regression of a scenario: `check` and `fit` say the same, at its place in the file")
  func estimationBlock() async throws {
    let scratch = try Scratch()
    let path = try scenario(
      """
        first:
          dependent: log(enterprises_newly_registered)
          regressors: [log(lag(fdi_stock_projects))]
          covariance: {kind: CR1, cluster: provnce_code}
        second:
          dependent: log(enterprises_newly_registered)
          regressors: [year, year]
          covariance: HC1
      """, in: scratch)
    for command in ["check", "fit"] {
      let result = try await Reach()(command, path)
      #expect(result.status == 65 && result.output.isEmpty, "\(command): \(result.errors)")
      for part in [
        "error[S040]", "own.yaml:7:38", "did you mean `province_code`?",
        "7 |     covariance: {kind: CR1, cluster: provnce_code}", "error[S041]", "own.yaml:10:24",
      ] {
        #expect(result.errors.contains(part), "\(command), \(part): \(result.errors)")
      }
    }
  }

  @Test("what only the estimator meets is told at its place in a scenario too")
  func estimationOfBlock() async throws {
    let scratch = try Scratch()
    let path = try scenario(
      """
        twice:
          dependent: log(enterprises_newly_registered)
          regressors: [log(population_avg), 2 * log(population_avg)]
          covariance: HC1
      """, in: scratch)
    let result = try await Reach()("fit", path)
    #expect(result.status == 65 && result.errors.contains("own.yaml:6:39"), "\(result.errors)")
    #expect(result.errors.contains("error[S049]: `2 * log(population_avg)` is a combination"))
  }

  @Test("a specification without data is recognised, in a project and outside")
  func withoutData() async throws {
    let scratch = try Scratch()
    let shipped = "\(Reach.repository)/Scenarios/specifications/entry.yaml"
    try FileManager.default.copyItem(atPath: shipped, toPath: "\(scratch.path)/entry.yaml")
    let outside = try Reach(in: scratch.path)
    for result in [
      try await Reach()("fit", "Scenarios/specifications/entry.yaml"),
      try await Reach()("check", "Scenarios/specifications/entry.yaml"),
      try await outside("fit", "entry.yaml"),
    ] {
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.errors.contains("entry.yaml --data FILE.csv`"), "\(result.errors)")
      #expect(!result.errors.contains("error[") && result.errors.count < 400)
    }
    let vietnamese = try await outside("fit", "entry.yaml", "--lang", "vi")
    #expect(vietnamese.errors.contains("là một đặc tả hồi quy"), "\(vietnamese.errors)")
  }

  // MARK: Specifications

  @Test(
    "a mistake has its place and its words",
    arguments: [
      // The key or the term, not the dependent variable.
      (
        "regressors: [x]\ncovariance: {kind: CR1, cluster: one}", "S049", "spec.yaml:3:34",
        "`one` has one cluster"
      ),
      (
        "regressors: [x]\ncovariance: HC1\nbootstrap: {draws: 99, weights: webb, seed: 1, cluster: one}",
        "S049", "spec.yaml:4:57", "`one` has one cluster"
      ),
      (
        "regressors:\n  - x\n  - factor(region)\n  - factor(other)\ncovariance: HC1", "S049",
        "spec.yaml:5:5", "is a combination"
      ),
      (
        "regressors:\n  - x\n  - factor(region):factor(other)\ncovariance: HC1", "S049",
        "spec.yaml:4:5", "is a combination"
      ),
      // Bounds and missing keys.
      (
        "regressors: [x]\nestimator: {ridge: {lambda: -1}}", "S021", "spec.yaml:3:29",
        "`lambda` is -1, and has to be at least 0"
      ),
      (
        "regressors: [x]\ncovariance: {kind: CR1, cluster: region}\nbootstrap: {draws: 99, seed: 1}",
        "S015", "spec.yaml:4:12", "the mapping `bootstrap` has no `weights`"
      ),
      (
        "regressors: [x]\nestimator: fuller\ncovariance: HC1", "S015", "spec.yaml:3:12",
        "estimator `fuller` has no `alpha`"
      ),
      (
        "regressors: [x]\ncovariance: {kind: CR1, cluster: [region, one]}\n"
          + "bootstrap: {draws: 99, weights: webb, seed: 1, cluster: [region, one]}", "S016",
        "spec.yaml:4:57", "a list stands where the one level is expected"
      ),
      ("layout: {long: }\ncovariance: HC1", "S015", "spec.yaml:2", "`long` has no `variable`"),
      // Data.
      (
        "regressors: [x - 3]\nestimator: poisson\ncovariance: HC0\nsample: y < 0", "S046",
        "spec.yaml:5:9", "none of the 12 rows"
      ),
      (
        "regressors: [x]\ncovariance: HC1\nsample: region == \"Ha Noi\"", "S046",
        "spec.yaml:4:19", "did you mean `Hà Nội`?"
      ),
      (
        "regressors: [x]\ncovariance: HC1\nsample: region in (\"Da Nang\", \"Hue\")", "S046",
        "spec.yaml:4:20", "did you mean `Đà Nẵng`?; no cell holds `Da Nang`"
      ),
      (
        "regressors: [log(dân số)]\ncovariance: HC1", "S039", "spec.yaml:2:22",
        "a name with blanks stands in backticks: `dân số`"
      ),
      (
        "regressors: [log(dan_so)]\ncovariance: HC1", "S040", "spec.yaml:2:18",
        "did you mean `dân số`? (with its backticks)"
      ),
    ])
  func places(keys: String, code: String, place: String, words: String) async throws {
    let result = try await fit("dependent: y\n\(keys)\n", Self.table)
    #expect(result.status == 65 && result.output.isEmpty, "\(result.errors)")
    for part in ["error[\(code)]", place, words] {
      #expect(result.errors.contains(part), "\(part): \(result.errors)")
    }
  }

  @Test("one bad cell is told once, however often its column is used")
  func onceForACell() async throws {
    let result = try await fit(
      "dependent: y\nregressors: [bad, log(bad), bad^2]\ncovariance: HC1\n", Self.table)
    #expect(result.errors.components(separatedBy: "error[S042]").count == 2, "\(result.errors)")
    #expect(result.errors.contains("data.csv:6 holds `3,5`"), "\(result.errors)")
  }

  @Test("a line that a likelihood names is one of the data's file")
  func lineOfTheData() async throws {
    let result = try await fit(
      "dependent: x - 2\nregressors: [y]\nestimator: poisson\ncovariance: HC0\n", Self.table)
    #expect(result.errors.contains("is below 0 in line 2 of `data.csv`"), "\(result.errors)")
  }

  @Test("a table of a Vietnamese spreadsheet: one error that names the semicolons and the remedy")
  func semicolons() async throws {
    let rows = (0..<80).map { "\(2000 + $0);\($0 % 7),5;\($0 % 5),25" }
    let table = "năm;y;GRDP (tỷ đồng)\r\n" + rows.joined(separator: "\r\n") + "\r\n"
    let spec = "dependent: y\ncovariance: HC1\n"
    let result = try await fit(spec, table)
    #expect(result.status == 65 && result.errors.components(separatedBy: "error[").count == 2)
    for part in [
      "error[D020]: semicolons", "data.csv:1:4", "commas between fields",
      "`reach data doctor data.csv`",
    ] {
      #expect(result.errors.contains(part), "\(part): \(result.errors)")
    }
    let vietnamese = try await fit(spec, table, "--lang", "vi")
    #expect(vietnamese.errors.contains("lưu lại tệp với dấu phẩy"), "\(vietnamese.errors)")
    let tabs = try await fit(spec, table.replacingOccurrences(of: ";", with: "\t"))
    #expect(tabs.errors.contains("error[D020]: tabs"), "\(tabs.errors)")
    // A mark in a name, or in texts of one column, separates nothing.
    let named = try await fit(
      spec, "y,a;b\n1,2\n2,4\n3,1\n2,2\n4,1\n")
    #expect(named.status == 0, "\(named.errors)")
    let oneColumn = try await fit(spec, "y\n1\n2\n4\n")
    #expect(oneColumn.status == 0, "\(oneColumn.errors)")
  }
}

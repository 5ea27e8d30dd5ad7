import Econometrics
import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("Evaluation files")
struct EvaluationFileTests {
  private static let folder = "\(Project.root)/Scenarios/evaluations"

  private func read(_ text: String, isOnPanel: Bool = true) throws -> EvaluationFile {
    try EvaluationFile(SourceText(text, file: "a.yaml"), isOnPanel: isOnPanel)
  }

  private static let base = """
    title: {vi: "x", en: "x"}
    outcome: log(y)
    unit: {vi: "điểm log", en: "log points"}
    source: "a document"
    treated:
      - {unit: "01", from: 2021}

    """

  @Test("the shipped schema is the one that `reach schema evaluation` prints")
  func shippedSchema() throws {
    let text = try SourceText.read("\(Self.folder)/evaluation.schema.json").text
    #expect(text == EvaluationJSONSchema.text)
  }

  @Test("shipped evaluations are read, are valid by the schema, and state both languages")
  func shipped() throws {
    let data = Data(EvaluationJSONSchema.text.utf8)
    let schema = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let files = try Project.files(in: Self.folder, ending: ".yaml")
    #expect(!files.isEmpty)
    for file in files {
      let source = try SourceText.read("\(Self.folder)/\(file)")
      let read = try EvaluationFile(source, isOnPanel: true)
      #expect(read.specification.name + ".yaml" == file)
      var problems = ProblemList()
      let node = try #require(Node.parse(source, lettersAreText: true, &problems))
      #expect(try SchemaValidator().failure(node, schema) == nil)
    }
  }

  @Test("every key has its meaning and its default")
  func keys() throws {
    let plain = try read(Self.base).specification
    #expect(plain.method == .differenceInDifferences && plain.level == 0.95)
    #expect(plain.relativeMagnitude == 1 && plain.draws == 4999 && plain.purpose == .programme)
    #expect(plain.comparison == nil && plain.feed == nil && plain.periodsPerYear == 1)
    #expect(plain.table.entity == "province_code" && plain.table.period == "year")
    let full = try read(
      """
      name: own
      title: {vi: "x", en: "x"}
      entity: firm
      period: quarter
      outcome: log(y)
      unit: {vi: "x", en: "x"}
      covariates: [log(size), age]
      sample: y > 0
      treated:
        - {unit: a, from: 2021-Q3, amount: 0.2}
        - {unit: b, from: 2022-Q1, amount: 0.4}
      comparison: [c, d]
      exclude: e
      relative_magnitude: 2
      level: 0.9
      draws: 999
      seed: 7
      feeds:
        uncertainty: theta_linkage
        multiply_by: 2
        divide_by: amount
        formula: {vi: "x", en: "x"}
        discount: 0.5
        widen: true
      source: "a document"
      """, isOnPanel: false
    ).specification
    #expect(full.treated.map(\.from) == [4 * 2021 + 2, 4 * 2022] && full.periodsPerYear == 4)
    #expect(full.comparison == ["c", "d"] && full.excluded == ["e"] && full.seed == 7)
    #expect(full.table.regressors.map(\.text) == ["log(size)", "age"])
    #expect(full.feed?.divisor == .amount && full.feed?.factor == 2 && full.feed?.widens == true)
  }

  @Test(
    "mistakes are told at their place, all at once",
    arguments: [
      ("metod: synthetic_control", "S014", "no key is named `metod`"),
      ("own_level: true", "S041", "`own_level` is of `method: synthetic_control`"),
      ("entity: firm", "S041", "`entity` is of a file of data"),
      ("comparison: [\"01\"]", "S041", "`01` stands in `treated` and in `comparison`"),
      ("level: 1", "S021", "`level` is 1"), ("outcome2: x", "S014", "outcome2"),
      (
        "feeds: {uncertainty: a, formula: {vi: x, en: x}, discount: 2}", "S021",
        "`discount` is 2, and has to be 0.01 to 1"
      ),
      (
        "feeds: {uncertainty: a, formula: {vi: x, en: x}, discount: 1, divide_by: amount}", "S041",
        "needs an `amount`"
      ),
    ])
  func mistakes(line: String, code: String, message: String) throws {
    let report = try #require(throws: DiagnosticReport.self) { try read(Self.base + line) }
    #expect(report.explanation.contains(message), "\(report.explanation)")
    #expect(report.explanation.contains("error[\(code)]"))
    #expect(report.explanation.contains("a.yaml:7:"))
  }

  @Test("periods of two kinds, and a unit twice")
  func periods() throws {
    let report = try #require(throws: DiagnosticReport.self) {
      try read(
        Self.base + "  - {unit: \"02\", from: 2021-Q1}\n  - {unit: \"01\", from: 2022}\n"
          + "  - {unit: \"03\", from: soon}\n")
    }
    #expect(report.diagnostics.count == 3, "\(report.explanation)")
    #expect(report.explanation.contains("`2021-Q1` is no period of the kind of those before it"))
    #expect(report.explanation.contains("`01` stands among the treated twice"))
  }
}

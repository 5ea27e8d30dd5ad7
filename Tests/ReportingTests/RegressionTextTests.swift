import Econometrics
import Foundation
import ReachModel
import Reporting
import Testing

@Suite("Pages of regressions")
struct RegressionTextTests {
  private static let inputs = RegressionInputs(
    specification: .init("a.yaml", sha256: nil), stated: .object([]),
    data: .init("a.csv", sha256: nil))

  private static func report() -> RegressionReport {
    RegressionReport(
      name: "r", title: Label(vi: "Hồi quy", en: "Regression"), dependent: "y",
      estimator: "least_squares", method: Label(vi: "bình phương nhỏ nhất", en: "least squares"),
      observations: 12_345)
  }

  private static func coefficient(
    _ name: String, _ value: Double, _ error: Double
  ) -> ReportedCoefficient {
    ReportedCoefficient(name, value: value, standardError: error, degreesOfFreedom: 61.5)
  }

  /// The lines of a page, less the indentation.
  private func lines(_ report: RegressionReport, _ language: Language) -> [String] {
    regressionText(report, language: language).split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }

  /// The widest page: long names, all columns, numbers with powers of ten.
  @Test("no line is longer than the terminal", arguments: Language.allCases, [60, 80, 100])
  func widths(language: Language, width: Int) {
    var report = Self.report()
    report.coefficients = ["log(lag(fdi_stock_projects))", "tăng trưởng của tỉnh", "constant"].map {
      var item = Self.coefficient($0, -1.25e-12, 4.321e-13)
      (item.varianceInflation, item.shareWithin, item.adjustedPValue) = (1234.5, 0.5, 0.123)
      return item
    }
    report.tables = [
      ReportedTable(
        id: "t", title: Label(vi: "Bảng", en: "Table"),
        columns: (0..<14).map { .init("c\($0)", Label(vi: "cột số \($0)", en: "column \($0)")) },
        rows: [("a row of the table", Array(repeating: -1.25e-12, count: 14))])
    ]
    report.tests = [
      .tested(
        DiagnosticTest(
          id: "reset", hypothesis: Label(vi: "dạng hàm đủ", en: "the form is complete"),
          statistic: -1.25e-12, law: .f(numerator: 12, denominator: 1234.56),
          convention: Label(vi: "kiểm định Wald", en: "Wald test")))
    ]
    let page = regressionText(report, language: language, width: width)
    for line in page.split(separator: "\n") { #expect(displayWidth(line) <= width, "\(line)") }
    // Each of the 14 columns is there, in whichever part of the table.
    #expect(page.components(separatedBy: language(vi: "-1,250e-12", en: "-1.250e-12")).count > 14)
  }

  @Test("columns that no row fills are left out, and a title is no reason for three lines")
  func columns() {
    var report = Self.report()
    report.coefficients = [Self.coefficient("constant", 0.5, 0.1)]
    for language in Language.allCases {
      let page = regressionText(report, language: language)
      #expect(!page.contains("VIF") && page.contains("MDE, 80 %"))
    }
    report.coefficients[0].varianceInflation = 2
    let all = lines(report, .vi)
    #expect(all.contains { $0.hasPrefix("hằng số") } && all.contains { $0.contains("VIF") })
    #expect(all.contains { $0.contains("bậc tự do") }, "\(all)")
    #expect(lines(report, .en).contains { $0.hasPrefix("constant") })
  }

  @Test("distributions: degrees in the page's own marks, and as numbers in JSON")
  func distributions() throws {
    func test(_ id: String, _ law: TestLaw) -> DiagnosticOutcome {
      let text = Label(vi: "giả thuyết", en: "hypothesis")
      return .tested(
        DiagnosticTest(id: id, hypothesis: text, statistic: 1.5, law: law, convention: text))
    }
    var report = Self.report()
    report.tests = [
      test("reset", .f(numerator: 2, denominator: 4.646_404_498_597_798)),
      test("breusch_pagan", .chiSquared(degreesOfFreedom: 6)), test("pesaran_cd", .normal),
      test("wooldridge_serial", .f(numerator: 1, denominator: .infinity)),
    ]
    let vi = regressionText(report, language: .vi), en = regressionText(report, language: .en)
    for part in ["F(2; 4,6)", "χ²(6)", "N(0; 1)", "F(1; ∞)", "phân phối", "CD của Pesaran"] {
      #expect(vi.contains(part), "\(part)")
    }
    for part in ["F(2, 4.6)", "χ²(6)", "N(0, 1)", "F(1, ∞)", "Pesaran's CD"] {
      #expect(en.contains(part), "\(part)")
    }
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(regressionJSON(report, from: Self.inputs).text.utf8))
        as? [String: Any])
    let tests = try #require(document["tests"] as? [String: [String: Any]])
    #expect(tests["reset"]?["distribution"] as? String == "F")
    #expect(tests["reset"]?["degrees_of_freedom"] as? [Double] == [2, 4.646_404_498_597_798])
    #expect(tests["breusch_pagan"]?["degrees_of_freedom"] as? [Double] == [6])
    #expect((tests["pesaran_cd"]?["degrees_of_freedom"] as? [Any])?.isEmpty == true)
    #expect((tests["wooldridge_serial"]?["degrees_of_freedom"] as? [Any])?.last is NSNull)
  }

  @Test("a test without a statistic is said not to be computed; one reason takes one line")
  func leftOut() {
    var report = Self.report()
    let reason = Label(vi: "nhận dạng vừa đủ", en: "exactly identified")
    report.tests = ["sargan", "hansen"].map { .notApplicable(id: $0, reason) }
    #expect(
      lines(report, .en).contains("- Sargan, Hansen's J: not computed (exactly identified)"))
    #expect(
      lines(report, .vi).contains("- Sargan, J của Hansen: không tính được (nhận dạng vừa đủ)"))
  }

  @Test("counts are whole, and every p is written in one way")
  func numbers() {
    var report = Self.report()
    report.statistics = [
      ReportedNumber("n", Label(vi: "dòng", en: "rows"), count: 12_345),
      ReportedNumber("df", Label(vi: "bậc tự do", en: "freedom"), 306, .degrees),
      ReportedNumber("p", Label(vi: "p", en: "p"), 9e-40, .pValue),
      ReportedNumber("positive", Label(vi: "P(>0)", en: "P(>0)"), 0.999_9, .probability),
    ]
    var item = Self.coefficient("x", 1, 0.01)
    item.adjustedPValue = 1e-9
    report.coefficients = [item]
    report.bootstrap = [(99, 0.0), (9_999, 0.0), (999, 0.1225)].map { draws, p in
      ReportedBootstrap(
        coefficient: "x", method: Label(vi: "m", en: "m"), draws: draws, statistic: 100,
        pValue: p, equalTailedPValue: nil, confidenceSet: [])
    }
    let en = lines(report, .en)
    func ends(_ start: String, _ end: String) -> Bool {
      en.contains { $0.hasPrefix(start) && $0.hasSuffix(end) }
    }
    #expect(ends("rows", " 12,345") && ends("freedom", " 306") && ends("p", "< 0.001"))
    #expect(ends("P(>0)", "> 0.999"))
    #expect(en.contains { $0.contains(/< 0\.001 +< 0\.001\s/) }, "\(en)")
    let drawn = en.filter { $0.contains(/^x +100\.00\s/) }.map { $0.suffix(7).drop { $0 == " " } }
    #expect(drawn.suffix(3) == ["< 0.01", "< 0.001", "0.123"], "\(drawn)")
    #expect(lines(report, .vi).contains { $0.hasPrefix("dòng") && $0.hasSuffix(" 12.345") })
  }

  @Test("a small share is not written as none, and a cluster is named with its column")
  func sentences() {
    var report = Self.report()
    var item = Self.coefficient("x", 1, 0.1)
    item.shareWithin = 0.000_63
    report.coefficients = [item]
    report.influence = ReportedInfluence(
      grouping: "province_code", coefficient: "x", value: 1, standardError: 0.1,
      clusters: [
        ReportedInfluence.Row(
          label: "12", rows: 6, leverage: 0.1, partialLeverage: 0.3, without: 0.5)
      ], isWithoutRefits: false)
    let en = lines(report, .en).joined(separator: " ")
    #expect(en.contains("Only 0.063 % of the variance") && !en.contains(" 0.1 %"))
    #expect(en.contains("without province_code 12 the coefficient"))
    let vi = lines(report, .vi).joined(separator: " ")
    #expect(vi.contains("không có province_code 12") && vi.contains("lực kiểm định 80 %"))
  }

  @Test("what an estimator says of itself comes first, on the page and in JSON")
  func statements() {
    var report = Self.report()
    report.coefficients = [Self.coefficient("x", 1, 0.1)]
    report.statements = [Label(vi: "CHƯA hội tụ", en: "NOT converged")]
    let page = lines(report, .en)
    let place = page.firstIndex { $0.hasPrefix("What this regression can") } ?? 0
    #expect(page[place + 1] == "- NOT converged" && page[place + 2].contains("associated"))
    let text = regressionJSON(report, from: Self.inputs).text
    #expect(text.contains("\"CHƯA hội tụ\""))
  }

  @Test("a page without coefficients has no heading of them; a table told elsewhere is left out")
  func headings() {
    var report = Self.report()
    report.notes = [Label(vi: "ghi", en: "a note")]
    report.tables = [
      ReportedTable(
        id: "hidden", title: Label(vi: "Ẩn", en: "Hidden"),
        columns: [.init("a", Label(vi: "a", en: "a"))], rows: [("r", [1])], isOnPage: false)
    ]
    let page = lines(report, .en)
    #expect(!page.contains("Coefficients") && !page.contains("Hidden"))
    #expect(page.suffix(2) == ["Notes", "- a note"])
    #expect(regressionJSON(report, from: Self.inputs).text.contains("\"hidden\""))
  }
}

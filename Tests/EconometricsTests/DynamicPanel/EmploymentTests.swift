import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

/// The data of R's plm, which are under the GPL and not shipped; nil without R or plm.
private func employmentData() -> [[String]]? {
  guard ProcessInfo.processInfo.environment["VERIFY"] != nil else { return nil }
  let process = Process(), pipe = Pipe()
  process.executableURL = URL(filePath: "/usr/bin/Rscript")
  process.arguments = [
    "-e", "data(EmplUK, package = 'plm'); write.csv(EmplUK, row.names = FALSE)",
  ]
  process.standardOutput = pipe
  process.standardError = Pipe()
  guard (try? process.run()) != nil else { return nil }
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0, let text = String(data: data, encoding: .utf8) else {
    return nil
  }
  return text.split(whereSeparator: \.isNewline).dropFirst().map {
    $0.split(separator: ",").map(String.init)
  }
}

/// Arellano and Bond's employment equation, with answers of R's plm.
@Suite(
  "Dynamic panel: employment in the United Kingdom",
  .enabled(if: employmentData() != nil, "needs VERIFY=1 and R with plm: its data are not shipped"))
struct EmploymentTests {
  init() { useOneThreadForLinearAlgebra() }

  @Test("difference GMM", arguments: [("twosteps", 2), ("onestep", 1)])
  func employment(key: String, steps: Int) throws {
    // firm, year, sector, emp, wage, capital, output
    let rows = try #require(employmentData())
    func logs(_ j: Int) throws -> [Double] { try rows.map { log(try #require(Double($0[j]))) } }
    let table = try PanelTable(
      columns: [("n", try logs(3)), ("w", try logs(4)), ("k", try logs(5)), ("ys", try logs(6))],
      entity: Grouping(name: "firm", labels: rows.map { $0[0] }),
      period: try rows.map { try #require(Int($0[1])) })
    let others = [
      PanelTerm("w"), PanelTerm("w", lag: 1), PanelTerm("k"), PanelTerm("ys"),
      PanelTerm("ys", lag: 1),
    ]
    var model = DynamicPanelModel(
      dependent: "n", regressors: [PanelTerm("n", lag: 1), PanelTerm("n", lag: 2)] + others,
      laggedInstruments: [LaggedInstruments("n", first: 2)], standardInstruments: others)
    (model.periodEffects, model.steps) = (true, steps)
    let fit = try fitDynamicPanel(table, model)
    let answers = try AnswerTree("dynamic_panel/employment.json")[key]
    let coefficients = try answers["coef"].numbers(), errors = try answers["se"].numbers()
    #expect(fit.observations == 611 && fit.groups == 140)
    for j in 0..<7 {
      expectAgreement(fit.coefficients[j], coefficients[j], fit.names[j])
      expectAgreement(fit.covariance.standardErrors[j], errors[j], "\(fit.names[j]) error")
    }
    if steps == 2 {
      let hansen = try answers["hansen"].numbers(), ours = try #require(fit.hansen)
      expectAgreement(ours.statistic, hansen[0], "Hansen")
      #expect(ours.law == .chiSquared(degreesOfFreedom: hansen[1]))
    }
    guard steps == 2 else { return }
    // Of pydynpd 0.2.2 on the same equation; xtabond2 prints -1.54 and -0.28 (Roodman, 2009). plm's
    // mtest takes positions for periods in this unbalanced panel, and gives -1.536 and -0.304.
    for (test, theirs) in zip(fit.serialCorrelation, [-1.5384501538936601, -0.27968292320684107]) {
      expectAgreement(test.statistic, theirs, test.name.en)
    }
  }
}

import Econometrics
import Foundation
import LinearAlgebra
import Testing

private let folder = packageFolder.deletingLastPathComponent()
  .appending(path: "shared/reference/given/panel")

/// Stock and Watson's cigarettes of 1995, with answers of R's AER and linearmodels.
@Suite(
  "Instruments: cigarettes",
  .enabled(
    if: ProcessInfo.processInfo.environment["VERIFY"] != nil
      && FileManager.default.fileExists(atPath: folder.path()),
    "needs VERIFY=1 and ../shared/reference/given: data of GPL packages are not shipped"))
struct CigarettesTests {
  init() { useOneThreadForLinearAlgebra() }

  private func data(instruments: Int) throws -> RegressionData {
    let text = try String(contentsOf: folder.appending(path: "cigarettes_sw.csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let header = lines[0].split(separator: ",").map(String.init)
    func place(_ name: String) throws -> Int { try #require(header.firstIndex(of: name)) }
    var y: [Double] = [], rows: [[Double]] = []
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",").map(String.init)
      func cell(_ name: String) throws -> Double { try #require(Double(fields[try place(name)])) }
      guard try cell("year") == 1995 else { continue }
      let cpi = try cell("cpi")
      y.append(log(try cell("packs")))
      rows.append([
        1, log(try cell("price") / cpi), log(try cell("income") / cell("population") / cpi),
        (try cell("taxs") - cell("tax")) / cpi, try cell("tax") / cpi,
      ])
    }
    func column(_ j: Int) -> [Double] { rows.map { $0[j] } }
    var data = RegressionData(
      dependent: "packs", y: y, names: ["constant", "price", "income"],
      X: Matrix(columns: (0..<3).map(column), rows: y.count))
    data.endogenous = [1]
    data.instrumentNames = Array(["sales tax", "tax"].prefix(instruments))
    data.Z = Matrix(columns: (3..<3 + instruments).map(column), rows: y.count)
    return data
  }

  @Test("2SLS and LIML", arguments: [("tsls_over_identified", 2), ("tsls_just_identified", 1)])
  func cigarettes(key: String, instruments: Int) throws {
    let file = try AnswerTree(file: folder.appending(path: "cigarettes_1995_2sls_reference.json"))
    let fitted = try fitInstrumental(try data(instruments: instruments))
    let r = file["reference_R", key], errors = FitErrors(fit: fitted.fit)
    for (j, name) in ["(Intercept)", "log(rprice)", "log(rincome)"].enumerated() {
      expectAgreement(fitted.fit.coefficients[j], try r["coef", name].number(), name)
      expectAgreement(errors.classical[j], try r["se", "classical", name].number(), name)
      expectAgreement(errors.heteroskedastic[j], try r["se", "HC0", name].number(), name)
    }
    let weak = try r["diagnostics", "Weak instruments"].numbers()
    expectAgreement(try fitted.firstStages(.independent)[0].test.statistic, weak[2], "F")
    let wu = try r["diagnostics", "Wu-Hausman"].numbers()
    expectAgreement(try fitted.endogeneityTests().wu.statistic, wu[2], "Wu")
    guard instruments == 2 else { return }
    let sargan = try r["diagnostics", "Sargan"].numbers()
    expectAgreement(try #require(try fitted.sarganTest()).statistic, sargan[1], "Sargan")
    let python = file["reference_python", key]
    expectAgreement(
      try #require(try fitted.hansenTest(.heteroskedastic)).statistic,
      try python["gmm2step", "j_stat"].number(), "J")
    let liml = try fitInstrumental(try data(instruments: 2), method: .limitedInformation)
    for (j, name) in ["(Intercept)", "lrprice", "lrincome"].enumerated() {
      expectAgreement(liml.fit.coefficients[j], try python["liml", "coef", name].number(), name)
    }
    expectAgreement(liml.kappa, try python["liml", "kappa"].number(), "κ")
  }
}

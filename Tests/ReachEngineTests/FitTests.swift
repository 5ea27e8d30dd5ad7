import Assessment
import Econometrics
import Foundation
import ReachEngine
import ReachFiles
import ReachModel
import Testing

@Suite("Fitted models")
struct FitTests {
  /// Hanoi's scenario with further lines, read from a file of its own.
  private func fitted(_ lines: String) throws -> FittedModel {
    let path = NSTemporaryDirectory() + "fit-\(UUID().uuidString).yaml"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let text = """
      extends: \(ShippedStudy.root)/Scenarios/hanoi-2021.yaml
      scenario: \(name)
      \(lines)
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let study = try Study.read(path, as: "\(name).yaml", catalog: ShippedStudy.catalog.get())
    let data = try ShippedStudy.observed.get()
    return try FittedModel(study, panel: data.panel, facts: data.facts)
  }

  private func override(_ value: String) -> String {
    "overrides:\n  usual_commitments: {value: \(value), source: test}"
  }

  @Test("the panel gives the level of commitments that no scenario states")
  func derived() throws {
    let fitted = try fitted("note: none")
    #expect(fitted.study.model.parameters[.rBar].isEmpty)
    let value = try #require(fitted.model.parameters[.rBar].first)
    #expect(value.number == Parameter.rBar.number && value.index == 0)
    // The shipped files said 410 before, worked out by hand with sigmaR = 0.55.
    let mean = try #require(value.distribution.moments?.mean)
    #expect((mean - 410).magnitude < 1.5)
  }

  @Test("a level that a scenario states stands, fixed or a law")
  func stated() throws {
    let fixed = try fitted(override("300 million USD"))
    #expect(fixed.model.parameters[.rBar].map(\.distribution) == [.fixed(300)])
    let law = try fitted(override("{lognormal: {mean: 300, cv: 0.1}}"))
    #expect(law.model.parameters[.rBar].map(\.distribution) == [.lognormal(mean: 300, sd: 30)])
    #expect(law.untouched.contains { $0.key == "usual_commitments" })
  }

  @Test("a level that nothing gives is refused before simulation, with place, cause and remedy")
  func underived() throws {
    do {
      _ = try fitted("as_of: 2016-06-30")
      Issue.record("a model without a level of commitments was accepted")
    } catch FitError.underived(let error) {
      #expect(error.exitStatus == .badContent)
      for part in [
        "error[S036]", "`usual_commitments`", "2016-06-30", "hanoi-2021.yaml:", "1 usable year",
        "under `overrides`",
      ] { #expect(error.explanation.contains(part), "\(error.explanation)") }
    }
    // Stated, it is accepted at the same date.
    _ = try fitted("as_of: 2016-06-30\n" + override("300 million USD"))
  }

  @Test("what data left alone are the uncertain inputs that they did not move, and no others")
  func untouched() throws {
    let fitted = try fitted("note: none")
    let names = Set(fitted.untouched.map(\.parameter))
    #expect(
      names.isSuperset(of: [
        .theta, .rho, .sigma, .iota, .fade, .execution, .unitCost, .premium,
      ]))
    #expect(
      names.isDisjoint(with: [
        .b0Ratio, .correlation, .piZ, .recovered, .registerNoise, .registerOffset, .stressStay,
        .growthErrorMonth, .growthErrorNewYear, .betaV, .rBar,
      ]))
    #expect(fitted.untouched.count + fitted.fit.updates.count == Learning(fitted).total)
  }

  @Test("the catalog's errors of months are what the windows are read with")
  func growthError() throws {
    let usual = try fitted("note: none").fit.growthError
    #expect(usual.month == 2 && usual.newYearMonth == 12)
    let other = try fitted("overrides:\n  growth_error_month: {value: 4, source: test}")
    #expect(other.fit.growthError.month == 4)
    #expect(other.fit.growthPosterior != (try fitted("note: none").fit.growthPosterior))
  }
}

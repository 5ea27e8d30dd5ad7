import Foundation
import Testing

@Suite("Checks of the machinery")
struct DiagnoseTests {
  /// Little work: what is found is tested elsewhere.
  private static let small = [
    "diagnose", "hanoi-2021", "--replications", "100", "--simulations", "200", "--draws", "4096",
  ]

  private func findings(_ result: CommandResult) throws -> [String: Double] {
    let all = try #require(result.object["findings"] as? [[String: Any]])
    return Dictionary(
      uniqueKeysWithValues: all.compactMap { item in
        (item["id"] as? String).flatMap { id in
          (item["value"] as? NSNumber).map { (id, $0.doubleValue) }
        }
      })
  }

  @Test("one document, the same with one thread and two, and a folder that re-reads equal")
  func document() async throws {
    let first = try Scratch(), second = try Scratch(), reach = try Reach()
    let one = try await reach(
      Self.small + ["--json", "--threads", "1", "--results", "\(first.path)/R"])
    let two = try await reach(
      Self.small + ["--json", "--threads", "2", "--results", "\(second.path)/R"])
    #expect(one.status == 0, "\(one.errors)")
    let isEqual = one.output == two.output
    #expect(isEqual)
    let calibrations = try #require(one.object["calibrations"] as? [[String: Any]])
    #expect(
      calibrations.map { $0["key"] as? String } == [
        "entry", "commitments_assumed", "commitments_simulated", "growth_assumed",
        "growth_simulated",
      ])
    for calibration in calibrations {
      let quantities = try #require(calibration["quantities"] as? [[String: Any]])
      for quantity in quantities {
        #expect(quantity["places"] as? Int == 100)
        #expect((quantity["counts"] as? [Int])?.count == 49)
      }
    }
    let values = try findings(one)
    // Posterior and prior of the shipped scenario, as `reach fit` has them.
    #expect(values["predictive.commitments.sd.observed"].map { abs($0 - 0.542) < 5e-4 } == true)
    for id in [
      "calibration.entry.betaV.coverage_80", "yearly_growth.prior.mean",
      "predictive.entry.neighbours.posterior.p", "scaling.parameter.mux.likelihood",
      "scaling.target.firms.probability_prior",
    ] {
      #expect(values[id] != nil, "\(id)")
    }
    // A normal prior and likelihood with the moments of betaV's laws: 0.0525 by quadrature from −4 to 4
    // sds (`machinery.py`); 4,096 draws reach to 3.7 and have a t's tails, so that a tenth is left.
    let leaning = try #require(values["scaling.parameter.betaV.prior"])
    #expect(abs(leaning / 0.0525 - 1) < 0.1)
    let folder = try #require(
      try FileManager.default.contentsOfDirectory(atPath: "\(first.path)/R").first)
    let verified = try await reach(["runs", "verify", "\(first.path)/R/\(folder)"])
    #expect(verified.status == 0, "\(verified.errors)")
  }

  @Test("pages in both languages fit the terminal", arguments: ["en", "vi"])
  func page(language: String) async throws {
    let scratch = try Scratch()
    let result = try await Reach()(
      Self.small + ["--lang", language, "--results", "\(scratch.path)/R"])
    #expect(result.status == 0, "\(result.errors)")
    // Folders of tests have long names.
    let long = result.output.split(separator: "\n").filter {
      $0.count > 100 && !$0.contains(scratch.path)
    }
    #expect(long.isEmpty, "\(long)")
    #expect(
      result.output.contains(
        language == "vi" ? "Hiệu chuẩn bằng mô phỏng" : "Calibration by simulation"))
  }

  @Test("a province without data of its own is told what cannot be checked")
  func withoutWindows() async throws {
    let scratch = try Scratch()
    let result = try await Reach()(
      [
        "diagnose", "hai-duong-2025", "--replications", "100", "--simulations", "200", "--draws",
        "4096", "--results", "\(scratch.path)/R",
      ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("nothing to check") || result.output.contains("không có gì"))
  }

  @Test("too few data sets are refused", arguments: ["--replications", "--simulations"])
  func tooFew(option: String) async throws {
    let result = try await Reach()("diagnose", "hanoi-2021", option, "99")
    #expect(result.status == 64 && result.errors.contains("100 to 100,000"))
  }
}

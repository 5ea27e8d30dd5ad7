import Econometrics
import PanelData
import ReachModel
import Testing

@Suite("Estimated relations")
struct RelationTests {
  @Test("ids are unique and no parameter is fed twice")
  func registry() {
    #expect(Set(estimatedRelations.map(\.id)).count == estimatedRelations.count)
    let feeds = estimatedRelations.flatMap(\.feeds)
    #expect(Set(feeds).count == feeds.count)
    #expect(feeds.allSatisfy { Parameter(rawValue: $0) != nil })
  }

  @Test("Hanoi as of March 2021: what moved, and what did not")
  func hanoi() throws {
    let report = fitRelations(try hanoiRequest(asOf: "2021-03-01"))
    #expect(
      report.updates.map(\.parameter) == ["betaV", "sigmaR", "Rbar", "mux", "phix", "sigmax"])
    #expect(
      report.estimates.map(\.id) == [
        "entry", "entry_first_differences", "entry_lead", "labour", "commitments_autoregression",
      ])
    // Of the four, that of 2021 came out on 1 July 2022.
    #expect(report.flagged.count == 3)
    #expect(report.vintageCaveat == "pseudo-real-time")
    for update in report.updates where update.basis != .derived {
      let before = try #require(update.priorMoments), after = try #require(update.posteriorMoments)
      let ratio = try #require(update.learningRatio)
      #expect(relativeError(ratio, 1 - after.variance / before.variance) < 1e-12)
    }
    // An association is never called an effect of one thing on another.
    for estimate in report.estimates {
      #expect(!estimate.title.en.contains("effect"))
      #expect(!estimate.rows.isEmpty && estimate.cellCount > 0)
    }
  }

  /// betaV by hand from the reported coefficient.
  @Test("betaV is b/(V(1 - V)), combined by precision")
  func betaV() throws {
    let report = fitRelations(try hanoiRequest(asOf: "2021-03-01"))
    let entry = try #require(report.estimates.first { $0.id == "entry" })
    let update = try #require(report.updates.first { $0.parameter == "betaV" })
    // Next year's stock predicts as well, so its coefficient is allowed for as a bias.
    let lead = try #require(report.estimates.first { $0.id == "entry_lead" }).coefficients[0]
    #expect(lead.pValue < 0.1)
    let own = entry.coefficients[0].standardError
    let value = entry.coefficients[0].value / 0.25
    let se = (own * own + lead.value * lead.value).squareRoot() / 0.25
    let precision = 1 / 0.25 + 1 / (se * se)
    let after = try #require(update.posteriorMoments)
    #expect((after.mean - (0.3 / 0.25 + value / (se * se)) / precision).magnitude < 1e-12)
    #expect(relativeError(after.variance, 1 / precision) < 1e-12)
  }

  @Test("the level of commitments follows the written formula")
  func level() throws {
    let report = fitRelations(try hanoiRequest(asOf: "2021-03-01"))
    let level = try #require(report.updates.first { $0.parameter == "Rbar" })
    #expect(level.basis == .derived)
    #expect(level.learningRatio == nil)
    let mean = try #require(report.diagnostics.first { $0.id == "commitments_geometric_mean" })
    let sigmaR = try #require(
      report.updates.first { $0.parameter == "sigmaR" }?.posteriorMoments?.mean)
    let sR2 = CommitmentDispersion.quarterlyVariance(sigmaR: sigmaR)
    let expected = mean.value * Link.log.inverse((sigmaR * sigmaR - sR2) / 2)
    let moments = try #require(level.posteriorMoments)
    #expect(relativeError(moments.mean, expected) < 1e-12)
    #expect(relativeError(moments.sd, 0.25 * expected) < 1e-12)
    // Clarifications, item 7: 0.55 a year is 0.939 a quarter.
    #expect(
      (CommitmentDispersion.quarterlyVariance(sigmaR: 0.55).squareRoot() - 0.939).magnitude
        < 0.5e-3)
  }

  @Test("another province gets a report, with what is missing")
  func haiDuong() throws {
    let report = fitRelations(
      try request(province: "30", geography: "hai_duong", asOf: "2021-12-31"))
    #expect(report.updates.contains { $0.parameter == "sigmaR" })
    #expect(!report.cannotSay.isEmpty)
    #expect(report.updates.allSatisfy { $0.posteriorMoments != nil })
  }

  @Test("a place nobody wrote about keeps its priors", arguments: ["1990-01-01", "2021-03-01"])
  func unknownPlace(day: String) throws {
    let report = fitRelations(try request(province: "00", geography: "nowhere", asOf: day))
    #expect(report.updates.allSatisfy { $0.parameter == "betaV" })
    #expect(report.law(of: "mux", prior: .fixed(1)) == .fixed(1))
    #expect(report.underived.keys.sorted() == ["Rbar"])
    #expect(report.cannotSay.count >= 3)
  }

  @Test("without priors nothing is updated")
  func noPriors() throws {
    let full = try hanoiRequest(asOf: "2021-03-01")
    let report = fitRelations(
      FitRequest(
        panel: full.panel, facts: full.facts, provinceCode: "01", geography: "hanoi", priors: [:],
        presence: 0.5, stress: modelStress, growthError: modelGrowthError))
    #expect(report.updates.isEmpty)
    #expect(report.estimates.count == 5)
  }

  @Test("a constant is not moved, and fixes its part of the growth likelihood")
  func fixedPersistence() throws {
    let full = try hanoiRequest(asOf: "2021-03-01")
    var priors = modelPriors
    priors["phix"] = .fixed(0.3)
    let report = fitRelations(
      FitRequest(
        panel: full.panel, facts: full.facts, provinceCode: "01", geography: "hanoi",
        priors: priors, presence: 0.5, stress: modelStress, growthError: modelGrowthError))
    #expect(!report.updates.contains { $0.parameter == "phix" })
    #expect(report.growthPosterior?.correlationMuxPhix == 0)
    #expect(report.updates.contains { $0.parameter == "mux" })
  }

  @Test(
    "a presence at a bound leaves betaV to its prior", arguments: [0, 1, 1.2, -Double.infinity])
  func presence(value: Double) throws {
    let full = try hanoiRequest(asOf: "2021-03-01")
    let report = fitRelations(
      FitRequest(
        panel: full.panel, facts: full.facts, provinceCode: "01", geography: "hanoi",
        priors: modelPriors, presence: value, stress: modelStress, growthError: modelGrowthError))
    #expect(!report.updates.contains { $0.parameter == "betaV" })
  }

  @Test("figures can be traced to their rows")
  func traces() throws {
    let report = fitRelations(try hanoiRequest(asOf: "2021-03-01"))
    #expect(report.commitments.map(\.year) == Array(2015...2020))
    #expect(report.commitments.allSatisfy { $0.cells.count == 2 })
    #expect(report.growth?.windows.allSatisfy { !$0.facts.isEmpty } == true)
    let entry = try #require(report.estimates.first { $0.id == "entry" })
    #expect(entry.dataRanges.reduce(0) { $0 + $1.cells } == entry.cellCount)
    #expect(entry.cellCount == 3 * entry.observations)
  }
}

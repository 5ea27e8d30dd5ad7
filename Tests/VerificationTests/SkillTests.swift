import Testing
import Verification

@Suite("Skill")
struct SkillTests {
  @Test("the short way to a skill gives that of the back-test", arguments: shippedSeries)
  func short(definition: SeriesDefinition) throws {
    let panel = try ShippedPanel.read()
    let origin = RollingOrigin(
      definition: definition, chosen: GrowthRegression(), secondOpinions: [], horizons: 1, seed: 1)
    let whole = try #require(origin.run(panel).skill(horizon: 1))
    #expect(origin.skill(panel) == whole)
  }
}

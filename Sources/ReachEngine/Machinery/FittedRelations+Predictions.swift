import Econometrics
import PanelData
import ReachModel
import Verification

extension FittedRelations {
  /// What each relation predicts of its own data, under prior and posterior.
  func predictions(_ options: MachineryOptions) -> [RelationCheck] {
    [growthCheck(options), commitmentCheck(options), entryCheck(options)].compactMap(\.self)
  }

  private func plan(_ options: MachineryOptions, _ purpose: Int) -> PredictivePlan {
    PredictivePlan(
      simulations: options.simulations, seed: options.seed, purpose: purpose,
      threads: options.threads)
  }

  // MARK: Growth

  private typealias GrowthDraw = @Sendable (inout ReplicationNumbers) -> GrowthParameters

  private func priorGrowth() -> GrowthDraw? {
    guard let priors = growthPriors else { return nil }
    return { (numbers: inout ReplicationNumbers) -> GrowthParameters in
      GrowthParameters(
        mux: priors.mux.draw(&numbers), phix: priors.phix.draw(&numbers),
        sigmax: priors.sigmax.draw(&numbers))
    }
  }

  private func posteriorGrowth() -> GrowthDraw? {
    guard let posterior = fit.growthPosterior, let law = JointGrowthLaw(posterior) else {
      return nil
    }
    return { (numbers: inout ReplicationNumbers) -> GrowthParameters in law.draw(&numbers) }
  }

  /// A chain of stress with entry and jump drawn as a path draws them.
  private func chain() -> @Sendable (inout ReplicationNumbers) -> StressChain {
    let fixed = request.stress
    guard let laws = stressLaws else {
      return { (_: inout ReplicationNumbers) -> StressChain in fixed }
    }
    return { (numbers: inout ReplicationNumbers) -> StressChain in
      let entry = laws.entry.draw(&numbers), jump = laws.jump.draw(&numbers)
      return StressChain(
        entry: entry, stay: fixed.stay, jump: jump, recovered: fixed.recovered)
    }
  }

  private func growthCheck(_ options: MachineryOptions) -> RelationCheck? {
    guard let windows else { return nil }
    let error = request.growthError, chain = chain(), path = GrowthPath()
    func simulated(_ draw: GrowthDraw?) -> SimulatedData<[Double]>? {
      guard let draw else { return nil }
      return { (numbers: inout ReplicationNumbers) -> [Double]? in
        let parameters = draw(&numbers), stress = chain(&numbers)
        guard (-1..<1).contains(parameters.phix) else { return nil }
        return path.printed(windows, parameters, stress, error: error, &numbers)
      }
    }
    return RelationCheck(
      key: "growth_windows",
      label: Label(
        vi: "Tăng trưởng chế biến, chế tạo: \(windows.count) cửa sổ đã công bố",
        en: "Growth of manufacturing: \(windows.count) published windows"),
      checks: predictiveChecks(
        windowStatistics(windows), observed: windows.map(\.growth),
        prior: simulated(priorGrowth()), posterior: simulated(posteriorGrowth()),
        plan(options, 10)))
  }

  /// Simulated yearly growth beside all actual full years (model, section 6).
  func yearlyGrowth(_ facts: FactBook, _ options: MachineryOptions) -> YearlyGrowthCheck? {
    let years = fullYears(facts)
    guard let prior = priorGrowth(), years.count > 1 else { return nil }
    let chain = chain(), path = GrowthPath()
    func growth(_ draw: GrowthDraw, _ purpose: Int) -> [Double] {
      // Five times as many: a spread is asked for that no more than just holds.
      (0..<5 * options.simulations).flatMap { replication -> [Double] in
        var numbers = ReplicationNumbers(
          seed: options.seed, purpose: purpose, replication: replication)
        let parameters = draw(&numbers), stress = chain(&numbers)
        guard (-1..<1).contains(parameters.phix) else { return [] }
        return path.yearlyGrowth(4, parameters, stress, &numbers)
      }
    }
    return YearlyGrowthCheck(
      years: years, prior: growth(prior, 16), posterior: posteriorGrowth().map { growth($0, 17) })
  }

  /// Full years of manufacturing, or of industry where manufacturing was not published; the latest
  /// vintage of each.
  private func fullYears(_ facts: FactBook) -> [YearlyGrowthCheck.Year] {
    func latest(_ series: String, sector: String) -> [Int: Double] {
      let whole = facts.actual(series, in: request.geography).filter {
        $0.period == "year" && $0.sector == sector && $0.unit == "percent"
      }
      return Dictionary(grouping: whole, by: \.year).compactMapValues { year in
        year.max { $0.published < $1.published }.map { $0.value / 100 }
      }
    }
    let own = latest(ManufacturingGrowth.series, sector: "manufacturing")
    let industry = latest("iip_growth", sector: "industry")
    return Set(own.keys).union(industry.keys).sorted().compactMap { year in
      (own[year] ?? industry[year]).map {
        YearlyGrowthCheck.Year(year: year, growth: $0, isIndustry: own[year] == nil)
      }
    }
  }

  // MARK: Commitments

  private func commitmentCheck(_ options: MachineryOptions) -> RelationCheck? {
    guard isFedByCommitments, let prior = prior("sigmaR"), let posterior = posterior(.sigmaR)
    else { return nil }
    let years = fit.commitments.map(\.year), law = CommitmentLaw(.simulated)
    func simulated(_ sigmaR: PriorLaw) -> SimulatedData<[Double]> {
      { (numbers: inout ReplicationNumbers) -> [Double]? in
        // The level does not matter to the figures that are compared.
        let sigma = sigmaR.draw(&numbers)
        return law.years(years.count, sigmaR: sigma, Rbar: 1, &numbers)
      }
    }
    return RelationCheck(
      key: "commitments",
      label: Label(
        vi: "Vốn cam kết hằng năm: \(years.count) năm, theo log",
        en: "Yearly commitments: \(years.count) years, in logs"),
      checks: predictiveChecks(
        commitmentStatistics(years), observed: fit.commitments.map(\.amount),
        prior: simulated(prior), posterior: simulated(posterior), plan(options, 12)))
  }

  // MARK: New enterprises

  private func entryCheck(_ options: MachineryOptions) -> RelationCheck? {
    guard let sample = entrySample, let observed = sample.within(sample.observed),
      let prior = prior("betaV"), let posterior = posterior(.betaV)
    else { return nil }
    let slope = request.presence * (1 - request.presence)
    func simulated(_ betaV: PriorLaw) -> SimulatedData<[[Double]]> {
      { (numbers: inout ReplicationNumbers) -> [[Double]]? in
        let drawn = betaV.draw(&numbers)
        return sample.within(sample.responses(slope: slope * drawn, &numbers))
      }
    }
    return RelationCheck(
      key: "entry",
      label: Label(
        vi: "Log số doanh nghiệp mới, đã trừ hiệu ứng tỉnh và năm: \(sample.rows) dòng",
        en: "Log new enterprises less province and year effects: \(sample.rows) rows"),
      checks: predictiveChecks(
        entryStatistics(sample), observed: observed, prior: simulated(prior),
        posterior: simulated(posterior), plan(options, 14)))
  }
}

import Assessment
import ReachFiles
import ReachModel
import Simulation

/// Times of whole paths of one case.
struct PathBench {
  let model: SimulationModel
  let targets: [Target]
  private let clock = ContinuousClock()

  /// - Parameters:
  ///   - given: The case; its levers go on where it has fewer quarters.
  ///   - quarters: A multiple of four.
  init(_ given: ModelCase, quarters: Int) {
    model = given.model.lasting(quarters: quarters)
    targets = given.targets(year: 1)
  }

  /// The seconds that it takes to simulate draws of so many equal scenarios, without summaries.
  func paths(draws: Int, threads: Int, scenarios: Int, sectors: Int) async throws -> Answer {
    let one = PreparedModel(sectors == 3 || sectors == 1 ? model : model.repeated(sectors / 3))
    let models = Array(repeating: one, count: scenarios)
    var sum = 0.0
    let time = try await clock.measure {
      try await EnsembleRunner(seed: 1, threads: threads).run(
        models, .ensemble(draws: draws), recording: .years
      ) { sum += $0[0][0].first ?? 0 }
    }
    precondition(sum.isFinite)
    var answer = Answer()
    answer.add("seconds", time.inSeconds)
    answer.add("ns_per_path", time.inSeconds * 1e9 / Double(draws * scenarios))
    return answer
  }

  /// For each target, the variance of one draw's estimate of P, and the seconds of a draw.
  func errors(
    draws: Int, seeds: Range<UInt64>, sampling: SamplingMethod, isEstimating: Bool
  ) async throws -> Answer {
    let prepared = PreparedModel(
      model, estimating: isEstimating ? targets.map { EstimatedTarget($0, planYear: 1) } : [])
    var variances = targets.map { _ in Moments() }, means = variances, seconds = 0.0
    for seed in seeds {
      var hits = TargetHits(targets, prepared, planYear: 1, sampling: sampling)
      seconds += try await clock.measure {
        try await EnsembleRunner(seed: seed, sampling: sampling, threads: 1).run(
          [prepared], .ensemble(draws: draws), recording: .years, estimating: isEstimating
        ) { hits.add($0[0]) }
      }.inSeconds
      for i in targets.indices {
        let p = hits.probability(i)
        means[i].merge(Moments([p.value]))
        variances[i].merge(Moments([p.standardError * p.standardError * Double(draws)]))
      }
    }
    var answer = Answer()
    answer.add("ns_per_draw", seconds * 1e9 / Double(draws * seeds.count))
    for i in targets.indices {
      answer.add("p\(i + 1)", means[i].mean)
      answer.add("variance\(i + 1)", variances[i].mean)
      // The same from the estimates of the seeds themselves: a check of the stated errors.
      answer.add("between\(i + 1)", means[i].variance * Double(draws))
    }
    return answer
  }

  /// The seconds from changed levers to finished quantiles of every series and P of the targets, by
  /// counting or by estimates.
  func look(draws: Int, threads: Int, isEstimating: Bool) async throws -> Answer {
    // As with a slider: the model has been looked at before, and only its levers move.
    let estimated = isEstimating ? targets.map { EstimatedTarget($0, planYear: 1) } : []
    let before = PreparedModel(model, estimating: estimated)
    var changed = model, done = 0.0
    let time = try await clock.measure {
      for k in changed.levers.budget.indices {
        changed.levers.budget[k] = model.levers.budget[k].map { $0 * 1.1 }
      }
      let prepared = PreparedModel(changed, estimating: estimated, reusing: before)
      var summary = EnsembleTally(prepared, threads: threads)
      var hits = TargetHits(targets, prepared, planYear: 1, sampling: .sobol)
      try await EnsembleRunner(seed: 1, sampling: .sobol, threads: threads).run(
        [prepared], .ensemble(draws: draws), estimating: isEstimating
      ) { chunks in
        summary.add(chunks[0])
        hits.add(chunks[0])
      }
      for one in summary.finished().summaries {
        done += [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95].map(one.quantile).reduce(0, +)
      }
      done += hits.probability(0).value
    }
    precondition(!done.isNaN)
    var answer = Answer()
    answer.add("seconds", time.inSeconds)
    return answer
  }
}

extension SimulationModel {
  /// Every sector so many times over, under numbers of its own.
  fileprivate func repeated(_ times: Int) -> SimulationModel {
    var model = self
    func many<Element>(_ row: [Element]) -> [Element] {
      (0..<times).flatMap { _ in row }
    }
    model.sectors = (0..<times).flatMap { time in
      sectors.map {
        ModelSector(key: "\($0.key)_\(time)", number: $0.number + time * sectors.count)
      }
    }
    model.structure = Structure(
      promotionLag: structure.promotionLag, weights: structure.weights,
      capitalShares: many(structure.capitalShares.map { $0 / Double(times) }),
      buyerCapitalShares: many(structure.buyerCapitalShares),
      supportShares: structure.supportShares.map { many($0.map { $0 / Double(times) }) },
      eligible: structure.eligible, presenceNormal: many(structure.presenceNormal),
      foreignShareNormal: many(structure.foreignShareNormal))
    model.start.K = many(start.K)
    model.start.KB = many(start.KB)
    model.start.M = start.M.map(many)
    model.start.V = many(start.V)
    model.start.Q = many(start.Q)
    model.start.netCertificates = many(start.netCertificates)
    if case .counts(let U, let C) = start.firms {
      model.start.firms = .counts(U: many(U), C: many(C))
    }
    for parameter in Parameter.allCases where parameters[parameter].count == sectors.count {
      model.parameters[parameter] = (0..<times).flatMap { time in
        parameters[parameter].map {
          DrawnValue($0.distribution, number: $0.number, index: $0.index + time * sectors.count)
        }
      }
    }
    return model
  }
}

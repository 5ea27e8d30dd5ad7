import NumericKernels
package import ReachModel
import Simulation

/// What the targets of a scenario hang on, by several methods.
package struct ScenarioSensitivity: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    case tornado, switches, sobol, morris, ranks, pawn, shapley

    package var label: Label {
      switch self {
      case .tornado: Label(vi: "biểu đồ lốc xoáy", en: "tornado")
      case .switches: Label(vi: "lựa chọn cấu trúc", en: "structural switches")
      case .sobol: Label(vi: "chỉ số Sobol'", en: "Sobol' indices")
      case .morris: Label(vi: "sàng lọc Morris", en: "Morris screening")
      case .ranks: Label(vi: "hồi quy hạng (PRCC)", en: "rank regression (PRCC)")
      case .pawn: Label(vi: "PAWN", en: "PAWN")
      case .shapley: Label(vi: "hiệu ứng Shapley", en: "Shapley effects")
      }
    }
  }

  /// What an index is about: whether a target holds, whether all do, or the outcome itself.
  package enum Question: Sendable, Equatable {
    case holds(Target)
    case joint
    case outcome(Target)

    /// Its name in ids.
    package var id: String {
      switch self {
      case .holds(let target): "\(target.key).probability"
      case .joint: "joint.probability"
      case .outcome(let target): "\(target.key).outcome"
      }
    }

    package static func all(of targets: [Target]) -> [Question] {
      targets.map { .holds($0) } + (targets.count > 1 ? [.joint] : [])
        + targets.map { .outcome($0) }
    }
  }

  /// Variance-based indices of all questions.
  package struct Variance: Sendable {
    /// Groups of inputs; the index of chance stands behind them.
    package let groups: [InputGroup]
    /// By question.
    package let indices: [Result<SobolIndices, SensitivityFailure>]
    /// By question: the indices of the first eighth, quarter, half and all of the rows.
    package let convergence: [[SobolIndices]]
  }

  /// Screening of P and of mean outcomes given the inputs.
  package struct Screening: Sendable {
    package let inputs: [UncertainInput]
    package let trajectories: Int
    /// Shocks behind each P.
    package let shocks: Int
    /// By question, then input.
    package let effects: [[MorrisEffects?]]
  }

  package let scenario: String
  package let targets: [Target]
  package let questions: [Question]
  package var tornado: Tornado?
  package var switches: SwitchEffects?
  package var variance: Variance?
  package var screening: Screening?
  /// Inputs of the methods that need no new draws.
  package var columns: [EnsembleTable.Column] = []
  /// By question.
  package var ranks: [RankRegression?] = []
  /// By question, then column.
  package var pawn: [[PAWNIndices?]] = []
  /// By question; of ``themes``.
  package var shapley: [Result<ShapleyEffects, SensitivityFailure>] = []
  package var themes: [InputGroup] = []
  /// Draws simulated.
  package var simulatedDraws = 0
  /// Of the first draws of the scenario as it is, as many as stand behind a bar of the tornado.
  package var failures = 0
  /// Methods that were asked for and stopped before they ended.
  package var unfinished: [Method] = []

  package init(_ fitted: FittedModel) {
    (scenario, targets) = (fitted.study.name, fitted.study.targets)
    questions = Question.all(of: fitted.study.targets)
  }
}

/// How large a sensitivity analysis is.
package struct SensitivitySizes: Sendable, Equatable {
  /// Rows of Saltelli's matrices, and draws of the ensemble behind the methods without new draws.
  package var draws: Int
  /// Draws behind each answer of the tornado and of the switches.
  package var variantDraws: Int
  package var trajectories = 20
  /// Shocks behind each P of the screening.
  package var shocks = 256
  /// Resamples behind the intervals of Sobol' indices and of Morris' effects.
  package var replicates = 100

  package init(draws: Int) {
    self.draws = draws
    variantDraws = min(draws, 16_384)
  }
}

/// Runs the methods that are asked for, in their order.
package struct SensitivityStudy {
  private let fitted: FittedModel
  private let sampler: TargetSampler
  /// Of independent draws, for Saltelli's design.
  private let plainSampler: TargetSampler
  private let sizes: SensitivitySizes
  private let methods: Set<ScenarioSensitivity.Method>
  private let byTheme: Bool

  /// - Parameters:
  ///   - fitted: The scenario.
  ///   - sampler: Simulates it and its variants.
  ///   - plainSampler: The same with independent draws.
  ///   - sizes: How many draws.
  ///   - methods: Which are run.
  ///   - byTheme: Whether Sobol' indices are those of themes instead of single inputs.
  package init(
    _ fitted: FittedModel, sampler: TargetSampler, plainSampler: TargetSampler,
    sizes: SensitivitySizes, methods: Set<ScenarioSensitivity.Method>, byTheme: Bool
  ) {
    (self.fitted, self.sampler, self.plainSampler) = (fitted, sampler, plainSampler)
    (self.sizes, self.methods, self.byTheme) = (sizes, methods, byTheme)
  }

  private var targets: [Target] { fitted.study.targets }
  private var threads: Int { sampler.runner.threads }

  private var groups: [InputGroup] {
    guard !byTheme else { return fitted.themes }
    let moving = Set(fitted.movingInputs.map(\.key))
    return fitted.independentInputs.filter { $0.inputs.contains { moving.contains($0.key) } }
  }

  /// Draws that the methods take together.
  package var expectedDraws: Int {
    let inputs = fitted.movingInputs.count
    return methods.reduce(0) { sum, method in
      switch method {
      case .tornado: sum + (2 * inputs + 1) * sizes.variantDraws
      case .switches:
        sum + (StructuralSwitch.all(of: fitted).count + 1) * sizes.variantDraws
      case .sobol: sum + (groups.count + 3) * sizes.draws
      case .morris: sum + sizes.trajectories * (inputs + 1) * sizes.shocks
      case .ranks, .pawn, .shapley: sum
      }
    } + (methods.isDisjoint(with: [.ranks, .pawn, .shapley]) ? 0 : sizes.draws)
  }

  /// Runs them.
  ///
  /// - Parameter progress: Told how many draws were simulated since it was called last.
  /// - Returns: What each found.
  /// - Throws: What the samplers throw.
  package func run(progress: @escaping (Int) -> Void) throws -> ScenarioSensitivity {
    var found = ScenarioSensitivity(fitted)
    let base = try sampler.sample(
      fitted.model, targets, .ensemble(draws: sizes.variantDraws), estimating: false)
    found.failures = base.failures
    var done = 0
    func count(_ draws: Int) {
      done += draws
      progress(draws)
    }
    for method in ScenarioSensitivity.Method.allCases where methods.contains(method) {
      do {
        try run(method, &found, count)
      } catch is CancellationError {
        found.unfinished.append(method)
      }
    }
    // Nothing is known that could be told.
    if found.unfinished.count == methods.count { throw CancellationError() }
    found.simulatedDraws = done
    return found
  }

  private func run(
    _ method: ScenarioSensitivity.Method, _ found: inout ScenarioSensitivity,
    _ progress: (Int) -> Void
  ) throws {
    switch method {
    case .tornado:
      found.tornado = try Tornado(fitted, sampler: sampler, draws: sizes.variantDraws) {
        progress(sizes.variantDraws)
      }
    case .switches:
      found.switches = try SwitchEffects(fitted, sampler: sampler, draws: sizes.variantDraws) {
        progress(sizes.variantDraws)
      }
    case .sobol: found.variance = try variance(progress)
    case .morris: found.screening = try screening(progress)
    case .ranks, .pawn, .shapley:
      // One ensemble serves all three.
      if found.columns.isEmpty { try readEnsemble(&found, progress) }
    }
  }

  private func variance(_ progress: (Int) -> Void) throws -> ScenarioSensitivity.Variance {
    let design = SobolDesign(groups, draws: sizes.draws)
    let rows = try design.answers(fitted.model, targets, sampler: plainSampler) {
      progress(sizes.draws)
    }
    let samples = rows.map { SobolSample(A: $0.A, B: $0.B, AB: $0.AB) }
    let bootstrap = Bootstrap(replicates: sizes.replicates, seed: sampler.runner.source.seed)
    return ScenarioSensitivity.Variance(
      groups: groups,
      indices: samples.map { sample in
        Result { () throws(SensitivityFailure) in
          try sample.indices(bootstrap: bootstrap, threads: threads)
        }
      },
      convergence: samples.map { $0.convergence() })
  }

  private func screening(_ progress: (Int) -> Void) throws -> ScenarioSensitivity.Screening {
    let inputs = fitted.movingInputs, levels = 4
    let design = MorrisDesign(
      inputs: inputs.count, levels: levels, trajectories: sizes.trajectories,
      seed: sampler.runner.source.seed)
    let sample = try sampler.sample(
      fitted.model, targets,
      Design(
        screening: design, inputs, levels, shocks: sizes.shocks, copula: fitted.model.copula),
      estimating: false)
    progress(sample.draws)
    return ScenarioSensitivity.Screening(
      inputs: inputs, trajectories: sizes.trajectories, shocks: sizes.shocks,
      effects: sample.answers.map { answer in
        design.effects(
          answer.means(of: sizes.shocks),
          bootstrap: Bootstrap(replicates: sizes.replicates, seed: sampler.runner.source.seed))
      })
  }

  private func readEnsemble(
    _ found: inout ScenarioSensitivity, _ progress: (Int) -> Void
  ) throws {
    let table = try EnsembleTable(fitted, sampler: sampler, draws: sizes.draws)
    progress(sizes.draws)
    let columns = table.columns.filter { $0.input != nil }
    let inputs = RankedInputs(columns.map(\.values), draws: sizes.draws, threads: threads)
    let themes = fitted.themes
    (found.columns, found.themes) = (columns, themes)
    for answer in table.sample.answers {
      let data = try? GivenData(inputs, y: answer, threads: threads)
      if methods.contains(.ranks) {
        found.ranks.append(data?.rankRegression(threads: threads))
      }
      if methods.contains(.pawn) {
        found.pawn.append(data?.pawn(threads: threads) ?? columns.map { _ in nil })
      }
      if methods.contains(.shapley) { found.shapley.append(shapley(data, columns, themes)) }
    }
  }

  private func shapley(
    _ data: GivenData?, _ columns: [EnsembleTable.Column], _ themes: [InputGroup]
  ) -> Result<ShapleyEffects, SensitivityFailure> {
    guard let data else { return .failure(.noVariance(failed: 0)) }
    let players = themes.map { theme in
      columns.indices.filter { column in
        theme.inputs.contains { $0.key == columns[column].key }
      }
    }
    return Result { () throws(SensitivityFailure) in
      try data.shapleyEffects(
        ShapleyDesign(groups: players, seed: sampler.runner.source.seed), threads: threads)
    }
  }
}

extension TargetSample {
  /// By question of a sensitivity analysis, one number a draw.
  var answers: [[Double]] {
    told.map(\.held) + (targets.count > 1 ? [joint.held] : []) + outcomes
  }
}

extension [Double] {
  /// The means of consecutive runs of so many numbers, without what is NaN; NaN where all are.
  fileprivate func means(of count: Int) -> [Double] {
    stride(from: 0, to: self.count, by: count).map { first in
      let known = self[first..<Swift.min(first + count, self.count)].filter { !$0.isNaN }
      return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
    }
  }
}

extension Design {
  /// One parameter draw for each point of a screening, all under the same shocks.
  ///
  /// Level k of p is the (k + ½) / p quantile of the input's law.
  fileprivate init(
    screening design: MorrisDesign, _ inputs: [UncertainInput], _ levels: Int, shocks: Int,
    copula: Copula?
  ) {
    self.init(draws: design.points.count * shocks, shocksPerParameter: shocks)
    sharesShocks = true
    for (place, input) in inputs.enumerated() {
      scores[input.member] = design.points.map { point in
        let level = (point[place] * Double(levels - 1)).rounded()
        return normalQuantile((level + 0.5) / Double(levels))
      }
    }
    guard let copula else { return }
    // Scores are given before the copula: z = L u. Members that are not screened move nothing that is
    // asked, and stay at their centre.
    let centre = [Double](repeating: 0, count: design.points.count)
    for (row, member) in copula.members.enumerated() {
      var own = scores[member] ?? centre
      for (j, earlier) in copula.members[..<row].enumerated() where copula.factor[row][j] != 0 {
        let u = scores[earlier] ?? centre
        for i in own.indices { own[i] -= copula.factor[row][j] * u[i] }
      }
      scores[member] = own.map { $0 / copula.factor[row][row] }
    }
  }
}

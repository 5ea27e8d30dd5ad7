package import ReachModel
package import Simulation

/// What explains the difference between the recorded numbers of two runs: bars that add up to it.
///
/// From the number that the old run recorded to that of the new one: other software computes another
/// number of the same model; other draws sample it differently; revised data, new data, assumptions,
/// levers and targets make another model or another question of it. Data come before the other
/// changes: one of the two scenarios is fitted again to what the other run had, and what that moves is
/// theirs. Which one hangs on the files at hand and on the dates, not on the order of the runs.
/// Sampling and what happens to the model are valued in both orders and averaged (Owen's value, with
/// all of the latter as one coalition), so that exchanging the runs gives the negative of every bar.
///
/// - Source: Owen, *Mathematical Economics and Game Theory* (1977), 76-88, for coalitions.
package struct RunDifference: Sendable {
  /// One of the runs.
  package struct Side: Sendable {
    /// The name of its folder.
    package let name: String
    /// The software that wrote it.
    package let version: String
    package let study: Study
    package let sampling: RunSampling
    /// Other scenarios that the run compared with this one, its base.
    package let compared: [String]

    package init(
      name: String, version: String, study: Study, sampling: RunSampling, compared: [String] = []
    ) {
      (self.name, self.version, self.study, self.sampling) = (name, version, study, sampling)
      self.compared = compared
    }
  }

  /// What has to be known to read the bars.
  package enum Remark: Sendable, Equatable {
    /// Data were valued first, by fitting the scenario of one run to what the other had.
    case fittedAgain(run: String, toDataOf: String)
    /// Nothing could be fitted again; whether the runs had other files, or only other dates.
    case notFittedAgain(DataObstacle, hadOtherFiles: Bool)
    /// What is called data holds what this version fits otherwise.
    case fittedByAnotherVersion
    /// Changed assumptions about what data feed hold what the data make of them.
    case assumptionsHoldFit
    /// Runs whose scenario files give another study by now.
    case readOff([String])
    /// Combinations had fewer draws than the runs: by sampling.
    case fewDraws([DrawShare])
    /// A comparison, of which only the base is explained.
    case onlyBase(run: String, base: String, others: [String])
    /// The scenario of one run is among those that the other compared with its base.
    case amongCompared(scenario: String, of: String, comparison: String)
  }

  /// Draws of a combination, of those that a run has.
  package struct DrawShare: Sendable, Equatable {
    package let used: Int
    package let all: Int

    package init(used: Int, all: Int) { (self.used, self.all) = (used, all) }
  }

  /// Why no scenario could be fitted again.
  package enum DataObstacle: Sendable, Equatable {
    /// The data files of today are those of neither run.
    case filesGone
    /// The catalog has lost the province.
    case provinceGone
    /// The scenario cannot be fitted to them.
    case unfitted
  }

  /// How one number is divided.
  package struct Division: Sendable {
    /// Of the new run's target.
    package let question: Attribution.Question
    /// As recorded.
    package let old: Double
    package let new: Double
    /// By change; they add up to `new` − `old`.
    package let bars: [Replicated]
    /// By change: half the 95 % interval of sampling orders instead of taking all; nil where all were.
    package let orderErrors: [Double]?

    package init(
      question: Attribution.Question, old: Double, new: Double, bars: [Replicated],
      orderErrors: [Double]?
    ) {
      (self.question, self.old, self.new) = (question, old, new)
      (self.bars, self.orderErrors) = (bars, orderErrors)
    }

    /// The difference of the recorded numbers, with the error that its bars have together.
    package var total: Replicated {
      Replicated(value: new - old, parts: bars.reduce(Replicated(exactly: 0), +).parts)
    }

    /// Half the 95 % interval of a bar: that of the draws, and that of the orders where these were
    /// sampled.
    package func error(ofBar place: Int) -> Double {
      bars[place].error(besides: orderErrors?[place])
    }
  }

  package let old: Side
  package let new: Side
  /// Software, sampling and rounding first, then what differs in data, levers, assumptions, targets.
  package let changes: [ScenarioChange]
  package let divisions: [Division]
  package let remarks: [Remark]
  /// Keys of targets that only one run records.
  package let unshared: [String]
  /// Draws over all models.
  package let simulatedDraws: Int
  /// Draws that failed, over all models.
  package let failures: Int
  /// Whether all combinations of changes were simulated; else orders were sampled.
  package let isExact: Bool

  package init(
    old: Side, new: Side, changes: [ScenarioChange], divisions: [Division], remarks: [Remark],
    unshared: [String], simulatedDraws: Int, failures: Int, isExact: Bool
  ) {
    (self.old, self.new, self.changes, self.divisions) = (old, new, changes, divisions)
    (self.remarks, self.unshared) = (remarks, unshared)
    (self.simulatedDraws, self.failures, self.isExact) = (simulatedDraws, failures, isExact)
  }
}

/// What a run drew from.
package struct RunSampling: Sendable, Equatable {
  package let seed: UInt64
  package let method: SamplingMethod
  package let draws: Int

  package init(seed: UInt64, method: SamplingMethod, draws: Int) {
    (self.seed, self.method, self.draws) = (seed, method, draws)
  }
}

extension RunDifference {
  /// The same seen from the other run.
  package var reversed: RunDifference {
    RunDifference(
      old: new, new: old, changes: changes.map(\.reversed),
      divisions: divisions.map { division in
        Division(
          question: division.question.asked(of: old.study), old: division.new, new: division.old,
          bars: division.bars.map { Replicated(exactly: 0) - $0 }, orderErrors: division.orderErrors
        )
      }, remarks: remarks, unshared: unshared, simulatedDraws: simulatedDraws,
      failures: failures, isExact: isExact)
  }
}

extension Attribution.Question {
  /// The same of another study's target with the same key.
  fileprivate func asked(of study: Study) -> Attribution.Question {
    func own(_ target: Target) -> Target {
      study.targets.first { $0.key == target.key } ?? target
    }
    return switch self {
    case .probability(let target): .probability(own(target))
    case .joint: .joint
    case .median(let target): .median(own(target))
    }
  }
}

extension ScenarioChange {
  fileprivate var reversed: ScenarioChange {
    ScenarioChange(
      key: key, kind: kind, label: label, base: alternative, alternative: base, origin: origin,
      pieces: pieces)
  }
}

extension RunDifference {
  /// Every number of the answer.
  package var findings: [Finding] {
    let maker = FindingMaker(scenario: new.study.name)
    return divisions.flatMap { division -> [Finding] in
      let (id, named, unit, year) = division.question.description
      func make(
        _ key: String, _ vi: String, _ en: String, _ value: Double, _ error: Double? = nil
      ) -> Finding {
        maker.finding(
          "diff.\(id).\(key)", named(vi, en), value, unit, error: error, year: year)
      }
      let total = division.total
      let ends = [
        make("old", "lần chạy cũ", "old run", division.old),
        make("new", "lần chạy mới", "new run", division.new),
        make("total", "tổng chênh lệch", "whole difference", total.value, total.error),
      ]
      return ends
        + changes.indices.map { place in
          let change = changes[place]
          return make(
            change.key, change.label.vi, change.label.en, division.bars[place].value,
            division.error(ofBar: place))
        }
    }
  }
}

import Assessment
package import PanelData
import ReachModel
import Simulation

/// The data files as they are now.
package struct PresentData: Sendable {
  package let panel: Panel
  package let facts: FactBook
  /// In ascending order.
  package let checksums: [String]

  package init(panel: Panel, facts: FactBook, checksums: [String]) {
    (self.panel, self.facts, self.checksums) = (panel, facts, checksums.sorted())
  }
}

/// What other data make of one run's scenario, step by step, before anything else changes.
struct DataNews {
  /// A change of the data, with the model that it leads to.
  struct Step {
    let change: ScenarioChange
    let model: SimulationModel
  }

  private(set) var steps: [Step] = []
  /// Why nothing was fitted again, though the data differ.
  private(set) var obstacle: RunDifference.DataObstacle?
  private let hasOtherFiles: Bool
  private let dates: (old: CalendarDate, new: CalendarDate)

  /// - Parameters:
  ///   - old: The run whose scenario is fitted again: first to the files of the other, then as of its
  ///     date.
  ///   - new: The other one.
  ///   - study: The old run's scenario.
  ///   - present: The data files as they are now; nil if they cannot be read.
  init(from old: RecordedRun, to new: RecordedRun, _ study: Study, _ present: PresentData?) {
    hasOtherFiles = old.data != new.data
    dates = (old.readOff.asOf, new.readOff.asOf)
    guard hasOtherFiles || dates.old != dates.new else { return }
    guard let present, present.checksums == new.data else {
      obstacle = .filesGone
      return
    }
    guard !study.province.code.isEmpty else {
      obstacle = .provinceGone
      return
    }
    do throws(FitError) {
      if hasOtherFiles { try add(Self.revision(old, new), study, present, old, new) }
      if dates.old != dates.new { try add(news, study.asOf(dates.new), present, old, new) }
    } catch {
      (steps, obstacle) = ([], .unfitted)
    }
  }

  private mutating func add(
    _ change: ScenarioChange, _ study: Study, _ present: PresentData, _ old: RecordedRun,
    _ new: RecordedRun
  ) throws(FitError) {
    let fitted = try FittedModel(study, panel: present.panel, facts: present.facts)
    let before = steps.last?.model ?? old.model
    var model = before
    model.takeLaws(of: fitted.model, near: [before, old.model, new.model])
    steps.append(Step(change: change, model: model))
  }

  /// Whether all that still differs was assumed otherwise, or fitted by other software.
  var areDivided: Bool { obstacle == nil }

  /// The change of laws that no assumption moves, by its right name.
  func named(_ change: ScenarioChange) -> ScenarioChange {
    guard change.kind == .data else { return change }
    if areDivided { return fit(change.pieces) }
    return hasOtherFiles
      ? self.change("data", Label(vi: "Số liệu mới hoặc sửa đổi", en: "Data, new or revised"))
        .holding(change.pieces)
      : news.holding(change.pieces)
  }

  private func fit(_ pieces: [ModelPiece]) -> ScenarioChange {
    ScenarioChange(
      key: "data.fit", kind: .data,
      label: Label(
        vi: "Ước lượng từ cùng số liệu, khác phần mềm hoặc máy",
        en: "The fit to the same data, by other software or on another machine"),
      base: .nothing, alternative: .nothing, origin: nil, pieces: pieces)
  }

  /// The change of what had been published by the date.
  private var news: ScenarioChange {
    change("data.new", Label(vi: "Số liệu mới công bố", en: "Newly published data"))
  }

  private func change(_ key: String, _ label: Label) -> ScenarioChange {
    ScenarioChange(
      key: key, kind: .data, label: label, base: .asOf(dates.old), alternative: .asOf(dates.new),
      origin: nil, pieces: [])
  }

  /// The change of what had been published by the old date.
  private static func revision(_ old: RecordedRun, _ new: RecordedRun) -> ScenarioChange {
    func files(_ run: RecordedRun) -> ScenarioChange.Value {
      .words(Label(vi: "tệp của \(run.name)", en: "files of \(run.name)"))
    }
    return ScenarioChange(
      key: "data.revised", kind: .data, label: Label(vi: "Số liệu sửa đổi", en: "Revised data"),
      base: files(old), alternative: files(new), origin: nil, pieces: [])
  }
}

extension Study {
  /// The same as of another day.
  fileprivate func asOf(_ date: CalendarDate) -> Study {
    Study(
      name: name, title: title, province: province, sectors: sectors, planYear: planYear,
      asOf: date, model: model, targets: targets, levers: levers, uncertainties: uncertainties,
      assumptions: assumptions, correlations: correlations, freezeFrom: freezeFrom,
      scenarioPath: scenarioPath, files: files)
  }
}

extension SimulationModel {
  /// Takes laws and correlations from a model that was fitted again.
  ///
  /// Estimation repeats only to a tolerance, so what lies within it of a law that is kept is that law.
  fileprivate mutating func takeLaws(of fitted: SimulationModel, near known: [SimulationModel]) {
    for parameter in Parameter.allCases {
      let laws = fitted.parameters[parameter]
      let kept = known.map { $0.parameters[parameter] }.first { kept in
        kept.count == laws.count && zip(kept, laws).allSatisfy { $0.isNear($1) }
      }
      parameters[parameter] = kept ?? laws
    }
    let pairs = known.map(\.copula).first { $0.isNear(fitted.copula) }
    copula = pairs ?? fitted.copula
  }
}

/// Far more than the last digits of an estimate, far less than anyone could see in a probability.
private let fitTolerance = 1e-9

extension DrawnValue {
  fileprivate func isNear(_ other: DrawnValue) -> Bool {
    guard number == other.number, index == other.index else { return false }
    if distribution == other.distribution { return true }
    guard !distribution.isFixed, !other.distribution.isFixed else { return false }
    let levels = [0.025, 0.5, 0.975]
    let a = levels.map(distribution.quantile), b = levels.map(other.distribution.quantile)
    return zip(a, b).allSatisfy { ($0 - $1).magnitude <= fitTolerance * (a[2] - a[0]) }
  }
}

extension Copula? {
  fileprivate func isNear(_ other: Copula?) -> Bool {
    guard let self, let other else { return self == nil && other == nil }
    return self.members == other.members
      && zip(self.factor.joined(), other.factor.joined()).allSatisfy {
        ($0 - $1).magnitude <= fitTolerance
      }
  }
}

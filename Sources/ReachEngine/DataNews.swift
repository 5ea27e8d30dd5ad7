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

/// What separates the data of two runs.
enum DataNews {
  /// The same files as of the same date: what the fit makes of them differs by software or machine.
  case same
  /// The same files as of another date.
  case newDate
  /// Other files; the old scenario, fitted to the new ones as of its own date.
  case revised(SimulationModel)
  /// Other files that cannot be told apart into revised and new figures.
  case undivided(Label)

  /// - Parameters:
  ///   - old: The run whose data files may be gone.
  ///   - new: The other one.
  ///   - study: The old run's scenario.
  ///   - present: The data files as they are now; nil if they cannot be read.
  init(from old: RecordedRun, to new: RecordedRun, _ study: Study, _ present: PresentData?) {
    guard old.data != new.data else {
      self = old.readOff.asOf == new.readOff.asOf ? .same : .newDate
      return
    }
    guard let present, present.checksums == new.data else {
      self = .undivided(
        Label(
          vi: "Không tách được số liệu mới và số liệu sửa đổi: các tệp số liệu hiện nay không phải "
            + "của lần chạy nào trong hai lần.",
          en: "New and revised data cannot be told apart: the data files of today are those of "
            + "neither run."))
      return
    }
    guard !study.province.code.isEmpty else {
      self = .undivided(
        Label(
          vi: "Không tách được số liệu mới và số liệu sửa đổi: tỉnh không còn trong danh mục.",
          en: "New and revised data cannot be told apart: the catalog has lost the province."))
      return
    }
    do throws(FitError) {
      let fitted = try FittedModel(study, panel: present.panel, facts: present.facts)
      var model = old.model
      model.takeLaws(of: fitted.model, near: [old.model, new.model])
      self = .revised(model)
    } catch {
      self = .undivided(
        Label(
          vi: "Không tách được số liệu mới và số liệu sửa đổi: kịch bản của lần chạy cũ không ước "
            + "lượng được từ các tệp số liệu hiện nay.",
          en: "New and revised data cannot be told apart: the scenario of the old run cannot be "
            + "fitted to the data files of today."))
    }
  }

  /// The change that holds what data made of the same priors, named by what separates the data.
  func named(_ change: ScenarioChange, _ old: Study, _ new: Study) -> ScenarioChange {
    guard change.kind == .data else { return change }
    let (key, label) =
      switch self {
      case .same: Self.fit
      case .revised where old.asOf == new.asOf: Self.fit
      case .newDate, .revised:
        (
          "data.new",
          Label(
            vi:
              "Số liệu mới, công bố giữa \(min(old.asOf, new.asOf)) và \(max(old.asOf, new.asOf))",
            en: "New data, published between \(min(old.asOf, new.asOf)) and "
              + "\(max(old.asOf, new.asOf))")
        )
      case .undivided:
        ("data", Label(vi: "Số liệu mới hoặc sửa đổi", en: "Data, new or revised"))
      }
    return ScenarioChange(
      key: key, kind: .data, label: label, base: change.base, alternative: change.alternative,
      origin: nil, pieces: change.pieces)
  }

  private static let fit = (
    key: "data.fit",
    label: Label(
      vi: "Ước lượng từ cùng số liệu, khác phần mềm hoặc máy",
      en: "The fit to the same data, by other software or on another machine")
  )

  /// The change of what had been published by the old date.
  static func revision(_ old: RecordedRun, _ new: RecordedRun) -> ScenarioChange {
    let date = old.readOff.asOf
    func files(_ run: RecordedRun) -> ScenarioChange.Value {
      .words(Label(vi: "tệp của \(run.name)", en: "files of \(run.name)"))
    }
    return ScenarioChange(
      key: "data.revised", kind: .data,
      label: Label(
        vi: "Số liệu sửa đổi, công bố đến \(date)", en: "Revised data, published by \(date)"),
      base: files(old), alternative: files(new), origin: nil, pieces: [])
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

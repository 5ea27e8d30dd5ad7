import NumericKernels
package import ReachModel
import Simulation

/// How many firms a year's budget of a group of support pays for, and how many it reaches (E1), with
/// every law at its stated mean.
package struct SupportReach: Sendable, Equatable {
  package let lever: LeverSetting
  package let year: Int
  /// Billion VND.
  package let budget: Double
  /// Share of the budget that is spent.
  package let execution: Double
  /// Billion VND a firm.
  package let unitCost: Double
  /// Firms a year that may apply.
  package let eligible: Double
  /// Firms at the start of the plan.
  package let firms: Double

  /// Firms that the money would pay for, d b / c.
  package var paidFor: Double { execution * budget / unitCost }

  /// Firms reached, T = E (1 − exp(−(d b / c) / E)).
  package var reached: Double { -eligible * exponentialMinusOne(-paidFor / eligible) }

  /// Firms that the next dong reaches, over those that the first one did.
  package var atTheMargin: Double { exponential(-paidFor / eligible) }

  /// Whether the money would pay for more firms than apply, or than there are.
  var isSaturated: Bool { paidFor > min(eligible, firms) }

  /// The years of a study in which a budget pays for more firms than apply or exist; the year with
  /// most for each lever.
  static func saturated(_ study: Study, _ model: SimulationModel) -> [SupportReach] {
    let firms = StartFirms(model).firms
    return study.levers.compactMap { lever in
      guard let k = model.groups.firstIndex(where: { $0.key == lever.key }),
        model.parameters[.execution].indices.contains(k),
        model.parameters[.unitCost].indices.contains(k), model.structure.eligible[k] > 0
      else { return nil }
      let years = study.spent(on: lever).enumerated().map { year, budget in
        SupportReach(
          lever: lever, year: study.planYear + year, budget: budget,
          execution: model.parameters[.execution][k].distribution.statedMean,
          unitCost: model.parameters[.unitCost][k].distribution.statedMean,
          eligible: model.structure.eligible[k], firms: firms)
      }
      return years.filter { $0.unitCost > 0 && $0.isSaturated }
        .max { $0.budget < $1.budget }
    }
  }
}

/// Firms at the end of quarter 0, with every law at its stated mean.
struct StartFirms {
  let firms: Double
  let certified: Double

  init(_ model: SimulationModel) {
    switch model.start.firms {
    case .counts(let U, let C):
      certified = C.joined().reduce(0, +)
      firms = certified + U.joined().reduce(0, +)
    case .drawn:
      firms = Self.mean(.startFirms, model)
      certified = firms * Self.mean(.startCertifiedShare, model)
    }
  }

  private static func mean(_ parameter: Parameter, _ model: SimulationModel) -> Double {
    model.parameters[parameter].first?.distribution.statedMean ?? 0
  }
}

/// A target of certified firms beside the firms that could still get a certificate, with every law at
/// its stated mean.
package struct CertificateNeed: Sendable, Equatable {
  package let target: Target
  /// Certified firms at the start.
  package let certified: Double
  /// Firms without a certificate at the start.
  package let uncertified: Double
  /// Firms founded from the start to the end of the target's year.
  package let founded: Double

  /// New certificates that the target takes.
  package var needed: Double { TargetBound(target).value - certified }

  /// The targets that need more certificates than there are firms without one.
  static func excessive(_ study: Study, _ model: SimulationModel) -> [CertificateNeed] {
    let start = StartFirms(model)
    let entry = model.parameters[.entryRate].first?.distribution.statedMean ?? 0
    return study.targets.filter { $0.outcome == .certified && $0.sector == nil }.map { target in
      CertificateNeed(
        target: target, certified: start.certified,
        uncertified: start.firms - start.certified,
        founded: entry * start.firms * Double(target.year - study.planYear + 1))
    }.filter {
      TargetBound($0.target).isFloor && $0.needed > $0.uncertified + $0.founded
    }
  }
}

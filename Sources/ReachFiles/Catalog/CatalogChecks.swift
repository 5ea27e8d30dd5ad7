import ReachModel

/// What entries of the catalog owe one another.
struct CatalogChecks {
  let catalog: Catalog
  let folder: String

  func run(_ problems: inout ProblemList) {
    checkNumbers(&problems)
    checkProvinces(&problems)
    checkLevers(&problems)
    checkUncertainties(&problems)
    checkCorrelations(&problems)
    checkTargets(&problems)
  }

  private func checkNumbers(_ problems: inout ProblemList) {
    let lists: [(String, [(key: String, number: Int, origin: Origin)])] = [
      ("sectors", catalog.sectors.map { ($0.key, $0.number, $0.origin) }),
      ("levers", catalog.levers.map { ($0.key, $0.number, $0.origin) }),
      ("outcomes", catalog.outcomes.map { ($0.outcome.rawValue, $0.number, $0.origin) }),
      ("targets", catalog.targets.map { ($0.key, $0.number, $0.origin) }),
      ("uncertainties", catalog.uncertainties.map { ($0.key, $0.number, $0.origin) }),
    ]
    for (_, entries) in lists {
      var seen: [Int: String] = [:]
      for entry in entries {
        guard let other = seen.updateValue(entry.key, forKey: entry.number) else { continue }
        problems.report(
          .numberClash, "`\(entry.key)` has the number \(entry.number) of `\(other)`",
          at: entry.origin)
      }
    }
  }

  private func checkProvinces(_ problems: inout ProblemList) {
    var codes: [String: String] = [:]
    let merged = catalog.mergedProvinces
    for province in catalog.provinces {
      if let other = codes.updateValue(province.key, forKey: province.code) {
        problems.report(
          .catalogConflict, "`\(province.key)` has the code \(province.code) of `\(other)`",
          at: province.origin)
      }
      if catalog.regions[province.region] == nil {
        problems.reportUnknown(
          .catalogReference, "`\(province.key)` lies in no region `\(province.region)`",
          name: province.region, known: catalog.regions.keys.sorted(), at: province.origin)
      }
      if !merged.contains(where: {
        $0.key == province.successor && $0.members.contains(province.key)
      }) {
        problems.reportUnknown(
          .catalogReference,
          "`\(province.successor)` is no province of 2025 with the member `\(province.key)`",
          name: province.successor, known: [], at: province.origin)
      }
    }
    for province in merged {
      for member in province.members where catalog.province(member) == nil {
        problems.reportUnknown(
          .catalogReference, "`\(province.key)` has no member `\(member)` to be made from",
          name: member, known: [], at: province.origin)
      }
    }
  }

  private func checkLevers(_ problems: inout ProblemList) {
    for lever in catalog.levers {
      if lever.kind == .support, lever.channels.isEmpty {
        problems.report(
          .missingKey, "lever `\(lever.key)` has no `channels`", at: lever.origin,
          allowed: SupportGroup.Channel.allCases.map(\.rawValue))
      }
      guard let effect = lever.outputEffect else { continue }
      let entry = catalog.uncertainty(effect)
      if entry?.parameter != .theta || entry?.lever != lever.key {
        problems.reportUnknown(
          .catalogReference, "`\(effect)` is no effect on output of lever `\(lever.key)`",
          name: effect, known: catalog.uncertainties(feeding: .theta).map(\.key), at: lever.origin)
      }
    }
  }

  private func checkUncertainties(_ problems: inout ProblemList) {
    var fed: [String: String] = [:]
    for entry in catalog.uncertainties {
      if entry.number < 200, entry.number != entry.parameter.number {
        problems.report(
          .numberClash,
          "`\(entry.key)` has the number \(entry.number); the prior of `\(entry.parameter.rawValue)` "
            + "has \(entry.parameter.number), others begin at 200", at: entry.origin)
      }
      let cell = [entry.parameter.rawValue, entry.lever ?? "", entry.sector ?? ""]
        .joined(separator: "/")
      if let other = fed.updateValue(entry.key, forKey: cell) {
        problems.report(
          .catalogConflict, "`\(entry.key)` and `\(other)` feed the same input", at: entry.origin)
      }
      checkReach(of: entry, &problems)
    }
  }

  /// Whether what an entry feeds exists, and has as many values as the entry claims.
  private func checkReach(of entry: CatalogUncertainty, _ problems: inout ProblemList) {
    if let lever = entry.lever, catalog.lever(lever)?.kind != .support {
      problems.reportUnknown(
        .catalogReference, "no support lever is named `\(lever)`", name: lever,
        known: catalog.levers.map(\.key), at: entry.origin)
    }
    if let sector = entry.sector, catalog.sector(sector) == nil {
      problems.reportUnknown(
        .catalogReference, "no sector is named `\(sector)`", name: sector,
        known: catalog.sectors.map(\.key), at: entry.origin)
    }
    let fits =
      switch entry.parameter.shape {
      case .single: entry.per == nil && entry.lever == nil && entry.sector == nil
      case .perSector: entry.per != .group && entry.lever == nil
      case .perGroup: entry.per != .sector && entry.sector == nil
      }
    if !fits {
      problems.report(
        .catalogConflict,
        "`\(entry.key)` is for sectors or groups in which `\(entry.parameter.rawValue)` has no values",
        at: entry.origin)
    }
  }

  private func checkCorrelations(_ problems: inout ProblemList) {
    for correlation in catalog.correlations {
      for name in [correlation.first, correlation.second] where catalog.uncertainty(name) == nil {
        problems.reportUnknown(
          .catalogReference, "no uncertainty is named `\(name.prefix(60))`", name: name,
          known: catalog.uncertainties.map(\.key), at: correlation.origin)
      }
    }
  }

  private func checkTargets(_ problems: inout ProblemList) {
    for target in catalog.targets {
      guard let sector = target.sector, catalog.sector(sector) == nil else { continue }
      problems.reportUnknown(
        .catalogReference, "target `\(target.key)` is for no sector of the catalog", name: sector,
        known: catalog.sectors.map(\.key), at: target.origin)
    }
  }
}

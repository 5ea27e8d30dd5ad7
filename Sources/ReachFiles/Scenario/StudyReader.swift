package import ReachModel

extension Study {
  /// Reads a scenario and resolves every name, unit, bound and default: after this no stage can
  /// meet a bad one.
  ///
  /// - Parameters:
  ///   - path: The scenario file.
  ///   - name: What messages call it.
  ///   - catalog: What the scenario may name.
  /// - Returns: The study, complete.
  /// - Throws: All problems at once.
  package static func read(
    _ path: String, as name: String? = nil, catalog: Catalog
  ) throws(DiagnosticReport) -> Study {
    var problems = ProblemList()
    let study = ScenarioDocument.read(path, as: name, &problems).flatMap {
      resolve($0, catalog, &problems)
    }
    try problems.throwIfAny()
    guard let study else {
      throw DiagnosticReport(
        one: Diagnostic(.missingKey, "`\(name ?? path)` cannot be read as a scenario", at: nil))
    }
    return study
  }

  static func resolve(
    _ document: ScenarioDocument, _ catalog: Catalog, _ problems: inout ProblemList
  ) -> Study? {
    guard let top = MappingReader(document.root, ScenarioSchema.scenario, &problems) else {
      return nil
    }
    guard let frame = StudyFrame(top, document, catalog, &problems) else { return nil }
    _ = ScenarioEstimation.read(document.root, &problems)
    var reader = StudyReader(top: top, frame: frame)
    return reader.study(document, &problems)
  }
}

/// What everything else in a scenario refers to: place, time, sectors, groups of support.
struct StudyFrame {
  let catalog: Catalog
  let name: String
  let title: Label
  let province: Province
  let sectors: [Sector]
  let planYear: Int
  let years: Int
  let asOf: CalendarDate
  /// The file that extends no other.
  let baseFile: String
  /// The support levers that the scenario sets, in the order of their numbers.
  let groups: [CatalogLever]
  let promotion: CatalogLever

  var quarters: Int { 4 * years }
  var horizon: ClosedRange<Int> { planYear...(planYear + years - 1) }

  /// - Returns: Nil, with problems, if a part of the frame is missing.
  init?(
    _ top: MappingReader, _ document: ScenarioDocument, _ catalog: Catalog,
    _ problems: inout ProblemList
  ) {
    let name = top.string("scenario", &problems)
    let title = top.label("title", &problems)
    let province = top["province"].flatMap {
      $0.named("province", among: catalog.provinces, by: \.key, &problems)
    }
    let planYear = top.int("plan_year", &problems), years = top.int("years", &problems)
    let asOf = top["as_of"]?.date(&problems)
    let sectors = Self.sectors(top, catalog, &problems)
    let levers = Self.levers(top, catalog, &problems)
    Self.check(name, top, document, &problems)
    let promotion = Self.promotion(levers, top, &problems)
    guard let name, let title, let province, let planYear, let years, let asOf, let promotion,
      !sectors.isEmpty
    else { return nil }
    (self.catalog, self.name, self.title, self.province) = (catalog, name, title, province)
    (self.planYear, self.years, self.asOf, self.sectors) = (planYear, years, asOf, sectors)
    baseFile = document.files.last?.path ?? document.file
    groups = levers.filter { $0.kind == .support }.sorted { $0.number < $1.number }
    self.promotion = promotion
  }

  private static func sectors(
    _ top: MappingReader, _ catalog: Catalog, _ problems: inout ProblemList
  ) -> [Sector] {
    guard let node = top["sectors"] else { return [] }
    guard let items = node.items, !items.isEmpty else {
      problems.report(
        .wrongType, "\(node.kind) stands where a list of sectors is expected", at: node.origin,
        length: node.length)
      return []
    }
    var sectors: [Sector] = []
    for item in items {
      guard let sector = item.named("sector", among: catalog.sectors, by: \.key, &problems) else {
        continue
      }
      if sectors.contains(sector) {
        problems.report(
          .duplicateKey, "the sector `\(sector.key)` is named twice", at: item.origin,
          length: item.length)
      } else {
        sectors.append(sector)
      }
    }
    return sectors
  }

  private static func levers(
    _ top: MappingReader, _ catalog: Catalog, _ problems: inout ProblemList
  ) -> [CatalogLever] {
    (top["levers"]?.entries ?? []).compactMap { entry in
      if let lever = catalog.lever(entry.key) { return lever }
      problems.reportUnknown(
        .unknownName, "no lever is named `\(entry.key.prefix(60))`", name: entry.key,
        known: catalog.levers.map(\.key), at: entry.keyOrigin)
      return nil
    }
  }

  private static func promotion(
    _ levers: [CatalogLever], _ top: MappingReader, _ problems: inout ProblemList
  ) -> CatalogLever? {
    guard let node = top["levers"] else { return nil }
    let promotions = levers.filter { $0.kind == .promotion }
    guard promotions.count == 1 else {
      problems.report(
        .missingKey,
        "`levers` must set one lever of the kind promotion, and sets \(promotions.count)",
        at: node.origin)
      return nil
    }
    return promotions[0]
  }

  private static func check(
    _ name: String?, _ top: MappingReader, _ document: ScenarioDocument,
    _ problems: inout ProblemList
  ) {
    let file = document.file.split(separator: "/").last ?? ""
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? String(file)
    guard let name, let node = top["scenario"], name != stem else { return }
    problems.report(
      .wrongName, "the scenario is named `\(name.prefix(60))`, its file `\(file)`", at: node.origin,
      length: node.length)
  }
}

extension Node {
  /// The entry that this text names.
  func named<Entry>(
    _ kind: String, among entries: [Entry], by key: (Entry) -> String,
    _ problems: inout ProblemList
  ) -> Entry? {
    guard let text = string(&problems) else { return nil }
    if let entry = entries.first(where: { key($0) == text }) { return entry }
    problems.reportUnknown(
      .unknownName, "no \(kind) is named `\(text.prefix(60))`", name: text,
      known: entries.map(key), at: origin)
    return nil
  }
}

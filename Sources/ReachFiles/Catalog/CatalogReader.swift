import ReachModel

extension Catalog {
  /// Reads the catalog of a project.
  ///
  /// - Parameters:
  ///   - folder: `Scenarios/catalog`.
  ///   - name: What messages call it.
  /// - Returns: The catalog, complete and consistent.
  /// - Throws: All problems of all files at once.
  package static func read(
    _ folder: String, as name: String
  ) throws(DiagnosticReport) -> Catalog {
    var problems = ProblemList()
    var reader = CatalogReader(folder: folder, name: name)
    let catalog = reader.read(&problems)
    try problems.throwIfAny()
    return catalog
  }
}

/// Reads the five files and compares their entries with one another.
struct CatalogReader {
  let folder: String
  let name: String
  private var files: [SourceFile] = []

  init(folder: String, name: String) { (self.folder, self.name) = (folder, name) }

  /// What could be read; complete if no problem is reported.
  mutating func read(_ problems: inout ProblemList) -> Catalog {
    let provinces = root("provinces.yaml", CatalogSchema.provinces, &problems)
    let sectors = root("sectors.yaml", CatalogSchema.sectors, &problems)
    let levers = root("levers.yaml", CatalogSchema.levers, &problems)
    let targets = root("targets.yaml", CatalogSchema.targets, &problems)
    let uncertainties = root("uncertainties.yaml", CatalogSchema.uncertainties, &problems)
    let catalog = Catalog(
      provinces: entries(provinces, "provinces", &problems, Province.init),
      regions: regions(provinces, &problems),
      mergedProvinces: entries(provinces, "merged_2025", &problems, MergedProvince.init),
      sectors: entries(sectors, "sectors", &problems, Sector.init),
      levers: entries(levers, "levers", &problems, CatalogLever.init),
      outcomes: entries(targets, "outcomes", &problems, CatalogOutcome.init),
      targets: entries(targets, "targets", &problems, CatalogTarget.init),
      uncertainties: entries(uncertainties, "uncertainties", &problems, CatalogUncertainty.init),
      correlations: (uncertainties?.nodes("correlations", &problems) ?? []).compactMap {
        RankCorrelation($0, &problems)
      },
      typedPriors: typedPriors(uncertainties), files: files)
    CatalogChecks(catalog: catalog, folder: name).run(&problems)
    checkCompleteness(of: catalog, targets, uncertainties, &problems)
    return catalog
  }

  /// Looks for gaps, but not where an entry could not be read: what it feeds would be missed too.
  private func checkCompleteness(
    of catalog: Catalog, _ targets: MappingReader?, _ uncertainties: MappingReader?,
    _ problems: inout ProblemList
  ) {
    let check = CatalogCompleteness(catalog: catalog, folder: name)
    if targets?["outcomes"]?.entries?.count == catalog.outcomes.count {
      check.checkOutcomes(&problems)
    }
    if uncertainties?["uncertainties"]?.entries?.count == catalog.uncertainties.count {
      check.checkInputs(&problems)
    }
  }

  private func typedPriors(_ uncertainties: MappingReader?) -> [String: Node] {
    let priors = (uncertainties?["uncertainties"]?.entries ?? []).compactMap { entry in
      entry.value["prior"].map { (entry.key, $0) }
    }
    return Dictionary(priors, uniquingKeysWith: { first, _ in first })
  }

  private func regions(
    _ provinces: MappingReader?, _ problems: inout ProblemList
  ) -> [String: Label] {
    let regions = entries(provinces, "regions", &problems) { key, node, problems in
      MappingReader(node, CatalogSchema.region, title: "region `\(key)`", &problems)
        .flatMap { $0.label("label", &problems) }.map { (key, $0) }
    }
    return Dictionary(regions, uniquingKeysWith: { first, _ in first })
  }

  private mutating func root(
    _ file: String, _ schema: MappingSchema, _ problems: inout ProblemList
  ) -> MappingReader? {
    do throws(DiagnosticReport) {
      let source = try SourceText.read("\(folder)/\(file)", as: "\(name)/\(file)", checksum: true)
      files.append(SourceFile(path: source.file, sha256: source.sha256))
      return Node.parse(source, &problems).flatMap { MappingReader($0, schema, &problems) }
    } catch {
      problems.report(error)
      return nil
    }
  }

  private func entries<Value>(
    _ reader: MappingReader?, _ key: String, _ problems: inout ProblemList,
    _ make: (String, Node, inout ProblemList) -> Value?
  ) -> [Value] {
    guard let reader, let node = reader[key] else { return [] }
    let isRequired = reader.schema.key(key)?.isRequired == true
    guard let entries = node.entries, !entries.isEmpty || !isRequired else {
      problems.report(
        .wrongType,
        "\(node.entries == nil ? node.kind : "an empty mapping") stands where "
          + "the entries of `\(key)` are expected", at: node.origin, length: node.length)
      return []
    }
    for entry in entries { entry.checkName(&problems) }
    return entries.compactMap { make($0.key, $0.value, &problems) }
  }
}

extension MappingReader {
  func label(_ key: String, _ problems: inout ProblemList) -> Label? {
    self[key].flatMap { Label($0, &problems) }
  }

  /// `minimum` to `maximum`, each open-ended where it is not given.
  func bounds(
    _ usual: ClosedRange<Double>, _ problems: inout ProblemList
  ) -> ClosedRange<Double> {
    let low = self["minimum"]?.double(&problems) ?? usual.lowerBound
    let high = self["maximum"]?.double(&problems) ?? usual.upperBound
    guard low <= high else {
      problems.report(.badRange, "minimum is above maximum", at: node.origin)
      return usual
    }
    return low...high
  }

  /// Texts of a list.
  func texts(_ key: String, _ problems: inout ProblemList) -> [String] {
    nodes(key, &problems).compactMap { $0.string(&problems) }
  }

  /// The items of a list; none, with a problem, if something else stands there.
  func nodes(_ key: String, _ problems: inout ProblemList) -> [Node] {
    guard let node = self[key] else { return [] }
    guard let items = node.items else {
      problems.report(
        .wrongType, "\(node.kind) stands where a list is expected", at: node.origin,
        length: node.length)
      return []
    }
    return items
  }
}

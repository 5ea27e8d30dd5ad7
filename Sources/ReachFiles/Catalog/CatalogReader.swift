import ReachModel

extension Catalog {
  /// Reads the catalog of a project.
  ///
  /// - Parameters:
  ///   - folder: `Scenarios/catalog`.
  ///   - name: What messages call it.
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
    let regions = entries(provinces, "regions") { key, node -> (String, Label)? in
      MappingReader(node, CatalogSchema.region, title: "region `\(key)`", &problems)
        .flatMap { $0["label"] }.flatMap { Label($0, &problems) }.map { (key, $0) }
    }
    let catalog = Catalog(
      provinces: entries(provinces, "provinces") { Province($0, $1, &problems) },
      regions: Dictionary(regions, uniquingKeysWith: { first, _ in first }),
      mergedProvinces: entries(provinces, "merged_2025") { MergedProvince($0, $1, &problems) },
      sectors: entries(sectors, "sectors") { Sector($0, $1, &problems) },
      levers: entries(levers, "levers") { CatalogLever($0, $1, &problems) },
      outcomes: entries(targets, "outcomes") { CatalogOutcome($0, $1, &problems) },
      targets: entries(targets, "targets") { CatalogTarget($0, $1, &problems) },
      uncertainties: entries(uncertainties, "uncertainties") {
        CatalogUncertainty($0, $1, &problems)
      },
      correlations: (uncertainties?["correlations"]?.items ?? []).compactMap {
        RankCorrelation($0, &problems)
      },
      files: files)
    CatalogChecks(catalog: catalog, folder: name).run(&problems)
    return catalog
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
    _ reader: MappingReader?, _ key: String, _ make: (String, Node) -> Value?
  ) -> [Value] {
    (reader?[key]?.entries ?? []).compactMap { make($0.key, $0.value) }
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
    guard let node = self[key] else { return [] }
    guard let items = node.items else {
      problems.report(
        .wrongType, "\(node.kind) stands where a list is expected", at: node.origin,
        length: node.length)
      return []
    }
    return items.compactMap { $0.string(&problems) }
  }
}

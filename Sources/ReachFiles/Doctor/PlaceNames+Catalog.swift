import ReachModel

extension PlaceNames {
  /// The names of the catalog, in both languages.
  package init(_ catalog: Catalog) {
    self.init(
      provinces: catalog.provinces.map {
        ($0.key, [$0.label.vi, $0.label.en, $0.factsKey], $0.successor)
      },
      regions: catalog.regions.values.flatMap { [$0.vi, $0.en] })
  }
}

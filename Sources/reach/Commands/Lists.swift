import ArgumentParser
import Assessment
import ReachFiles
import ReachModel
import Reporting

/// A command that prints one list of the catalog, as a table or as JSON.
protocol CatalogList: AsyncParsableCommand {
  /// What the JSON document calls itself: `reach-<name>`.
  static var name: String { get }
  /// The keys of an entry side by side, in the order of the table's columns; those of one column
  /// are joined.
  static var columns: [[String]] { get }

  var output: OutputOptions { get }

  func entries(_ catalog: Catalog, _ language: Language) -> [[(key: String, value: JSONValue)]]
}

extension CatalogList {
  func run() async throws {
    try await reportingFailures {
      let entries = entries(try Session().catalog, output.lang)
      try printResult(output.json ? document(entries).text : table(entries))
    }
  }

  private func document(_ entries: [[(key: String, value: JSONValue)]]) -> JSONValue {
    .object([
      ("format", .string("reach-\(Self.name)")), ("version", .integer(1)),
      ("entries", .array(entries.map { .object($0) })),
    ])
  }

  private func table(_ entries: [[(key: String, value: JSONValue)]]) -> String {
    let headings = Self.columns.enumerated().map { i, keys in
      TextTable.Column(listHeading(keys[0], output.lang), wraps: i > 0)
    }
    let rows = entries.map { entry in
      Self.columns.map { keys in
        keys.compactMap { key in entry.first { $0.key == key }?.value.plain }
          .joined(separator: ", ")
      }
    }
    return TextTable(headings, rows: rows).lines().joined(separator: "\n")
  }
}

extension JSONValue {
  /// Without quotation marks.
  fileprivate var plain: String {
    if case .string(let text) = self { text } else { text }
  }
}

/// The heading of a column for people.
private func listHeading(_ key: String, _ language: Language) -> String {
  switch key {
  case "key": language(vi: "khoá", en: "key")
  case "label": language(vi: "tên", en: "name")
  case "number": language(vi: "số", en: "number")
  case "unit": language(vi: "đơn vị", en: "unit")
  case "lag_quarters": language(vi: "độ trễ (quý)", en: "lag (quarters)")
  case "source": language(vi: "nguồn", en: "source")
  case "prior": language(vi: "giả định ban đầu", en: "prior")
  case "status": language(vi: "căn cứ", en: "basis")
  case "fed_by": language(vi: "số liệu có thể dùng", en: "what may feed it")
  case "target": language(vi: "chỉ tiêu", en: "target")
  case "year": language(vi: "năm", en: "year")
  case "code": language(vi: "mã", en: "code")
  case "region": language(vi: "vùng", en: "region")
  case "since_2025": language(vi: "từ 2025", en: "since 2025")
  case "draws": language(vi: "cách mô phỏng", en: "draws")
  default: key
  }
}

struct Levers: CatalogList {
  static let configuration = CommandConfiguration(
    abstract: "List the levers: what a decision-maker can set.")
  static let name = "levers"
  static let columns = [["key"], ["label"], ["unit"], ["lag_quarters"], ["source"]]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[(key: String, value: JSONValue)]] {
    catalog.levers.map {
      [
        ("key", .string($0.key)), ("label", .string(language($0.label))),
        ("unit", .string($0.unit)), ("lag_quarters", .integer($0.lag)),
        ("source", .string($0.source)),
      ]
    }
  }
}

struct Sectors: CatalogList {
  static let configuration = CommandConfiguration(abstract: "List the sectors.")
  static let name = "sectors"
  static let columns = [["key"], ["label"], ["unit"], ["source"]]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[(key: String, value: JSONValue)]] {
    catalog.sectors.map {
      [
        ("key", .string($0.key)), ("label", .string(language($0.label))),
        ("unit", .string($0.unit)), ("source", .string($0.source)),
      ]
    }
  }
}

struct Uncertainties: CatalogList {
  static let configuration = CommandConfiguration(
    abstract: "List the uncertainties: what nobody can set, with priors and sources.")
  static let name = "uncertainties"
  static let columns = [
    ["key"], ["number"], ["label"], ["prior", "unit"], ["status", "sources"], ["fed_by"],
  ]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[(key: String, value: JSONValue)]] {
    catalog.uncertainties.map { item in
      [
        ("key", .string(item.key)), ("number", .integer(item.number)),
        ("label", .string(language(item.label))), ("unit", .string(item.unit)),
        (
          "prior",
          .string(
            item.prior.map(lawText) ?? (item.isDerived ? "none: derived" : "given by scenarios"))
        ),
        ("status", .string(item.status.rawValue)), ("fed_by", .string(language(item.fedBy))),
        ("sources", .string(item.sources.joined(separator: " "))),
      ]
    }
  }
}

struct Targets: CatalogList {
  static let configuration = CommandConfiguration(
    abstract: "List the targets that documents name.")
  static let name = "targets"
  static let columns = [["key"], ["label"], ["target"], ["year"], ["source"]]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[(key: String, value: JSONValue)]] {
    catalog.targets.map { target in
      [
        ("key", .string(target.key)), ("label", .string(language(target.label))),
        ("target", .string(event(target, NumberStyle(language)))),
        ("outcome", .string(target.outcome.rawValue)),
        ("comparison", .string(target.comparison.rawValue)),
        ("threshold", .number(target.threshold)), ("year", .integer(target.year)),
        ("source", .string(target.source)),
      ]
    }
  }

  /// `share >= 16 %`: fractions in percent, as typed (0.11 · 100 is 11.000000000000002).
  private func event(_ target: CatalogTarget, _ numbers: NumberStyle) -> String {
    let percent = (target.threshold * 1e11).rounded() / 1e9
    let threshold =
      target.outcome.isCount ? numbers.compact(target.threshold) : numbers.compact(percent) + " %"
    return "\(target.outcome.rawValue) \(target.comparison.rawValue) \(threshold)"
  }
}

struct Provinces: CatalogList {
  static let configuration = CommandConfiguration(
    abstract: "List the 63 provinces, and to which of the 34 each belongs since 1 July 2025.")
  static let name = "provinces"
  static let columns = [["key"], ["code"], ["label"], ["region"], ["since_2025"]]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[(key: String, value: JSONValue)]] {
    catalog.provinces.map { province in
      let region = catalog.regions[province.region].map { language($0) } ?? province.region
      return [
        ("key", .string(province.key)), ("code", .string(province.code)),
        ("label", .string(language(province.label))), ("region", .string(region)),
        ("since_2025", .string(province.successor)),
      ]
    }
  }
}

struct Analyses: CatalogList {
  static let configuration = CommandConfiguration(
    abstract: "List the analyses: the questions asked of an ensemble.")
  static let name = "analyses"
  static let columns = [["key"], ["label"], ["draws"]]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[(key: String, value: JSONValue)]] {
    analysesInOrder.map {
      [
        ("key", .string($0.key)), ("label", .string(language($0.label))),
        ("draws", .string(language($0.design))),
      ]
    }
  }
}

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

  func entries(_ catalog: Catalog, _ language: Language) -> [[ListField]]
}

/// One value of an entry.
struct ListField {
  let key: String
  /// As data: canonical, whatever the language, but for labels.
  let value: JSONValue
  /// As the table shows it, where that differs.
  let shown: String?

  init(_ key: String, _ value: JSONValue, shown: String? = nil) {
    (self.key, self.value, self.shown) = (key, value, shown)
  }

  var text: String {
    if let shown { return shown }
    return if case .string(let text) = value { text } else { value.text }
  }
}

extension CatalogList {
  func run() async throws {
    try await reportingFailures(output.lang) {
      let session = try Session()
      let entries = entries(session.catalog, output.lang)
      let sources = cited(in: Self.sources(of: entries), among: try session.observed().citations)
      try printResult(
        output.json ? document(entries, sources).text : table(entries) + notes(sources))
    }
  }

  private static func sources(of entries: [[ListField]]) -> [String] {
    entries.flatMap { entry in
      entry.filter { ["source", "sources", "lag_source"].contains($0.key) }.map(\.text)
    }
  }

  private func document(_ entries: [[ListField]], _ citations: [Citation]) -> JSONValue {
    .object([
      ("format", .string("reach-\(Self.name)")), ("version", .integer(1)),
      (
        "entries",
        .array(entries.map { .object($0.map { (key: $0.key, value: $0.value) }) })
      ),
      (
        "citations",
        .array(
          citations.map {
            .object([
              ("id", .string($0.id)), ("citation", .string($0.text)), ("url", .string($0.url)),
              ("seen", .string($0.seen.rawValue)),
            ])
          })
      ),
    ])
  }

  private func table(_ entries: [[ListField]]) -> String {
    let headings = Self.columns.enumerated().map { i, keys in
      TextTable.Column(listHeading(keys[0], output.lang), wraps: i > 0)
    }
    let rows = entries.map { entry in
      Self.columns.map { keys in
        keys.compactMap { key in entry.first { $0.key == key }?.text }.joined(separator: ", ")
      }
    }
    return TextTable(headings, rows: rows).lines().joined(separator: "\n")
  }

  /// What the ids in the table stand for.
  private func notes(_ citations: [Citation]) -> String {
    guard !citations.isEmpty else { return "" }
    let title = output.lang(vi: "Nguồn được trích dẫn", en: "Sources cited")
    let lines = citations.flatMap { citation in
      wrapped(citationText(citation, output.lang), width: 96).enumerated().map {
        ($0 == 0 ? "  " : "    ") + $1
      }
    }
    return "\n\n\(title)\n" + lines.joined(separator: "\n")
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
    commandName: "levers",
    abstract: "List the levers: what a decision-maker can set.")
  static let name = "levers"
  static let columns = [["key"], ["label"], ["unit"], ["lag_quarters"], ["source"]]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[ListField]] {
    catalog.levers.map {
      [
        ListField("key", .string($0.key)), ListField("label", .string(language($0.label))),
        ListField("unit", .string($0.unit), shown: language.unit($0.unit)),
        ListField("lag_quarters", .integer($0.lag)),
        ListField("source", .string($0.source)),
      ]
    }
  }
}

struct Sectors: CatalogList {
  static let configuration = CommandConfiguration(
    commandName: "sectors", abstract: "List the sectors.")
  static let name = "sectors"
  static let columns = [["key"], ["label"], ["unit"], ["source"]]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[ListField]] {
    catalog.sectors.map {
      [
        ListField("key", .string($0.key)), ListField("label", .string(language($0.label))),
        ListField("unit", .string($0.unit), shown: language.unit($0.unit)),
        ListField("source", .string($0.source)),
      ]
    }
  }
}

struct Uncertainties: CatalogList {
  static let configuration = CommandConfiguration(
    commandName: "uncertainties",
    abstract: "List the uncertainties: what nobody can set, with priors and sources.")
  static let name = "uncertainties"
  static let columns = [
    ["key"], ["number"], ["label"], ["prior", "unit"], ["status", "sources"], ["fed_by"],
  ]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[ListField]] {
    catalog.uncertainties.map { item in
      let none =
        item.isDerived
        ? Label(vi: "không có: suy ra", en: "none: derived")
        : Label(vi: "kịch bản nêu", en: "given by scenarios")
      return [
        ListField("key", .string(item.key)), ListField("number", .integer(item.number)),
        ListField("label", .string(language(item.label))),
        ListField("unit", .string(item.unit), shown: language.unit(item.unit)),
        ListField(
          "prior", .string(item.prior.map { lawText($0, .en) } ?? none.en),
          shown: item.prior.map { lawText($0, language) } ?? language(none)),
        ListField("status", .string(item.status.rawValue), shown: basis(item.status, language)),
        ListField("fed_by", .string(language(item.fedBy))),
        ListField(
          "sources", .string(item.sources.joined(separator: " ")),
          shown: item.sources.map { sourceText($0, language) }.joined(separator: " ")),
      ]
    }
  }

  private func basis(_ status: CatalogUncertainty.Status, _ language: Language) -> String {
    switch status {
    case .published: language(vi: "đã công bố", en: status.rawValue)
    case .judged: language(vi: "phán đoán", en: status.rawValue)
    case .assumed: language(vi: "giả định", en: status.rawValue)
    case .derived: language(vi: "tính từ số liệu", en: status.rawValue)
    }
  }
}

struct Targets: CatalogList {
  static let configuration = CommandConfiguration(
    commandName: "targets",
    abstract: "List the targets that documents name.")
  static let name = "targets"
  static let columns = [["key"], ["label"], ["target"], ["year"], ["source"]]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[ListField]] {
    catalog.targets.map { target in
      [
        ListField("key", .string(target.key)), ListField("label", .string(language(target.label))),
        ListField("target", .string(event(target, language))),
        ListField("outcome", .string(target.outcome.rawValue)),
        ListField("comparison", .string(target.comparison.rawValue)),
        ListField("threshold", .number(target.threshold)), ListField("year", .integer(target.year)),
        ListField("source", .string(target.source)),
      ]
    }
  }

  /// `share >= 16 %`.
  private func event(_ target: CatalogTarget, _ language: Language) -> String {
    let outcome = target.outcome
    return language(vi: outcome.vietnameseName, en: outcome.rawValue)
      + " \(target.comparison.sign(language)) "
      + outcome.thresholdText(target.threshold, language)
  }
}

struct Provinces: CatalogList {
  static let configuration = CommandConfiguration(
    commandName: "provinces",
    abstract: "List the 63 provinces, and to which of the 34 each belongs since 1 July 2025.")
  static let name = "provinces"
  static let columns = [["key"], ["code"], ["label"], ["region"], ["since_2025"]]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[ListField]] {
    catalog.provinces.map { province in
      let region = catalog.regions[province.region].map { language($0) } ?? province.region
      return [
        ListField("key", .string(province.key)), ListField("code", .string(province.code)),
        ListField("label", .string(language(province.label))), ListField("region", .string(region)),
        ListField("since_2025", .string(province.successor)),
      ]
    }
  }
}

struct Analyses: CatalogList {
  static let configuration = CommandConfiguration(
    commandName: "analyses",
    abstract: "List the analyses: the questions asked of an ensemble.")
  static let name = "analyses"
  static let columns = [["key"], ["label"], ["draws"]]

  @OptionGroup var output: OutputOptions

  func entries(_ catalog: Catalog, _ language: Language) -> [[ListField]] {
    analysesInOrder.map {
      [
        ListField("key", .string($0.key)), ListField("label", .string(language($0.label))),
        ListField("draws", .string(language($0.design))),
      ]
    }
  }
}

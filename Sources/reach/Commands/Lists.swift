import ArgumentParser
import Assessment
import ReachFiles
import ReachModel
import Reporting

/// A command that prints one list of the catalog, as a table or as JSON.
protocol CatalogList: AsyncParsableCommand {
  var output: OutputOptions { get }
  /// The columns, and a row of cells for each entry.
  func table(_ catalog: Catalog, _ language: Language) -> (columns: [String], rows: [[String]])
}

extension CatalogList {
  func run() async throws {
    try await reportingFailures {
      let (columns, rows) = table(try Session().catalog, output.lang)
      guard output.json else {
        let headings = columns.enumerated().map { TextTable.Column($1, wraps: $0 > 0) }
        return print(TextTable(headings, rows: rows).lines().joined(separator: "\n"))
      }
      let entries = rows.map { row in
        JSONValue.object(zip(columns, row).map { (key: $0, value: .string($1)) })
      }
      print(JSONValue.array(entries).text)
    }
  }
}

struct Levers: CatalogList {
  static let configuration = CommandConfiguration(
    abstract: "List the levers: what a decision-maker can set.")

  @OptionGroup var output: OutputOptions

  func table(_ catalog: Catalog, _ language: Language) -> (columns: [String], rows: [[String]]) {
    let rows = catalog.levers.map {
      [$0.key, language($0.label), $0.unit, "\($0.lag)", $0.source]
    }
    return (["key", "label", "unit", "lag_quarters", "source"], rows)
  }
}

struct Sectors: CatalogList {
  static let configuration = CommandConfiguration(abstract: "List the sectors.")

  @OptionGroup var output: OutputOptions

  func table(_ catalog: Catalog, _ language: Language) -> (columns: [String], rows: [[String]]) {
    (
      ["key", "label", "unit", "source"],
      catalog.sectors.map { [$0.key, language($0.label), $0.unit, $0.source] }
    )
  }
}

struct Uncertainties: CatalogList {
  static let configuration = CommandConfiguration(
    abstract: "List the uncertainties: what nobody can set, with priors and sources.")

  @OptionGroup var output: OutputOptions

  func table(_ catalog: Catalog, _ language: Language) -> (columns: [String], rows: [[String]]) {
    let rows = catalog.uncertainties.map { item in
      [
        item.key, "\(item.number)", language(item.label), item.unit,
        item.prior.map(lawText) ?? "given by scenarios", item.status.rawValue,
        language(item.fedBy), item.sources.joined(separator: " "),
      ]
    }
    return (
      ["key", "number", "label", "unit", "prior", "status", "fed_by", "sources"], rows
    )
  }
}

struct Targets: CatalogList {
  static let configuration = CommandConfiguration(
    abstract: "List the targets that documents name.")

  @OptionGroup var output: OutputOptions

  func table(_ catalog: Catalog, _ language: Language) -> (columns: [String], rows: [[String]]) {
    let rows = catalog.targets.map {
      [
        $0.key, language($0.label),
        "\($0.outcome.rawValue) \($0.comparison.rawValue) \($0.threshold)", "\($0.year)", $0.source,
      ]
    }
    return (["key", "label", "target", "year", "source"], rows)
  }
}

struct Provinces: CatalogList {
  static let configuration = CommandConfiguration(
    abstract: "List the 63 provinces, and to which of the 34 each belongs since 1 July 2025.")

  @OptionGroup var output: OutputOptions

  func table(_ catalog: Catalog, _ language: Language) -> (columns: [String], rows: [[String]]) {
    let rows = catalog.provinces.map { province in
      let region = catalog.regions[province.region].map { language($0) } ?? province.region
      return [province.key, province.code, language(province.label), region, province.successor]
    }
    return (["key", "code", "label", "region", "since_2025"], rows)
  }
}

struct Analyses: CatalogList {
  static let configuration = CommandConfiguration(
    abstract: "List the analyses: the questions asked of an ensemble.")

  @OptionGroup var output: OutputOptions

  func table(_ catalog: Catalog, _ language: Language) -> (columns: [String], rows: [[String]]) {
    (
      ["key", "label", "draws"],
      analysesInOrder.map { [$0.key, language($0.label), language($0.design)] }
    )
  }
}

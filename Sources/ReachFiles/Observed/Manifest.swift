package import PanelData
package import ReachModel

/// `notebooks-data/observed/manifest.json`: what each data file is, and the checksum it must have.
package struct Manifest: Sendable {
  /// One data file.
  package struct File: Sendable {
    package let file: String
    package let title: Label
    package let source: String
    package let licence: String
    package let vintage: String
    package let retrieved: String
    /// Lower-case hexadecimal.
    package let sha256: String
    /// Rows below the header.
    package let rows: Int
    /// Cells that their source flags as wrong; nil if the file has no flags.
    package let flaggedCells: Int?
    /// Why vintages are not true ones; empty if they are.
    package let vintageCaveat: String
    package let release: [ReleaseRule]
    /// Where a province that a list leaves out had none of it.
    package let absence: [AbsenceRule]
    package let origin: Origin
  }

  package let files: [File]
  /// With its checksum.
  package let source: SourceText

  package func file(_ name: String) -> File? { files.first { $0.file == name } }
}

/// When the figures of some variables are published: day and month, so many years after theirs.
package struct ReleaseRule: Sendable {
  package let variables: [String]
  /// In words.
  package let rule: String
  package let month: Int
  package let day: Int
  package let yearsAfter: Int

  /// The date of release of the figure of `year`; nil beyond the calendar.
  package func date(of year: Int) -> CalendarDate? {
    CalendarDate(year: year + yearsAfter, month: month, day: day)
  }
}

extension Manifest {
  static let schema = MappingSchema(
    "the manifest",
    [
      .required("version", .integer(1...1), "version of this form"),
      .required("files", .list(.mapping(fileSchema)), "one entry for each data file"),
    ])

  static let fileSchema = MappingSchema(
    "a file of the manifest",
    [
      .required("file", .text, "name in this folder"),
      .required("title", .mapping(Label.schema), "what it holds"),
      .required("source", .text, "where it comes from"),
      .required("licence", .text, "terms of use"),
      .required("vintage", .text, "as of when"),
      .required("retrieved", .text, "when it was fetched"),
      .required("sha256", .text, "checksum"),
      .required("rows", .integer(0...1_000_000_000), "rows below the header"),
      .required("encoding", .oneOf(["UTF-8"]), "encoding of the text"),
      .optional("flagged_cells", .integer(0...1_000_000_000), "cells known to be wrong"),
      .optional("vintage_caveat", .text, "why vintages are not true ones"),
      .optional("release", .list(.mapping(ReleaseRule.schema)), "dates of release"),
      .optional(
        "absence_is_zero", .list(.mapping(AbsenceRule.schema)), "where absence means zero"),
      .optional("note", .text, "anything else"),
    ])

  /// Reads and checks the manifest of a folder.
  package static func read(
    _ source: SourceText, _ problems: inout ProblemList
  ) -> Manifest? {
    guard let root = Node.parse(source, &problems),
      let reader = MappingReader(root, schema, &problems)
    else { return nil }
    _ = reader.int("version", &problems)
    guard let list = reader["files"] else { return nil }
    guard let items = list.items else {
      problems.report(.wrongType, "`files` is a list", at: list.origin)
      return nil
    }
    return Manifest(files: items.compactMap { File($0, &problems) }, source: source)
  }
}

extension Manifest.File {
  init?(_ node: Node, _ problems: inout ProblemList) {
    guard let reader = MappingReader(node, Manifest.fileSchema, &problems) else { return nil }
    let texts = ["file", "source", "licence", "vintage", "retrieved", "sha256"].map {
      reader.string($0, &problems)
    }
    let title = reader["title"].flatMap { Label($0, &problems) }
    let rows = reader.int("rows", &problems)
    _ = reader.word("encoding", &problems)
    let rules = (reader["release"]?.items ?? []).compactMap { ReleaseRule($0, &problems) }
    let known = texts.compactMap { $0 }
    guard known.count == 6, let title, let rows else { return nil }
    (file, source, licence) = (known[0], known[1], known[2])
    (vintage, retrieved, sha256) = (known[3], known[4], known[5].lowercased())
    (self.title, self.rows, release, origin) = (title, rows, rules, node.origin)
    absence = (reader["absence_is_zero"]?.items ?? []).compactMap { AbsenceRule($0, &problems) }
    flaggedCells = reader["flagged_cells"]?.int(&problems)
    vintageCaveat = reader.string("vintage_caveat", &problems) ?? ""
  }
}

extension ReleaseRule {
  static let schema = MappingSchema(
    "a release rule",
    [
      .required("variables", .list(.text), "variables of the file"),
      .optional("rule", .text, "in words"),
      .required("month", .integer(1...12), "month of release"),
      .required("day", .integer(1...31), "day of release"),
      .required("years_after", .integer(0...10), "years after the year of the figure"),
    ])

  init?(_ node: Node, _ problems: inout ProblemList) {
    guard let reader = MappingReader(node, Self.schema, &problems) else { return nil }
    let variables = (reader["variables"]?.items ?? []).compactMap { $0.string(&problems) }
    guard let month = reader.int("month", &problems), let day = reader.int("day", &problems),
      let yearsAfter = reader.int("years_after", &problems)
    else { return nil }
    guard CalendarDate(year: 2001, month: month, day: day) != nil else {
      problems.report(.badDate, "no month \(month) has a day \(day)", at: node.origin)
      return nil
    }
    (self.variables, self.month, self.day) = (variables, month, day)
    self.yearsAfter = yearsAfter
    rule = reader.string("rule", &problems) ?? ""
  }
}

extension AbsenceRule {
  static let schema = MappingSchema(
    "a rule of absence",
    [
      .required("variables", .list(.text), "variables of the file"),
      .optional("rule", .text, "in words"),
      .required("first_year", .integer(1000...9999), "first year in which absence means zero"),
      .required("last_year", .integer(1000...9999), "last year in which absence means zero"),
    ])

  init?(_ node: Node, _ problems: inout ProblemList) {
    guard let reader = MappingReader(node, Self.schema, &problems) else { return nil }
    let variables = (reader["variables"]?.items ?? []).compactMap { $0.string(&problems) }
    guard let first = reader.int("first_year", &problems),
      let last = reader.int("last_year", &problems)
    else { return nil }
    guard first <= last else {
      problems.report(
        .badRange, "the first year \(first) comes after the last, \(last)", at: node.origin)
      return nil
    }
    self.init(variables: variables, years: first...last)
  }
}

extension Label {
  static let schema = MappingSchema(
    "a label",
    [
      .required("vi", .text, "in Vietnamese"),
      .required("en", .text, "in English"),
    ])

  init?(_ node: Node, _ problems: inout ProblemList) {
    guard let reader = MappingReader(node, Self.schema, &problems),
      let vi = reader.string("vi", &problems), let en = reader.string("en", &problems)
    else { return nil }
    self.init(vi: vi, en: en)
  }
}

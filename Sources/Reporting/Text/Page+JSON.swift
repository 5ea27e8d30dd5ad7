/// `page.json` of a run folder: the answer as it was printed, in both languages, but for times.
///
/// Kept as blocks, so that it is shown again as text of a terminal; and in a file of its own, since what
/// holds every number of an analysis may have megabytes.
///
/// - Parameter told: The answer in one line (nil where `verdict.json` has it) and in full.
/// - Returns: One document.
package func pageJSON(_ told: (Language) -> (summary: String?, page: Page)) -> JSONValue {
  .object(
    [("format", .string("reach-page")), ("version", .integer(1))]
      + Language.allCases.map { language in
        let (summary, page) = told(language)
        return (
          language.rawValue,
          .object([("summary", summary.map { .string($0) } ?? .null)] + page.blocksJSON)
        )
      })
}

extension Page {
  /// Its blocks, as entry of an object.
  var blocksJSON: [(key: String, value: JSONValue)] {
    [("blocks", .array(blocks.map(\.json)))]
  }
}

extension Page.Block {
  /// With the name of its kind as the first key.
  fileprivate var json: JSONValue {
    switch self {
    case .title(let text): .object([("title", .string(text))])
    case .heading(let text): .object([("heading", .string(text))])
    case .paragraph(let text): .object([("paragraph", .string(text))])
    case .list(let items): .object([("list", .array(items.map { .string($0) }))])
    case .table(let table):
      .object([
        ("table", .array(table.columns.map { .string($0.title) })),
        ("right", .array(table.columns.map { .bool($0.alignment == .right) })),
        ("wraps", .array(table.columns.map { .bool($0.wraps) })),
        ("rows", .array(table.rows.map { .array($0.map { .string($0) }) })),
      ])
    }
  }
}

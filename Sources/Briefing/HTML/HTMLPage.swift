import Reporting

/// A page of blocks, such as a trail, within a report.
struct HTMLPage {
  private let page: Page

  init(_ page: Page) { self.page = page }

  var text: String { page.blocks.map(text).joined(separator: "\n") }

  private func text(_ block: Page.Block) -> String {
    switch block {
    case .title(let text): "<p><strong>\(escaped(text))</strong></p>"
    case .heading(let text): "<h4>\(escaped(text))</h4>"
    case .paragraph(let text): "<p>\(escaped(text))</p>"
    case .list(let items):
      "<ul>\n" + items.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>"
    case .table(let table): text(table)
    }
  }

  private func text(_ table: TextTable) -> String {
    let titles = table.columns.map { "<th scope=\"col\">\(escaped($0.title))</th>" }.joined()
    let rows = table.rows.map { row in
      "<tr>" + row.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>\n"
    }
    let head =
      table.columns.allSatisfy { $0.title.isEmpty } ? "" : "<thead><tr>\(titles)</tr></thead>"
    return "<div class=\"table\"><table>\(head)<tbody>\n\(rows.joined())</tbody></table></div>"
  }
}

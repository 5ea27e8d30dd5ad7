import ReachModel
package import Reporting

/// The answer of a run in words, as its folder keeps it.
package struct RunPage: Sendable {
  /// In one line; nil for a verdict, of which the probabilities are one.
  package let summary: String?
  /// As it was printed, but for times.
  package let page: Page
}

extension RunFolder {
  /// The answer in words, in both languages.
  package static let pageName = "page.json"

  /// The answer in words by language; empty for a folder from before they were kept.
  ///
  /// - Throws: What is wrong with the file.
  package func pages() throws(DiagnosticReport) -> [Language: RunPage] {
    guard names(in: path).contains(Self.pageName) else { return [:] }
    var problems = ProblemList()
    let root = JSONReader.tree(of: try text(of: Self.pageName), isPrinted: false, &problems)
    try problems.throwIfAny()
    var pages: [Language: RunPage] = [:]
    for language in Language.allCases {
      guard let told = root?[language.rawValue], let page = RunPage(told) else {
        throw .damaged("`\(name)/\(Self.pageName)` has no answer in `\(language.rawValue)`")
      }
      pages[language] = page
    }
    return pages
  }
}

extension RunPage {
  /// Nil where something stands in it that no page has.
  fileprivate init?(_ node: Node) {
    guard let page = Page(node) else { return nil }
    self.page = page
    summary = node["summary"]?.scalar.flatMap { $0.isQuoted ? $0.text : nil }
  }
}

extension Page {
  /// The blocks under `blocks`; nil where something stands among them that no page has.
  init?(_ node: Node) {
    guard let items = node["blocks"]?.items else { return nil }
    self.init()
    for item in items {
      guard let block = Page.Block(item) else { return nil }
      add(block)
    }
  }
}

extension Page.Block {
  /// The first key is the kind.
  fileprivate init?(_ node: Node) {
    guard let entry = node.entries?.first else { return nil }
    let text = entry.value.scalar?.text, texts = entry.value.texts
    switch (entry.key, text, texts) {
    case ("title", let text?, _): self = .title(text)
    case ("heading", let text?, _): self = .heading(text)
    case ("paragraph", let text?, _): self = .paragraph(text)
    case ("list", _, let items?): self = .list(items)
    case ("table", _, let titles?):
      guard let right = node["right"]?.texts, let wraps = node["wraps"]?.texts,
        let rows = node["rows"]?.items?.map({ $0.texts ?? [] }),
        ([right, wraps] + rows).allSatisfy({ $0.count == titles.count })
      else { return nil }
      let columns = titles.indices.map { i in
        TextTable.Column(
          titles[i], right[i] == "true" ? .right : .left, wraps: wraps[i] == "true")
      }
      self = .table(TextTable(columns, rows: rows))
    default: return nil
    }
  }
}

extension Node {
  /// The scalars of a list; nil where it holds anything else.
  fileprivate var texts: [String]? {
    guard let items else { return nil }
    let texts = items.compactMap { $0.scalar?.text }
    return texts.count == items.count ? texts : nil
  }
}

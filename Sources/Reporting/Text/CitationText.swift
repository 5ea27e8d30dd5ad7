package import ReachModel

/// The citations that a text names by their ids, each once, in the order of the ids.
///
/// - Parameters:
///   - texts: Lists of ids, or prose with ids or ranges of them in it: "P12: disbursement follows
///     with delay", "X01-X03 halved".
///   - citations: All that are known.
/// - Returns: Some of `citations`, in ascending order of their ids.
package func cited(in texts: [String], among citations: [Citation]) -> [Citation] {
  let words = texts.flatMap { $0.split { !($0.isLetter || $0.isNumber || $0 == "-") } }
  let ranges = Set(words).map { $0.split(separator: "-") }
  func isNamed(_ id: String) -> Bool {
    ranges.contains { parts in
      guard parts.count == 2, let first = parts.first, let last = parts.last,
        first.count == id.count, last.count == id.count, first.prefix(1) == last.prefix(1)
      else { return parts.contains { $0 == id } }
      return first <= id && id <= last
    }
  }
  return citations.filter { isNamed($0.id) }.sorted { $0.id < $1.id }
}

/// `L10: Arraiz I … (2013) … (seen in part)`: what was not seen as a whole is marked.
package func citationText(_ citation: Citation, _ language: Language) -> String {
  let mark =
    switch citation.seen {
    case .whole: ""
    case .inPart: language(vi: " (mới xem một phần)", en: " (seen in part)")
    case .fromMemory: language(vi: " (ghi theo trí nhớ)", en: " (from memory)")
    }
  return "\(citation.id)\(mark): \(citation.text)"
}

/// The words that stand in a list of sources beside ids.
package func sourceText(_ source: String, _ language: Language) -> String {
  switch source {
  case "judged": language(vi: "phán đoán", en: source)
  case "assumed": language(vi: "giả định", en: source)
  default: source
  }
}

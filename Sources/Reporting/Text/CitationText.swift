package import ReachModel

/// The citations that a text names by their ids, each once, in the order of the ids.
///
/// - Parameters:
///   - texts: Lists of ids, or prose with ids in it: "P12: disbursement follows with delay".
///   - citations: All that are known.
/// - Returns: Some of `citations`, in ascending order of their ids.
package func cited(in texts: [String], among citations: [Citation]) -> [Citation] {
  let words = Set(texts.flatMap { $0.split { !($0.isLetter || $0.isNumber) } })
  return citations.filter { words.contains(Substring($0.id)) }.sorted { $0.id < $1.id }
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

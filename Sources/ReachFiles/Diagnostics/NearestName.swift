/// The name among `candidates` that `name` is most likely a misspelling of, or nil.
///
/// A candidate is near when the optimal-string-alignment distance (insert, delete, replace, swap
/// two neighbours; case counts nothing) is at most a third of the longer name, and at most 3.
/// Ties go to the earlier candidate.
///
/// - Complexity: O(length² · candidates); names beyond 64 characters are not compared.
/// - Source: Damerau, *Communications of the ACM* 7(3), 1964.
package func nearestName(to name: String, among candidates: [String]) -> String? {
  let target = Array(name.lowercased().unicodeScalars.prefix(65))
  guard !target.isEmpty, target.count <= 64 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars.prefix(65))
    let limit = min(3, max(1, max(target.count, other.count) / 3))
    guard abs(target.count - other.count) <= limit else { continue }
    let distance = alignmentDistance(target, other)
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// The least number of edits that turn `a` into `b`, no character edited twice.
func alignmentDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var previous = [Int](), current = Array(0...b.count), next = current
  for i in 1...a.count {
    next[0] = i
    for j in 1...b.count {
      let cost = a[i - 1] == b[j - 1] ? 0 : 1
      var edits = min(current[j] + 1, next[j - 1] + 1, current[j - 1] + cost)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        edits = min(edits, previous[j - 2] + 1)
      }
      next[j] = edits
    }
    (previous, current, next) = (current, next, current)
  }
  return current[b.count]
}

package import ReachModel

/// A scenario as typed, its `extends` followed: every value with the place it comes from.
package struct ScenarioDocument: Sendable {
  /// As the user named it.
  package let file: String
  package let root: Node
  /// This file and those it extends, nearest first, with their checksums.
  package let files: [SourceFile]
  /// What a file takes from the one that it extends without saying so.
  package let warnings: [String]

  /// Longest chain of `extends`.
  static let chainLimit = 16

  /// Reads a scenario and what it extends.
  ///
  /// Mappings merge key by key; lists and scalars replace. A law, a phased value and a mapping with
  /// `value` or `values` replace as a whole; an empty value (`key:` or `key: null`) removes a key
  /// that was inherited.
  ///
  /// - Returns: Nil, with problems, if a file of the chain cannot be read or the chain is a circle.
  package static func read(
    _ path: String, as name: String? = nil, _ problems: inout ProblemList
  ) -> ScenarioDocument? {
    var chain = Chain()
    guard let root = chain.read(path, as: name ?? path, mention: nil, &problems) else { return nil }
    return ScenarioDocument(
      file: name ?? path, root: root, files: chain.files, warnings: chain.warnings)
  }

  private struct Chain {
    var files: [SourceFile] = []
    var warnings: [String] = []
    var paths: [String] = []

    mutating func read(
      _ path: String, as name: String, mention: Node?, _ problems: inout ProblemList
    ) -> Node? {
      let plain = normalPath(path)
      guard !paths.contains(plain), paths.count < ScenarioDocument.chainLimit else {
        problems.report(
          .extendsCycle,
          "`\(name)` extends itself by way of \(files.map(\.path).joined(separator: ", "))",
          at: mention?.origin, length: mention?.length ?? 1)
        return nil
      }
      paths.append(plain)
      do throws(DiagnosticReport) {
        let source = try SourceText.read(
          path, as: name, checksum: true, mentionedAt: mention?.origin)
        files.append(SourceFile(path: name, sha256: source.sha256))
        guard let node = Node.parse(source, &problems) else { return nil }
        return follow(node, path: path, name: name, &problems)
      } catch {
        problems.report(error)
        return nil
      }
    }

    private mutating func follow(
      _ node: Node, path: String, name: String, _ problems: inout ProblemList
    ) -> Node? {
      guard node.entries != nil else {
        problems.report(
          .wrongType, "\(node.kind) stands where a scenario is expected", at: node.origin)
        return nil
      }
      guard let extends = node["extends"], extends.scalar?.isEmpty != true else { return node }
      guard let base = extends.string(&problems) else { return nil }
      func sibling(of file: String) -> String {
        guard !base.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return base }
        return String(file[...slash]) + base
      }
      let parent = read(
        sibling(of: path), as: normalPath(sibling(of: name)), mention: extends, &problems)
      return parent.map { parent in
        warnings += droppedCorrelations(parent, node)
        return parent.overridden(by: node)
      }
    }

    /// Lists replace as a whole, so that a correlation of the parent is lost in silence.
    private func droppedCorrelations(_ parent: Node, _ child: Node) -> [String] {
      guard let own = child["correlations"] else { return [] }
      let kept = Set((own.items ?? []).map(\.correlated))
      return (parent["correlations"]?.items ?? []).filter { !kept.contains($0.correlated) }.map {
        let pair = $0.correlated.sorted().joined(separator: " and ")
        return "\(own.origin): `correlations` replaces the list of `\($0.origin.file)`, so that "
          + "\(pair) are no longer correlated; list the pair here to keep it"
      }
    }
  }
}

extension Node {
  /// The names that an item of `correlations` joins.
  fileprivate var correlated: Set<String> {
    Set((self["between"]?.items ?? []).compactMap(\.scalar?.text))
  }
}

/// The path without `.` and, where possible, `..`.
func normalPath(_ path: String) -> String {
  var parts: [Substring] = []
  for part in path.split(separator: "/") where part != "." {
    if part == "..", let last = parts.last, last != ".." {
      parts.removeLast()
    } else {
      parts.append(part)
    }
  }
  return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
}

extension Node {
  /// This mapping with the keys of `other` on top.
  func overridden(by other: Node) -> Node {
    guard let mine = entries, let others = other.entries, !replacesAsWhole, !other.replacesAsWhole
    else { return other }
    var merged: [Entry] = []
    for entry in mine {
      guard let change = others.first(where: { $0.key == entry.key }) else {
        merged.append(entry)
        continue
      }
      if change.value.scalar?.isEmpty == true { continue }
      let value = entry.value.overridden(by: change.value)
      merged.append(Entry(key: entry.key, keyOrigin: change.keyOrigin, value: value))
    }
    let known = Set(mine.map(\.key))
    merged += others.filter { !known.contains($0.key) }
    return Node(.mapping(merged), at: other.origin, format: other.format)
  }

  /// Whether a mapping is one value: sourced, phased or a law.
  var replacesAsWhole: Bool {
    guard let entries else { return false }
    let keys = entries.map(\.key)
    if keys.contains("value") || keys.contains("values") { return true }
    if keys.count == 1, LawName(rawValue: keys[0]) != nil { return true }
    return !keys.isEmpty
      && keys.allSatisfy { $0.utf8.first.map { (48...57).contains($0) } ?? false }
  }
}

/// The way from the root of a scenario to a value: `start.firms.split.components[2]`.
///
/// Items of lists count from 1. A key of other characters than letters, digits, `_` and `-` stands in
/// double quotes.
struct InputPath: Hashable {
  enum Step: Hashable {
    case key(String)
    case item(Int)
  }

  var steps: [Step]

  init(_ steps: [Step]) { self.steps = steps }

  /// - Returns: Nil if the text is no such path.
  init?(_ text: String) {
    steps = []
    var rest = Substring(text)
    guard !rest.isEmpty else { return nil }
    while let first = rest.first {
      if first == "[" {
        guard !steps.isEmpty, let end = rest.firstIndex(of: "]"),
          let item = Int(rest[rest.index(after: rest.startIndex)..<end]), item > 0
        else { return nil }
        steps.append(.item(item))
        rest = rest[rest.index(after: end)...]
        continue
      }
      if !steps.isEmpty {
        guard first == "." else { return nil }
        rest = rest.dropFirst()
      }
      guard let key = Self.takeKey(&rest) else { return nil }
      steps.append(.key(key))
    }
  }

  private static func takeKey(_ rest: inout Substring) -> String? {
    guard rest.first == "\"" else {
      let key = rest.prefix(while: isPlain)
      rest = rest.dropFirst(key.count)
      return key.isEmpty ? nil : String(key)
    }
    rest = rest.dropFirst()
    var key = ""
    while let character = rest.popFirst() {
      if character == "\"" { return key }
      guard character == "\\" else {
        key.append(character)
        continue
      }
      guard let escaped = rest.popFirst() else { return nil }
      key.append(escaped)
    }
    return nil
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "-"
  }

  var text: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .item(let number): text += "[\(number)]"
      case .key(let key):
        if !text.isEmpty { text += "." }
        text += key.isEmpty || !key.allSatisfy(Self.isPlain) ? Self.quoted(key) : key
      }
    }
  }

  private static func quoted(_ key: String) -> String {
    "\"" + key.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }

  /// The keys among the steps.
  var keys: [String] {
    steps.compactMap { if case .key(let key) = $0 { key } else { nil } }
  }

  func appending(_ step: Step) -> InputPath { InputPath(steps + [step]) }

  func hasPrefix(_ other: InputPath) -> Bool { steps.starts(with: other.steps) }

  /// What follows `other`, by which it begins.
  func dropping(_ other: InputPath) -> InputPath {
    InputPath(Array(steps.dropFirst(other.steps.count)))
  }
}

extension Node {
  /// The value at a path; nil if there is none.
  subscript(path: InputPath) -> Node? {
    path.steps.reduce(Optional(self)) { node, step in
      switch step {
      case .key(let key): node?[key]
      case .item(let number): node?.items.flatMap { $0.count >= number ? $0[number - 1] : nil }
      }
    }
  }

  /// Every value that is no mapping and no list, with its path; those that are empty are left out.
  func leaves(_ path: InputPath = InputPath([])) -> [(path: InputPath, node: Node)] {
    switch content {
    case .scalar(let scalar): return scalar.isEmpty ? [] : [(path, self)]
    case .mapping(let entries):
      return entries.flatMap { $0.value.leaves(path.appending(.key($0.key))) }
    case .sequence(let items):
      return items.enumerated().flatMap { $1.leaves(path.appending(.item($0 + 1))) }
    }
  }

  /// This tree with a value at a path; mappings on the way are made, and a list may grow by one.
  ///
  /// What is on the way takes the value's place in its file: of a sum that no longer holds, it is the
  /// value that was set.
  ///
  /// - Returns: Nil if something else than a mapping or list stands on the way.
  func setting(_ value: Node, at path: InputPath) -> Node? {
    guard let step = path.steps.first else { return value }
    let rest = InputPath(Array(path.steps.dropFirst()))
    switch step {
    case .key(let key):
      guard var entries else { return nil }
      let empty = Node(.mapping([]), at: value.origin, format: value.format)
      let place = entries.firstIndex { $0.key == key }
      let old = place.map { entries[$0].value } ?? empty
      guard let new = (rest.steps.isEmpty ? value : old.setting(value, at: rest)) else {
        return nil
      }
      if let place {
        entries[place] = Entry(key: key, keyOrigin: entries[place].keyOrigin, value: new)
      } else {
        entries.append(Entry(key: key, keyOrigin: value.origin, value: new))
      }
      return Node(.mapping(entries), at: value.origin, format: format)
    case .item(let number):
      guard var items, number <= items.count + 1 else { return nil }
      if number == items.count + 1 {
        guard rest.steps.isEmpty else { return nil }
        items.append(value)
      } else {
        guard let new = items[number - 1].setting(value, at: rest) else { return nil }
        items[number - 1] = new
      }
      return Node(.sequence(items), at: value.origin, format: format)
    }
  }
}

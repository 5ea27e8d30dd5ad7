package import ReachModel

/// Something that Reach works with: a library, a place, or a program that adds a part of its output.
package struct InstallationPart: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Linked: it is always there.
    case library
    /// A folder or a setting.
    case place
    /// A program beside Reach, which it can do without.
    case tool
  }

  package enum State: String, Sendable {
    case found
    /// Reach can do without, and one part of its output is missing.
    case missing
    /// Reach cannot answer, or not write, until it is mended.
    case broken
  }

  package let kind: Kind
  package let name: Label
  package let state: State
  /// Version, place, or what is wrong.
  package let detail: Label
  /// What it is for.
  package let adds: Label
  /// What to do; nil where nothing is to be done.
  package let remedy: Label?
  /// Of a program that was found.
  package let path: String?
  package let version: String?

  package init(
    kind: Kind, name: Label, state: State, detail: Label, adds: Label, remedy: Label?,
    path: String? = nil, version: String? = nil
  ) {
    (self.kind, self.name, self.state, self.detail) = (kind, name, state, detail)
    (self.adds, self.remedy) = (adds, remedy)
    (self.path, self.version) = (path, version)
  }
}

/// What `reach doctor` tells.
package struct InstallationReport: Sendable, Equatable {
  package let version: String
  package let parts: [InstallationPart]

  package init(version: String, parts: [InstallationPart]) {
    (self.version, self.parts) = (version, parts)
  }

  private func count(_ state: InstallationPart.State) -> Int {
    parts.count { $0.state == state }
  }

  /// Done; 1 where all parts are asked for and one is amiss; 3 where Reach cannot work.
  ///
  /// - Parameter isStrict: Whether parts that it can do without are asked for too.
  /// - Returns: The status with which the command ends.
  package func exitStatus(isStrict: Bool) -> ExitStatus {
    let missing = count(.missing), broken = count(.broken)
    if isStrict, missing + broken > 0 { return .failed }
    return broken > 0 ? .requirementNotMet : .done
  }

  package var json: JSONValue {
    .object([
      ("format", .string("reach-doctor")), ("version", .integer(1)),
      ("software_version", .string(version)), ("missing", .integer(count(.missing))),
      ("broken", .integer(count(.broken))), ("parts", .array(parts.map(Self.json))),
    ])
  }

  private static func json(_ part: InstallationPart) -> JSONValue {
    func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    func label(_ label: Label) -> JSONValue {
      .object([("vi", .string(label.vi)), ("en", .string(label.en))])
    }
    return .object([
      ("kind", .string(part.kind.rawValue)), ("name", label(part.name)),
      ("state", .string(part.state.rawValue)), ("version", text(part.version)),
      ("path", text(part.path)), ("detail", label(part.detail)), ("adds", label(part.adds)),
      ("remedy", part.remedy.map(label) ?? .null),
    ])
  }

  /// For a terminal.
  package func page(_ language: Language) -> Page {
    var page = Page()
    page.add(.title("Reach \(version): \(language(verdict))"))
    let titles: [(InstallationPart.Kind, Label)] = [
      (.place, Label(vi: "Dự án và máy", en: "Project and machine")),
      (
        .tool,
        Label(vi: "Chương trình kèm theo, không bắt buộc", en: "Programs beside it, optional")
      ),
      (.library, Label(vi: "Thư viện đã liên kết", en: "Linked libraries")),
    ]
    for (kind, title) in titles {
      page.heading(language(title))
      page.table(table(parts.filter { $0.kind == kind }, language))
    }
    let amiss = parts.filter { $0.state != .found }
    guard !amiss.isEmpty else { return page }
    page.heading(language(vi: "Cần làm", en: "What to do"))
    page.list(
      amiss.map { part in
        "\(language(part.name)): \(part.remedy.map { language($0) } ?? language(part.detail))"
      })
    return page
  }

  private var verdict: Label {
    let missing = count(.missing), broken = count(.broken)
    switch (broken, missing) {
    case (0, 0): return Label(vi: "đủ mọi thành phần", en: "every part is there")
    case (0, _):
      return Label(
        vi: "dùng được; thiếu \(missing) thành phần không bắt buộc",
        en: "ready; without \(missing) optional \(missing == 1 ? "part" : "parts")")
    default:
      return Label(
        vi: "chưa dùng được: \(broken) chỗ phải sửa",
        en: "not ready: \(broken) \(broken == 1 ? "thing" : "things") to mend")
    }
  }

  private func table(_ parts: [InstallationPart], _ language: Language) -> TextTable {
    var table = TextTable([
      .init(language(vi: "thành phần", en: "part"), wraps: true),
      .init(language(vi: "có", en: "is there")),
      .init(language(vi: "chi tiết", en: "detail"), wraps: true),
      .init(language(vi: "để làm gì", en: "what it adds"), wraps: true),
    ])
    for part in parts {
      table.append([
        language(part.name), language(part.state.label), language(part.detail),
        language(part.adds),
      ])
    }
    return table
  }
}

extension InstallationPart.State {
  fileprivate var label: Label {
    switch self {
    case .found: Label(vi: "có", en: "yes")
    case .missing: Label(vi: "thiếu", en: "no")
    case .broken: Label(vi: "HỎNG", en: "AMISS")
    }
  }
}

/// What a regression was made from: the specification as stated, and the file of data.
package struct RegressionInputs: Sendable {
  /// A file, and the checksum of its bytes.
  package struct File: Sendable {
    /// As the user named it.
    package let name: String
    /// SHA-256, 64 lower-case hexadecimal digits; nil for what came through a pipe, which can be read
    /// only once.
    package let sha256: String?

    package init(_ name: String, sha256: String?) { (self.name, self.sha256) = (name, sha256) }
  }

  package let specification: File
  /// The keys and values of the specification as they stand in its file.
  package let stated: JSONValue
  package let data: File

  package init(specification: File, stated: JSONValue, data: File) {
    (self.specification, self.stated, self.data) = (specification, stated, data)
  }

  var specificationJSON: JSONValue {
    .object(json(specification) + [("stated", stated)])
  }

  var dataJSON: JSONValue { .object(json(data)) }

  private func json(_ file: File) -> [(key: String, value: JSONValue)] {
    [("file", .string(file.name)), ("sha256", file.sha256.map { .string($0) } ?? .null)]
  }
}

import ReachModel
package import Reporting

extension SpecificationFile {
  /// This specification and the data that it is run on.
  ///
  /// - Parameters:
  ///   - data: The file of data as messages name it.
  ///   - sha256: Its checksum, nil if it came through a pipe.
  /// - Returns: What a report says of both.
  package func inputs(data: String, sha256: String?) -> RegressionInputs {
    RegressionInputs(
      specification: .init(file, sha256: self.sha256.isEmpty ? nil : self.sha256),
      stated: root.json, data: .init(data, sha256: sha256))
  }
}

extension Node {
  /// The same in JSON: what has one reading as a number is one, and all else is a text.
  var json: JSONValue {
    switch content {
    case .mapping(let entries): .object(entries.map { ($0.key, $0.value.json) })
    case .sequence(let items): .array(items.map(\.json))
    case .scalar(let scalar): json(of: scalar)
    }
  }

  private func json(of scalar: Scalar) -> JSONValue {
    if scalar.isEmpty { return .null }
    guard !scalar.isQuoted else { return .string(scalar.text) }
    if scalar.text == "true" || scalar.text == "false" { return .bool(scalar.text == "true") }
    guard
      case .number(let value) = NumberText(scalar.text[...], format == .json ? .canonical : .typed)
    else { return .string(scalar.text) }
    let isExact = value == value.rounded() && value.magnitude < 0x1p53
    return isExact ? .integer(Int(value)) : .number(value)
  }
}

import Foundation
import Testing

private struct ReferenceFile<Case: Decodable>: Decodable {
  let cases: [Case]
}

/// The cases of a JSON file in `ReferenceValues`.
func referenceCases<Case: Decodable>(_ name: String, of type: Case.Type) throws -> [Case] {
  let folder = Bundle.module.url(forResource: "ReferenceValues", withExtension: nil)
  let file = try #require(folder).appending(path: "\(name).json")
  return try JSONDecoder().decode(ReferenceFile<Case>.self, from: Data(contentsOf: file)).cases
}

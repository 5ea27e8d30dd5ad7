import Foundation
import Glibc
import ReachFiles

/// The files of this repository that tests read, relative to this file.
enum Project {
  private static let tests = String(
    #filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex))
  static let root = normal("\(tests)/../..")
  static let catalogFolder = "\(root)/Scenarios/catalog"
  static let observedFolder = "\(root)/notebooks-data/observed"
  static let malformed = "\(tests)/Malformed"
  static let references = "\(tests)/ReferenceValues"

  /// Built once: the shipped catalog.
  static let catalog = Result { try Catalog.read(catalogFolder, as: "Scenarios/catalog") }

  static func files(in folder: String, ending: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(ending) }.sorted()
  }

  private static func normal(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }
}

/// A folder that is deleted with the value.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/reach-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }
}

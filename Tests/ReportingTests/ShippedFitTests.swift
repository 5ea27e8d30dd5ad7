import Foundation
import LinearAlgebra
import Reporting
import Testing

/// Every number of `reach fit SCENARIO.yaml --json` beside `shipped_fit.py`, by other packages.
///
/// The two documents are walked together: a number that one of them lacks is a failure, so that no
/// figure is printed that the script does not reproduce.
@Suite("Shipped fits beside other packages")
struct ShippedFitTests {
  /// What has no figure of its own: sentences, and lists of what no data moved.
  static let words: Set<String> = [
    "cannot_say", "covariance_convention", "format", "formula", "label", "notes", "title", "unit",
    "untouched", "untouched_inputs", "version", "vintage_caveat",
  ]

  private struct Answers: Decodable {
    let scenarios: [String: Tree]
  }

  private func scripted(_ name: String) throws -> Tree {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "EconometricsTests/ReferenceValues/shipped_fit/shipped_fit.json")
    let answers = try JSONDecoder().decode(Answers.self, from: Data(contentsOf: file))
    return try #require(answers.scenarios[name])
  }

  private func printed(_ name: String) throws -> Tree {
    useOneThreadForLinearAlgebra()
    let text = fitJSON(try ShippedForecast.fitted(name)).text
    return try JSONDecoder().decode(Tree.self, from: Data(text.utf8))
  }

  @Test(
    "every figure is that of the script", arguments: ["hanoi-2021", "hai-duong-2025", "hanoi-2030"])
  func figures(name: String) throws {
    let ours = try printed(name).leaves(), theirs = try scripted(name).leaves()
    #expect(Set(ours.keys) == Set(theirs.keys))
    #expect(ours.count > 150)
    let tolerances = Tolerances(theirs)
    for (path, leaf) in ours {
      guard let other = theirs[path] else { continue }
      guard case .number(let a) = leaf, case .number(let b) = other else {
        #expect(leaf == other, "\(path)")
        continue
      }
      let error = tolerances.error(a, b, at: path)
      #expect(error <= 1, "\(path): \(a) for \(b), \(error) times the tolerance")
    }
  }
}

/// How far a figure may be from the script's.
private struct Tolerances {
  /// Two backward stable solutions of fewer than 400 rows, with condition numbers below 10⁴:
  /// 400 · 10⁴ · 2⁻⁵³ = 4 · 10⁻¹⁰.
  static let regression = 1e-9
  /// Closed forms of a few operations each.
  static let closedForm = 1e-12
  /// Means and sds by the grid, in sds of the prior on the unbounded scale, as it states; the
  /// script's quadrature is good for 10⁻¹¹.
  static let grid = 1e-6

  private let theirs: [String: Tree]

  init(_ theirs: [String: Tree]) { self.theirs = theirs }

  /// The distance of two figures in units of what is allowed.
  func error(_ a: Double, _ b: Double, at path: String) -> Double {
    let distance = (a - b).magnitude
    if distance == 0 { return 0 }
    let parts = path.split(separator: "/").map(String.init)
    if parts[0] == "estimates" { return distance / (Self.regression * b.magnitude) }
    if parts[0] == "updates" { return distance / update(parts, b) }
    if parts[0] == "diagnostics", text("diagnostics/\(parts[1])/id").contains("correlation") {
      // Of sums and sds that are each that near, with sds at least half of the prior's.
      return distance / (8 * Self.grid)
    }
    let isRegression = text("\(parts[0])/\(parts[1])/id") == "entry_variance_within"
    return distance / ((isRegression ? Self.regression : Self.closedForm) * b.magnitude)
  }

  private func update(_ parts: [String], _ b: Double) -> Double {
    let item = "updates/\(parts[1])", field = parts[2]
    // Shares of variance, and distances in sds of the prior, are of the order of one.
    let isRatio = field.hasPrefix("learning") || field.hasPrefix("shift")
    guard text("\(item)/basis") == "likelihood" else {
      let relative = text("\(item)/estimate") == "entry" ? Self.regression : Self.closedForm
      return relative * (isRatio ? max(1, b.magnitude) : b.magnitude)
    }
    if field.hasPrefix("prior") { return Self.closedForm * b.magnitude }
    let scale = number("\(item)/posterior_law/scale")
    let before = scale / (1 - number("\(item)/learning_ratio_unbounded")).squareRoot()
    if field == "posterior_law" { return Self.grid * before }
    let share = scale / before
    if field == "learning_ratio_unbounded" { return 2 * share * Self.grid }
    // On the own scale a mean or sd moves by less than twice the derivative there, which is about
    // posterior_sd/scale.
    let own = 2 * Self.grid * before * number("\(item)/posterior_sd") / scale
    let ratio = number("\(item)/posterior_sd") / number("\(item)/prior_sd")
    return switch field {
    case "learning_ratio": 4 * ratio * ratio / share * Self.grid
    case "shift_prior_sds": 2 * ratio / share * Self.grid
    default: own
    }
  }

  private func number(_ path: String) -> Double {
    if case .number(let value)? = theirs[path] { value } else { .nan }
  }

  private func text(_ path: String) -> String {
    if case .text(let value)? = theirs[path] { value } else { "" }
  }
}

/// A JSON document.
private enum Tree: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([Tree])
  case object([String: Tree])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([Tree].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: Tree].self))
    }
  }

  /// What has no parts, by path, without words.
  func leaves() -> [String: Tree] {
    var result: [String: Tree] = [:]
    collect("", &result)
    return result
  }

  private func collect(_ path: String, _ result: inout [String: Tree]) {
    func join(_ key: String) -> String { path.isEmpty ? key : "\(path)/\(key)" }
    switch self {
    case .object(let entries):
      for (key, value) in entries where !ShippedFitTests.words.contains(key) {
        value.collect(join(key), &result)
      }
    case .list(let items):
      for (i, value) in items.enumerated() { value.collect(join("\(i)"), &result) }
    default: result[path] = self
    }
  }
}

import Foundation
import Testing

@Suite("reach data doctor")
struct DoctorCommandTests {
  private static let table = """
    Tỉnh;Năm;Vốn (triệu USD)
    Hà Nội;2019;1.234,5
    Hà Nội;2020;1.345,6*
    Hà Nội;2021;1.400,1
    Hà Nam;2019;345,6
    Hà Nam;2020;-
    Hà Nam;2021;380,2

    """

  private func written(_ text: String, in scratch: Scratch, _ name: String = "t.csv") throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
  }

  @Test("finds, proposes, changes nothing: status 3, in both languages")
  func found() async throws {
    let scratch = try Scratch()
    try written(Self.table, in: scratch)
    for language in ["vi", "en"] {
      let result = try await Reach()("data", "doctor", "\(scratch.path)/t.csv", "--lang", language)
      #expect(result.status == 3 && result.errors.isEmpty, "\(result.errors)")
      #expect(result.output.contains("[footnote_mark]") && result.output.contains("t.csv:3:13"))
      #expect(result.output.contains("`1.345,6*` → `1.345,6`"))
      #expect(result.output.contains("            ^^^^^^^^"))
    }
    #expect(try scratch.text("t.csv") == Self.table)
    #expect(scratch.names(in: "") == ["t.csv"])
  }

  @Test("a clean table: status 0")
  func clean() async throws {
    let scratch = try Scratch()
    let text = Self.table.replacingOccurrences(of: "*", with: "")
      .replacingOccurrences(of: "-", with: "360,0")
    try written(text, in: scratch)
    let result = try await Reach()("data", "doctor", "\(scratch.path)/t.csv")
    #expect(result.status == 0 && result.output.contains("nothing found"), "\(result.output)")
  }

  @Test("--out writes a new file with the certain proposals, and no old one; --json lists them")
  func repaired() async throws {
    let scratch = try Scratch()
    try written(Self.table, in: scratch)
    let arguments = [
      "data", "doctor", "\(scratch.path)/t.csv", "--out", "\(scratch.path)/new.csv", "--json",
    ]
    let result = try await Reach()(arguments)
    #expect(result.status == 3)
    let expected = Self.table.replacingOccurrences(of: "*", with: "")
    #expect(try scratch.text("new.csv") == expected && scratch.text("t.csv") == Self.table)
    let document = result.object
    #expect(document["format"] as? String == "reach-data-doctor")
    #expect(document["version"] as? Int == 1 && document["applied"] as? Int == 1)
    #expect(document["left"] as? Int == 1)
    let findings = try #require(document["findings"] as? [[String: Any]])
    #expect(findings.map { $0["kind"] as? String } == ["footnote_mark", "footnote_mark"])
    #expect(findings.map { $0["applied"] as? Bool } == [true, false])
    let again = try await Reach()(arguments)
    #expect(again.status == 73 && again.output.isEmpty && again.errors.hasPrefix("error[F010]"))
    #expect(try scratch.text("new.csv") == expected)
  }

  @Test("a missing file ends with 66, an empty one with 65, a folder with 66")
  func refused() async throws {
    let scratch = try Scratch()
    try written(" \n", in: scratch)
    for (name, status) in [("none.csv", 66), ("t.csv", 65), ("", 66)] as [(String, Int32)] {
      let result = try await Reach()("data", "doctor", "\(scratch.path)/\(name)")
      #expect(result.status == status && result.output.isEmpty, "\(name): \(result.errors)")
    }
  }

  @Test("outside a project it works, and knows the provinces or says that it does not")
  func outside() async throws {
    let scratch = try Scratch()
    try written("Tỉnh;2020\nHà Nội;1,5\nHà Nam;2,5\nĐồng bằng sông Hồng;9,9\n", in: scratch)
    let result = try await Reach(in: scratch.path)("data", "doctor", "t.csv")
    #expect(result.output.contains("subtotal_row") || result.errors.contains("names of provinces"))
  }
}

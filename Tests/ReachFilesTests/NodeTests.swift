import ReachFiles
import ReachModel
import Testing

@Suite("YAML and JSON")
struct NodeTests {
  private func parse(_ text: String, file: String = "a.yaml") throws -> (Node?, [Diagnostic]) {
    var problems = ProblemList()
    let node = Node.parse(try SourceText(text, file: file), &problems)
    return (node, problems.summary?.diagnostics ?? [])
  }

  @Test("accepts what people write in scenario files")
  func accepted() throws {
    let text = """
      # comment with & * ! and a "quote
      ---
      title: "Hà Nội: \\"x\\" # no comment"   # comment
      note: it's plain, with 'quotes' & signs * inside
      text: |
        &anchor *alias !tag yes: no

        P(firms 2021 >= 900) = 99 %
      folded: >-
        two
        lines
      list:
      - {a: 1, b: [0.5, 1500, -2.25]}
      - a: 2
        b: x
      - a: 3
      quoted: 'don''t'
      2021-Q3: stress
      empty:
      """
    let (node, problems) = try parse(text)
    #expect(problems.isEmpty, "\(problems.map(\.rendered).joined())")
    let root = try #require(node)
    #expect(root["title"]?.scalar?.text == "Hà Nội: \"x\" # no comment")
    let block = "&anchor *alias !tag yes: no P(firms 2021 >= 900) = 99 %"
    #expect(root["text"]?.scalar?.text == block && root["folded"]?.scalar?.text == "two lines")
    #expect(root["list"]?.items?.count == 3)
    #expect(root["quoted"]?.scalar?.text == "don't")
    #expect(root["empty"]?.scalar?.isEmpty == true)
    #expect(root["list"]?.items?[1].origin == Origin(file: "a.yaml", line: 14, column: 3))
  }

  @Test("reports every problem of a file, in order, and still reads the rest")
  func allAtOnce() throws {
    let text = "a: yes\nb: 1\nb: 2\nc: 012\nd: 1.500\nd: 3\ne: 0x1\n"
    let (node, problems) = try parse(text)
    #expect(problems.map(\.code.id) == ["S010", "S006", "S011", "S012", "S006", "S013"])
    #expect(problems.map { $0.origin?.line } == [1, 3, 4, 5, 6, 7])
    #expect(node?["b"]?.scalar?.text == "1" && node?["e"]?.scalar?.text == "0x1")
  }

  @Test("the same tree from JSON")
  func json() throws {
    let (node, problems) = try parse(
      "{\"a\": [1.500, true, null, -2e3], \"b\": \"\\u00e0\\ud83d\\ude00\\/\"}", file: "a.json")
    #expect(problems.isEmpty)
    #expect(node?["b"]?.scalar?.text == "à😀/")
    var list = ProblemList()
    #expect(node?["a"]?.items?[0].double(&list) == 1.5)
    #expect(node?["a"]?.items?[3].double(&list) == -2000)
    #expect(list.isEmpty)
  }

  /// Every prefix of a valid file, and every file with one byte changed, is read or refused
  /// without a trap.
  @Test("no mutation of a file crashes the reader", arguments: ["yaml", "json", "csv"])
  func mutations(kind: String) throws {
    let yaml =
      "a: &x [1, 'b', {c: \"d\"}]\n- |\n  text\n? k\n: v\n\"q\": *x\n!t e: >-\n z\n%\n---\n"
    let json = "{\"a\": [1, -2.5e3, \"x\\u00e0\\n\"], \"b\": {\"c\": null}}"
    let csv = "a,b\n\"x\"\"y\",1.5\r\n,\"z\"\n"
    let text = Array((kind == "yaml" ? yaml : kind == "json" ? json : csv).utf8)
    let bytes: [UInt8] = [0, 9, 10, 13, 0x22, 0x27, 0x2C, 0x3A, 0x5B, 0x7B, 0x5C, 0x7C, 0xE0, 0xFF]
    var variants = (0...text.count).map { Array(text[..<$0]) }
    for place in text.indices {
      for byte in bytes {
        variants.append(text)
        variants[variants.count - 1][place] = byte
      }
    }
    for variant in variants {
      guard let source = try? SourceText(variant, file: "m.\(kind)") else { continue }
      var problems = ProblemList()
      if kind == "csv" {
        _ = StrictCSV.read(source, .init(columns: ["a"], allowsMore: true), &problems)
      } else {
        _ = Node.parse(source, &problems)
      }
      _ = problems.summary?.explanation
    }
  }
}

@Suite("Hostile files")
struct HostileFileTests {
  /// A linear congruential generator (Knuth's MMIX constants): the same mutations in every run.
  private struct Lottery {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  private static let words = [
    "", "-1", "1e308", "-9223372036854775808", "0", "[", "{}", "[]", "null", "\"x\"", "2021-Q9",
    "1 % to 2 %", "a: b", "&a", "99999999999999999999",
  ]

  /// `text` with three of its lines deleted, repeated or given another value.
  private func mutated(_ text: String, seed: UInt64) -> String {
    var lottery = Lottery(state: seed)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<3 {
      let place = lottery.next(lines.count)
      switch lottery.next(3) {
      case 0: lines.remove(at: place)
      case 1: lines.insert(lines[place], at: lottery.next(lines.count))
      default:
        let key = lines[place].split(separator: ":").first.map(String.init) ?? ""
        lines[place] = "\(key): \(Self.words[lottery.next(Self.words.count)])"
      }
    }
    return lines.joined(separator: "\n")
  }

  @Test("no mutation of a scenario crashes its reader", arguments: 0..<4)
  func scenarios(part: UInt64) throws {
    let catalog = try Project.catalog.get()
    let text = try SourceText.read("\(Project.root)/Scenarios/hanoi-2021.yaml").text
    let folder = try ScratchFolder()
    for seed in (part * 60)..<(part * 60 + 60) {
      let path = try folder.write(mutated(text, seed: seed), to: "hanoi-2021.yaml")
      do { _ = try Study.read(path, catalog: catalog) } catch { _ = error.explanation }
    }
  }

  @Test("no mutation of a model file crashes its reader")
  func models() throws {
    let file = "\(Project.root)/Tests/SimulationTests/ReferenceValues/oracle-a2.json"
    let text = try SourceText.read(file).text
    let folder = try ScratchFolder()
    for seed in 0..<60 as Range<UInt64> {
      let path = try folder.write(mutated(text, seed: seed), to: "model.json")
      do { _ = try ModelCase.read(path) } catch { _ = error.explanation }
    }
  }

  @Test("a million values in one line, and as many problems, are read and listed")
  func longLines() throws {
    let many = Array(repeating: "1", count: 1_000_000).joined(separator: ",")
    var problems = ProblemList()
    do {
      let node = Node.parse(
        try SourceText("{\"a\": [\(many)]}", file: "a.json"), &problems)
      for item in node?["a"]?.items ?? [] { _ = item.string(&problems) }
      for item in (node?["a"]?.items ?? []).prefix(5000) { _ = item.bool(&problems) }
      #expect(problems.summary?.diagnostics.count == ProblemList.limit)
    }
  }
}

@Suite("Limits of the reading")
struct ReadingLimitTests {
  private func diagnostics(_ text: String, _ file: String = "a.yaml") throws -> [Diagnostic] {
    var problems = ProblemList()
    _ = Node.parse(try SourceText(text, file: file), &problems)
    return problems.summary?.diagnostics ?? []
  }

  /// Work, not time, is what is bounded: after so many problems nothing more is read, or kept.
  @Test("a file of 3.6 MB that is wrong everywhere is left after 1,000 problems")
  func aliases() throws {
    let text = "a: [" + Array(repeating: "*x", count: 1_200_000).joined(separator: ",") + "]\n"
    let found = try diagnostics(text)
    #expect(found.count == ProblemList.limit && Set(found.map(\.code.id)) == ["S003"])
    // The last one lies where the 1,000th alias does, not at the end of the line.
    #expect(found.last?.origin?.column == 5 + 3 * (ProblemList.limit - 1))
  }

  @Test("repeated keys are left after 1,000, others at the limit of keys")
  func keys() throws {
    let repeated = try diagnostics(String(repeating: "a: 1\n", count: 700_000))
    #expect(repeated.count == ProblemList.limit && repeated.allSatisfy { $0.code.id == "S006" })
    #expect(repeated.last?.origin?.line == ProblemList.limit + 1)
    let different = try diagnostics((0..<300_000).map { "a\($0): 1\n" }.joined())
    #expect(different.map(\.code.id) == ["S009"] && different[0].origin?.line == 10_001)
    let words = try diagnostics("a: [" + String(repeating: "yes, ", count: 100_000) + "x]\n")
    #expect(words.count == ProblemList.limit)
  }

  @Test("tabs are refused between tokens and in text, and stay in comments")
  func tabs() throws {
    for text in [
      "a:\t1\n", "a: [1,\t2]\n", "-\ta\n", "a: 1\n\tb: 2\n", "\"a\"\t: 1\n", "a: b\t\n",
      "a: 1\n\t\nb: 2\n",
    ] {
      #expect(try diagnostics(text).map(\.code.id) == ["S002"], "\(text)")
    }
    #expect(try diagnostics("a: b # d\te\n").isEmpty)
    #expect(try diagnostics("a: 'b\tc'\n").map(\.code.id) == ["S038"])
  }
}

@Suite("Quantities")
struct QuantityTests {
  private func value(
    _ text: String, _ dimension: Dimension, per: String? = nil
  ) throws -> AssumedValue? {
    var problems = ProblemList()
    let root = Node.parse(try SourceText("v: \(text)", file: "a.yaml"), &problems)
    let value = root?["v"]?.assumed(dimension, per: per, &problems)
    return problems.isEmpty ? value : nil
  }

  @Test("units lead to the internal ones")
  func units() throws {
    #expect(try value("120 billion VND", .billionVND) == .fixed(120))
    #expect(try value("1500 million VND", .billionVND) == .fixed(1.5))
    #expect(try value("2 trillion VND a year", .billionVND, per: "year") == .fixed(2000))
    #expect(try value("2 trillion VND per year", .billionVND, per: "year") == .fixed(2000))
    #expect(try value("3 million USD", .millionUSD) == .fixed(3))
    #expect(try value("11 %", .share) == .fixed(0.11))
    #expect(try value("11%", .share) == .fixed(0.11))
    #expect(try value("7 % per year", .rate) == .fixed(0.07))
    #expect(try value("40 firms", .firms) == .fixed(40))
    #expect(try value("2 quarters", .quarters) == .fixed(2))
    #expect(try value("5 % to 20 %", .share) == .range(low: 0.05, high: 0.2))
    #expect(try value("80 to 160 million USD", .millionUSD) == .range(low: 80, high: 160))
    #expect(
      try value("{gamma: {mean: 20, sd: 10, shift: 1}}", .number)
        == .law(.shifted(.gamma(mean: 20, sd: 10), by: 1)))
    #expect(try value("120 dong", .billionVND) == nil)
    #expect(try value("11 %", .firms) == nil)
  }

  @Test("an amount says of what it is, or nothing")
  func amountsPer() throws {
    #expect(try value("8 billion VND a quarter", .billionVND, per: "year") == nil)
    #expect(try value("8 billion VND a year", .billionVND) == nil)
    #expect(try value("3 million USD a firm", .millionUSD, per: "quarter") == nil)
    #expect(try value("3 million USD a firm", .millionUSD, per: "firm") == .fixed(3))
    #expect(
      try value("80 to 160 million USD a quarter", .millionUSD, per: "quarter")
        == .range(low: 80, high: 160))
  }

  @Test("the unit of a range stands at its upper end or at both")
  func unitsOfRanges() throws {
    for text in ["14 % to 16.6 %", "14 to 16.6 %", "14% to 16.6%", "0.14 to 0.166"] {
      #expect(try value(text, .share) == .range(low: 0.14, high: 0.166), "\(text)")
    }
    // 50 % would not be below 2 %, a fraction of 2 is none, and 0 is 0 %.
    #expect(try value("0.5 to 2 %", .share) == .range(low: 0.005, high: 0.02))
    #expect(try value("-2 to 3 %", .logPoints) == .range(low: -0.02, high: 0.03))
    #expect(try value("0 to 3 %", .logPoints) == .range(low: 0, high: 0.03))
    #expect(try value("0.5 to 3 million USD", .millionUSD) == .range(low: 0.5, high: 3))
    #expect(try value("10 firms to 20", .firms) == .range(low: 10, high: 20))
    for text in ["0.14 to 16.6 %", "-0.02 to 3 %", "14 % to 16.6", "2 % to 0.3"] {
      #expect(try value(text, .logPoints) == nil, "\(text)")
    }
    #expect(try value("5 million USD to 8", .millionUSD) == nil)
  }

  @Test("a range has its ends as 5 % and 95 % points")
  func ranges() throws {
    let range = AssumedValue.range(low: 2, high: 8)
    // The middle of a lognormal range is its geometric mean.
    guard case .linked(.log, let location, let scale, nil) = range.distribution(on: .log) else {
      Issue.record("not a lognormal")
      return
    }
    // ln 4 and ln 4 / (2 · 1.6448536269514722), to 16 digits.
    #expect(abs(location - 1.3862943611198906) < 1e-15)
    #expect(abs(scale - 0.42140356394179934) < 1e-15)
    #expect(AssumedValue.range(low: 0, high: 8).distribution(on: .log) == nil)
    #expect(AssumedValue.range(low: 0.5, high: 1).distribution(on: .logit) == nil)
  }
}

import Foundation
import Reporting
import Testing

@Suite("Theme of charts")
struct ChartStyleTests {
  /// Relative luminance and contrast.
  ///
  /// - Source: WCAG 2.2, definitions of relative luminance and contrast ratio.
  private func contrast(_ a: String, _ b: String) throws -> Double {
    func luminance(_ colour: String) throws -> Double {
      let value = try #require(Int(colour.dropFirst(), radix: 16))
      let channels = [16, 8, 0].map { shift -> Double in
        let c = Double(value >> shift & 0xff) / 255
        return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
    let both = [try luminance(a), try luminance(b)].sorted()
    return (both[1] + 0.05) / (both[0] + 0.05)
  }

  private func dark(_ colour: String) throws -> String {
    try #require(ChartStyle.darkCounterparts.first { $0.light == colour }?.dark)
  }

  @Test("contrast as defined: black on white is 21, grey 767676 just above 4.5")
  func contrastItself() throws {
    #expect(abs(try contrast("#000000", "#ffffff") - 21) < 1e-12)
    #expect(try contrast("#767676", "#ffffff") >= 4.5)
    #expect(try contrast("#777777", "#ffffff") < 4.5)
  }

  @Test("text has a contrast of 4.5 to the ground, marks one of 3, in light and dark dress")
  func contrasts() throws {
    let ground = try dark(ChartStyle.ground)
    let texts = [
      ChartStyle.ink, ChartStyle.quietInk, ChartStyle.targetInk, ChartStyle.forecast,
    ]
    let marks =
      ChartStyle.colours + [ChartStyle.axisInk, ChartStyle.lossEdge]
    for colour in texts {
      #expect(try contrast(colour, ChartStyle.ground) >= 4.5, "\(colour)")
      #expect(try contrast(dark(colour), ground) >= 4.5, "\(colour) in dark dress")
    }
    for colour in marks {
      #expect(try contrast(colour, ChartStyle.ground) >= 3, "\(colour)")
      #expect(try contrast(dark(colour), ground) >= 3, "\(colour) in dark dress")
    }
  }

  @Test("each colour has one counterpart, and none stands for another")
  func counterparts() {
    let light = ChartStyle.darkCounterparts.map(\.light)
    #expect(Set(light).count == light.count)
    let named =
      ChartStyle.colours + ChartStyle.bands + [
        ChartStyle.ink, ChartStyle.quietInk, ChartStyle.targetInk, ChartStyle.forecast,
        ChartStyle.gridInk, ChartStyle.axisInk, ChartStyle.unmet, ChartStyle.loss,
        ChartStyle.lossEdge, ChartStyle.ground,
      ]
    #expect(Set(named) == Set(light))
  }

  @Test("bands are told apart in grey, and darken inwards")
  func bands() throws {
    let steps = try ([ChartStyle.ground] + ChartStyle.bands + [ChartStyle.forecast]).map {
      try contrast($0, "#000000")
    }
    for (outer, inner) in zip(steps, steps.dropFirst()) { #expect(outer / inner > 1.15) }
  }

  @Test("colours of series stay apart under simulated colour-blindness")
  func palette() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("ReferenceValues/charts/palette.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    let rows = lines.map { $0.split(separator: ",").map(String.init) }
    #expect(rows.count == 2 * 4 * 21)
    let darkened = try ChartStyle.colours.map(dark)
    for (dress, colours) in [("light", ChartStyle.colours), ("dark", darkened)] {
      let mine = rows.filter { $0[0] == dress }
      // The figures were computed for these very colours.
      #expect(Set(mine.flatMap { [$0[2], $0[3]] }) == Set(colours))
      for row in mine {
        let distance = try #require(Double(row[4]))
        #expect(distance > (row[1] == "Tritanomaly" ? 6 : 14.9), "\(row)")
      }
    }
  }
}

@Suite("Widths of text")
struct TextMeasureTests {
  @Test("are those of the typeface")
  func reference() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("ReferenceValues/charts/widths.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(lines.count == 14)
    for line in lines {
      let face = try #require(line.firstIndex(of: ",")),
        units = try #require(line.lastIndex(of: ","))
      let phrase = line[line.index(after: face)..<units].trimmingCharacters(in: ["\""])
      let measure = TextMeasure(2048, isBold: line[..<face] == "Bold")
      let expected = try #require(Double(line[line.index(after: units)...]))
      #expect(measure.width(phrase) == expected, "\(phrase)")
      #expect(measure.width(phrase.decomposedStringWithCanonicalMapping) == expected)
    }
  }

  @Test("lines are no wider than asked, and nothing is lost unless a limit is set")
  func lines() {
    let measure = TextMeasure(12)
    for text in hardTexts {
      for width in [40.0, 150, 700] {
        let lines = measure.lines(text, within: width)
        #expect(lines.allSatisfy { measure.width($0) <= width })
        let letters = TextMeasure.drawable(text).filter { $0 != " " }
        #expect(lines.joined().filter { $0 != " " } == letters)
        let few = measure.lines(text, within: width, atMost: 2)
        #expect(few.count <= 2 && few.allSatisfy { measure.width($0) <= width })
        #expect((few.last?.hasSuffix("…") == true) == (lines.count > 2))
      }
    }
  }

  @Test("what is drawn has no controls, and is in form C")
  func drawable() {
    for text in hardTexts {
      let drawn = TextMeasure.drawable(text)
      #expect(drawn == drawn.precomposedStringWithCanonicalMapping)
      #expect(
        drawn.unicodeScalars.allSatisfy {
          ![.format, .control].contains($0.properties.generalCategory)
        })
    }
    #expect(TextMeasure.drawable("e\u{302}\u{301}").unicodeScalars.count == 1)
  }
}

@Suite("Ticks of axes")
struct AxisTicksTests {
  @Test(
    "hold the data, are evenly spaced by a round step, and are few",
    arguments: [
      [711.5, 965], [0.0003, 0.0004], [-12, 37], [0, 1e9], [0.28, 0.394], [5, 5], [0, 0], [],
      [-3e-7, 2e-7], [1, 3],
    ])
  func ticks(data: [Double]) {
    for scale in [ChartScale.number, .percent] {
      let ticks = AxisTicks(data, scale)
      let steps = zip(ticks.values, ticks.values.dropFirst()).map { $1 - $0 }
      #expect((3...8).contains(ticks.values.count), "\(ticks.values)")
      #expect(data.allSatisfy { ticks.domain.contains($0) })
      #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-9 * steps[0] })
      let labels = ticks.values.map { ticks.label($0, .vi) }
      #expect(Set(labels).count == labels.count, "\(labels)")
    }
  }

  @Test("probabilities go from 0 to 100 %, whatever the data")
  func probability() {
    let ticks = AxisTicks([0.4, 0.41], .probability)
    #expect(ticks.domain == 0...1)
    #expect(
      ticks.values.map { ticks.label($0, .en) } == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"])
  }

  @Test("numbers of an axis are exact decimals")
  func exact() {
    #expect(AxisTicks([0, 0.5], .number).values == [0, 0.1, 0.2, 0.3, 0.4, 0.5])
    #expect(AxisTicks([0.1, 0.35], .percent).values == [0.1, 0.15, 0.2, 0.25, 0.3, 0.35])
  }
}

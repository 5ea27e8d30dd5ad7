import Reporting
import Testing

@Suite("SVG of charts")
struct ChartSVGTests {
  /// What vl-convert writes, with clip paths and a text that looks like markup.
  private let drawn = """
    <svg xmlns="http://www.w3.org/2000/svg" version="1.1" class="marks" width="760" height="467" \
    viewBox="0 0 760 467"><rect width="760" height="467" fill="#ffffff"/><defs><clipPath \
    id="clip0"><rect width="5" height="5" fill="#ffffff"/></clipPath></defs><g class="mark-group" \
    role="graphics-object" aria-label="&lt;b&gt;" clip-path="url(#clip0)"><path class="foreground" \
    d="" display="none"/><text font-family="\(ChartStyle.font)" fill="#222222" opacity="1">a \
    class="x" &lt;script&gt; #clip0</text><use xlink:href="#clip0"/><path d="M0,0L1,1" \
    opacity="0.16"/></g></svg>
    """

  @Test("keep what is shown, once; and get words for those who do not see them")
  func file() throws {
    let svg = try #require(ChartSVG(drawn, description: "41,1 % \"đạt\" <900> & hơn"))
    let file = svg.file
    #expect(
      file.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"467\""))
    #expect(file.contains("aria-label=\"41,1 % &quot;đạt&quot; &lt;900&gt; &amp; hơn\""))
    #expect(file.contains("role=\"img\""))
    // The text is not a tag, whatever it says.
    #expect(file.contains(">a class=\"x\" &lt;script&gt; #clip0</text>"))
    for gone in ["graphics-object", "mark-group", "opacity=\"1\"", "foreground", "&lt;b&gt;"] {
      #expect(!file.contains(gone), "\(gone)")
    }
    #expect(file.contains("opacity=\"0.16\"") && file.contains("clip-path=\"url(#clip0)\""))
    #expect(file.ranges(of: "font-family").count == 1)
    #expect(ChartSVG(file, description: "x") != nil)
    #expect(isBalanced(file) && isBalanced(svg.inline(prefix: "p")))
  }

  @Test("stand in a page on its ground, with ids of their own")
  func inline() throws {
    let svg = try #require(ChartSVG(drawn, description: "d")).inline(prefix: "fan")
    #expect(svg.contains("viewBox=\"0 0 760 467\"") && !svg.contains(" width=\"760\""))
    #expect(svg.contains("<defs><clipPath id=\"fan-clip0\"><rect width=\"5\""))
    #expect(svg.contains("clip-path=\"url(#fan-clip0)\"") && svg.contains("href=\"#fan-clip0\""))
    #expect(svg.contains("&lt;script&gt; #clip0</text>"))
  }

  @Test("nothing else is taken for SVG", arguments: ["", "<html></html>", "<svg>", "<svg></svg>"])
  func refused(text: String) {
    #expect(ChartSVG(text, description: "") == nil)
  }
}

/// Whether every element that begins ends, in order: no text was taken for a tag.
func isBalanced(_ svg: String) -> Bool {
  var open: [Substring] = []
  for tag in svg.matches(of: /<(\/?)([a-zA-Z]+)(?: [^<>]*?)?(\/?)>/) {
    if !tag.output.1.isEmpty {
      guard open.popLast() == tag.output.2 else { return false }
    } else if tag.output.3.isEmpty {
      open.append(tag.output.2)
    }
  }
  return open.isEmpty && svg.filter { $0 == "<" }.count == svg.matches(of: /<\/?[a-zA-Z]/).count
}

/// How documents of Word and PowerPoint look: pandoc's own styles, with what a Vietnamese office expects.
///
/// Each change replaces a text of pandoc's reference documents; where another version has it otherwise,
/// that change is not made and the rest is.
///
/// - Source: Decree 30/2020/NĐ-CP on paperwork, appendix I, section I: A4; margins of 20 to 25 mm above
///   and below, 30 to 35 mm left, 15 to 20 mm right; Times New Roman, 13 to 14 points.
enum DocumentStyle {
  /// A change of a text in a part.
  private struct Change {
    let part: String, old: String, new: String
  }

  /// pandoc's reference document as ours.
  ///
  /// - Parameters:
  ///   - bytes: The reference document that pandoc has.
  ///   - format: `docx` or `pptx`.
  /// - Returns: Nil if it cannot be changed.
  static func reference(_ bytes: [UInt8], _ format: String) -> [UInt8]? {
    let changes = format == "docx" ? document : slides
    let edits = Dictionary(grouping: changes, by: \.part).mapValues { changes in
      { (text: String) in
        changes.reduce(text) { $0.replacing($1.old, with: $1.new) }
      }
    }
    return ZipArchive.edited(bytes, edits)
  }

  // MARK: Word

  private static let styles = "word/styles.xml"

  /// Sizes are in half points, lengths in twentieths of a point.
  private static let document: [Change] = [
    Change(
      part: "word/document.xml", old: "<w:sectPr />",
      new: #"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" "#
        + #"w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>"#),
    Change(part: "word/theme/theme1.xml", old: "Calibri", new: "Times New Roman"),
    Change(part: "word/theme/theme1.xml", old: "Cambria", new: "Times New Roman"),
    // Text of 13 points, tables of 10 with thin lines between rows.
    Change(part: styles, old: #"<w:sz w:val="24" />"#, new: #"<w:sz w:val="26" />"#),
    Change(part: styles, old: #"<w:szCs w:val="24" />"#, new: #"<w:szCs w:val="26" />"#),
    Change(
      part: styles, old: #"<w:spacing w:before="180" w:after="180" />"#,
      new: #"<w:spacing w:before="60" w:after="120" />"#),
    Change(
      part: styles,
      old: """
            <w:tblPr>
              <w:tblInd w:w="0" w:type="dxa" />
              <w:tblCellMar>
        """,
      new: """
            <w:rPr><w:sz w:val="20" /><w:szCs w:val="20" /></w:rPr>
            <w:tblPr>
              <w:tblInd w:w="0" w:type="dxa" />
              <w:tblBorders><w:top w:val="single" w:sz="8" w:color="7F7F7F"/>\
        <w:bottom w:val="single" w:sz="8" w:color="7F7F7F"/>\
        <w:insideH w:val="single" w:sz="4" w:color="BFBFBF"/></w:tblBorders>
              <w:tblCellMar>
        """),
    Change(part: styles, old: #"w:w="108" w:type="dxa""#, new: #"w:w="70" w:type="dxa""#),
    // A table's caption stands below it: away from what comes next.
    Change(
      part: styles, old: #"<w:spacing w:before="0" w:after="120" />"#,
      new: #"<w:spacing w:before="120" w:after="60" />"#),
  ]

  // MARK: PowerPoint

  private static let master = "ppt/slideMasters/slideMaster1.xml"

  /// Sizes are in hundredths of a point, lengths in 1/12700 of one.
  private static let slides: [Change] =
    [
      Change(part: "ppt/theme/theme1.xml", old: "Calibri", new: "Arial"),
      // Tables, and words below pictures.
      Change(part: "ppt/presentation.xml", old: #"sz="1800""#, new: #"sz="1200""#),
      // Titles, which are whole questions, and the levels of lists.
      Change(part: master, old: #"sz="3300""#, new: #"sz="2000""#),
      Change(part: master, old: #"sz="2400""#, new: #"sz="1600""#),
      Change(part: master, old: #"sz="2100""#, new: #"sz="1400""#),
      Change(part: master, old: #"sz="1800""#, new: #"sz="1200""#),
      Change(part: master, old: #"sz="1500""#, new: #"sz="1200""#),
      // A lower title leaves more room for what is shown.
      Change(part: master, old: #"y="205979""#, new: #"y="130000""#),
      Change(part: master, old: #"cy="857250""#, new: #"cy="600000""#),
      Change(part: master, old: #"y="1200151""#, new: #"y="780000""#),
      Change(part: master, old: #"cy="3394472""#, new: #"cy="3940000""#),
    ]
}

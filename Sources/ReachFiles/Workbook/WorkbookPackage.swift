import ReachModel
import Reporting

/// The parts of a workbook's archive, found by their relationships.
struct WorkbookPackage: ~Copyable {
  private var archive: ZipArchive

  init(_ bytes: [UInt8], _ limits: ZipArchive.Limits) throws(WorkbookFailure) {
    do throws(ZipArchive.Failure) {
      archive = try ZipArchive(bytes, limits)
    } catch {
      throw .archive(error)
    }
  }

  /// Reads everything.
  ///
  /// - Parameters:
  ///   - file: As the user named it, for messages.
  ///   - problems: Cells that cannot be read.
  /// - Returns: Every sheet of cells, and the names.
  /// - Throws: What is wrong with the file as a whole.
  mutating func workbook(
    named file: String, _ problems: inout ProblemList
  ) throws(WorkbookFailure) -> ReadWorkbook {
    let main = try mainPart()
    let book = try tree(main)
    guard book.name == "workbook" else { throw .structure("its main part is no workbook") }
    let links = try relationships(of: main)
    func part(_ kind: String) -> String? { links.first { $0.kind == kind }?.target }
    var strings: [String] = []
    if let part = part("sharedStrings") {
      strings = try tree(part).all("si").map(SheetContent.text)
    }
    var styles: XMLTree?
    if let part = part("styles") { styles = try tree(part) }
    let uses1904 = ["1", "true"].contains(book[child: "workbookPr"]?.attributes["date1904"])
    let content = SheetContent(
      file: file, strings: strings, styles: DateStyles(styles), uses1904: uses1904)
    var sheets: [ReadSheet] = []
    for sheet in book[child: "sheets"]?.all("sheet") ?? [] {
      guard let name = sheet.attributes["name"], let id = sheet.attributes["r:id"],
        let link = links.first(where: { $0.id == id })
      else { throw .structure("a sheet has no part") }
      // Chart sheets have no cells.
      guard link.kind == "worksheet" else { continue }
      let state = sheet.attributes["state"] ?? "visible"
      sheets.append(
        try content.sheet(
          name.normalFormC, isHidden: state != "visible", tree(link.target), &problems))
    }
    guard !sheets.isEmpty else { throw .structure("it has no sheet of cells") }
    return ReadWorkbook(file: file, sheets: sheets, names: definedNames(book))
  }

  // MARK: Parts

  private mutating func tree(_ part: String) throws(WorkbookFailure) -> XMLTree {
    let bytes: [UInt8]
    do throws(ZipArchive.Failure) {
      bytes = try archive.contents(of: part)
    } catch {
      throw .archive(error)
    }
    do throws(XMLTree.Failure) {
      return try XMLTree.parse(bytes)
    } catch {
      throw .xml(error, part: part)
    }
  }

  private struct Link {
    let id: String
    /// The last word of its type, for example `worksheet`.
    let kind: String
    /// Within the archive.
    let target: String
  }

  private mutating func mainPart() throws(WorkbookFailure) -> String {
    guard archive.contains("_rels/.rels") else {
      throw .structure("it is a ZIP archive, but no workbook")
    }
    let links = try relationships(of: "")
    guard let main = links.first(where: { $0.kind == "officeDocument" }) else {
      throw .structure("it is a ZIP archive, but no workbook")
    }
    return main.target
  }

  /// What a part points to within the archive.
  private mutating func relationships(of part: String) throws(WorkbookFailure) -> [Link] {
    let slash = part.lastIndex(of: "/")
    let folder = slash.map { String(part[...$0]) } ?? ""
    let name = slash.map { String(part[part.index(after: $0)...]) } ?? part
    let place = "\(folder)_rels/\(name).rels"
    guard archive.contains(place) else { return [] }
    return try tree(place).all("Relationship").compactMap { link in
      guard let id = link.attributes["Id"], let target = link.attributes["Target"],
        let kind = link.attributes["Type"]?.split(separator: "/").last,
        link.attributes["TargetMode"] != "External"
      else { return nil }
      let path = target.hasPrefix("/") ? String(target.dropFirst()) : folder + target
      return Link(id: id, kind: String(kind), target: normalPath(path))
    }
  }

  private func definedNames(_ book: XMLTree) -> [String: CellRange] {
    var names: [String: CellRange] = [:]
    for name in book[child: "definedNames"]?.all("definedName") ?? [] {
      // A name that belongs to one sheet is not one of the workbook.
      guard let key = name.attributes["name"], name.attributes["localSheetId"] == nil,
        let cells = CellRange(address: name.text)
      else { continue }
      names[key] = cells
    }
    return names
  }
}

/// The formats by which numbers are days.
struct DateStyles {
  /// By the number of a cell's style.
  private let isDate: [Bool]

  init(_ styles: XMLTree?) {
    var codes: [Int: String] = [:]
    for format in styles?[child: "numFmts"]?.all("numFmt") ?? [] {
      guard let id = format.attributes["numFmtId"].flatMap({ Int($0) }) else { continue }
      codes[id] = format.attributes["formatCode"]
    }
    isDate = (styles?[child: "cellXfs"]?.all("xf") ?? []).map { style in
      guard let id = style.attributes["numFmtId"].flatMap({ Int($0) }) else { return false }
      return codes[id].map(Self.showsDays) ?? Self.builtIn.contains(id)
    }
  }

  func isDate(_ style: String?) -> Bool {
    guard let place = style.flatMap({ Int($0) }) else { return false }
    return isDate.indices.contains(place) && isDate[place]
  }

  /// The formats of days that every program knows.
  ///
  /// - Source: ECMA-376, part 1, 18.8.30.
  private static let builtIn: Set<Int> = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 57]

  /// Whether a code of a format names years or days, outside quotes and brackets.
  private static func showsDays(_ code: String) -> Bool {
    var isQuoted = false, isBracketed = false, isEscaped = false
    for character in code.lowercased() {
      if isEscaped {
        isEscaped = false
      } else if isQuoted {
        isQuoted = character != "\""
      } else if isBracketed {
        isBracketed = character != "]"
      } else {
        switch character {
        case "\"": isQuoted = true
        case "[": isBracketed = true
        case "\\", "_", "*": isEscaped = true
        case "y", "d": return true
        default: break
        }
      }
    }
    return false
  }
}

import ReachModel
import Reporting

/// The parts of a workbook's archive, found by their relationships.
struct WorkbookPackage: ~Copyable {
  private var archive: ZipArchive
  /// Elements that the parts which are still to be read may have.
  private var elements = XMLTree.most

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
    var strings: [String?] = []
    if let part = part("sharedStrings") {
      strings = try tree(part).all("si").map(SheetContent.text)
    }
    var styles: XMLTree?
    if let part = part("styles") { styles = try tree(part) }
    let uses1904 = ["1", "true"].contains(book[child: "workbookPr"]?.attributes["date1904"])
    let content = SheetContent(
      file: file, strings: strings, styles: NumberStyles(styles), uses1904: uses1904)
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
      return try XMLTree.parse(bytes, room: &elements)
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

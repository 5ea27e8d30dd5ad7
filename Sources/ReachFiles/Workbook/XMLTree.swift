private import CExpat

/// An element of an XML document with what is in it.
struct XMLTree {
  /// The local name for elements of spreadsheets and their packages; with its namespace for others,
  /// which nobody asks for.
  let name: String
  /// By local name; `r:id` for the one of relationships.
  let attributes: [String: String]
  private(set) var children: [XMLTree] = []
  /// All text directly in it.
  private(set) var text = ""

  init(name: String, attributes: [String: String]) {
    (self.name, self.attributes) = (name, attributes)
  }

  /// The first child of this name.
  subscript(child name: String) -> XMLTree? { children.first { $0.name == name } }

  /// All children of this name.
  func all(_ name: String) -> [XMLTree] { children.filter { $0.name == name } }

  enum Failure: Error, Equatable {
    /// The line counts from 1.
    case malformed(String, line: Int)
    case hasDoctype
    case tooDeep, tooMany
  }

  static let deepest = 64
  /// Elements in all parts of a workbook: a cell takes two or three, so these are some 40,000 rows of
  /// 8 cells, and 170 MB of memory.
  static let most = 1_000_000

  /// Parses a document; a document type, and so every entity of one's own, is refused.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - room: Elements that it may have; afterwards, those that are left.
  /// - Returns: Its outermost element.
  /// - Throws: What is wrong with it, first of all.
  static func parse(_ bytes: [UInt8], room: inout Int) throws(Failure) -> XMLTree {
    let builder = Builder(room: room)
    defer { room = builder.room }
    // SAFETY: the parser is freed below; the separator is one that no namespace has.
    guard let parser = unsafe XML_ParserCreateNS(nil, XML_Char(bitPattern: UInt8(ascii: "|")))
    else { throw .malformed("no memory", line: 0) }
    // SAFETY: freed once, at the end.
    defer { unsafe XML_ParserFree(parser) }
    unsafe builder.parser = unsafe parser
    // SAFETY: `builder` outlives the parse, in which alone the callbacks run.
    unsafe XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
    unsafe setCallbacks(of: parser)
    // SAFETY: the buffer holds the number of bytes stated (files are below 2³¹).
    let status = unsafe bytes.withUnsafeBytes { buffer in
      unsafe XML_Parse(
        parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
    }
    if let failure = builder.failure { throw failure }
    guard status == XML_STATUS_OK, let root = builder.root else {
      // SAFETY: the message is a constant of the library.
      let reason = unsafe XML_ErrorString(XML_GetErrorCode(parser)).map {
        unsafe String(cString: $0)
      }
      throw .malformed(
        reason ?? "no element", line: unsafe Int(XML_GetCurrentLineNumber(parser)))
    }
    return root
  }

  private static func setCallbacks(of parser: XML_Parser) {
    // SAFETY: user data is the builder in all of them, and names and texts hold during the call.
    unsafe XML_SetElementHandler(
      parser,
      { data, name, attributes in
        unsafe Builder.of(data).start(name, attributes)
      }, { data, _ in unsafe Builder.of(data).end() })
    unsafe XML_SetCharacterDataHandler(parser) { data, text, count in
      guard let text = unsafe text else { return }
      unsafe Builder.of(data).add(
        UnsafeRawBufferPointer(start: text, count: Int(count)))
    }
    unsafe XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      unsafe Builder.of(data).stop(.hasDoctype)
    }
  }

  /// What the callbacks of the parser fill.
  @safe private final class Builder {
    var parser: XML_Parser?
    private(set) var root: XMLTree?
    private(set) var failure: Failure?
    private var open: [XMLTree] = []
    private(set) var room: Int

    init(room: Int) { self.room = room }

    static func of(_ data: UnsafeMutableRawPointer?) -> Builder {
      guard let data = unsafe data else { preconditionFailure("a callback without its builder") }
      // SAFETY: user data is set to a builder that lives as long as the parse.
      return unsafe Unmanaged<Builder>.fromOpaque(data).takeUnretainedValue()
    }

    func stop(_ failure: Failure) {
      self.failure = self.failure ?? failure
      // SAFETY: the parser is the one whose callback this is.
      _ = unsafe XML_StopParser(parser, 0)
    }

    func start(
      _ name: UnsafePointer<XML_Char>?,
      _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
      guard open.count < XMLTree.deepest else { return stop(.tooDeep) }
      guard room > 0 else { return stop(.tooMany) }
      room -= 1
      var found: [String: String] = [:]
      var place = 0
      // SAFETY: expat hands over pairs of terminated names and values, and nil at the end.
      while let key = unsafe attributes?[place], let value = unsafe attributes?[place + 1] {
        found[XMLName.attribute(unsafe String(cString: key))] = unsafe String(cString: value)
        place += 2
      }
      let name = unsafe name.map { unsafe String(cString: $0) } ?? ""
      open.append(XMLTree(name: XMLName.element(name), attributes: found))
    }

    func end() {
      guard let done = open.popLast() else { return }
      if open.isEmpty { root = done } else { open[open.count - 1].children.append(done) }
    }

    func add(_ text: UnsafeRawBufferPointer) {
      guard !open.isEmpty else { return }
      open[open.count - 1].text += unsafe String(decoding: text, as: UTF8.self)
    }
  }
}

/// Names of XML as expat gives them, `namespace|local`.
private enum XMLName {
  /// Of spreadsheets and packages: as written by default, and in the strict form of ISO 29500.
  private static let known: Set<Substring> = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
  ]
  private static let relationships: Set<Substring> = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
  ]

  static func element(_ name: String) -> String {
    let parts = name.split(separator: "|", maxSplits: 1)
    return parts.count == 2 && known.contains(parts[0]) ? String(parts[1]) : name
  }

  static func attribute(_ name: String) -> String {
    let parts = name.split(separator: "|", maxSplits: 1)
    return parts.count == 2 && relationships.contains(parts[0]) ? "r:" + parts[1] : name
  }
}

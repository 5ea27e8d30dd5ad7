import CXlsxWriter
import Reporting

/// The formats of an open book, one for each style that its cells have.
@safe struct WorkbookFormats {
  private let book: UnsafeMutablePointer<lxw_workbook>
  private var known: [Key: UnsafeMutablePointer<lxw_format>] = unsafe [:]

  private struct Key: Hashable {
    let style: CellStyle
    let isText: Bool
  }

  /// - Parameter book: Open for as long as this value is used.
  init(_ book: UnsafeMutablePointer<lxw_workbook>) { unsafe self.book = book }

  /// The format of a style, made when it is first asked for; texts stand a little off the number to
  /// their left.
  mutating func format(
    _ style: CellStyle, isText: Bool = false
  ) -> UnsafeMutablePointer<lxw_format>? {
    let key = Key(style: style, isText: isText)
    if let format = unsafe known[key] { return unsafe format }
    // SAFETY: the book is open and owns its formats.
    guard let format = unsafe workbook_add_format(book) else { return nil }
    unsafe Self.set(format, style)
    if isText, [.body, .strong, .id, .assumed, .observed].contains(style.kind) {
      unsafe format_set_indent(format, 1)
    }
    unsafe known[key] = format
    return unsafe format
  }

  private static func set(_ format: UnsafeMutablePointer<lxw_format>, _ style: CellStyle) {
    // SAFETY: here and below the format belongs to an open book, and strings are copied.
    unsafe format_set_font_name(format, "Arial")
    unsafe format_set_font_size(format, 10)
    unsafe format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    if style.format != .general { unsafe format_set_num_format(format, style.format.code) }
    if style.isWrapped || style.kind == .header { unsafe format_set_text_wrap(format) }
    unsafe setKind(format, style.kind)
  }

  private static func setKind(
    _ format: UnsafeMutablePointer<lxw_format>, _ kind: CellStyle.Kind
  ) {
    switch kind {
    case .body: break
    case .title:
      unsafe format_set_bold(format)
      unsafe format_set_font_size(format, 16)
    case .heading:
      unsafe format_set_bold(format)
      unsafe format_set_font_size(format, 12)
    case .strong: unsafe format_set_bold(format)
    case .header:
      unsafe format_set_bold(format)
      unsafe format_set_bg_color(format, 0xDDE6EE)
      unsafe format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
    case .note:
      unsafe format_set_italic(format)
      unsafe format_set_font_color(format, 0x555555)
    case .id:
      unsafe format_set_font_color(format, 0x666666)
      unsafe format_set_font_size(format, 8)
    case .assumed: unsafe format_set_bg_color(format, 0xFDF3DC)
    case .observed: unsafe format_set_bg_color(format, 0xE3F1E7)
    case .editable:
      unsafe format_set_bg_color(format, 0xFFFFE0)
      unsafe format_set_font_color(format, 0x0000C0)
      unsafe format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
      unsafe format_set_border_color(format, 0xBBBBBB)
    }
  }
}

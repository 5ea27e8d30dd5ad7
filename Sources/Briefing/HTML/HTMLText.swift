/// Text as it may stand between tags or in an attribute.
///
/// Whatever a scenario is called, a browser shows it and does nothing else: marks of HTML are written as
/// references, and control characters, which HTML may not hold, as their pictures (U+2400 on).
func escaped(_ text: String) -> String {
  var out = ""
  out.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": out += "&amp;"
    case "<": out += "&lt;"
    case ">": out += "&gt;"
    case "\"": out += "&quot;"
    case "'": out += "&#39;"
    case _ where scalar.value < 0x20 && scalar != "\n":
      out.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
    case "\u{7F}": out += "\u{2421}"
    // C1 controls and characters that are none.
    case _ where (0x80...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE:
      out += "\u{FFFD}"
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out
}

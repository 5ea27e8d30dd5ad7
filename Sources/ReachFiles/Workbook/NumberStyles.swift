/// What the formats of a workbook make of a number: a day, or a share shown in percent.
struct NumberStyles {
  enum Kind: Equatable {
    case plain
    case day
    /// A hundred times the number is shown.
    case percent
  }

  /// By the number of a cell's style.
  private let kinds: [Kind]

  init(_ styles: XMLTree?) {
    var codes: [Int: String] = [:]
    for format in styles?[child: "numFmts"]?.all("numFmt") ?? [] {
      guard let id = format.attributes["numFmtId"].flatMap({ Int($0) }) else { continue }
      codes[id] = format.attributes["formatCode"]
    }
    kinds = (styles?[child: "cellXfs"]?.all("xf") ?? []).map { style in
      guard let id = style.attributes["numFmtId"].flatMap({ Int($0) }) else { return .plain }
      return codes[id].map(Self.kind) ?? Self.builtIn(id)
    }
  }

  /// What the style makes of a number that a cell names.
  func kind(_ style: String?) -> Kind {
    guard let place = style.flatMap({ Int($0) }), kinds.indices.contains(place) else {
      return .plain
    }
    return kinds[place]
  }

  /// Of the formats that every program knows.
  ///
  /// - Source: ECMA-376, part 1, 18.8.30.
  private static func builtIn(_ id: Int) -> Kind {
    switch id {
    case 9, 10: .percent
    case 14...17, 22, 27...31, 36, 50, 57: .day
    default: .plain
    }
  }

  /// Of the code of a format, by what it has outside quotes and brackets: a mark of percent, or
  /// years or days.
  private static func kind(_ code: String) -> Kind {
    var isQuoted = false, isBracketed = false, isEscaped = false, isDay = false
    for character in code.lowercased().unicodeScalars {
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
        case "%": return .percent
        case "y", "d": isDay = true
        default: break
        }
      }
    }
    return isDay ? .day : .plain
  }
}

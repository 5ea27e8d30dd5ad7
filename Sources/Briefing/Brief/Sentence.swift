import ReachModel
package import Reporting

/// A number as it is printed, with what it was printed from.
package struct Figure: Sendable, Equatable {
  /// How a value becomes text.
  package enum Style: Sendable, Equatable {
    case plain
    /// A fraction in percent.
    case percent
    /// A difference of fractions, in percentage points.
    case points
    /// Without its sign, which the words around it tell.
    case size
    /// A difference of fractions without its sign, in percentage points.
    case sizeInPoints
    /// A day, as `yyyymmdd`.
    case date
  }

  package let text: String
  package let value: Double
  /// Half of its 95 % interval, where the text has that too.
  package let error: Double?
  package let style: Style
  package let reference: Reference

  package init(
    _ text: String, _ value: Double, error: Double? = nil, _ style: Style = .plain,
    _ reference: Reference
  ) {
    (self.text, self.value, self.error) = (text, value, error)
    (self.style, self.reference) = (style, reference)
  }
}

/// A piece of narrative text.
package enum Inline: Sendable, Equatable {
  /// Words; ``BriefLint`` refuses numerals and likelihood words in them.
  case text(String)
  case figure(Figure)
  /// A likelihood word of a probability.
  case word(LikelihoodWord, probability: Double, Reference)
  /// Text that a run holds: titles, labels, sources.
  case name(String, Reference)
  /// The word for a code that a run holds.
  case term(Term, String, Reference)
  case strong([Inline])
  case link(String, [Inline])
}

/// A sentence whose numbers can only come from somewhere: its literals have none, and what is
/// interpolated carries its reference.
package struct Sentence: Sendable, Equatable, ExpressibleByStringInterpolation {
  package private(set) var inlines: [Inline]

  package init(_ inlines: [Inline]) { self.inlines = inlines }

  package init(stringLiteral value: String) { inlines = value.isEmpty ? [] : [.text(value)] }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var inlines: [Inline] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { inlines.append(.text(literal)) }
    }

    package mutating func appendInterpolation(_ inline: Inline) { inlines.append(inline) }
    package mutating func appendInterpolation(_ sentence: Sentence) { inlines += sentence.inlines }
  }

  package init(stringInterpolation: StringInterpolation) { inlines = stringInterpolation.inlines }

  package static func + (a: Sentence, b: Sentence) -> Sentence { Sentence(a.inlines + b.inlines) }

  package var isEmpty: Bool { inlines.isEmpty }

  /// The words alone, for chart descriptions and cells; likelihood words in `language`.
  package func plain(_ language: Language) -> String {
    inlines.map { $0.plain(language) }.joined()
  }
}

extension Inline {
  package func plain(_ language: Language) -> String {
    switch self {
    case .text(let text): text
    case .figure(let figure): figure.text
    case .word(let word, _, _): language(word.label)
    case .name(let text, _): text
    case .term(let term, let code, _): term.text(code, language)
    case .strong(let inlines), .link(_, let inlines):
      inlines.map { $0.plain(language) }.joined()
    }
  }

  /// Itself and what stands in it.
  package var leaves: [Inline] {
    switch self {
    case .strong(let inlines), .link(_, let inlines): inlines.flatMap(\.leaves)
    default: [self]
    }
  }
}

extension Sequence<Sentence> {
  /// One after another, with a separator between.
  package func joined(_ separator: Sentence) -> Sentence {
    enumerated().reduce(into: "") { $0 = $1.offset == 0 ? $1.element : $0 + separator + $1.element }
  }
}

extension Language {
  /// The sentence of the language.
  func say(vi: Sentence, en: Sentence) -> Sentence { self == .vi ? vi : en }
}

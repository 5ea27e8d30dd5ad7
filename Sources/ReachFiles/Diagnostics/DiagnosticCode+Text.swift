extension DiagnosticCode {
  package static let yamlSyntax = DiagnosticCode(
    "S001", "the text is not YAML",
    cause: "The parser could not follow the structure: most often an indentation that fits no line "
      + "above, or a missing space after a colon.",
    remedy: "indent with spaces, two a level; put a text with `: ` or ` #` in quotes.",
    example: "wrong: title: {vi: Hà Nội\nright: title: {vi: Hà Nội, en: Hanoi}")

  package static let tab = DiagnosticCode(
    "S002", "a tab where spaces belong",
    cause: "A tab has no agreed width, so the structure would depend on the editor. Only a "
      + "comment may have one.",
    remedy: "replace it by spaces.")

  package static let anchor = DiagnosticCode(
    "S003", "an anchor or alias",
    cause: "`&name` and `*name` copy parts of a file out of sight, and a few lines can stand for "
      + "billions of values.",
    remedy: "write the value out, or use `extends`; put a text that begins with & or * in quotes.")

  package static let tag = DiagnosticCode(
    "S004", "a type tag",
    cause: "`!!float` and the like change how a value is read.",
    remedy: "leave it out; the schema knows the type. Put a text that begins with ! in quotes.")

  package static let mergeKey = DiagnosticCode(
    "S005", "a merge key",
    cause: "`<<:` copies keys out of sight.",
    remedy: "use `extends`, or write the keys out.")

  package static let duplicateKey = DiagnosticCode(
    "S006", "the same key twice",
    cause: "Only one of the two values could count, and which one would be a guess.",
    remedy: "delete one of them.")

  package static let severalDocuments = DiagnosticCode(
    "S007", "more than one document",
    cause: "A line `---`, `...` or `%` starts or ends a document; a file holds one.",
    remedy: "delete the line, or make two files.")

  package static let depth = DiagnosticCode(
    "S008", "nested too deeply",
    cause: "Files may nest 64 levels.",
    remedy: "check for brackets that are not closed.")

  package static let tooManyKeys = DiagnosticCode(
    "S009", "too many keys",
    cause: "A file may have 10,000 keys.",
    remedy: "split the file.")

  package static let ambiguousWord = DiagnosticCode(
    "S010", "a word that YAML may read as true or false",
    cause: "yes, no, on, off, y, n and ~ are text to some programs and truth values to others; "
      + "`no` is also Norway.",
    remedy: "write `true` or `false`, or put the text in quotes.",
    example: "wrong: budget_assumed: yes\nright: budget_assumed: true")

  package static let leadingZero = DiagnosticCode(
    "S011", "a whole number with a leading zero",
    cause: "`012` is 12 to one program and 10 (octal) to another.",
    remedy: "leave the zero out; put a code (a province's) in quotes.",
    example: "wrong: code: 01\nright: code: \"01\"")

  package static let ambiguousNumber = DiagnosticCode(
    "S012", "a number with two readings",
    cause: "`1.500` and `1,500` are one and a half to one reader and fifteen hundred to another.",
    remedy: "write digits and at most one dot: `1500`, or `1.5`. Three decimals that are meant: "
      + "`1.2340`, or an exponent, `1.234e0`.",
    example: "wrong: firms: 1.500 firms\nright: firms: 1500 firms")

  package static let foreignNumber = DiagnosticCode(
    "S013", "a number in a form that is not decimal",
    cause: "Hexadecimal, octal, times of day (`1:30`), digits with underscores, `.inf` and `.nan` "
      + "are read differently by different programs, or are no quantities.",
    remedy: "write it in decimal digits, or put a text in quotes.")

  package static let unknownKey = DiagnosticCode(
    "S014", "a key that is not known here",
    cause: "Every key must be known, so that a misspelt one is not silently ignored.",
    remedy: "correct the spelling, or delete the key; the message lists what is allowed.",
    example: "wrong: budjet: 120 billion VND\nright: budget: 120 billion VND")

  package static let missingKey = DiagnosticCode(
    "S015", "a key is missing",
    cause: "Nothing is assumed in silence: this key must be given.",
    remedy: "add it; `reach schema` describes every key.")

  package static let wrongType = DiagnosticCode(
    "S016", "a value of the wrong kind",
    cause: "For example a list where a number belongs, or text where a date belongs.",
    remedy: "see the message for what is expected.",
    example: "wrong: years: one\nright: years: 1")

  package static let jsonSyntax = DiagnosticCode(
    "S017", "the text is not JSON",
    cause: "JSON is read strictly: double quotes, no comments, no comma after the last item.",
    remedy: "see the place in the message.")

  package static let wrongUnit = DiagnosticCode(
    "S018", "a quantity in the wrong unit, or without one",
    cause: "Money must carry its unit, and a unit must fit what is asked for.",
    remedy: "use one of the units in the message.",
    example: "wrong: budget: 120 million USD\nright: budget: 120 billion VND")

  package static let badRange = DiagnosticCode(
    "S019", "a range that is none",
    cause: "A range `a to b` is a 90 % interval and needs a < b; on a logarithmic scale a > 0, for "
      + "shares 0 < a and b < 1.",
    remedy: "put the lower end first, or give a single value.",
    example: "wrong: 20 % to 5 %\nright: 5 % to 20 %")

  package static let badLaw = DiagnosticCode(
    "S020", "a distribution that does not exist",
    cause: "The name of the law is unknown, a moment is missing, an sd is not positive, or no such "
      + "law has these moments (a beta needs sd² < mean (1 − mean)).",
    remedy: "correct the moments.",
    example: "right: prior: {beta: {mean: 0.095, sd: 0.02}}")

  package static let outOfBounds = DiagnosticCode(
    "S021", "a value out of bounds",
    cause: "The value is impossible (a negative budget, a share above 1) or outside the bounds of "
      + "its catalog entry.",
    remedy: "choose a value within the bounds, or widen them in the catalog, with a source.",
    example: "wrong: budget: -5 billion VND\nright: budget: 5 billion VND")

  package static let unknownName = DiagnosticCode(
    "S022", "a name that is not in the catalog",
    cause: "Levers, sectors, provinces, targets, uncertainties and outcomes are entries of "
      + "`Scenarios/catalog/`.",
    remedy: "correct the spelling (`reach levers`, `reach sectors`, … list them), or add an entry.")

  package static let extendsCycle = DiagnosticCode(
    "S023", "files that extend one another in a circle",
    cause: "A scenario cannot inherit from itself.",
    remedy: "remove one `extends`.")

  /// Problems of YAML and JSON text, and of single values.
  package static let scenarios = [
    yamlSyntax, tab, anchor, tag, mergeKey, duplicateKey, severalDocuments, depth, tooManyKeys,
    ambiguousWord, leadingZero, ambiguousNumber, foreignNumber, unknownKey, missingKey,
    wrongType, jsonSyntax, wrongUnit, badRange, badLaw, outOfBounds, unknownName, extendsCycle,
  ]
}

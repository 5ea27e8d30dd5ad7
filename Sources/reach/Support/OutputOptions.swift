import ArgumentParser
import Reporting

/// How a command prints its result.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  @Option(help: "Language of texts: en or vi.")
  var lang: Language = .en
}

extension Language: ExpressibleByArgument {}

import ArgumentParser

/// A number as typed on the command line: plain, or in percent.
struct PlainAmount: ExpressibleByArgument {
  let value: Double

  var defaultValueDescription: String { "\(value)" }

  init(_ value: Double) { self.value = value }

  init?(argument: String) {
    let text = argument.filter { $0 != " " }
    let number = text.hasSuffix("%") ? Double(text.dropLast()).map { $0 / 100 } : Double(text)
    guard let number, number.isFinite else { return nil }
    value = number
  }
}

/// An amount for one lever: `linkage=20`, billion VND a year.
struct LeverAmount: ExpressibleByArgument {
  let lever: String
  let amount: Double

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty,
      let amount = Double(parts[1].filter { $0 != " " }), amount.isFinite, amount >= 0
    else { return nil }
    (lever, self.amount) = (parts[0].filter { $0 != " " }, amount)
  }
}

/// Where a number or a name of a report stands in the runs that it is made from.
package struct Reference: Hashable, Sendable {
  /// The run folder's name; empty for what the method fixes, such as the level of an interval.
  package let run: String
  /// The file and the place in it: `findings.csv:hanoi-2021:targets.firms.probability`,
  /// `verdict.json#/scenarios/0/plan_year` (a JSON pointer, RFC 6901), `history.csv#3` (a row).
  package let item: String

  package init(run: String, item: String) { (self.run, self.item) = (run, item) }

  /// A number that the method fixes, by what it is: `interval level`.
  package static func method(_ name: String) -> Reference { Reference(run: "", item: name) }
}

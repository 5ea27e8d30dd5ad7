import Reporting

/// The JSON Schema of scenario files, made from the table of keys that the reader uses.
///
/// What may be inherited through `extends` cannot be required by a schema of one file: required
/// keys stand only where a mapping replaces as a whole (those with `value` or `values`, the items of
/// lists), and at the top for files that extend nothing. For the same reason a key that may be
/// absent, and an entry under a free name, may be null: that removes an inherited one.
///
/// Whatever the reader accepts is valid by the schema; the reader knows more (names, units, sums).
package enum ScenarioJSONSchema {
  /// JSON (draft 2020-12), indented by two spaces, with a line break at the end.
  package static var text: String {
    let required = ScenarioSchema.scenario.keys.filter(\.isRequired).map(\.name)
    let alternatives = JSONValue.array([
      .object([("required", .array([.string("extends")]))]),
      .object([("required", .array(required.map(JSONValue.string)))]),
    ])
    return JSONSchemaText(keepsRequired: false).text(
      of: ScenarioSchema.scenario, title: "A scenario of Reach", ending: [("anyOf", alternatives)])
  }

  /// The table itself, for comparison with the text.
  package static var table: MappingSchema { ScenarioSchema.scenario }
}

/// The JSON Schema of specification files, made from the table of keys that the reader uses.
///
/// Whatever the reader accepts is valid by the schema; the reader knows more (expressions, which
/// keys go together).
package enum SpecificationJSONSchema {
  /// JSON (draft 2020-12), indented by two spaces, with a line break at the end.
  package static var text: String {
    JSONSchemaText(keepsRequired: true).text(
      of: SpecificationSchema.specification, title: "A specification of Reach")
  }
}

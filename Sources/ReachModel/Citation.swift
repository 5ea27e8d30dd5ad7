/// A published source that entries of the catalog and scenarios cite by its id (P05, L10).
public struct Citation: Sendable, Equatable {
  /// How much of the source was seen by whoever noted what it says.
  public enum Seen: String, Sendable { case whole, inPart, fromMemory }

  public let id: String
  /// Authors, year and where it was published.
  public let text: String
  /// Empty if the source has no address.
  public let url: String
  /// What is not `whole` must be shown as such wherever the id is resolved.
  public let seen: Seen

  public init(id: String, text: String, url: String, seen: Seen) {
    (self.id, self.text, self.url, self.seen) = (id, text, url, seen)
  }
}

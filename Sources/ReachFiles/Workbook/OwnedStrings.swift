private import Glibc

/// Strings lent to C for as long as this value lives.
@safe struct OwnedStrings: ~Copyable {
  private var owned: [UnsafeMutablePointer<CChar>?] = unsafe []

  /// A terminated copy of `text`; what follows a NUL is not seen by C.
  mutating func lend(_ text: String) -> UnsafeMutablePointer<CChar>? {
    // SAFETY: strdup copies a terminated string, which `deinit` frees.
    let copy = unsafe strdup(text)
    unsafe owned.append(copy)
    return unsafe copy
  }

  deinit {
    // SAFETY: each was made by strdup and is freed once.
    for place in unsafe owned.indices { unsafe free(owned[place]) }
  }
}

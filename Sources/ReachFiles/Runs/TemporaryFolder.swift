private import Glibc

/// A hidden folder in which a run folder is put together: `.tmp-<process>-<random>`.
///
/// It is locked while its writer lives, and removed with this value unless it was published.
struct TemporaryFolder: ~Copyable {
  static let prefix = ".tmp-"

  let path: String
  private let parent: String
  private let lock: Int32
  private var isPublished = false

  /// Makes the folder within `parent`.
  init(in parent: String) throws(CallFailure) {
    self.parent = parent
    for _ in 0..<100 {
      let random = String(UInt64.random(in: .min ... .max), radix: 16)
      let path = joined(parent, "\(Self.prefix)\(getpid())-\(random)")
      // SAFETY: Swift passes the path as a terminated string.
      guard unsafe mkdir(path, 0o777) == 0 else {
        if errno == EEXIST { continue }
        throw CallFailure(code: errno, action: "making a folder in `\(parent)`")
      }
      // One who clears up may have been faster than the lock: then the next name is tried.
      guard let lock = lockFolder(path) else {
        // SAFETY: as above.
        _ = unsafe rmdir(path)
        continue
      }
      (self.path, self.lock) = (path, lock)
      return
    }
    throw CallFailure(code: EBUSY, action: "making a folder in `\(parent)`")
  }

  /// Writes a file; one whose name has a folder in it goes into that folder, made if there is none.
  func write(_ bytes: [UInt8], to name: String) throws(CallFailure) {
    if name.contains("/") { try makeFolders(joined(path, folder(of: name))) }
    try writeNewFile(bytes, to: joined(path, name))
  }

  /// Gives the folder its name within its parent, for good.
  ///
  /// - Returns: Whether the name was free; if not, nothing happened.
  mutating func publish(as name: String) throws(CallFailure) -> Bool {
    for name in names(in: path) where isFolder(joined(path, name)) {
      try synchroniseFolder(joined(path, name))
    }
    try synchroniseFolder(path)
    switch renameWithoutReplacing(path, joined(parent, name)) {
    case 0: isPublished = true
    case EEXIST, ENOTEMPTY, ENOTDIR: return false
    case let code: throw CallFailure(code: code, action: "naming the run folder `\(name)`")
    }
    try synchroniseFolder(parent)
    return true
  }

  /// Gives the folder its name, in place of one that may be there.
  ///
  /// The other is set aside first and removed when all is done; if the name is then taken by someone
  /// else, it comes back. A link of that name stays, and so does what it leads to.
  mutating func publish(replacing name: String) throws(CallFailure) {
    if try publish(as: name) { return }
    let place = joined(parent, name), aside = "\(path)-aside"
    guard !isLink(place) else {
      throw CallFailure(code: ENOTDIR, action: "replacing the link `\(place)`")
    }
    var code = renameWithoutReplacing(place, aside)
    guard code == 0 else { throw CallFailure(code: code, action: "setting `\(place)` aside") }
    var isThere = false
    do throws(CallFailure) {
      isThere = try publish(as: name)
      code = EEXIST
    } catch {
      code = error.code
    }
    guard isThere else {
      _ = renameWithoutReplacing(aside, place)
      throw CallFailure(code: code, action: "naming the folder `\(name)`")
    }
    removeFolder(aside)
  }

  deinit {
    if !isPublished { removeFolder(path) }
    close(lock)
  }

  /// Removes what writers that died left behind in `parent`.
  ///
  /// A folder goes only if its process is gone and its lock is free; the lock also covers a process
  /// of another container, whose number means nothing here.
  static func clearLeftovers(in parent: String) {
    for name in names(in: parent) where name.hasPrefix(prefix) {
      let number = name.dropFirst(prefix.count).prefix { $0 != "-" }
      guard let process = Int32(number), process > 0, !isAlive(process) else { continue }
      let path = joined(parent, name)
      guard let lock = lockFolder(path) else { continue }
      removeFolder(path)
      close(lock)
    }
  }
}

private func isAlive(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno != ESRCH }

/// An open, locked folder; nil if it is gone or locked by another.
private func lockFolder(_ path: String) -> Int32? {
  // SAFETY: Swift passes the path as a terminated string.
  let handle = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  guard handle >= 0 else { return nil }
  // A file system without locks leaves only the process number to go by.
  guard flock(handle, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
    close(handle)
    return nil
  }
  return handle
}

/// Renames a folder with something in it; the new name must be free.
///
/// rename(2) replaces no file and no folder that has something in it, and is one step: of two
/// writers one gets the name. (An empty folder of the new name would be replaced; it is no run.)
///
/// - Returns: 0 or the code of the error.
private func renameWithoutReplacing(_ old: String, _ new: String) -> Int32 {
  // SAFETY: Swift passes the paths as terminated strings.
  unsafe rename(old, new) == 0 ? 0 : errno
}

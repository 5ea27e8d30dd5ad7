private import Glibc

/// A running program at the head of a process group of its own.
///
/// Foundation's `Process` takes a program for running as long as anything that it started holds what it
/// inherited; here its own end counts.
struct ChildProcess {
  private let id: pid_t

  /// What the program begins with.
  struct Setting {
    /// A path, or a name to be sought in the path of programs.
    var program: String
    var arguments: [String]
    var environment: [String: String]
    var workingFolder: String
    /// Files for its standard output and standard error, made anew.
    var text: String
    var complaints: String
  }

  /// Starts a program by way of the shell, which goes to its folder; standard input is empty.
  ///
  /// - Returns: Nil if the shell cannot be started; of a program that there is none of, or that cannot
  ///   be started, the status is 127 or 126.
  init?(_ setting: Setting) {
    // SAFETY: both are made by their own functions before use and destroyed when this ends; the paths
    // are copied, and the arrays of texts live until the call is over.
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let write = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, setting.text, write, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, setting.complaints, write, 0o600)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // What this process ignores or blocks, such as SIGPIPE, the program must not.
    var none = sigset_t(), all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    let variables = setting.environment.map { "\($0.key)=\($0.value)" }
    var id: pid_t = 0
    // Names are handed over as arguments: no sign in them means anything to the shell.
    let command = ["sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh"]
    let words = command + [setting.workingFolder, setting.program] + setting.arguments
    let status = unsafe withTexts(words) { arguments in
      unsafe withTexts(variables) { variables in
        unsafe posix_spawn(&id, "/bin/sh", &actions, &attributes, arguments, variables)
      }
    }
    guard status == 0 else { return nil }
    self.id = id
  }

  /// Waits for the program's end.
  ///
  /// - Returns: Whether it came within so many seconds.
  func wait(seconds: Int) -> Bool {
    let clock = ContinuousClock(), deadline = clock.now + .seconds(seconds)
    var pause: UInt32 = 500
    while !hasEnded {
      guard clock.now < deadline else { return false }
      usleep(pause)
      pause = min(20_000, pause * 2)
    }
    return true
  }

  /// Seen without asking for the status: until that is done, no other group can have the number.
  private var hasEnded: Bool {
    var information = unsafe siginfo_t()
    // SAFETY: a local that waitid fills; its signal stays 0 where there is nothing to tell.
    let status = unsafe waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT)
    return unsafe status == 0 && information.si_signo != 0
  }

  /// Ends the program if it is still running, and whatever is left of its group.
  ///
  /// - Returns: Its status, or 128 and the number of the signal that ended it, as shells tell it.
  func end() -> Int32 {
    kill(-id, SIGKILL)
    var status: Int32 = 0
    // SAFETY: `status` is a local that waitpid fills.
    while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
    // WTERMSIG and WEXITSTATUS are macros.
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : 128 + signal
  }
}

/// Texts as C functions take them: pointers to terminated copies, nil behind the last.
private func withTexts<Result>(
  _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  // SAFETY: strdup's copies are freed when the body is done; the array has a nil behind the last.
  var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
  defer { for place in unsafe pointers.indices { unsafe free(pointers[place]) } }
  return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else {
      preconditionFailure("an array of one or more is empty")
    }
    return unsafe body(base)
  }
}

import ReachModel

extension DiagnosticCode {
  package static let cannotWrite = DiagnosticCode(
    "R001", "the results folder cannot be written",
    cause: "The folder is read-only or belongs to someone else, or its disk is mounted read-only.",
    remedy: "give yourself the right to write there (`chmod u+w DIR`), or name another folder: "
      + "`--results DIR`.",
    exitStatus: .cannotWrite)

  package static let diskFull = DiagnosticCode(
    "R002", "the disk is full",
    cause: "No room, no free file number or no quota is left where the run folder is written. "
      + "Nothing of the run was left behind.",
    remedy: "delete what is not needed (old folders under Results), keep fewer draws "
      + "(`--keep-draws N`), or name a folder on another disk: `--results DIR`.",
    exitStatus: .cannotWrite)

  package static let resultsIsNoFolder = DiagnosticCode(
    "R003", "the results folder is not a folder",
    cause: "A file stands where run folders are to go, or on the way there.",
    remedy: "move that file away, or name another folder: `--results DIR`.",
    exitStatus: .cannotWrite)

  package static let writeFailed = DiagnosticCode(
    "R004", "writing a run folder failed",
    cause: "The disk or the network reported an error. Nothing of the run was left behind that "
      + "looks finished.",
    remedy: "try again; then check the disk, or name another folder: `--results DIR`.",
    exitStatus: .inputOutput)

  package static let runMissing = DiagnosticCode(
    "R005", "there is no such run",
    cause: "No folder of this path, and none under Results whose name has this part.",
    remedy: "`reach runs list` lists the runs; `--results DIR` looks in another folder.",
    exitStatus: .fileMissing)

  package static let runAmbiguous = DiagnosticCode(
    "R006", "several runs have such a name",
    cause: "More than one of them has the part that was given in its name.",
    remedy: "give more of the name, or all of it.",
    exitStatus: .usage)

  package static let damagedRun = DiagnosticCode(
    "R007", "a file of a run folder is damaged",
    cause: "The file is not what Reach wrote: it was edited or cut off.",
    remedy: "restore it from a copy, or repeat the run; `reach runs verify RUN` lists every file "
      + "that differs.")

  package static let newerRun = DiagnosticCode(
    "R008", "a run folder has a form that this version does not know",
    cause: "It was written by another version of Reach, with a newer form of its files.",
    remedy: "read it with that version; `provenance.json` names it under `software`.")

  package static let projectMissing = DiagnosticCode(
    "R009", "no project was found",
    cause: "Neither the working folder nor one above it has a folder `Scenarios`, and no installed "
      + "data was found beside the program.",
    remedy: "go to a project, make one with `reach init DIR`, or name its folder by REACH_HOME.",
    exitStatus: .fileMissing)

  package static let checksumFailed = DiagnosticCode(
    "R010", "a checksum could not be computed",
    cause: "The cryptographic library libcrypto refused SHA-256.",
    remedy: "install a libcrypto that offers SHA-256 (package `libssl3`).",
    exitStatus: .internalError)

  /// Problems of run folders.
  package static let findingMissing = DiagnosticCode(
    "R011", "a run has no finding of this name",
    cause:
      "`reach explain` was given a word that is neither the code of a message nor a finding of "
      + "the run.",
    remedy: "Take an id from the first columns of `findings.csv` in the run folder.",
    example: "reach explain targets.firms.probability", exitStatus: .usage)

  package static let inputsChanged = DiagnosticCode(
    "R012", "the inputs of a run have changed since",
    cause: "A number can only be traced to the scenario and data it was computed from, and what "
      + "stands there now gives another study.",
    remedy: "Run the scenario again and explain the new run, or restore the files: "
      + "`reach runs verify` says which changed.",
    exitStatus: .badContent)

  package static let runs = [
    cannotWrite, diskFull, resultsIsNoFolder, writeFailed, runMissing, runAmbiguous, damagedRun,
    newerRun, projectMissing, checksumFailed, findingMissing, inputsChanged,
  ]
}

extension DiagnosticReport {
  /// A damaged file of a run folder.
  static func damaged(_ summary: String, at origin: Origin? = nil) -> DiagnosticReport {
    DiagnosticReport(one: Diagnostic(.damagedRun, summary, at: origin))
  }
}

/// SHA-256 of `bytes`, 64 lower-case hexadecimal digits.
///
/// - Throws: R010 if libcrypto fails.
func checksum(_ bytes: [UInt8]) throws(DiagnosticReport) -> String {
  guard let sum = sha256(bytes) else {
    throw DiagnosticReport(
      one: Diagnostic(.checksumFailed, "libcrypto computed no SHA-256", at: nil))
  }
  return sum
}

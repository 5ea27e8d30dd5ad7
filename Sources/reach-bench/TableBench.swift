import ReachFiles

/// The seconds that it takes to read a file of comma-separated values as columns.
func tableTime(_ path: String, threads: Int) throws -> Answer {
  var answer = Answer()
  let time = try ContinuousClock().measure {
    withExtendedLifetime(try readDataTable(path, threads: threads)) {}
  }
  answer.add("seconds", time.inSeconds)
  return answer
}

import ArgumentParser

@main
struct Reach: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach",
    abstract: "Is this target reachable, how surely, and what would it take?")
}

import ArgumentParser
import Foundation
import Pipeline

/// The command line: every stage of the night, and the night as a whole.
@main
struct Assay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract:
      "Says how far packages of PyPI, npm and crates.io can be trusted, and how sure anyone can be.",
    discussion: """
      One night:   assay nightly --corpus corpus --contact you@example.org
      On this machine only:   assay simulate --port 8700 &
                              assay nightly --corpus demo --simulator http://127.0.0.1:8700

      Exit codes: 0 published, 1 failed, 2 usage, 3 partial, 4 held, 75 another run holds the corpus.
      """,
    version: Version.current,
    subcommands: [
      Crawl.self,
      Repositories.self,
      Import.self,
      Compact.self,
      Extract.self,
      Link.self,
      Fit.self,
      Score.self,
      Evaluate.self,
      Audit.self,
      Export.self,
      Report.self,
      Nightly.self,
      Show.self,
      History.self,
      ExplainChange.self,
      Status.self,
      Verify.self,
      Simulate.self,
      WriteDictionary.self,
    ])

  /// Runs the command named by the arguments and ends the process with its exit code.
  static func main() async {
    await Interruption.run { await runCommand() }
  }

  private static func runCommand() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    if let code = Pipeline.exitCode(of: error) {
      complain("\(error)")
      Foundation.exit(code)
    }
    switch error {
    case let error as ExitWithVerdict:
      Foundation.exit(error.code)
    case is CancellationError:
      complain("interrupted: what was finished is stored; the next run goes on from there")
      Foundation.exit(3)
    default:
      let code = exitCode(for: error).rawValue
      if code == ExitCode.validationFailure.rawValue {
        complain(fullMessage(for: error))
        Foundation.exit(2)
      }
      if code == 0 {
        print(fullMessage(for: error))
        Foundation.exit(0)
      }
      complain("assay: \(fullMessage(for: error))")
      Foundation.exit(1)
    }
  }

  private static func complain(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}

/// Thrown to end with an exit code that says how the run went.
struct ExitWithVerdict: Error {
  let code: Int32
}

import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct History: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Every stored state of one package, and what changed between them.",
    discussion: "Example: assay history pkg:npm/left-pad --corpus corpus")

  @Argument(help: "The package-url, as pkg:pypi/NAME, pkg:npm/NAME or pkg:cargo/NAME.")
  var purl: String

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "Leave out what was stored after this moment, ISO 8601.")
  var asOf: String?

  func run() async throws {
    let package = try Arguments.package(purl)
    let moment = try asOf.map { try Arguments.instant($0, option: "--as-of") }
    try await CommandRun.with(corpus, access: .reading) { context in
      print(try await StoredHistory(of: package, asOf: moment, in: context).text)
    }
  }
}

/// Arguments that several commands take, read and refused alike.
enum Arguments {
  static func package(_ purl: String) throws -> PackageID {
    guard let package = PackageID(purl: purl) else {
      throw ValidationError(
        "\(purl) is no package-url of ours: write pkg:pypi/NAME, pkg:npm/NAME or pkg:cargo/NAME")
    }
    return package
  }

  static func instant(_ text: String, option: String) throws -> UTCInstant {
    guard let instant = UTCInstant(parsing: text) else {
      throw ValidationError("\(option) \(text) is no moment: write it as 2026-01-02T02:00:00Z")
    }
    return instant
  }
}

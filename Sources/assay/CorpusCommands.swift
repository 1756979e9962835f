import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring labels, popularity or base rates into the corpus.",
    discussion: """
      Example: assay import labels osv-malicious.jsonl.zst --corpus corpus
               assay import base-rates rates.csv --corpus corpus
      """,
    subcommands: [ImportLabels.self, ImportPopularity.self, ImportBaseRates.self])
}

struct ImportLabels: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "labels",
    abstract: "Labels from an OSV folder, .jsonl, .jsonl.zst, RustSec (folder or .tar.zst) or CSV.",
    discussion: "Example: assay import labels malicious-packages/osv --corpus corpus")

  @Argument(help: "The file or folder.")
  var path: String

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "The name of the source; what the documents say when left out.")
  var source: String?

  @Flag(help: "Allow removing most of what an earlier import of the same name said.")
  var dropping = false

  func run() async throws {
    try await CommandRun.with(corpus) { context in
      let labels = try await ImportStage.labels(
        path: path, source: source, dropping: dropping, in: context)
      print(Summary.labels(labels))
    }
  }
}

struct ImportBaseRates: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "base-rates",
    abstract:
      "Base rates from CSV: ecosystem,population,unit,low,mid,high,malicious,reviewed,source,as_of,method.",
    discussion: """
      Example: assay import base-rates rates.csv --corpus corpus

      population is registry (stock) or arrivals (flow); unit is project, release or file. With method
      audit or window, low, mid and high are 95 % limits and malicious and reviewed counts. A window may
      instead have one row a day with counts alone; days are then drawn again. With method elicited, low
      and high are 5 and 95 % points. An audit counts before a window, a window before an elicited range,
      and of equals the newest.
      """)

  @Argument(help: "The CSV file.")
  var path: String

  @OptionGroup var corpus: CorpusOptions

  func run() async throws {
    try await CommandRun.with(corpus) { context in
      let imported = try await ImportStage.baseRates(path: path, in: context)
      print(([Summary.baseRates(imported.rates)] + imported.notes).joined(separator: "\n"))
    }
  }
}

struct Show: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "One package: its score, every signal with its state, its labels and stored documents.",
    discussion: "Example: assay show pkg:npm/left-pad --corpus corpus")

  @Argument(help: "The package-url, as pkg:pypi/NAME, pkg:npm/NAME or pkg:cargo/NAME.")
  var purl: String

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "Show what was stored at this moment, ISO 8601.")
  var asOf: String?

  func run() async throws {
    let package = try Arguments.package(purl)
    let moment = try asOf.map { try Arguments.instant($0, option: "--as-of") }
    try await CommandRun.with(corpus, access: .reading) { context in
      print(try await PackageView.text(of: package, asOf: moment, in: context))
    }
  }
}

struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What the corpus holds and how fresh it is.",
    discussion: "Example: assay status --corpus corpus")

  @OptionGroup var corpus: CorpusOptions

  func run() async throws {
    try await CommandRun.with(corpus, access: .reading) { print(try await CorpusView.text(in: $0)) }
  }
}

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check every stored record; with --repair, rebuild the catalog from the segments.",
    discussion: "Example: assay verify --corpus corpus")

  @OptionGroup var corpus: CorpusOptions

  @Flag(help: "Rebuild the catalog from the segments, then check.")
  var repair = false

  func run() async throws {
    let sound = try await VerifyStage.run(
      path: corpus.path(), repair: repair, now: corpus.instant(), log: CommandRun.logger(corpus)
    ) { print($0) }
    if !sound { throw ExitWithVerdict(code: 1) }
  }
}

struct WriteDictionary: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dictionary",
    abstract: "Write the data dictionary, or check that a file is current.",
    discussion: "Example: assay dictionary --check datasets/data-dictionary.md")

  @Option(help: "Write the dictionary to this file.")
  var output: String?

  @Option(help: "Fail unless this file says exactly what the program would write.")
  var check: String?

  func run() throws {
    let text = DataDictionaryText.markdown()
    if let check {
      guard (try? String(contentsOfFile: check, encoding: .utf8)) == text else {
        throw PipelineError(
          .missingArtefact, "\(check) is out of date: run `make dictionary` and commit it")
      }
      print("\(check) is current")
    } else if let output {
      try text.write(toFile: output, atomically: true, encoding: .utf8)
    } else {
      print(text, terminator: "")
    }
  }
}

import Corpus
import Foundation
import Scoring
import Storage

/// The references of a corpus, as files.
///
/// Each file ends with the SHA-256 of everything before it: numbers changed by hand or by a
/// failing disk must not score packages. A file scores the same bits for ever: it carries every
/// number that scoring uses, and signals it does not know are not looked at.
package enum References {
  static func write(_ reference: Reference, to layout: CorpusLayout) throws {
    try write(reference, path: layout.model(reference.id))
  }

  /// Writes one file, sealed.
  static func write(_ reference: Reference, path: String) throws {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      let body = try encoder.encode(reference).dropLast()
      let sealed = body + Data("\(sealStart)\(digest(of: Data(body)))\"}".utf8)
      try sealed.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw PipelineError(
        .missingArtefact, "cannot write the reference \(path): check the folder's rights and space",
        cause: error)
    }
  }

  private static let sealStart = ",\"sha256\":\""

  private static func digest(of body: Data) -> String {
    let hasher = Digest()
    hasher.update(body)
    return hasher.hexadecimal()
  }

  /// - Throws: `PipelineError(.missingArtefact)` when there is no such reference, or it was changed.
  static func read(_ id: String, _ layout: CorpusLayout) throws -> Reference {
    let path = layout.model(id)
    let reference = try read(path: path)
    guard reference.id == id else { throw changed(path) }
    return reference
  }

  /// Reads one file and checks its seal.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when there is no such file, or it was changed.
  static func read(path: String) throws -> Reference {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PipelineError(
        .missingArtefact, "there is no reference \(path): run `assay fit`, or name another")
    }
    // The seal, 64 digits, a quote and a brace.
    let sealLength = sealStart.utf8.count + 64 + 2
    let body = data.prefix(max(0, data.count - sealLength))
    let seal = "\(sealStart)\(digest(of: Data(body)))\"}"
    guard data.suffix(sealLength) == Data(seal.utf8) else { throw changed(path) }
    do {
      return try JSONDecoder().decode(Reference.self, from: data)
    } catch {
      throw PipelineError(
        .missingArtefact,
        "cannot read the reference \(path): it is of another version; run `assay fit`",
        cause: error)
    }
  }

  private static func changed(_ path: String) -> PipelineError {
    PipelineError(
      .missingArtefact,
      "the reference \(path) was changed after it was written: remove it and run `assay fit`")
  }

  /// The newest readable reference of an ecosystem from before a moment; nil when there is none.
  ///
  /// A file of an earlier version of the program cannot stay in use; it is passed over.
  static func incumbent(_ ecosystem: Ecosystem, before now: UTCInstant, _ layout: CorpusLayout)
    -> Reference?
  {
    let latest = id(ecosystem, now)
    return ids(ecosystem, layout).filter { $0 < latest }.max().flatMap { try? read($0, layout) }
  }

  private static func ids(_ ecosystem: Ecosystem, _ layout: CorpusLayout) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: layout.models)) ?? []
    return files.filter { $0.hasPrefix("\(ecosystem.rawValue)-") && $0.hasSuffix(".json") }
      .map { String($0.dropLast(".json".count)) }
  }

  /// The newest reference of an ecosystem that holds no knowledge later than `now`; nil when none was fitted.
  static func newest(_ ecosystem: Ecosystem, asOf now: UTCInstant, _ layout: CorpusLayout) throws
    -> Reference?
  {
    let latest = id(ecosystem, now)
    let own = ids(ecosystem, layout).filter { $0 <= latest }
    return try own.max().map { try read($0, layout) }
  }

  /// A reference's id: what it scores, and the moment whose knowledge it holds.
  static func id(_ ecosystem: Ecosystem, _ now: UTCInstant) -> String {
    "\(ecosystem.rawValue)-\(RunFolder.name(at: now))"
  }
}

import Foundation
import Storage

/// What makes hashed addresses of one corpus worthless elsewhere: 32 random bytes in a file of the corpus.
struct ContributorSalt: Sendable {
  private let bytes: [UInt8]

  /// For tests, and for what `open` read.
  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the corpus's salt, or makes it at first use.
  ///
  /// - Throws: `PipelineError` when the file cannot be written, or is none of ours.
  static func open(_ path: String) throws -> ContributorSalt {
    if let known = FileManager.default.contents(atPath: path) {
      guard known.count == 32 else {
        throw PipelineError(
          .usage,
          "\(path) is no salt of 32 bytes: restore it, or remove it and contributors get new hashes"
        )
      }
      return ContributorSalt(bytes: Array(known))
    }
    var generator = SystemRandomNumberGenerator()
    let fresh = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    do {
      // Whole or not at all: a crash must not leave a part of a salt.
      try Data(fresh).write(to: URL(filePath: path), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    } catch {
      throw PipelineError(
        .usage, "cannot write \(path): check the folder's owner and rights", cause: error)
    }
    return ContributorSalt(bytes: fresh)
  }

  /// The hash that stands for an address, compared without case.
  func hash(_ address: some StringProtocol) -> String {
    let digest = Digest()
    digest.update(bytes[...])
    digest.update(Array(address.lowercased().utf8)[...])
    return Hex.text(digest.finish().prefix(8))
  }
}

/// What a repository points to: its HEAD and its tags, without dates.
package struct GitReferences: Sendable, Equatable {
  /// One tag as the server lists it.
  package struct Tag: Sendable, Hashable {
    /// The name without `refs/tags/`.
    package var name: String
    /// The object the tag is: a tag object, or what a lightweight tag points to.
    package var object: String
    /// What it leads to in the end, in hexadecimal.
    package var commit: String

    package init(name: String, object: String, commit: String) {
      self.name = name
      self.object = object
      self.commit = commit
    }
  }

  /// The commit of HEAD; nil in an empty repository.
  package var head: String?
  /// The branch HEAD points to; nil when it points nowhere.
  package var defaultBranch: String?
  /// Sorted by the bytes of the name.
  package var tags: [Tag] = []
  /// References left out because git would not accept their names.
  package var refused = 0

  /// Tags of one repository that are read.
  package static let maximumTags = 100_000

  package init(
    head: String? = nil, defaultBranch: String? = nil, tags: [Tag] = [], refused: Int = 0
  ) {
    self.head = head
    self.defaultBranch = defaultBranch
    self.tags = tags
    self.refused = refused
  }

  /// One line a reference, in a fixed order: equal exactly when nothing moved.
  package var text: String {
    let first = "HEAD \(head ?? "-") \(defaultBranch ?? "-")\n"
    return first + tags.map { "\($0.name) \($0.object) \($0.commit)\n" }.joined()
  }
}

extension GitReferences {
  /// Reads the answer to `ls-refs` of protocol version 2.
  ///
  /// Lines are `OID NAME[ symref-target:NAME][ peeled:OID]`, or `unborn NAME …` for an empty repository.
  /// Source: https://git-scm.com/docs/gitprotocol-v2#_ls_refs
  /// - Throws: `RegistryError(.badPage)` when the answer is none, is an error, or has too many tags.
  package init(parsing answer: [UInt8]) throws(RegistryError) {
    self.init()
    var lines = PacketLines(answer)
    while true {
      switch try lines.next() {
      case .data(let payload): try read(payload)
      case .flush:
        tags.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return
      case .delimiter, .end, nil:
        throw RegistryError(.badPage, "git's list of references has no end")
      }
    }
  }

  private mutating func read(_ payload: ArraySlice<UInt8>) throws(RegistryError) {
    let line = payload.last == 0x0A ? payload.dropLast() : payload
    if line.starts(with: "ERR ".utf8) {
      let text = FieldText.cut(String(decoding: line.dropFirst(4), as: UTF8.self), to: 200)
      throw RegistryError(.badPage, "the git server says: \(text.debugDescription)")
    }
    let fields = String(decoding: line, as: UTF8.self)
      .split(separator: " ", omittingEmptySubsequences: false)
    guard fields.count >= 2, fields[0] == "unborn" || Self.isObjectID(fields[0]) else {
      throw RegistryError(.badPage, "git's list of references has a line that is none")
    }
    let attributes = fields.dropFirst(2)
    if fields[1] == "HEAD" {
      readHead(object: fields[0], attributes)
    } else if fields[1].hasPrefix("refs/tags/") {
      try readTag(fields[1].dropFirst("refs/tags/".count), object: fields[0], attributes)
    }
  }

  private mutating func readHead(object: Substring, _ attributes: ArraySlice<Substring>) {
    if object != "unborn" { head = String(object) }
    let branch = Self.value("symref-target:refs/heads/", in: attributes)
    guard let branch, Self.isAcceptable(branch) else { return }
    defaultBranch = String(branch)
  }

  private mutating func readTag(
    _ name: Substring, object: Substring, _ attributes: ArraySlice<Substring>
  ) throws(RegistryError) {
    guard tags.count < Self.maximumTags else {
      throw RegistryError(.badPage, "the repository has more than \(Self.maximumTags) tags")
    }
    let peeled = Self.value("peeled:", in: attributes)
    guard Self.isAcceptable(name), object != "unborn", peeled.map(Self.isObjectID) ?? true else {
      refused += 1
      return
    }
    tags.append(
      Tag(name: String(name), object: String(object), commit: String(peeled ?? object)))
  }

  private static func value(_ key: String, in attributes: ArraySlice<Substring>) -> Substring? {
    attributes.first { $0.hasPrefix(key) }?.dropFirst(key.count)
  }

  /// 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits.
  private static func isObjectID(_ text: Substring) -> Bool {
    (text.utf8.count == 40 || text.utf8.count == 64)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// Whether git takes the text as the part of a reference behind its kind.
  ///
  /// Source: https://git-scm.com/docs/git-check-ref-format
  static func isAcceptable(_ name: Substring) -> Bool {
    guard !name.isEmpty, name.utf8.count <= 255, !name.hasPrefix("-"), name != "@",
      !name.hasSuffix("."), !name.contains(".."), !name.contains("@{")
    else { return false }
    let areParts = name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock")
    }
    return areParts
      && name.unicodeScalars.allSatisfy { scalar in
        scalar.value > 0x20 && scalar.value != 0x7F && scalar.value != 0xFFFD
          && !"~^:?*[\\".unicodeScalars.contains(scalar)
      }
  }
}

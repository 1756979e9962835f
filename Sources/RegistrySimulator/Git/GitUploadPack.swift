import Corpus

/// Answers a git client about one repository, in version 2 of the protocol.
///
/// Source: https://git-scm.com/docs/gitprotocol-v2
struct GitUploadPack {
  let repository: GitRepository

  /// The answer to `GET info/refs?service=git-upload-pack`: what this server can do.
  static func advertisement() -> [UInt8] {
    line("# service=git-upload-pack\n") + flush
      + [
        "version 2\n", "agent=simulator\n", "ls-refs=unborn\n", "fetch=shallow filter\n",
        "object-format=sha1\n",
      ].flatMap(line) + flush
  }

  /// The answer to one command.
  func answer(_ request: [UInt8]) -> [UInt8] {
    let lines = Self.lines(request)
    switch lines.first {
    case "command=ls-refs": return references(lines)
    case "command=fetch": return fetch(FetchRequest(lines))
    default: return Self.line("ERR unknown command\n")
    }
  }

  // MARK: References

  private func references(_ lines: [String]) -> [UInt8] {
    let prefixes = lines.filter { $0.hasPrefix("ref-prefix ") }.map { $0.dropFirst(11) }
    var answer: [UInt8] = []
    func add(_ id: String, _ name: String, _ more: String = "") {
      guard prefixes.isEmpty || prefixes.contains(where: name.hasPrefix) else { return }
      answer += Self.line("\(id) \(name)\(more)\n")
    }
    if let head = repository.commits.last?.object.id {
      add(head, "HEAD", " symref-target:refs/heads/\(repository.branch)")
      add(head, "refs/heads/\(repository.branch)")
    }
    for tag in repository.tags {
      let commit = repository.commits[tag.commit].object.id
      let peeled = tag.object == nil ? "" : " peeled:\(commit)"
      add(tag.object?.id ?? commit, "refs/tags/\(tag.name)", peeled)
    }
    return answer + Self.flush
  }

  // MARK: Objects

  private func fetch(_ request: FetchRequest) -> [UInt8] {
    var commits: Set<Int> = []
    var tags: [GitObject] = []
    for id in request.wants {
      guard let place = repository.place(of: id) else {
        return Self.line("ERR upload-pack: not our ref \(id)\n")
      }
      commits.formUnion(history(of: place.commit, request))
      if let tag = place.tag { tags.append(tag) }
    }
    var answer: [UInt8] = []
    if !request.isDone { answer += acknowledgments(request) }
    if request.isShallow { answer += shallowInfo(commits, request) }
    var objects = commits.sorted().map { repository.commits[$0].object } + tags
    if !request.leavesTreesOut { objects.append(.emptyTree) }
    return answer + Self.line("packfile\n") + Self.sideBand(GitObject.pack(objects)) + Self.flush
  }

  /// The commits a want brings: all before it, the last few, or those since a moment.
  private func history(of position: Int, _ request: FetchRequest) -> [Int] {
    if let depth = request.depth { return Array(max(0, position - depth + 1)...position) }
    guard let since = request.since else { return Array(0...position) }
    return (0...position).filter { repository.commits[$0].time >= since }
  }

  private func acknowledgments(_ request: FetchRequest) -> [UInt8] {
    let known = request.haves.filter { repository.place(of: $0) != nil }
    let lines = known.isEmpty ? ["NAK\n"] : known.map { "ACK \($0)\n" }
    return (["acknowledgments\n"] + lines + ["ready\n"]).flatMap(Self.line) + Self.delimiter
  }

  private func shallowInfo(_ commits: Set<Int>, _ request: FetchRequest) -> [UInt8] {
    let edge = commits.filter { $0 > 0 && !commits.contains($0 - 1) }
    let whole = request.shallow.filter { id in
      repository.positions[id].map { commits.contains($0) && !edge.contains($0) } ?? false
    }
    let lines =
      edge.sorted().map { "shallow \(repository.commits[$0].object.id)\n" }
      + whole.map { "unshallow \($0)\n" }
    return (["shallow-info\n"] + lines).flatMap(Self.line) + Self.delimiter
  }

  // MARK: Lines

  private static let flush = Array("0000".utf8)
  private static let delimiter = Array("0001".utf8)
  /// Bytes of a pack in one line, below the protocol's limit of 65,515.
  private static let bandBytes = 32_000

  private static func line(_ text: String) -> [UInt8] { line(Array(text.utf8)) }

  private static func line(_ payload: [UInt8]) -> [UInt8] {
    let digits = String(payload.count + 4, radix: 16)
    return Array((String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8) + payload
  }

  private static func sideBand(_ pack: [UInt8]) -> [UInt8] {
    stride(from: 0, to: pack.count, by: bandBytes).flatMap { start in
      line([1] + pack[start..<min(start + bandBytes, pack.count)])
    }
  }

  /// The data lines of a request without their line ends.
  private static func lines(_ request: [UInt8]) -> [String] {
    var rest = request[...]
    var lines: [String] = []
    while rest.count >= 4,
      let length = Int(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16)
    {
      if length < 4 {
        rest = rest.dropFirst(4)
        continue
      }
      let payload = rest.prefix(length).dropFirst(4)
      lines.append(
        String(decoding: payload.last == 0x0A ? payload.dropLast() : payload, as: UTF8.self))
      rest = rest.dropFirst(length)
    }
    return lines
  }
}

/// What a client asks for.
private struct FetchRequest {
  var wants: [String] = []
  var haves: [String] = []
  var shallow: [String] = []
  var depth: Int?
  /// Seconds since 1970.
  var since: Int64?
  var isDone = false
  var leavesTreesOut = false

  var isShallow: Bool { depth != nil || since != nil }

  init(_ lines: [String]) {
    for line in lines.dropFirst() {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      switch words.first {
      case "want": wants.append(words.last ?? "")
      case "have": haves.append(words.last ?? "")
      case "shallow": shallow.append(words.last ?? "")
      case "deepen": depth = Int(words.last ?? "").map { max(1, $0) }
      case "deepen-since": since = Int64(words.last ?? "")
      case "done": isDone = true
      case "filter": leavesTreesOut = words.last == "tree:0"
      default: break
      }
    }
  }
}

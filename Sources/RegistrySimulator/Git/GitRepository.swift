/// A simulated repository: one line of commits, and tags on some of them.
struct GitRepository: Sendable {
  struct Commit: Sendable {
    let object: GitObject
    /// Seconds since 1970.
    let time: Int64
  }

  struct Tag: Sendable {
    let name: String
    /// Nil for a lightweight tag.
    let object: GitObject?
    /// Position of its commit.
    let commit: Int
  }

  /// Oldest first; each has the one before it as its parent.
  private(set) var commits: [Commit] = []
  private(set) var tags: [Tag] = []
  private(set) var positions: [String: Int] = [:]
  let branch = "main"

  /// Something that happened in the repository.
  struct Event {
    /// Seconds since 1970.
    var time: Int64
    var author: String
    /// The tag made of the commit; nil for a commit alone.
    var tag: String?
    /// When the tag was made, for an annotated one.
    var taggedAt: Int64?
  }

  /// A repository in which these events happened; of two tags of one name the later one stands.
  init(_ events: [Event]) {
    let ordered = events.sorted { ($0.time, $0.tag ?? "") < ($1.time, $1.tag ?? "") }
    for event in ordered {
      let commit = commit(event)
      positions[commit.object.id] = commits.count
      commits.append(commit)
      if let name = event.tag { add(tag(name, event)) }
    }
  }

  private func commit(_ event: Event) -> Commit {
    let parent = commits.last.map { "parent \($0.object.id)\n" } ?? ""
    let who = "\(Self.person(event.author)) \(event.time) +0000"
    let title = event.tag.map { "Release \($0)" } ?? "Work on things"
    return Commit(
      object: GitObject(
        .commit,
        "tree \(GitObject.emptyTree.id)\n\(parent)author \(who)\ncommitter \(who)\n\n\(title)\n"),
      time: event.time)
  }

  private mutating func add(_ tag: Tag) {
    tags.removeAll { $0.name == tag.name }
    tags.append(tag)
  }

  /// The tag on the newest commit.
  private func tag(_ name: String, _ event: Event) -> Tag {
    let position = commits.count - 1
    let object = event.taggedAt.map { time in
      GitObject(
        .tag,
        "object \(commits[position].object.id)\ntype commit\ntag \(name)\n"
          + "tagger \(Self.person(event.author)) \(time) +0000\n\n\(name)\n")
    }
    return Tag(name: name, object: object, commit: position)
  }

  private static func person(_ author: String) -> String { "\(author) <\(author)@mail.example>" }

  /// The commit and tag object behind an id; nil for one that is not here.
  func place(of id: String) -> (commit: Int, tag: GitObject?)? {
    if let position = positions[id] { return (position, nil) }
    guard let tag = tags.first(where: { $0.object?.id == id }) else { return nil }
    return (tag.commit, tag.object)
  }
}

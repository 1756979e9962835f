import Corpus

/// The RSS feeds of crates.io: new crates and new versions of the last hour, fifty or a hundred at least.
struct CratesNews {
  let world: World

  /// One release on its way into a feed.
  private struct Item {
    var name: String
    var release: SimulatedRelease
    var time: Int64
  }

  /// `crates.xml` or `updates.xml`.
  func reply(to file: String) -> SimulatorReply {
    switch file {
    case "crates.xml": return page("newest crates", items(new: true), atLeast: 50, isNew: true)
    case "updates.xml":
      return page("recent updates", items(new: false), atLeast: 100, isNew: false)
    default: return .missing()
    }
  }

  /// Newest first; what was deleted is not shown.
  private func items(new: Bool) -> [Item] {
    let items = world.packages(.crates).filter { world.presence(of: $0) == .active }
      .flatMap { package -> [Item] in
        let releases = world.biography(of: package).releases
        let shown = new ? Array(releases.prefix(1)) : releases
        return shown.map {
          Item(
            name: package.name, release: $0, time: new ? package.publishedAt.milliseconds : $0.time)
        }
      }
    return items.sorted { ($1.time, $0.name) < ($0.time, $1.name) }
  }

  private func page(
    _ title: String, _ items: [Item], atLeast: Int, isNew: Bool
  ) -> SimulatorReply {
    let hour = world.now.milliseconds - SimulatedTime.hour
    let recent = items.prefix { $0.time >= hour }
    let shown = recent.count >= atLeast ? recent : items.prefix(atLeast)
    let text =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" "
      + "xmlns:crates=\"https://crates.io/\"><channel><title>crates.io: \(title)</title>"
      + shown.map { Self.text($0, isNew: isNew) }.joined() + "</channel></rss>\n"
    return .found("text/xml; charset=UTF-8", Array(text.utf8))
  }

  private static func text(_ item: Item, isNew: Bool) -> String {
    let version = isNew ? "" : "/\(item.release.version)"
    let link = "https://crates.io/crates/\(item.name)\(version)"
    let field = isNew ? "" : "<crates:version>\(item.release.version)</crates:version>"
    let date = SimulatedTime.http(item.time).replacing("GMT", with: "+0000")
    return
      "<item><title>\(isNew ? "New crate created" : "New crate version published"): \(item.name)"
      + "</title><link>\(link)</link><guid>\(link)</guid><pubDate>\(date)</pubDate>"
      + "<crates:name>\(item.name)</crates:name>\(field)</item>"
  }
}

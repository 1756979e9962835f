import Corpus
import JSON

/// The versions of a packument, in one pass over `versions` and one over `time`.
struct PackumentReleases {
  let time: ReleaseTime
  /// In document order: the living ones first, then the removed ones.
  private(set) var rows: [ReleaseFacts] = []
  /// Versions that still have a manifest.
  private(set) var livingCount = 0
  /// `time.unpublished` says that the whole package was taken back.
  private(set) var hasUnpublishedMark = false
  private var places: [ByteKey: Int] = [:]
  private var lastPublisher: String?

  init(time: ReleaseTime) { self.time = time }

  mutating func read(versions: JSONValue?, time times: JSONValue?) {
    let expected = max(versions?.count ?? 0, times?.count ?? 0)
    places.reserveCapacity(expected)
    rows.reserveCapacity(expected)
    versions?.forEachMember { version, manifest in append(version, manifest) }
    livingCount = rows.count
    times?.forEachMember { key, value in date(key, value) }
  }

  private mutating func append(_ version: String, _ manifest: JSONValue) {
    guard manifest.isObject, version.utf8.count <= FieldText.maximumBytes else { return }
    let release = ReleaseFacts(
      version: version, publishedAt: nil, isPrerelease: SemanticVersion.isPrerelease(version),
      publisher: publisher(manifest["_npmUser"]), isAttested: isAttested(manifest["dist"]))
    let place = places.updateValue(rows.count, forKey: ByteKey(version))
    guard let place else {
      rows.append(release)
      return
    }
    places[ByteKey(version)] = place
    rows[place] = release
  }

  /// The account of `_npmUser`, an object or `name <mail>`; the last one is reused, as most are the same.
  private mutating func publisher(_ user: JSONValue?) -> String? {
    guard let user else { return nil }
    let name = user.isObject ? user["name"] : user
    guard let name else { return nil }
    if let lastPublisher, name.equals(lastPublisher) { return lastPublisher }
    let text = user.isObject ? name.text : name.text.flatMap(Person.name)
    lastPublisher = text.map { FieldText.cut($0, to: 256) }
    return lastPublisher
  }

  /// Nil when the manifest has no `dist` that could say it.
  private func isAttested(_ dist: JSONValue?) -> Bool? {
    guard let dist, dist.isObject else { return nil }
    return dist["attestations"]?.isObject == true
  }

  private mutating func date(_ key: String, _ value: JSONValue) {
    switch key {
    case "created", "modified": return
    case "unpublished":
      hasUnpublishedMark = value.isObject
      value["versions"]?.forEachElement { if let version = $0.string { remove(version, nil) } }
    default:
      let instant = time.instant(value)
      if let place = places[ByteKey(key)] {
        rows[place].publishedAt = instant
      } else if SemanticVersion(key) != nil {
        remove(key, instant)
      }
    }
  }

  /// A version that has a time, or is named as unpublished, but has no manifest any more.
  private mutating func remove(_ version: String, _ instant: UTCInstant?) {
    guard version.utf8.count <= FieldText.maximumBytes,
      rows.count < 2 * FactsDecoder.maximumVersions,
      places[ByteKey(version)] == nil
    else { return }
    places[ByteKey(version)] = rows.count
    rows.append(
      ReleaseFacts(
        version: version, publishedAt: instant,
        isPrerelease: SemanticVersion.isPrerelease(version), isRemoved: true))
  }

  /// The tagged version if it lives, else the highest stable one, else the highest, else the newest.
  func current(tagged: String?) -> String? {
    if let tagged, let place = places[ByteKey(tagged)], place < livingCount { return tagged }
    var best: (row: ReleaseFacts, version: SemanticVersion?)?
    for row in rows.prefix(livingCount) {
      let version = SemanticVersion(row.version)
      if let held = best, !Self.isBetter((row, version), than: held) { continue }
      best = (row, version)
    }
    return best?.row.version
  }

  private static func isBetter(
    _ new: (row: ReleaseFacts, version: SemanticVersion?),
    than old: (row: ReleaseFacts, version: SemanticVersion?)
  ) -> Bool {
    switch (new.version, old.version) {
    case (let one?, let other?):
      one.isPrerelease != other.isPrerelease ? other.isPrerelease : other < one
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): newer(new.row, old.row)
    }
  }

  private static func newer(_ one: ReleaseFacts, _ other: ReleaseFacts) -> Bool {
    let (left, right) = (one.publishedAt?.milliseconds ?? 0, other.publishedAt?.milliseconds ?? 0)
    if left != right { return left > right }
    return other.version.utf8.lexicographicallyPrecedes(one.version.utf8)
  }
}

/// What was asked of one host, and what came of it.
package struct HostStatistics: Sendable, Hashable, Codable {
  /// Host and port, as `registry.example` or `127.0.0.1:8080`.
  package var host: String
  /// Requests sent, retries and followed redirects included.
  package var requests: Int = 0
  /// Bytes received on the wire.
  package var bytes: Int = 0
  /// Responses 304.
  package var notModified: Int = 0
  /// Responses 429.
  package var throttled: Int = 0
  /// Responses 400, 403 and 406: a mistake of ours, or a firewall.
  package var refused: Int = 0
  /// Requests that were not the first try.
  package var retries: Int = 0
  /// Requests given up after the last try.
  package var failures: Int = 0

  package init(host: String) { self.host = host }
}

extension [HostStatistics] {
  /// What came on top of earlier figures of the same clients; hosts that were not asked since are left out.
  package func since(_ earlier: [HostStatistics]) -> [HostStatistics] {
    compactMap { now in
      var since = now
      guard let before = earlier.first(where: { $0.host == now.host }) else { return now }
      guard now.requests > before.requests || now.failures > before.failures else { return nil }
      for figure in Self.figures { since[keyPath: figure] -= before[keyPath: figure] }
      return since
    }
  }

  /// One entry a host, sorted: several clients may have asked the same.
  package func merged() -> [HostStatistics] {
    let byHost = Dictionary(grouping: self, by: \.host).sorted { $0.key < $1.key }
    return byHost.map { host, entries in
      entries.reduce(into: HostStatistics(host: host)) { sum, entry in
        for figure in Self.figures { sum[keyPath: figure] += entry[keyPath: figure] }
      }
    }
  }

  private static var figures: [WritableKeyPath<HostStatistics, Int>] {
    [\.requests, \.bytes, \.notModified, \.throttled, \.refused, \.retries, \.failures]
  }
}

import Testing
import Transport

@Suite struct HostStatisticsTests {
  private func figures(_ host: String, _ requests: Int, _ bytes: Int) -> HostStatistics {
    var statistics = HostStatistics(host: host)
    (statistics.requests, statistics.bytes) = (requests, bytes)
    return statistics
  }

  @Test func `two clients of one host are one entry, in the order of the hosts`() {
    let all = [figures("b", 1, 10), figures("a", 2, 20), figures("b", 3, 30)]
    #expect(all.merged() == [figures("a", 2, 20), figures("b", 4, 40)])
  }

  @Test func `figures since an earlier moment leave out hosts that were not asked`() {
    let before = [figures("a", 2, 20), figures("b", 4, 40)]
    let after = [figures("a", 2, 20), figures("b", 5, 47), figures("c", 1, 1)]
    #expect(after.since(before) == [figures("b", 1, 7), figures("c", 1, 1)])
  }
}

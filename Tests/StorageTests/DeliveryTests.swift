import Corpus
import Foundation
import Storage
import Testing

@Suite struct DeliveryTests {
  @Test func `deliveries are stored in order and a bad one leaves the others alone`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    let item = OwedItem(ecosystem: .crates, name: "a", kind: .indexFile)
    try await store.commitPage(feed: "f", cursor: "1", owed: [item])
    let results = try await store.append([
      Delivery(capture("a", "1"), settling: item), Delivery(capture("b", "", status: 304)),
      Delivery(capture("c", "x", status: 500)), Delivery(capture("a", "1", minute: 1)),
      Delivery(capture("a", "2", minute: 2, kind: .repository)),
    ])
    let outcomes = results.map { try? $0.get().outcome }
    #expect(outcomes == [.stored, nil, nil, .unchanged, .stored])
    let codes = results.map { result -> StorageError.Code? in
      if case .failure(let error) = result { error.code } else { nil }
    }
    #expect(codes == [nil, .missingBody, .badCapture, nil, nil])
    #expect(try await store.owedCount(.crates) == 0)
    #expect(try await store.verify().problems == [])
    let newest = try await store.newest(
      ecosystem: .crates,
      of: [(.indexFile, "a"), (.indexFile, "b"), (.repository, "a")])
    #expect(newest.map { $0?.fetchedAt } == [.minute(1), nil, .minute(2)])
    try await store.close()
  }

  @Test func `kinds go to segments of their own`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    for (number, kind) in [DocumentKind.projectJSON, .simpleDetail, .projectJSON].enumerated() {
      let stored = try await store.append(
        capture("p-\(number)", "x\(number)", ecosystem: .pypi, kind: kind))
      #expect(stored.segment == (kind == .projectJSON ? 0 : 1))
    }
    let known = try await store.knownDocuments(.pypi)
    #expect(known.map(\.subject) == ["p-0", "p-1", "p-2"])
    #expect(known.map(\.kind) == [.projectJSON, .simpleDetail, .projectJSON])
    try await store.close()
  }

  @Test func `of a group that the disk has no room for nothing is stored`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let scratch = ScratchCorpus()
      let store = try scratch.open()
      try await store.append(capture("kept", "kept"))
      try await store.flush()
      var small = rlimit(rlim_cur: 200_000, rlim_max: rlim_t.max)
      precondition(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &small) == 0)
      let group = (0..<3000).map { Delivery(capture("crate-\($0)", indexFile($0, versions: 20))) }
      var full: StorageError?
      do { _ = try await store.append(group) } catch let error as StorageError { full = error }
      precondition(full?.code == .diskFull, "\(String(describing: full))")
      var large = rlimit(rlim_cur: rlim_t.max, rlim_max: rlim_t.max)
      precondition(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &large) == 0)
      try? await store.close()
      let again = try scratch.open()
      let known = try await again.knownDocuments(.crates).map(\.subject)
      precondition(known == ["kept"], "\(known)")
      let report = try await again.verify()
      precondition(report.isClean, "\(report.problems)")
      try await again.close()
    }
  }
}

import Corpus
import FlyingSocks
import Foundation

extension Fault {
  /// Changes an answer as this fault does; faults of the connection leave it alone.
  func spoil(_ reply: inout SimulatorReply, retryAfter: Int) {
    switch self {
    case .tooMany:
      let wait = HeaderField("Retry-After", String(retryAfter))
      reply = SimulatorReply(429, "text/plain", Array("slow down\n".utf8), [wait])
    case .serverError: reply = SimulatorReply(500, "text/plain", Array("broken\n".utf8))
    case .unavailable: reply = SimulatorReply(503, "text/html", Array("<p>later</p>\n".utf8))
    case .invalidJSON where reply.status == 200:
      reply.headers.removeAll { $0.name == "ETag" }
      reply.body = Data(reply.body.prefix(reply.body.count / 2)) + Data("\u{0}{".utf8)
    case .stale:
      guard let place = reply.headers.firstIndex(where: { $0.name == "X-PyPI-Last-Serial" })
      else { return }
      reply.headers[place].value = "1"
    case .invalidJSON, .truncate, .reset, .slow: break
    }
  }
}

/// A body that ends half way, or that comes in eight pieces with pauses.
struct FaultyBody: AsyncBufferedSequence {
  typealias Element = UInt8

  private let bytes: Data
  private let isCut: Bool

  init(_ bytes: Data, isCut: Bool) {
    self.bytes = bytes
    self.isCut = isCut
  }

  func makeAsyncIterator() -> Iterator { Iterator(rest: bytes, isCut: isCut) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    typealias Element = UInt8

    private var rest: Data
    private let isCut: Bool
    private let step: Int
    private var sent = 0

    init(rest: Data, isCut: Bool) {
      self.rest = rest
      self.isCut = isCut
      step = Swift.max(1, rest.count / (isCut ? 2 : 8))
    }

    mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async throws -> Data? {
      if isCut, sent > 0 { throw SocketError.disconnected }
      guard !rest.isEmpty else { return nil }
      if !isCut { try await Task.sleep(for: .milliseconds(5)) }
      let piece = rest.prefix(step)
      rest = rest.dropFirst(piece.count)
      sent += piece.count
      return piece
    }
  }
}

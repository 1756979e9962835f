import FlyingSocks
import Foundation

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

import FlyingFox
import FlyingSocks
import Foundation

/// A socket pool that switches off the kernel's waiting for more bytes (Nagle's algorithm).
///
/// The server writes headers and body apart; together with delayed acknowledgements that costs
/// 40 ms an answer. Accepted sockets inherit the option from the listening one, which waits here
/// before the first connection is accepted. Source: tcp(7).
struct PromptSocketPool<Pool: AsyncSocketPool>: AsyncSocketPool {
  let pool: Pool

  func prepare() async throws { try await pool.prepare() }

  func run() async throws { try await pool.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    if events.contains(.read), (try? socket.remotePeer()) == nil {
      try? socket.setValue(true, for: NoDelay())
    }
    try await pool.suspendSocket(socket, untilReadyFor: events)
  }
}

/// `TCP_NODELAY`.
private struct NoDelay: SocketOption {
  typealias Value = Bool
  typealias SocketValue = Int32

  let level = Int32(IPPROTO_TCP)
  let name = TCP_NODELAY

  func makeValue(from socketValue: Int32) -> Bool { socketValue != 0 }
  func makeSocketValue(from value: Bool) -> Int32 { value ? 1 : 0 }
}

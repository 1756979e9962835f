import Corpus

/// Answers requests from a generated world or from recorded documents; knows nothing of sockets.
package struct Router: Sendable {
  /// What is served.
  private enum Source: Sendable {
    case generated(WorldRouter)
    case recorded(ReplayRouter)
  }

  private var source: Source

  /// What is served and how; a new port moves the addresses in documents.
  package var configuration: SimulatorConfiguration {
    didSet { if configuration.documentOrigin != oldValue.documentOrigin { relocate() } }
  }

  /// Makes the world, or reads the replay folder.
  package init(_ configuration: SimulatorConfiguration) throws(SimulatorError) {
    self.configuration = configuration
    if let folder = configuration.replay {
      source = .recorded(ReplayRouter(try Replay(folder: folder, day: configuration.day)))
    } else {
      source = .generated(WorldRouter(World(configuration)))
    }
  }

  /// The generated world; nil when recorded documents are served.
  package var world: World? {
    if case .generated(let router) = source { router.world } else { nil }
  }

  /// The answer to one request, without faults.
  package func reply(to request: SimulatorRequest) -> SimulatorReply {
    var reply =
      switch source {
      case .generated(let router): router.answer(request)
      case .recorded(let router): router.answer(request, origin: configuration.documentOrigin)
      }
    reply = reply.answering(request)
    reply.headers.append(HeaderField("Date", SimulatedTime.http(configuration.now)))
    return reply
  }

  private mutating func relocate() {
    guard case .generated(let router) = source else { return }
    var world = router.world
    world.configuration = configuration
    source = .generated(WorldRouter(world))
  }
}

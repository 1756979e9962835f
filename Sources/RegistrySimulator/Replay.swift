import Corpus
import Foundation

/// Recorded documents of a folder with a `MANIFEST.csv`, arranged as packages of three registries.
struct Replay: Sendable {
}
struct ReplayRouter: Sendable {
  let replay: Replay
  init(_ replay: Replay) { self.replay = replay }
  func answer(_ request: SimulatorRequest, origin: String) -> SimulatorReply { .missing() }
}
extension Replay { init(folder: String, day: Int) throws(SimulatorError) {} }

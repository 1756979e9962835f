import Dispatch
import Synchronization

/// Long computations on all cores, on threads of their own.
///
/// The pool that runs tasks has one thread a core: a test that computes on it for a minute keeps
/// every server and client of the other tests from moving.
enum OwnThreads {
  static func map<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ compute: @escaping @Sendable (Input) throws -> Output
  ) async throws -> [Output] {
    let results: [Result<Output, any Error>] = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        let collected = Mutex<[Int: Result<Output, any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: inputs.count) { index in
          let result = Result { try compute(inputs[index]) }
          collected.withLock { $0[index] = result }
        }
        let all = collected.withLock { $0 }
        continuation.resume(returning: inputs.indices.compactMap { all[$0] })
      }
    }
    return try results.map { try $0.get() }
  }
}

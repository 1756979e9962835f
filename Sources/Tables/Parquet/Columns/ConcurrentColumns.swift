import Dispatch
import Synchronization

/// Works on the columns of a table side by side, on as many threads as there are cores.
enum ConcurrentColumns {
  /// The results in order; the error of the first column that failed.
  ///
  /// Returns when all columns are done, so nothing outlives the call. A column is one piece of work: columns share
  /// no state, and the result does not depend on which thread took which.
  static func map<Result: Sendable>(
    count: Int, _ body: @Sendable (Int) throws(TablesError) -> Result
  ) throws(TablesError) -> [Result] {
    let slots = Mutex<[Swift.Result<Result, TablesError>?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let outcome: Swift.Result<Result, TablesError>
      do throws(TablesError) {
        outcome = .success(try body(index))
      } catch {
        outcome = .failure(error)
      }
      slots.withLock { $0[index] = outcome }
    }
    var results: [Result] = []
    for outcome in slots.withLock({ $0 }) {
      guard let outcome else { preconditionFailure("a column was left out") }
      results.append(try outcome.get())
    }
    return results
  }
}

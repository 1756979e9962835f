extension PoliteClient {
  /// Lets another program send a few requests to the URL's host, as the host's policy allows.
  ///
  /// The host's rate is charged for each, its width for one; what became of them is not known here.
  /// Throws `TransportError` when the URL is none or the host is out of reach, and what `body` throws.
  package func sending<R>(
    _ requests: Int, to url: String, _ body: () async throws -> R
  ) async throws -> R {
    let gate = gate(for: try HTTPRequest(url: url).validated().authority)
    for _ in 1..<max(1, requests) {
      gate.leave(try await gate.enter(url: url), .cancelled)
    }
    let permit = try await gate.enter(url: url)
    gate.count { $0.requests += requests }
    do {
      let result = try await body()
      gate.leave(permit, .success)
      return result
    } catch {
      gate.leave(permit, .cancelled)
      throw error
    }
  }
}

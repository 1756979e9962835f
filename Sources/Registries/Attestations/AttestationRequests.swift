import Corpus
package import Transport

extension PyPIClient {
  /// The provenance object of one file; throws `RegistryError` when a part cannot be put into a path.
  ///
  /// The path is made here: addresses that documents give are not followed. Protocols, section 6.2.
  package func provenance(
    _ key: String, version: String, file: String, validators: Validators?
  ) async throws -> HTTPResponse {
    let path = try [key, version, file].map { try RequestPath.segment($0) }
    return try await http.send(
      HTTPRequest(
        url: "\(base)/integrity/\(path.joined(separator: "/"))/provenance",
        headers: [HeaderField("Accept", "application/vnd.pypi.integrity.v1+json")]
          + (validators?.headers ?? []), maximumBodyBytes: AttestationDecoder.maximumBytes))
  }
}

extension NpmClient {
  /// The attestations of one version; throws `RegistryError` when name or version cannot be put into a path.
  ///
  /// Protocols, section 6.3.
  package func attestations(
    _ name: String, version: String, validators: Validators?
  ) async throws -> HTTPResponse {
    let path = "\(try Self.path(of: name))@\(try RequestPath.segment(version))"
    return try await http.send(
      HTTPRequest(
        url: "\(registry)/-/npm/v1/attestations/\(path)",
        headers: [HeaderField("Accept", "application/json")] + (validators?.headers ?? []),
        maximumBodyBytes: AttestationDecoder.maximumBytes))
  }
}

/// The program's own version, as in the User-Agent and every manifest.
package enum Version {
  package static let current = "0.1.0"
}

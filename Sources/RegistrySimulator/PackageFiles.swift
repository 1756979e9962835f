import Corpus
import Foundation

/// The archives a registry serves for one release, made from name and version alone.
///
/// They hold metadata and an empty module: no code.
enum PackageFiles {
  /// A wheel.
  ///
  /// Source: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
  static func wheel(_ name: String, _ version: String, _ requires: [String]) -> [UInt8] {
    let module = moduleName(name)
    let info = "\(module)-\(version).dist-info"
    let record = ["\(module)/__init__.py", "\(info)/METADATA", "\(info)/WHEEL", "\(info)/RECORD"]
    return archive(
      .zip,
      [
        .init(record[0], ""),
        .init(record[1], coreMetadata(name, version, requires)),
        .init(
          record[2],
          "Wheel-Version: 1.0\nGenerator: simulator\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
        .init(record[3], record.map { $0 + ",,\n" }.joined()),
      ])
  }

  /// A wheel's METADATA, also served beside it.
  static func coreMetadata(_ name: String, _ version: String, _ requires: [String]) -> String {
    let head = "Metadata-Version: 2.1\nName: \(name)\nVersion: \(version)\n"
    return head + requires.map { "Requires-Dist: \($0)\n" }.joined()
  }

  /// A source distribution.
  static func source(_ name: String, _ version: String, _ requires: [String]) -> [UInt8] {
    let root = "\(moduleName(name))-\(version)"
    return archive(
      .tarball,
      [
        .init("\(root)/PKG-INFO", coreMetadata(name, version, requires)),
        .init(
          "\(root)/pyproject.toml", "[project]\nname = \"\(name)\"\nversion = \"\(version)\"\n"),
        .init("\(root)/\(moduleName(name))/__init__.py", ""),
      ])
  }

  /// An npm tarball around a manifest.
  static func npmTarball(_ manifest: [UInt8]) -> [UInt8] {
    archive(
      .storedTarball, [.init("package/package.json", manifest), .init("package/index.js", "\n")])
  }

  /// A `.crate` file.
  static func crate(_ name: String, _ version: String) -> [UInt8] {
    let root = "\(name)-\(version)"
    let manifest =
      "[package]\nname = \"\(name)\"\nversion = \"\(version)\"\nedition = \"2021\"\n"
    return archive(
      .storedTarball, [.init("\(root)/Cargo.toml", manifest), .init("\(root)/src/lib.rs", "")])
  }

  /// The name as it stands in file names.
  static func moduleName(_ name: String) -> String {
    PackageID.normalise(name, in: .pypi).replacing("-", with: "_")
  }

  private static func archive(_ form: Archives.Form, _ entries: [Archives.Entry]) -> [UInt8] {
    do {
      return try Archives.make(form, entries)
    } catch {
      preconditionFailure("an archive of \(entries.count) small files failed: \(error)")
    }
  }
}

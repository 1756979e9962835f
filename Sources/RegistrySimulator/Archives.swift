import CArchive
import Foundation

/// Writes small archives into memory, the same bytes for the same entries.
///
/// Source: https://github.com/libarchive/libarchive/wiki/ManualPages
enum Archives {
  /// One file of an archive.
  struct Entry {
    var path: String
    var bytes: [UInt8]

    init(_ path: String, _ text: String) {
      self.path = path
      self.bytes = Array(text.utf8)
    }

    init(_ path: String, _ bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  enum Form {
    /// USTAR in gzip, stored without compression so that sizes depend on nothing but contents.
    case storedTarball
    /// USTAR in gzip.
    case tarball
    /// Zip without compression.
    case zip
    /// The bytes of the only entry in gzip, without an archive around them.
    case gzip
  }

  /// The archive with these entries, all dated 1980-01-02.
  static func make(_ form: Form, _ entries: [Entry]) throws(SimulatorError) -> [UInt8] {
    let total = entries.reduce(0) { $0 + $1.bytes.count + 2 * $1.path.utf8.count + 2048 }
    var output = [UInt8](repeating: 0, count: total + total / 500 + 65_536)
    let writer = ArchiveWriter()
    var used = 0
    let status = unsafe output.withUnsafeMutableBytes { buffer -> String? in
      unsafe writer.write(form, entries, into: buffer, used: &used)
    }
    if let status { throw SimulatorError(.archive, "libarchive cannot write: \(status)") }
    output.removeLast(output.count - used)
    return output
  }
}

extension Archives {
  /// The regular files of an archive on disk, of any compression libarchive knows.
  static func read(_ path: String) throws(SimulatorError) -> [Entry] {
    let reader = ArchiveReader()
    guard reader.open(path), let entries = reader.entries() else {
      throw SimulatorError(.badReplay, "\(path) cannot be read: \(reader.complaint)")
    }
    return entries
  }
}

extension Archives {
  /// What a gzip stream of a request holds, up to a cap; nil when it is none.
  static func gunzip(_ bytes: [UInt8], maximumBytes: Int = 16 << 20) -> [UInt8]? {
    bytes.starts(with: [0x1F, 0x8B])
      ? ArchiveReader().gunzip(bytes, maximumBytes: maximumBytes) : nil
  }
}

/// Owns one libarchive reader.
@safe
private final class ArchiveReader {
  private let archive: OpaquePointer

  init() {
    guard let archive = unsafe archive_read_new() else {
      preconditionFailure("libarchive has no memory for a reader")
    }
    unsafe self.archive = archive
    unsafe archive_read_support_filter_all(archive)
    unsafe archive_read_support_format_tar(archive)
  }

  deinit { unsafe archive_read_free(archive) }

  /// What libarchive says about the last failure.
  var complaint: String {
    guard let text = unsafe archive_error_string(archive) else { return "unknown" }
    return unsafe String(cString: text)
  }

  func open(_ path: String) -> Bool {
    unsafe archive_read_open_filename(archive, path, 1 << 18) == ARCHIVE_OK
  }

  /// All regular files; nil when the archive breaks off.
  func entries() -> [Archives.Entry]? {
    var entries: [Archives.Entry] = []
    while true {
      var header: OpaquePointer?
      let status = unsafe archive_read_next_header(archive, &header)
      if status == ARCHIVE_EOF { return entries }
      guard status == ARCHIVE_OK, let header = unsafe header else { return nil }
      guard unsafe archive_entry_filetype(header) == 0o100000,
        let name = unsafe archive_entry_pathname(header)
      else { continue }
      guard let bytes = unsafe contents(Int(archive_entry_size(header))) else { return nil }
      entries.append(Archives.Entry(unsafe String(cString: name), bytes))
    }
  }

  /// Reads a stream that is compressed and nothing else; nil when it is not, or has more bytes than the cap.
  func gunzip(_ bytes: [UInt8], maximumBytes: Int) -> [UInt8]? {
    unsafe archive_read_support_format_raw(archive)
    return unsafe bytes.withUnsafeBytes { source -> [UInt8]? in
      var header: OpaquePointer?
      guard
        unsafe archive_read_open_memory(archive, source.baseAddress, source.count) == ARCHIVE_OK,
        unsafe archive_read_next_header(archive, &header) == ARCHIVE_OK
      else { return nil }
      var output = [UInt8](repeating: 0, count: maximumBytes)
      let count = unsafe archive_read_data(archive, &output, maximumBytes)
      guard count >= 0, count < maximumBytes else { return nil }
      return Array(output.prefix(count))
    }
  }

  private func contents(_ count: Int) -> [UInt8]? {
    guard count > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    let read = unsafe archive_read_data(archive, &bytes, count)
    return read == count ? bytes : nil
  }
}

/// Owns one libarchive writer.
@safe
private final class ArchiveWriter {
  private let archive: OpaquePointer

  init() {
    guard let archive = unsafe archive_write_new() else {
      preconditionFailure("libarchive has no memory for a writer")
    }
    unsafe self.archive = archive
  }

  deinit { unsafe archive_write_free(archive) }

  /// Writes everything into the buffer; the result is libarchive's complaint, nil when all is well.
  func write(
    _ form: Archives.Form, _ entries: [Archives.Entry],
    into buffer: UnsafeMutableRawBufferPointer, used: inout Int
  ) -> String? {
    setUp(form)
    var written = 0
    let isWritten = unsafe withUnsafeMutablePointer(to: &written) { pointer in
      let opened = unsafe archive_write_open_memory(
        archive, buffer.baseAddress, buffer.count, pointer)
      guard opened == ARCHIVE_OK else { return false }
      for entry in entries where !write(entry) { return false }
      return unsafe archive_write_close(archive) == ARCHIVE_OK
    }
    used = written
    return isWritten ? nil : unsafe String(cString: archive_error_string(archive))
  }

  private func setUp(_ form: Archives.Form) {
    switch form {
    case .zip:
      unsafe archive_write_set_format_zip(archive)
      unsafe archive_write_set_options(archive, "zip:compression=store")
    case .gzip:
      unsafe archive_write_set_format_raw(archive)
      unsafe archive_write_add_filter_gzip(archive)
      unsafe archive_write_set_options(archive, "gzip:compression-level=6,gzip:!timestamp")
    case .tarball, .storedTarball:
      unsafe archive_write_set_format_ustar(archive)
      unsafe archive_write_add_filter_gzip(archive)
      let level = form == .tarball ? "6" : "0"
      unsafe archive_write_set_options(archive, "gzip:compression-level=\(level),gzip:!timestamp")
    }
    unsafe archive_write_set_bytes_per_block(archive, 512)
    unsafe archive_write_set_bytes_in_last_block(archive, 1)
  }

  private func write(_ entry: Archives.Entry) -> Bool {
    guard let header = unsafe archive_entry_new() else { return false }
    defer { unsafe archive_entry_free(header) }
    unsafe archive_entry_set_pathname(header, entry.path)
    unsafe archive_entry_set_size(header, Int64(entry.bytes.count))
    unsafe archive_entry_set_filetype(header, 0o100000)
    unsafe archive_entry_set_perm(header, 0o644)
    unsafe archive_entry_set_mtime(header, 315_619_200, 0)
    guard unsafe archive_write_header(archive, header) == ARCHIVE_OK else { return false }
    let count = entry.bytes.count
    return unsafe archive_write_data(archive, entry.bytes, count) == count
  }
}

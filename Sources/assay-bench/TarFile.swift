import ArgumentParser
import CArchive

/// Owns a libarchive reader over one compressed tar file.
@safe final class TarFile {
  private let handle: OpaquePointer
  private let path: String

  /// - Throws: `ValidationError` when the file cannot be opened.
  init(path: String) throws {
    guard let handle = unsafe archive_read_new() else {
      throw ValidationError("no memory to read \(path)")
    }
    unsafe self.handle = handle
    self.path = path
    unsafe archive_read_support_filter_all(handle)
    unsafe archive_read_support_format_tar(handle)
    guard unsafe archive_read_open_filename(handle, path, 1 << 16) == ARCHIVE_OK else {
      throw ValidationError("\(path) cannot be opened")
    }
  }

  /// The next regular file; nil at the end.
  func next() throws -> (path: String, bytes: [UInt8])? {
    while true {
      var header: OpaquePointer?
      let status = unsafe archive_read_next_header(handle, &header)
      if status == ARCHIVE_EOF { return nil }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let header = unsafe header else {
        throw ValidationError("\(path) is damaged")
      }
      guard unsafe UInt32(archive_entry_filetype(header)) & 0o170000 == 0o100000 else { continue }
      let name = unsafe archive_entry_pathname(header).map { unsafe String(cString: $0) } ?? ""
      return (name, try contents(size: unsafe Int(archive_entry_size(header))))
    }
  }

  private func contents(size: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < size {
      let count = unsafe bytes.withUnsafeMutableBytes {
        unsafe archive_read_data(handle, $0.baseAddress! + filled, size - filled)
      }
      guard count > 0 else { throw ValidationError("\(path) is damaged") }
      filled += count
    }
    return bytes
  }

  deinit { _ = unsafe archive_read_free(handle) }
}

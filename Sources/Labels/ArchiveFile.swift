import CArchive
import Foundation

/// One compressed file or archive, read entry by entry through libarchive.
///
/// Source: https://github.com/libarchive/libarchive/wiki/ManualPages (archive_read)
@safe final class ArchiveFile {
  /// One file inside, with its bytes.
  struct Entry {
    let path: String
    let bytes: [UInt8]
  }

  /// The most bytes one entry may have after decompression.
  static let maximumEntryBytes = 1 << 30

  private let handle: OpaquePointer
  private let path: String

  /// Opens a file for reading. - parameter isRaw: one compressed file, not an archive.
  init(path: String, isRaw: Bool) throws(LabelsError) {
    guard let handle = unsafe archive_read_new() else {
      throw LabelsError(.unreadable, "no memory to read \(path)")
    }
    unsafe self.handle = handle
    self.path = path
    unsafe archive_read_support_filter_all(handle)
    if isRaw {
      unsafe archive_read_support_format_raw(handle)
    } else {
      unsafe archive_read_support_format_tar(handle)
    }
    guard unsafe archive_read_open_filename(handle, path, 1 << 16) == ARCHIVE_OK else {
      throw failure("cannot be opened")
    }
  }

  deinit { unsafe archive_read_free(handle) }

  /// The next regular file; nil at the end.
  func next() throws(LabelsError) -> Entry? {
    while true {
      var header: OpaquePointer?
      let status = unsafe archive_read_next_header(handle, &header)
      if status == ARCHIVE_EOF { return nil }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let header = unsafe header else {
        throw failure("is damaged")
      }
      let kind = unsafe UInt32(archive_entry_filetype(header)) & 0o170000
      guard kind == 0o100000 || kind == 0 else { continue }
      let name = unsafe archive_entry_pathname(header).map { unsafe String(cString: $0) } ?? ""
      return Entry(path: name, bytes: try contents())
    }
  }

  private func contents() throws(LabelsError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { part in
        unsafe archive_read_data(handle, part.baseAddress, part.count)
      }
      if count == 0 { return bytes }
      guard count > 0 else { throw failure("is damaged") }
      guard bytes.count + count <= Self.maximumEntryBytes else {
        throw LabelsError(
          .unreadable, "\(path): more than \(Self.maximumEntryBytes) bytes after decompression")
      }
      bytes += buffer.prefix(count)
    }
  }

  private func failure(_ what: String) -> LabelsError {
    let reason = unsafe archive_error_string(handle).map { unsafe String(cString: $0) }
    return LabelsError(
      .unreadable, "\(path) \(what): \(reason ?? "unknown reason"); check that it is whole")
  }
}

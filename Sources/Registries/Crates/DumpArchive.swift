import CArchive

/// Owns one open archive and streams its entries.
@safe package final class DumpArchive {
  /// The most bytes the whole archive may unpack to.
  let maximumBytes: Int64
  private let handle: OpaquePointer
  private var entry: OpaquePointer?
  private let path: String

  /// Opens a tar file, compressed or not; throws `unreadableFile`.
  package init(path: String, maximumBytes: Int64) throws(RegistryError) {
    guard let handle = unsafe archive_read_new() else {
      throw RegistryError(.unreadableFile, "out of memory while opening \(path)")
    }
    unsafe self.handle = handle
    self.path = path
    self.maximumBytes = maximumBytes
    unsafe archive_read_support_filter_gzip(handle)
    unsafe archive_read_support_filter_zstd(handle)
    unsafe archive_read_support_format_tar(handle)
    guard unsafe archive_read_open_filename(handle, path, 1 << 18) == ARCHIVE_OK else {
      throw failure("cannot be opened as a tar file")
    }
  }

  deinit { unsafe archive_read_free(handle) }

  /// Goes to the next entry; its path as written, for comparison only, or nil at the end.
  package func next() throws(RegistryError) -> String? {
    var found: OpaquePointer?
    let status = unsafe archive_read_next_header(handle, &found)
    if status == ARCHIVE_EOF { return nil }
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let found = unsafe found else {
      throw failure("is damaged")
    }
    unsafe entry = found
    try checkSize(ahead: unsafe archive_entry_size(found))
    guard let name = unsafe archive_entry_pathname(found) else { return "" }
    return unsafe String(cString: name)
  }

  /// Hands the entry's bytes to the closure, a block at a time.
  package func readBlocks(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
    let capacity = 1 << 18
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity)
    defer { unsafe buffer.deallocate() }
    while true {
      let count = unsafe archive_read_data(handle, buffer.baseAddress, capacity)
      if count == 0 { return }
      guard count > 0 else { throw failure("is damaged") }
      try checkSize(ahead: 0)
      try unsafe body(UnsafeBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Refuses an archive that unpacks to more than the limit, before unpacking it.
  private func checkSize(ahead: Int64) throws(RegistryError) {
    let position = unsafe archive_filter_bytes(handle, 0)
    guard ahead >= 0, ahead <= maximumBytes, position <= maximumBytes - ahead else {
      throw RegistryError(
        .badDump, "\(path) unpacks to more than \(maximumBytes) bytes; it is no registry dump")
    }
  }

  private func failure(_ what: String) -> RegistryError {
    let reason =
      unsafe archive_error_string(handle).map { unsafe String(cString: $0) } ?? "no reason given"
    return RegistryError(.unreadableFile, "\(path) \(what): \(reason); fetch it again")
  }
}

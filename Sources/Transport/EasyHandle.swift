internal import CCurl
internal import Corpus

/// Owns one libcurl easy handle, its header list and its error text; used by the driver's thread only.
///
/// Source: https://curl.se/libcurl/c/curl_easy_setopt.html
@safe final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText: UnsafeMutablePointer<CChar>

  /// Nil when memory ran out.
  init?() {
    guard let pointer = unsafe curl_easy_init() else { return nil }
    unsafe self.pointer = pointer
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    unsafe curl_easy_cleanup(pointer)
    unsafe curl_slist_free_all(headerList)
    unsafe errorText.deallocate()
  }

  /// Forgets all options; connections and sessions stay with the multi handle.
  func reset() {
    unsafe curl_easy_reset(pointer)
    unsafe curl_slist_free_all(headerList)
    unsafe headerList = nil
    unsafe errorText[0] = 0
    unsafe assay_curl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
  }

  func set(_ option: CURLoption, _ value: Int) {
    unsafe assay_curl_set_long(pointer, option, value)
  }

  func set(_ option: CURLoption, offset value: Int) {
    unsafe assay_curl_set_offset(pointer, option, curl_off_t(value))
  }

  /// Strings are copied by libcurl.
  func set(_ option: CURLoption, _ value: String) {
    unsafe assay_curl_set_string(pointer, option, value)
  }

  @unsafe func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
    unsafe assay_curl_set_pointer(pointer, option, value)
  }

  func set(_ option: CURLoption, callback: @escaping assay_curl_data_callback) {
    unsafe assay_curl_set_data_callback(pointer, option, callback)
  }

  func set(openSocket callback: @escaping curl_opensocket_callback) {
    unsafe assay_curl_set_open_socket(pointer, callback)
  }

  /// Copies the body of a POST or PUT.
  func setBody(_ body: [UInt8]) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
    unsafe body.withUnsafeBytes { bytes in
      let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
      unsafe assay_curl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, start)
    }
  }

  /// Sets the header lines; a field without a value needs libcurl's own spelling.
  func setHeaders(_ headers: [HeaderField]) {
    for header in headers {
      let line = header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
      unsafe headerList = curl_slist_append(headerList, line)
    }
    unsafe assay_curl_set_pointer(pointer, CURLOPT_HTTPHEADER, headerList)
  }

  /// libcurl's words about the last failure.
  func explanation(of result: CURLcode) -> String {
    let detail = unsafe String(cString: errorText)
    return detail.isEmpty ? unsafe String(cString: curl_easy_strerror(result)) : detail
  }

  func offset(_ info: CURLINFO) -> Int {
    var value: curl_off_t = 0
    unsafe assay_curl_get_offset(pointer, info, &value)
    return Int(value)
  }

  func long(_ info: CURLINFO) -> Int {
    var value = 0
    unsafe assay_curl_get_long(pointer, info, &value)
    return value
  }
}

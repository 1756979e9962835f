internal import CCurl

// What libcurl calls while a transfer runs, on the driver's thread.

/// Takes one header line from libcurl.
let receiveHeaderLine: assay_curl_data_callback = { bytes, size, count, context in
  unsafe deliver(bytes, size * count, context) { unsafe $0.receive(headerLine: $1) }
}

/// Takes a piece of the decoded body from libcurl.
let receiveBodyChunk: assay_curl_data_callback = { bytes, size, count, context in
  unsafe deliver(bytes, size * count, context) { unsafe $0.receive(body: $1) }
}

/// Hands bytes to the transfer behind the context; answers 0, which ends it, when it refuses them.
private func deliver(
  _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
  _ body: (Transfer, UnsafeRawBufferPointer) -> Bool
) -> Int {
  guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
  // The driver holds the transfer for as long as its handle is in the multi handle.
  let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
  return unsafe body(transfer, buffer) ? count : 0
}

/// Opens a connection's socket, unless the address is refused.
let openSocket: curl_opensocket_callback = { context, _, address in
  guard let context = unsafe context, let address = unsafe address else { return CURL_SOCKET_BAD }
  var (bytes, port) = ([UInt8](repeating: 0, count: 16), Int32(0))
  let count = unsafe Int(assay_curl_address(address, &bytes, &port))
  // The driver holds the transfer for as long as its handle is in the multi handle.
  let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  guard let target = NetworkAddress(bytes: Array(bytes[..<count])),
    transfer.mayConnect(to: target, port: Int(port))
  else { return CURL_SOCKET_BAD }
  return unsafe assay_curl_open_socket(address)
}

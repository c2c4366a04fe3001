internal import Glibc

/// Whether the bytes of `left` come before those of `right`, byte for byte as etcd orders its keys.
package func isBefore(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    let shared = min(left.count, right.count)
    let order = unsafe left.withUnsafeBytes { left in
        unsafe right.withUnsafeBytes { right in
            guard let first = left.baseAddress, let second = right.baseAddress else {
                return Int32(0)
            }
            return unsafe memcmp(first, second, shared)
        }
    }
    return order != 0 ? order < 0 : left.count < right.count
}

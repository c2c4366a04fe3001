extension SecretKey {
    /// A key of `count` bytes of the operating system's generator.
    public static func random(count: Int) -> SecretKey {
        var generator = SystemRandomNumberGenerator()
        var bytes = [UInt8](repeating: 0, count: count)
        for index in bytes.indices { bytes[index] = generator.next() }
        defer { wipe(&bytes) }
        return SecretKey(copying: bytes.span)
    }
}

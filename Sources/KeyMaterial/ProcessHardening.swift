internal import CLibCrypto

/// Keeps a process that handles keys from leaving them behind when it dies.
public enum ProcessHardening {
    /// Sets the size limit of core files to 0 and marks the process as not dumpable.
    ///
    /// A core file would hold every key. As not dumpable, other processes of the same user cannot
    /// attach to it or read its memory either.
    ///
    /// - Returns: whether the kernel accepted both.
    @discardableResult
    public static func apply() -> Bool {
        kenc_no_core_dumps() == 1
    }
}

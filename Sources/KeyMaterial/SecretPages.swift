internal import CLibCrypto
internal import Synchronization

/// Memory for keys: pages of their own, which are neither swapped out nor dumped where the limits
/// of the process allow it.
///
/// A page holds slots of one size. Slots are given back wiped and used again; pages stay for the
/// life of the process, so a page is never unlocked while it holds a key.
enum SecretPages {
    /// Twice the longest key of any provider.
    static let slotSize = 64

    /// The addresses of the slots that hold nothing.
    private static let free = Mutex<[UInt]>([])

    /// A slot, or nil when the system has no more pages.
    static func take() -> UnsafeMutableRawBufferPointer? {
        let address = free.withLock { free in
            if free.isEmpty { free = newPage() }
            return free.popLast()
        }
        guard let address else { return nil }
        return unsafe UnsafeMutableRawBufferPointer(
            start: UnsafeMutableRawPointer(bitPattern: address),
            count: slotSize
        )
    }

    /// Takes back a slot that was wiped.
    static func giveBack(_ slot: UnsafeMutableRawPointer) {
        let address = UInt(bitPattern: slot)
        free.withLock { $0.append(address) }
    }

    private static func newPage() -> [UInt] {
        let size = kenc_page_size()
        guard let page = unsafe kenc_locked_page_map(size) else { return [] }
        let start = UInt(bitPattern: page)
        return stride(from: 0, to: size - slotSize + 1, by: slotSize).map { start + UInt($0) }
    }
}

internal import KeyMaterial

/// One buffer for each level of bodies within bodies.
final class BufferStack {
    private let first = SecretBuffer()
    private var others: [SecretBuffer] = []
    private var depth = 0

    /// The buffer that is free to be written to.
    @inline(__always)
    var top: Uncounted<SecretBuffer> {
        depth == 0 ? Uncounted(keptElsewhere: first) : other
    }

    /// Keeps the top buffer from being written to until ``pop()``.
    @inline(__always)
    func push() { depth += 1 }

    @inline(__always)
    func pop() { depth -= 1 }

    private var other: Uncounted<SecretBuffer> {
        while others.count < depth { others.append(SecretBuffer()) }
        return Uncounted(keptElsewhere: others[depth - 1])
    }
}

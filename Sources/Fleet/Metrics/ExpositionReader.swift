internal import EtcdModel
internal import WireFormats

/// Reads metrics as Prometheus' text format 0.0.4 has them, piece by piece.
///
/// A scrape of a large cluster has tens of megabytes, of which a few lines matter: only lines that
/// start with a wanted name are looked into, and none is kept.
public struct ExpositionReader: Sendable {
    /// How long a line may be; longer ones are passed over and counted.
    public static let maximumLineBytes = 1 << 16

    private let wanted: [[UInt8]]
    private let sign: [UInt8]
    private var pending: [UInt8] = []
    /// Whether the rest of the line under way is passed over.
    private var isSkipping = false

    /// Bytes that were read.
    public private(set) var byteCount = 0
    /// Lines that begin as a wanted one, but that cannot be read.
    public private(set) var unreadableLines = 0
    /// Whether the last line was ended, as the format asks for.
    public private(set) var endsWithLine = true

    /// Whether a line began with the sign of the right source.
    public private(set) var hasSign = false

    /// Makes a reader of the samples whose names start with one of `names`.
    ///
    /// - Parameters:
    ///   - names: Beginnings of the wanted names.
    ///   - sign: What at least one name of the right source starts with.
    public init(namesStartingWith names: [String], sign: String) {
        wanted = names.map { Array($0.utf8) }
        self.sign = Array(sign.utf8)
    }

    /// Reads the next piece, of any length, and hands out the wanted samples in it.
    public mutating func read(_ piece: Span<UInt8>, _ body: (MetricSample) -> Void) {
        byteCount += piece.count
        var start = 0
        while start < piece.count {
            guard
                let end = WordScan.firstIndex(
                    of: UInt8(ascii: "\n"),
                    in: piece,
                    from: start,
                    to: piece.count
                )
            else {
                hold(piece.extracting(start..<piece.count))
                endsWithLine = false
                return
            }
            if isSkipping || !pending.isEmpty {
                hold(piece.extracting(start..<end))
                let line = pending
                pending = []
                if !isSkipping { readLine(line.span, body) }
                isSkipping = false
            } else {
                readLine(piece.extracting(start..<end), body)
            }
            endsWithLine = true
            start = end + 1
        }
    }

    /// Keeps the beginning of a line whose end has not come.
    private mutating func hold(_ part: Span<UInt8>) {
        guard !isSkipping else { return }
        guard pending.count + part.count <= Self.maximumLineBytes else {
            let isLost = pending.isEmpty ? isWanted(part) : isWanted(pending.span)
            if isLost { unreadableLines += 1 }
            pending = []
            isSkipping = true
            return
        }
        pending += Array(copying: part)
        // Nobody wants comments, which are long; what could still become a wanted name stays.
        if pending[0] == UInt8(ascii: "#") {
            pending = []
            isSkipping = true
        }
    }

    private mutating func readLine(_ line: Span<UInt8>, _ body: (MetricSample) -> Void) {
        if !hasSign, line.starts(with: sign) { hasSign = true }
        guard isWanted(line) else { return }
        guard line.count <= Self.maximumLineBytes, let sample = MetricSample(line: line) else {
            unreadableLines += 1
            return
        }
        body(sample)
    }

    private func isWanted(_ line: Span<UInt8>) -> Bool {
        for name in wanted where line.starts(with: name) { return true }
        return false
    }
}

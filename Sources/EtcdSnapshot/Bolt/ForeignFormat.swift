internal import EtcdModel

/// What people hand over instead of a database file, told by its first bytes.
enum ForeignFormat: Equatable {
    case compressed(String, command: String)
    case archive(String)
    case dump
    case log
    case zeros

    private static let compressors: [(magic: [UInt8], name: String, command: String)] = [
        ([0x1F, 0x8B], "gzip", "gunzip"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "unzstd"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz", "unxz"),
        ([0x42, 0x5A, 0x68], "bzip2", "bunzip2"),
        ([0x04, 0x22, 0x4D, 0x18], "lz4", "unlz4"),
    ]

    init?(of bytes: Span<UInt8>) {
        func starts(with magic: [UInt8], at offset: Int = 0) -> Bool {
            guard bytes.count >= offset + magic.count else { return false }
            return magic.indices.allSatisfy { bytes[offset + $0] == magic[$0] }
        }
        for (magic, name, command) in Self.compressors where starts(with: magic) {
            self = .compressed(name, command: command)
            return
        }
        if starts(with: Array("ustar".utf8), at: 257) {
            self = .archive("tar")
        } else if starts(with: [0x7B]) {
            self = .dump
        } else if starts(with: [0x04, 0, 0, 0, 0, 0, 0, 0x84]) {
            self = .log
        } else if (0..<min(bytes.count, 1 << 16)).allSatisfy({ bytes[$0] == 0 }) {
            self = .zeros
        } else {
            return nil
        }
    }

    var error: SnapshotError {
        switch self {
        case .compressed(let name, let command):
            SnapshotError(
                .foreignFormat,
                "compressed with \(name)",
                hint: "decompress it first, for example: \(command) < FILE > snapshot.db"
            )
        case .archive(let name):
            SnapshotError(
                .foreignFormat,
                "a \(name) archive",
                hint: "extract the snapshot from it first"
            )
        case .dump:
            SnapshotError(
                .foreignFormat,
                "JSON text, not an etcd database",
                remedy: .giveAsDump
            )
        case .log:
            SnapshotError(
                .foreignFormat,
                "a write-ahead log, not an etcd database",
                hint: "the database of a member is its member/snap/db"
            )
        case .zeros:
            SnapshotError(
                .damaged,
                "the file begins with nothing but zeros",
                hint: "the copy was allocated and never filled; take the snapshot again"
            )
        }
    }
}

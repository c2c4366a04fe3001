internal import Glibc

/// A file that appears whole or not at all: written beside its name, synced, renamed.
///
/// It may hold plaintext or keys, so only its owner can read it. Until ``finish()`` the name shows
/// what it showed before. A pipe or a device is written to as it is: it cannot be renamed.
///
/// ```swift
/// let file = try WholeFile(path: "out.json")
/// try file.write(text)
/// try file.finish()
/// ```
public final class WholeFile {
    /// The name, as it was given.
    public let path: String

    private enum Place {
        case beside(UnfinishedFile)
        /// A pipe, a device, or what the caller has open.
        case stream(Int32, isOwn: Bool)
    }

    private var place: Place?
    private let replaces: Bool
    private var unstartedByteCount = 0
    private var pending: [UInt8] = []

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - path: Where it is to appear.
    ///   - replaces: Whether a file of that name is replaced at the end. Without that, it is an
    ///     error at the start, and at the end as well if one has appeared meanwhile.
    /// - Throws: ``FileFailure``.
    public init(path: String, replaces: Bool = true) throws(FileFailure) {
        self.path = path
        self.replaces = replaces
        var status = stat()
        let exists = unsafe stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT != S_IFREG {
            let opened = unsafe open(path, O_WRONLY | O_CLOEXEC)
            guard opened >= 0 else { throw FileFailure(path) }
            place = .stream(opened, isOwn: true)
            return
        }
        guard !exists || replaces else { throw FileFailure(path, SystemError(code: EEXIST)) }
        do throws(SystemError) {
            place = .beside(try UnfinishedFile(in: TargetFolder(of: path)))
        } catch {
            throw FileFailure(path, error)
        }
    }

    /// Begins a file that takes the place of the one at `path`, with its owner, group and mode.
    ///
    /// - Throws: ``FileFailure``, also if there is no file or it is not a regular one, or the new one
    ///   cannot be given to its owner.
    public convenience init(replacing path: String) throws(FileFailure) {
        let ownership: FileOwnership
        do {
            ownership = try FileOwnership(path: path)
        } catch {
            throw FileFailure(path, error)
        }
        try self.init(path: path)
        guard case .beside(let file) = place else {
            throw FileFailure(path, SystemError(code: EINVAL))
        }
        do {
            try ownership.give(to: file.descriptor)
        } catch {
            throw FileFailure(path, error)
        }
    }

    /// Writes to what is open already, and does not close it.
    public init(descriptor: Int32, name: String) {
        path = name
        replaces = true
        place = .stream(descriptor, isOwn: false)
    }

    deinit {
        if case .stream(let descriptor, isOwn: true) = place { close(descriptor) }
    }

    /// Appends bytes.
    ///
    /// - Throws: ``FileFailure``; the file cannot become whole any more then.
    public func write(_ bytes: [UInt8]) throws(FileFailure) {
        // What is long enough needs no copy.
        if pending.isEmpty, bytes.count >= Self.pendingByteCount { return try writeNow(bytes) }
        pending += bytes
        if pending.count >= Self.pendingByteCount { try drain() }
    }

    private static let pendingByteCount = 1 << 16
    private static let startByteCount = 1 << 23

    /// Writes over bytes that were appended before: for a beginning that is known only at the end.
    ///
    /// - Throws: ``FileFailure``; the file cannot become whole any more then.
    public func overwrite(_ bytes: [UInt8], at offset: Int) throws(FileFailure) {
        try drain()
        guard case .beside(let file) = place else {
            throw FileFailure(path, SystemError(code: ESPIPE))
        }
        do {
            try Descriptor.overwrite(bytes.span, at: offset, of: file.descriptor)
        } catch {
            throw FileFailure(path, error)
        }
    }

    /// Starts to put on disk what was written so far.
    ///
    /// Nothing is promised by it, but ``finish()``, which waits for all of it, waits less.
    ///
    /// - Throws: ``FileFailure``; the file cannot become whole any more then.
    public func startSync() throws(FileFailure) {
        try drain()
        if case .beside(let file) = place { Descriptor.startSync(file.descriptor) }
    }

    /// A path to read back what was written so far, before the file is in its place.
    ///
    /// - Throws: ``FileFailure``, also for a pipe or a device.
    public func pathForReading() throws(FileFailure) -> String {
        try drain()
        guard case .beside(let file) = place else {
            throw FileFailure(path, SystemError(code: ESPIPE))
        }
        return "/proc/self/fd/\(file.descriptor)"
    }

    /// Puts the whole file in its place.
    ///
    /// - Throws: ``FileFailure``; the name then shows what it showed before.
    public func finish() throws(FileFailure) {
        try drain()
        switch place {
        case .beside(let file):
            place = nil
            do {
                try file.place(replacing: replaces)
            } catch {
                throw FileFailure(path, error)
            }
        case .stream(let descriptor, let isOwn):
            place = nil
            if isOwn, close(descriptor) != 0 { throw FileFailure(path) }
        case nil:
            preconditionFailure("a file is finished once")
        }
    }

    private func drain() throws(FileFailure) {
        defer { pending.removeAll(keepingCapacity: true) }
        try writeNow(pending)
    }

    private func writeNow(_ bytes: [UInt8]) throws(FileFailure) {
        let descriptor =
            switch place {
            case .beside(let file): file.descriptor
            case .stream(let descriptor, _): descriptor
            case nil: preconditionFailure("nothing is written to a finished file")
            }
        do {
            try Descriptor.writeAll(bytes.span, to: descriptor)
        } catch {
            throw FileFailure(path, error)
        }
        // The disk begins while more is made, so that the end does not wait for all of it.
        unstartedByteCount += bytes.count
        guard case .beside = place, unstartedByteCount >= Self.startByteCount else { return }
        unstartedByteCount = 0
        Descriptor.startSync(descriptor)
    }
}

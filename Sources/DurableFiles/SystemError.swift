internal import Glibc

/// What the operating system says went wrong, in its own words.
public struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number, as in `errno`.
    public let code: Int32

    /// A number of `errno`.
    public init(code: Int32) {
        self.code = code
    }

    /// The reason of the call that failed just now.
    public static var latest: SystemError { SystemError(code: errno) }

    /// The system's words, in lower case: `no such file or directory`.
    public var description: String { text.lowercased() }

    /// The system's words as they are.
    public var text: String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}

/// A file that could not be written.
public struct FileFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, as it was named.
    public let path: String
    /// Why.
    public let cause: SystemError

    init(_ path: String, _ cause: SystemError = .latest) {
        self.path = path
        self.cause = cause
    }

    /// Whether there is a file of that name already, where a new one was asked for.
    public var isAboutExisting: Bool { cause.code == EEXIST }

    /// Whether nobody reads from the pipe any more.
    public var isClosedPipe: Bool { cause.code == EPIPE }

    /// `cannot write out.json: no space left on device`.
    public var description: String { "cannot write \(path): \(cause)" }
}

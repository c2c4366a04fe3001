/// Says while a rotation writes whether it may go on: whether every API server is still on the file.
public protocol RotationGate: Sendable {
    /// Asks now.
    func ask() async -> GateAnswer
}

/// What a gate says.
public enum GateAnswer: Sendable, Hashable {
    /// Every server is on the file.
    case open
    /// Somebody is silent, or cannot be judged; that may pass.
    case unclear
    /// A server is on another file.
    case closed
}

/// The gate closed while the job ran; whoever made it knows which server it was.
public struct GateClosed: Error, CustomStringConvertible {
    /// For a person.
    public var description: String { "an API server is no longer known to be on the file" }
}

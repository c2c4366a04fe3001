public import WireFormats

/// Why a plaintext cannot be decoded as a Kubernetes object.
///
/// It never holds any of the plaintext.
public enum ObjectError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It starts as no encoding of Kubernetes does.
    case unknownFormat
    /// It starts with `k8s:enc:`: nobody opened it yet.
    case encrypted
    /// The protobuf or CBOR is broken.
    case encoding(WireFormatError)
    /// The JSON is broken.
    case json(JSONError)
    /// More levels than a tree may have.
    case tooDeep(offset: Int)
    /// The JSON or CBOR value is no object.
    case notAnObject

    /// What is wrong, and where in the plaintext.
    public var description: String {
        switch self {
        case .unknownFormat:
            "the value starts neither as protobuf nor as JSON nor as CBOR of Kubernetes does"
        case .encrypted: "the value is still encrypted"
        case .encoding(let error): "the object is malformed: \(error)"
        case .json(let error): "the object is malformed: \(error)"
        case .tooDeep(let offset):
            "the object has more than \(KubernetesValue.maximumDepth) levels (byte \(offset))"
        case .notAnObject: "the value is no object"
        }
    }
}

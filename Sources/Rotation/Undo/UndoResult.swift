public import Survey

/// What became of one record.
enum UndoOutcome: Sendable {
    case restored
    case alreadyBack
    case changed
    case deleted
    case failed(code: String, String)
}

/// What an undo did.
public struct UndoResult: Sendable {
    /// Records looked at.
    public private(set) var records = 0
    /// Values that hold what they held before the rotation, put back now.
    public private(set) var restored = 0
    /// Values that held it already.
    public private(set) var alreadyBack = 0
    /// Keys that are gone.
    public private(set) var deleted = 0
    /// Values that could not be put back, and why.
    public private(set) var failures: [ValueReport] = []
    private var changedKeys: Set<[UInt8]> = []

    /// Values that someone else wrote since, or that the rotation never came to write.
    public var changed: Int { changedKeys.count }

    mutating func count(_ outcome: UndoOutcome, _ key: [UInt8]) {
        records += 1
        switch outcome {
        case .restored: restored += 1
        case .alreadyBack: alreadyBack += 1
        case .deleted: deleted += 1
        case .changed:
            // A swap that lost and was tried again has a record for each try: one of them counts.
            changedKeys.insert(key)
            return
        case .failed(let code, let message):
            failures.append(ValueReport(key: key, code: code, message: message))
        }
        changedKeys.remove(key)
    }
}

/// An undo ended before it was done; running it again goes on.
public struct UndoHalted: Error {
    /// What was done until then.
    public let result: UndoResult
    /// Why.
    public let cause: any Error
}

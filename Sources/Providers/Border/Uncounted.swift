/// A reference that is not counted, to something its owner keeps for longer.
///
/// What every value passes on its way is reached through these: counting a reference up and down is
/// atomic, and five such pairs cost as much as opening a small value.
@safe
struct Uncounted<Object: AnyObject> {
    private let reference: Unmanaged<Object>

    /// Refers to an object that somebody else keeps for as long as this is used.
    init(keptElsewhere object: Object) {
        unsafe reference = Unmanaged.passUnretained(object)
    }

    /// Lends the object.
    @inline(__always)
    func use<Value, Failure: Error>(
        _ body: (Object) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let result = unsafe reference._withUnsafeGuaranteedRef { object in
            do throws(Failure) {
                return Result<Value, Failure>.success(try body(object))
            } catch {
                return Result<Value, Failure>.failure(error)
            }
        }
        return try result.get()
    }
}

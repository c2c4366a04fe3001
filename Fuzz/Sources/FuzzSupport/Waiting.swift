import Dispatch

/// Runs what waits, and waits for it.
public func waiting<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) throws -> Result {
    let outcome = Outcome<Result>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        do { outcome.result = .success(try await body()) } catch {
            outcome.result = .failure(error)
        }
        done.signal()
    }
    done.wait()
    guard let result = outcome.result else { fatalError("nothing came of it") }
    return try result.get()
}

/// Written once, before the semaphore lets it be read.
private final class Outcome<Result: Sendable>: @unchecked Sendable {
    var result: Swift.Result<Result, any Error>?
}

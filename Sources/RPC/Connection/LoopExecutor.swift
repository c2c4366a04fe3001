#if Etcd

internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Runs tasks on the event loop that the connections live on.
///
/// A call that runs there reaches its stream, and is reached by it, without a change of threads.
/// Swift's own pool would change threads several times a call; NIO's loops as the global executor
/// (`NIOSingletons`) go through the loop's queue again at every function that is called or
/// returns, and would run everything else the process does as well.
package final class LoopExecutor: TaskExecutor {
    let loop: any EventLoop

    private struct Queue {
        var jobs: [UnownedJob] = []
        var isScheduled = false
    }

    private let queue = Mutex(Queue())

    /// One of the process's own loops.
    package init() {
        loop = MultiThreadedEventLoopGroup.singleton.next()
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = queue.withLock { queue in
            queue.jobs.append(job)
            defer { queue.isScheduled = true }
            return !queue.isScheduled
        }
        if isFirst { loop.execute { self.runWaiting() } }
    }

    /// Runs what waits now: one entry in the loop's own queue for all of it.
    private func runWaiting() {
        let jobs = queue.withLock { queue in
            queue.isScheduled = false
            let jobs = queue.jobs
            queue.jobs = []
            return jobs
        }
        for job in jobs { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

#endif

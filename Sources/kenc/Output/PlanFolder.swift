import DurableFiles
import Glibc

/// A plan's folder, which appears whole or not at all, and only its owner can read it.
enum PlanFolder {
    static func write(_ report: PlanReport, _ files: PlanFiles, to path: String) throws {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let beside = "\(path).kenc-\(getpid())-\(UInt32.random(in: .min ... .max))"
        guard mkdir(beside, 0o700) == 0 else { throw failure(path) }
        var written: [String] = []
        do {
            func add(_ name: String, _ bytes: [UInt8]) throws {
                written.append("\(beside)/\(name)")
                let file = try WholeFile(path: "\(beside)/\(name)")
                try file.write(bytes)
                try file.finish()
            }
            if let start = files.start { try add(start.name, start.bytes) }
            for stage in files.stages {
                if let name = stage.name { try add(name, stage.bytes) }
            }
            try add("plan.json", Array(try JSONOutput.text(report).utf8))
            // An empty folder makes way; anything else stays.
            guard rename(beside, path) == 0 else { throw failure(path) }
        } catch {
            for file in written { unlink(file) }
            rmdir(beside)
            throw error
        }
    }

    private static func failure(_ path: String) -> Failure {
        if errno == ENOTEMPTY || errno == EEXIST {
            return Failure(
                "\(ShownText.line(path)) is there already",
                hint: "a plan gets a folder of its own, so that no file of another is in it"
            )
        }
        return Failure("cannot write \(ShownText.line(path)): \(String(cString: strerror(errno)))")
    }
}

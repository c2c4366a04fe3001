import DurableFiles

/// A plan's folder, which appears whole or not at all, and only its owner can read it.
enum PlanFolder {
    static func write(_ report: PlanReport, _ files: PlanFiles, to path: String) throws {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        do {
            let folder = try WholeFolder(path: path)
            if let start = files.start { try folder.add(start.name, start.bytes) }
            for stage in files.stages {
                if let name = stage.name { try folder.add(name, stage.bytes) }
            }
            try folder.add("plan.json", Array(try JSONOutput.text(report).utf8))
            // An empty folder makes way; anything else stays.
            try folder.finish()
        } catch let failure as FileFailure {
            guard failure.isAboutExisting else {
                throw Failure("cannot write \(ShownText.line(failure.path)): \(failure.cause)")
            }
            throw Failure(
                "\(ShownText.line(path)) is there already",
                hint: "a plan gets a folder of its own, so that no file of another is in it"
            )
        }
    }
}

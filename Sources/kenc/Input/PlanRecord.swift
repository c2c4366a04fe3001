import DurableFiles
import EncryptionConfig
import FoundationEssentials
import KubernetesModel
import Planning

/// The folder that `kenc plan --directory` wrote, as it is now.
struct PlanRecord {
    /// `plan.json`, as far as it matters here.
    private struct Document: Decodable {
        struct Start: Decodable {
            let file: String
            let hash: String
            /// Where the folder holds a copy of it.
            let copy: String?
        }

        struct Stage: Decodable {
            let number: Int
            let kind: String
            let file: String?
            let hash: String?
            let config: String?
            let resources: [String]?
            let commands: [String]?
        }

        let from: Start
        let goal: String
        let stages: [Stage]
    }

    /// A file that the plan names.
    struct File {
        let name: String
        let hash: String
        let state: StandingJudge.FileState
        /// Nil where it is not what was planned.
        let loaded: LoadedConfiguration?
    }

    let directory: String
    let goal: String
    let start: String
    let plan: WrittenPlan
    let files: [File]
    /// By stage, as the plan has them.
    let commands: [[String]]

    /// Reads the folder.
    ///
    /// - Throws: `Failure` where it holds no plan.
    init(_ directory: String, gates: FeatureGates) throws {
        let path = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        self.directory = path.isEmpty ? "/" : path
        let name = "\(path)/plan.json"
        let hint = "--plan takes the folder that 'kenc plan --directory' wrote"
        let bytes: [UInt8]
        do { bytes = try FileBytes.read(name, limit: 4 << 20) } catch let failure as Failure {
            throw Failure(failure.message, hint: hint)
        }
        func noPlan(_ why: String) -> Failure {
            Failure("\(ShownText.line(name)): \(why)", hint: hint)
        }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)) else {
            throw noPlan("this is no plan")
        }
        goal = document.goal
        start = document.from.file
        commands = document.stages.map { $0.commands ?? [] }
        var works: [WrittenPlan.Work] = []
        var named: [(name: String, hash: String)] = []
        if let copy = document.from.copy {
            guard Self.isPlain(copy) else { throw noPlan("its copy of the first file has no name") }
            named.append((copy, document.from.hash))
        }
        for (index, stage) in document.stages.enumerated() {
            guard stage.number == index + 1 else { throw noPlan("its stages are out of order") }
            switch stage.kind {
            case "rollout":
                guard let file = stage.file, let hash = stage.hash, Self.isPlain(file) else {
                    throw noPlan("stage \(stage.number) names no file")
                }
                works.append(.rollout(file: file, hash: hash))
                named.append((file, hash))
            case "rewrite":
                guard let file = stage.config, Self.isPlain(file) else {
                    throw noPlan("stage \(stage.number) names no file")
                }
                if named.isEmpty { named.append((file, document.from.hash)) }
                guard file == named.last?.name else {
                    throw noPlan("stage \(stage.number) is not under the file before it")
                }
                let resources = (stage.resources ?? []).compactMap(GroupResource.init(text:))
                guard resources.count == stage.resources?.count ?? 0 else {
                    throw noPlan("stage \(stage.number) names no resources")
                }
                works.append(.rewrite(file: file, resources: resources))
            case "backup": works.append(.backup)
            case "compaction": works.append(.compaction)
            default: throw noPlan("stage \(stage.number) is of a kind that this kenc does not know")
            }
        }
        plan = WrittenPlan(start: document.from.hash, stages: works)
        files = try named.map { try Self.file($0.name, $0.hash, in: path, gates) }
    }

    /// The way to a file of the folder.
    func path(_ name: String) -> String { directory == "/" ? "/\(name)" : "\(directory)/\(name)" }

    /// The name of a generation's file.
    func name(ofGeneration generation: Int) -> String {
        guard generation > 0 else { return files.first { $0.hash == plan.start }?.name ?? start }
        let names = plan.stages.compactMap { work in
            if case .rollout(let file, _) = work { file } else { nil }
        }
        return names[generation - 1]
    }

    /// Whether a generation's file is in the folder.
    func holds(generation: Int) -> Bool {
        generation > 0 || files.contains { $0.hash == plan.start }
    }

    /// Only names: a plan says nothing about files elsewhere.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".."
            && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 < 0x20 }
    }

    private static func file(
        _ name: String,
        _ hash: String,
        in directory: String,
        _ gates: FeatureGates,
    ) throws -> File {
        let path = "\(directory)/\(name)"
        guard FileIdentity(path: path) != nil else {
            return File(name: name, hash: hash, state: .missing, loaded: nil)
        }
        guard try ConfigurationFile.judge(path, gates).hash == hash else {
            return File(name: name, hash: hash, state: .changed, loaded: nil)
        }
        let loaded = try LoadedConfiguration(path: path, gates: gates)
        return File(name: name, hash: hash, state: .intact, loaded: loaded)
    }
}

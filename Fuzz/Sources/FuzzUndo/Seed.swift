import FoundationEssentials
import FuzzKeys
import Rotation

/// The logs that rotations to the sample configuration wrote.
enum Seed {
    static let records: Set<UndoRecord> = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../seeds/FuzzUndo")
        var records: Set<UndoRecord> = []
        for name in ["sealed.jsonl", "plaintext.jsonl"] {
            do {
                let log = try UndoLogReader(
                    path: folder.appending(path: name).path,
                    chains: sampleChains
                )
                while let record = try log.next() { records.insert(record) }
            } catch {
                fatalError("\(name): \(error)")
            }
        }
        return records
    }()
}

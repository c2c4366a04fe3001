import EncryptionConfig
import EtcdSnapshot
import KubernetesModel
import Providers
import Rotation
import Survey

/// The residue of a snapshot, and how many pages it was looked for in.
struct FoundResidue {
    let tally: ResidueTally
    let freePageCount: Int

    init(_ contents: SnapshotContents, prefix: EtcdPrefix, filter: EntryFilter) throws {
        var tally = ResidueTally(prefix: prefix, filter: filter)
        let summary = try contents.keySpace.residue { key, value, finding in
            guard !finding.isTombstone, !value.isEmpty else { return }
            let page = finding.page.rawValue
            if finding.kind == .fragment {
                tally.addFragment(value, on: page)
            } else {
                tally.add(key: key, value: value, on: page)
            }
        }
        self.tally = tally
        freePageCount = summary.freePageCount
    }
}

/// Residue for programs: the field `residue` of `scan -o json`.
struct ResidueReport: Encodable {
    struct Share: Encodable {
        let resource: String?
        let provider: String
        let keyName: String?
        let values: Int
        let bytes: Int
        let pages: [UInt64]
    }

    struct Fragments: Encodable {
        let values: Int
        let bytes: Int
        let pages: [UInt64]
    }

    let freePages: Int
    let values: Int
    let plaintext: Int
    let by: [Share]
    let fragments: Fragments

    init(_ found: FoundResidue) {
        let residue = found.tally
        freePages = found.freePageCount
        values = residue.copies
        plaintext = residue.plaintext
        by = residue.sorted.map { resource, key, copies in
            Share(
                resource: resource?.description,
                provider: key.kind.rawValue,
                keyName: key.name?.description,
                values: copies.values,
                bytes: copies.bytes,
                pages: copies.pages.sorted(),
            )
        }
        fragments = Fragments(
            values: residue.fragments.values,
            bytes: residue.fragments.bytes,
            pages: residue.fragments.pages.sorted(),
        )
    }
}

/// Residue for people, with what removes it.
struct ResidueText {
    private let residue: ResidueTally
    private let freePageCount: Int

    /// How many page numbers a row shows.
    private static let pageLimit = 6

    init(_ found: FoundResidue) {
        residue = found.tally
        freePageCount = found.freePageCount
    }

    func render(style: Style = .standardOutput) -> String {
        let pages = Numbers.count(freePageCount, "free page")
        guard residue.copies > 0 || residue.fragments.values > 0 else {
            return "\nresidue: none in \(pages)\n"
        }
        var table = Table([
            .text("RESIDUE OF", least: 16), .text("PROVIDER"), .text("KEY", least: 12),
            .number("COPIES"), .number("BYTES", rank: 1), .text("PAGES", least: 12, rank: 2),
        ])
        for (resource, key, copies) in residue.sorted {
            table.add([
                ShownText.line(resource?.description ?? "(key unknown)"), key.kind.rawValue,
                ShownText.line(key.name?.description ?? "-"), Numbers.grouped(copies.values),
                Numbers.bytes(copies.bytes), pageList(copies.pages),
            ])
        }
        if residue.fragments.values > 0 {
            table.add([
                "(fragments)", "-", "-", Numbers.grouped(residue.fragments.values),
                Numbers.bytes(residue.fragments.bytes), pageList(residue.fragments.pages),
            ])
        }
        let unnamed =
            residue.withoutName == 0
            ? ""
            : "\(Numbers.count(residue.withoutName, "copy", "copies")) on more keys than are named\n"
        return """

            \(table.render(style: style))\(unnamed)
            \(Numbers.count(residue.copies, "old copy", "old copies")) in \(pages), \
            \(Numbers.grouped(residue.plaintext)) of them plaintext. Nothing reads them, but \
            whoever has the file does. To remove them: compact etcd's history, defragment every \
            member (etcdctl defrag --cluster), and discard old snapshots and WAL files, this one \
            included.

            """
    }

    private func pageList(_ pages: Set<UInt64>) -> String {
        let shown = pages.sorted().prefix(Self.pageLimit).map(\.description).joined(separator: ", ")
        let more = pages.count - Self.pageLimit
        return more > 0 ? "\(shown), … \(Numbers.grouped(more)) more" : shown
    }
}

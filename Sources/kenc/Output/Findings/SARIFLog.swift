/// The parts of SARIF 2.1.0 (OASIS) that kenc writes, by the names of the standard.
struct SARIFLog: Encodable {
    enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version
        case runs
    }

    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let version = "2.1.0"
    let runs: [Run]

    struct Run: Encodable {
        let tool: Tool
        let invocations: [Invocation]
        let artifacts: [Artifact]
        let taxonomies: [Component]
        /// In what columns are counted.
        let columnKind = "unicodeCodePoints"
        let results: [Result]
    }

    struct Tool: Encodable {
        let driver: Component
    }

    /// kenc with its rules, or a benchmark with its controls.
    struct Component: Encodable {
        let name: String
        let version: String
        let informationUri: String?
        let rules: [Rule]?
        let supportedTaxonomies: [Reference]?
        let isComprehensive: Bool?
        let taxa: [Taxon]?
    }

    /// A component by its place in the run.
    struct Reference: Encodable {
        let name: String
        let index: Int
    }

    struct Rule: Encodable {
        let id: String
        let shortDescription: Text
        let fullDescription: Text
        let help: Text
        let helpUri: String
        let defaultConfiguration: Configuration
        let properties: Properties
        let relationships: [Relationship]?
    }

    struct Configuration: Encodable {
        let level: String
    }

    struct Properties: Encodable {
        let tags: [String]
    }

    struct Relationship: Encodable {
        let target: Target
        let kinds: [String]
    }

    struct Target: Encodable {
        let id: String
        let index: Int
        let toolComponent: Reference
    }

    struct Taxon: Encodable {
        let id: String
        let shortDescription: Text
    }

    struct Invocation: Encodable {
        let executionSuccessful: Bool
    }

    struct Artifact: Encodable {
        let location: ArtifactLocation
        let roles = ["analysisTarget"]
    }

    struct ArtifactLocation: Encodable {
        let uri: String
        let index: Int?
    }

    struct Result: Encodable {
        let ruleId: String
        let ruleIndex: Int
        let level: String
        let message: Text
        let locations: [Location]
        let partialFingerprints: [String: String]
    }

    struct Location: Encodable {
        let physicalLocation: PhysicalLocation
        let logicalLocations: [LogicalLocation]?
    }

    struct PhysicalLocation: Encodable {
        let artifactLocation: ArtifactLocation
        /// None where the finding is about the file as a whole.
        let region: Region?
    }

    struct Region: Encodable {
        let startLine: Int
        let startColumn: Int?
    }

    struct LogicalLocation: Encodable {
        let fullyQualifiedName: String
        let kind: String
    }

    struct Text: Encodable {
        let text: String
    }
}

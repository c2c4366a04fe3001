import EncryptionConfig

/// Words what the library only knows as a case: commands and options are this program's.
enum RemedyText {
    static func words(_ remedy: Remedy) -> String {
        switch remedy {
        case .judgeWithKMSv1:
            "to judge for a server that runs with --feature-gates=KMSv1=true, give kenc the same "
                + "option"
        case .surveyForPlaintext: "keep identity last until 'kenc scan' finds no plaintext"
        case .rewriteBeforeRemoval:
            "keep it behind the new one until 'kenc rotate' has rewritten everything"
        case .surveyBeforeRemoval:
            "safe only when 'kenc scan' finds nothing on it, and no backup needs it"
        case .validateThePreviousFile: "see 'kenc validate' of that file"
        case .giveAsStore(.snapshot):
            "give it with --snapshot, and the configuration with --config"
        case .giveAsStore(.dump):
            "give it with --dump, and the configuration with --config"
        }
    }

    /// What to do about a finding, in the file and elsewhere.
    static func hint(of finding: Finding) -> String? {
        joined(finding.hint, finding.remedy.map(words))
    }

    /// What to do, and how.
    static func joined(_ hint: String?, _ remedy: String?) -> String? {
        let parts = [hint, remedy].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}

// Not run by Byway's tests. The same functions as ../react-native/referral.mjs; the cases are in ../cases.json.
import Foundation

struct Landing: Equatable {
    let key: String?
    let click: String?
}

struct Kept: Codable, Equatable {
    let key: String
    let click: String?
    let at: Int
}

enum Model { case first, last }

enum Referral {
    private static let longest = 191

    /// The referral key and click id in an address; nil where there is none. `parameter` is the program's.
    static func readLink(_ address: String, parameter: String = "aff") -> Landing {
        let beforeFragment = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let parts = beforeFragment.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count > 1 ? String(parts[1]) : ""
        return Landing(key: first(query, parameter), click: first(query, "bw_click"))
    }

    /// What is kept after a landing. `before` is what was kept, or nil; times are Unix seconds.
    static func keep(_ before: Kept?, _ landing: Landing, _ model: Model, days: Int, now: Int) -> Kept? {
        let known = standing(before, days, now)
        guard let key = landing.key, !(known != nil && model == .first) else { return known }
        return Kept(key: key, click: landing.click, at: now)
    }

    /// What goes to your backend with the sign-up, to be passed on to POST /v1/customers as it is.
    static func signUpFields(_ kept: Kept?, days: Int, now: Int) -> [String: Any] {
        guard let known = standing(kept, days, now) else { return [:] }
        var fields: [String: Any] = ["partner": ["key": known.key], "options": ["clicked_at": known.at]]
        if let click = known.click { fields["click_id"] = click }
        return fields
    }

    private static func standing(_ kept: Kept?, _ days: Int, _ now: Int) -> Kept? {
        guard let kept, now - kept.at <= days * 86_400 else { return nil }
        return kept
    }

    private static func first(_ query: String, _ name: String) -> String? {
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2, decoded(pair[0]) == name else { continue }
            guard let value = decoded(pair[1]), !value.isEmpty, value.utf16.count <= longest,
                !value.contains("\0")
            else { return nil }
            return value
        }
        return nil
    }

    private static func decoded(_ text: String) -> String? {
        text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
    }
}

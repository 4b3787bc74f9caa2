// Not run by Byway's tests: it needs a device. A universal link opens the app; the key is kept in UserDefaults, and
// sent with the sign-up to your own backend, which has the API key.
import SwiftUI

@main
struct ReferralApp: App {
    var body: some Scene {
        WindowGroup {
            ContentView()
                .onOpenURL { url in ReferralStore.land(url.absoluteString) }
                .onContinueUserActivity(NSUserActivityTypeBrowsingWeb) { activity in
                    if let url = activity.webpageURL { ReferralStore.land(url.absoluteString) }
                }
        }
    }
}

enum ReferralStore {
    private static let name = "referral"
    private static let days = 30

    private static var kept: Kept? {
        UserDefaults.standard.data(forKey: name).flatMap { try? JSONDecoder().decode(Kept.self, from: $0) }
    }

    static func land(_ address: String) {
        let now = Int(Date().timeIntervalSince1970)
        let after = Referral.keep(kept, Referral.readLink(address), .last, days: days, now: now)
        UserDefaults.standard.set(try? JSONEncoder().encode(after), forKey: name)
    }

    static func signUp(person: [String: Any]) async throws {
        let now = Int(Date().timeIntervalSince1970)
        var request = URLRequest(url: URL(string: "https://shop.example.com/api/sign-up")!)
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONSerialization.data(withJSONObject: [
            "person": person, "referral": Referral.signUpFields(kept, days: days, now: now),
        ])
        _ = try await URLSession.shared.data(for: request)
    }
}

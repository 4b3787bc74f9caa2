using Byway.Http;
using Byway.Values;

namespace Byway.Payouts;

/// <summary>Where money can be sent, and what each place needs to know.</summary>
public static class PayoutGateway
{
    /// <summary>A wallet.</summary>
    public const string Crypto = "crypto";

    /// <summary>PayPal, by e-mail.</summary>
    public const string PayPal = "paypal";

    /// <summary>Venmo, by user handle, e-mail or phone.</summary>
    public const string Venmo = "venmo";

    /// <summary>Wise, by e-mail or account; only as saved.</summary>
    public const string Wise = "wise";

    /// <summary>Every gateway, in the order of the documentation.</summary>
    public static readonly string[] All = [PayPal, Crypto, Venmo, Wise];

    /// <summary>What the API's document says about the details.</summary>
    public static readonly FieldNote Note = FieldNote.Object(
        "payout_settings",
        "What the gateway needs to know. paypal: `username`. crypto: `wallet_address`, `type`. venmo: "
            + "`recipient_type` and what it names. wise: only as saved, with `name` and `email` or `account`.",
        FieldNote
            .Text("username", "paypal: the e-mail of the PayPal account.", "anna@example.com")
            .UpTo(LongestDetail),
        FieldNote.Text("name", "The recipient's name.", "Anna Example").UpTo(LongestDetail),
        FieldNote
            .Text("address", "paypal: the recipient's postal address.", "1 Example Street, Exampleton")
            .UpTo(LongestDetail),
        FieldNote.Text("tax_id", "paypal: the recipient's tax number.", "DE123456789").UpTo(LongestDetail),
        FieldNote.Text("wallet_address", "crypto: the wallet.", "bc1qexample").UpTo(LongestDetail),
        FieldNote.Text("type", "crypto: the coin or network.", "bitcoin").UpTo(LongestDetail),
        FieldNote.OneOf("recipient_type", "venmo: what the recipient is named by.", "USER_HANDLE", "EMAIL", "PHONE"),
        FieldNote.Text("user_handle", "venmo: the recipient's handle.", "anna-example").UpTo(LongestDetail),
        FieldNote.Text("email", "venmo and wise: the recipient's e-mail.", "anna@example.com").UpTo(LongestDetail),
        FieldNote.Text("phone", "venmo: the recipient's phone number.", "+15551234567").UpTo(LongestDetail),
        FieldNote.Text("account", "wise: an IBAN or account number.", "GB33BUKB20201555555555").UpTo(LongestDetail)
    );

    private const int LongestDetail = 191;

    private static readonly string[] Names = [.. Note.Members.Select(member => member.Name)];

    /// <summary>
    /// Reads the details; null when nothing is said. A gateway's own fields count, the others are ignored: forms send
    /// what they have.
    /// </summary>
    /// <param name="fields">The request's fields.</param>
    /// <param name="gateway">The gateway; null when the request does not say.</param>
    /// <param name="isSaved">True when the partner saves them, false when one payout request brings them.</param>
    public static SortedDictionary<string, string>? Read(Fields fields, string? gateway, bool isSaved)
    {
        if (fields.Object(Note.Name) is not { } settings)
        {
            return null;
        }

        var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            var value =
                name == "recipient_type"
                    ? settings.OneOf(name, "user_handle", "email", "phone")?.ToUpperInvariant()
                    : settings.Text(name, LongestDetail);
            if (value is not null)
            {
                said[name] = value;
            }
        }

        if (said.Count == 0)
        {
            return null;
        }

        if (gateway is null)
        {
            fields.Fault("gateway", $"The gateway is required with payout_settings: {string.Join(", ", All)}.");
            return null;
        }

        var own = OwnFields(gateway, said.GetValueOrDefault("recipient_type"));
        foreach (var name in said.Keys.Except(own, StringComparer.Ordinal).ToList())
        {
            said.Remove(name);
        }

        // A request cannot say where Wise pays to; what a form sends along is passed over.
        foreach (var (name, sentence) in gateway == Wise && !isSaved ? [] : Faults(gateway, said))
        {
            settings.Fault(name, sentence);
        }

        return said;
    }

    /// <summary>What is missing or wrong in details, by field.</summary>
    /// <param name="gateway">One of <see cref="All"/>.</param>
    /// <param name="details">What is said.</param>
    public static IEnumerable<(string Field, string Sentence)> Faults(
        string gateway,
        IReadOnlyDictionary<string, string> details
    )
    {
        foreach (var name in Required(gateway, details.GetValueOrDefault("recipient_type")))
        {
            if (!details.ContainsKey(name))
            {
                yield return (name, $"The {name} is required for {gateway}.");
            }
        }

        foreach (var name in new[] { "username", "email" })
        {
            if (details.TryGetValue(name, out var address) && !Email.IsAddress(address))
            {
                yield return (name, $"The {name} must be an e-mail address.");
            }
        }

        if (details.TryGetValue("wallet_address", out var wallet) && wallet.Any(char.IsWhiteSpace))
        {
            yield return ("wallet_address", "The wallet_address must not contain spaces.");
        }

        if (details.TryGetValue("phone", out var phone) && !IsPhone(phone))
        {
            yield return ("phone", "The phone must consist of 7 to 20 digits, spaces and dashes, with + in front.");
        }

        if (gateway == Wise && !details.ContainsKey("email") && !details.ContainsKey("account"))
        {
            yield return ("account", "The account or the email is required for wise.");
        }
    }

    private static string[] Required(string gateway, string? recipientType) =>
        gateway switch
        {
            PayPal => ["username"],
            Crypto => ["wallet_address", "type"],
            Wise => ["name"],
            _ when recipientType is null => ["recipient_type"],
            _ => [recipientType.ToLowerInvariant()],
        };

    private static string[] OwnFields(string gateway, string? recipientType) =>
        gateway switch
        {
            PayPal => ["username", "name", "address", "tax_id"],
            Crypto => ["wallet_address", "type", "name"],
            Wise => ["name", "email", "account"],
            _ => ["recipient_type", "name", recipientType?.ToLowerInvariant() ?? "recipient_type"],
        };

    private static bool IsPhone(string text) =>
        text.Count(char.IsAsciiDigit) is >= 7 and <= 20
        && text.AsSpan().TrimStart('+').IndexOfAnyExcept(" -()0123456789".AsSpan()) < 0;
}

using System.Text.Json;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Partners;
using Byway.Turns;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>
/// The partner key on a sale, at its top level or in its metadata. Evidence like every referral key: whatever stands
/// there fails nothing.
/// </summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Text">As it stands.</param>
/// <param name="IsWellFormed">False when it cannot be a key at all.</param>
public sealed record PartnerKeyClue(string Path, string Text, bool IsWellFormed)
{
    /// <summary>Where it stands.</summary>
    public static readonly FieldNote Note = FieldNote.Key(
        "partner_key",
        "In transaction-based programs: whose sale it is. `metadata.partner_key` does as well.",
        "anna"
    );

    private const string Name = "partner_key";
    private const int LongestKept = 200;

    /// <summary>Reads it; null when there is none.</summary>
    /// <param name="metadata">The sale's metadata, as JSON.</param>
    /// <param name="places">Where the field itself may stand; the first that says anything counts.</param>
    public static PartnerKeyClue? Of(string? metadata, params ReadOnlySpan<Fields> places)
    {
        var given = Of(Name, places[0].Anything(Name));
        if (given is null && metadata?.Contains(Name, StringComparison.Ordinal) == true)
        {
            using var parsed = JsonDocument.Parse(metadata);
            given = parsed.RootElement.TryGetProperty(Name, out var value) ? Of("metadata." + Name, value) : null;
        }

        for (var at = 1; at < places.Length && given is null; at++)
        {
            given = Of(Name, places[at].Anything(Name));
        }

        return given;
    }

    /// <summary>The key in a payment's metadata; null when there is none.</summary>
    /// <param name="key">What stands there, whatever it is.</param>
    public static PartnerKeyClue? Of(string? key) =>
        string.IsNullOrEmpty(key) ? null
        : MerchantKey.FaultOf(key) is null ? new("metadata." + Name, key, IsWellFormed: true)
        : new("metadata." + Name, ReferralEvidence.Kept(key, LongestKept), IsWellFormed: false);

    /// <summary>What it leads to.</summary>
    /// <param name="turn">The turn.</param>
    public Candidate ToCandidate(Turn turn)
    {
        if (!turn.Settings.IsTransactionBased)
        {
            return new(Path) { Fault = DecisionCode.CustomerBased };
        }

        if (!IsWellFormed)
        {
            return new(Path, IsWellFormed: false);
        }

        var key = ReferralKeys.Find(turn, OwnerKind.Partner, Text);
        var number = key?.Owner ?? ReferralKeys.OwnerOfId(turn, OwnerKind.Partner, Text);
        return PartnerFinder.ByNumber(turn, number) is { } partner
            ? new(Path, Owner: partner.Number, IsActive: partner.IsActive, Link: key?.Link)
            {
                CameBy = key?.LinkNumber,
            }
            : new(Path);
    }

    private static PartnerKeyClue? Of(string path, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Undefined or JsonValueKind.Null => "",
            _ => value.GetRawText(),
        };
        if (text.Length == 0 || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0))
        {
            return null;
        }

        var isKey =
            value.ValueKind is JsonValueKind.String or JsonValueKind.Number && MerchantKey.FaultOf(text) is null;
        return new(path, isKey ? text : ReferralEvidence.Kept(text, LongestKept), isKey);
    }
}

using System.Text.Json;
using Byway.Clicks;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Partners;
using Byway.Signals;
using Byway.Turns;
using Byway.Values;

namespace Byway.Customers;

/// <summary>
/// What a request says about who referred a customer: whatever stands in <c>partner</c> or <c>referring_customer</c>,
/// and the link in
/// <c>options.referral_url</c>. Nothing in here can make a sign-up fail; what cannot be a key is kept as evidence.
/// </summary>
public sealed partial class ReferralEvidence
{
    /// <summary>Where it stands.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Object(
            "partner",
            "Affiliate: who referred the customer. Whatever stands here is evidence and never fails a sign-up.",
            NamedPartner.Notes
        ),
        FieldNote.Object(
            "referring_customer",
            "Refer-a-friend: who referred the customer; the id counts first. Evidence too.",
            FieldNote.Key("id", "The referring customer's id.", "customer_1"),
            FieldNote.Key("key", "Its referral key, or a former one.", "carl")
        ),
        FieldNote.Text("click_id", "The recorded click the customer came by. Evidence too.", ExampleClick),
        FieldNote.Texts(
            "click_ids",
            "All recorded clicks of the customer, 50 at most: the program's window and model decide which one counts.",
            $"""["{ExampleClick}"]"""
        ),
        FieldNote
            .Text(
                "visitor",
                "What you called the customer when the clicks were recorded: stands for all of them, the newest 50.",
                "session-7"
            )
            .UpTo(VisitorHash.LongestName),
    ];

    /// <summary>The address it can stand in.</summary>
    public static readonly FieldNote AddressNote = FieldNote.Text(
        "referral_url",
        "The address the customer landed on; the referral key in it is evidence.",
        "https://shop.example.com?aff=anna"
    );

    /// <summary>What else can stand in options.</summary>
    public static readonly FieldNote ClickedAtNote = FieldNote.Time(
        "clicked_at",
        "When the customer came by the key that is sent: then the program's window counts for it too."
    );

    private const string ExampleClick = "clk_01jd8xk3q2h5v7w9n4c6t8b0fz";
    private const int LongestKept = 200;

    private readonly List<Clue> clues = [];
    private string? visitor;
    private long? clickedAt;

    /// <summary>True when nothing was said at all.</summary>
    public bool IsEmpty => clues.Count == 0 && visitor is null;

    /// <summary>The name of a click id in the address; null for none.</summary>
    public string? ClickId =>
        clues.Find(clue => clue.Kind == ClueKind.Address) is { } address ? ClickIds.In(address.Text) : null;

    /// <summary>Reads it, in the order in which it counts.</summary>
    /// <param name="call">The call, for the program's type.</param>
    /// <param name="options">Where <c>referral_url</c> stands.</param>
    /// <param name="places">
    /// Where <c>partner</c> or <c>referring_customer</c> may stand, and what that place is called in the stored
    /// request;
    /// the first that says anything counts.
    /// </param>
    public static ReferralEvidence Of(
        ApiCall call,
        Fields? options,
        params ReadOnlySpan<(string Name, Fields Fields)> places
    )
    {
        var evidence = new ReferralEvidence();
        var member = call.IsAffiliate ? "partner" : "referring_customer";
        foreach (var (name, fields) in places)
        {
            var here = new ReferralEvidence();
            var path = name.Length == 0 ? member : $"{name}.{member}";
            here.Read(fields, member, path, call.IsAffiliate ? ["id", "key", "email"] : ["id", "key"]);
            evidence = evidence.IsEmpty ? here : evidence;
        }

        foreach (var (name, fields) in places)
        {
            evidence.ReadClicks(call, name.Length == 0 ? "" : $"{name}.", fields);
        }

        evidence.clickedAt = options?.Time("clicked_at");

        if (
            options?.Anything("referral_url") is { ValueKind: JsonValueKind.String } url
            && url.GetString() is { Length: > 0 } address
        )
        {
            if (Clicks.ClickId.In(address) is { } click)
            {
                evidence.AddClick("options.referral_url.bw_click", click, call.Named);
            }

            evidence.clues.Add(
                new("options.referral_url", ClueKind.Address, Kept(address, 2000), address.Length <= 2000)
            );
        }

        return evidence;
    }

    /// <summary>A referral key that came beside a payment; null says nothing.</summary>
    /// <param name="path">What it is called there.</param>
    /// <param name="key">What stands there, whatever it is.</param>
    public static ReferralEvidence OfKey(string path, string? key)
    {
        var evidence = new ReferralEvidence();
        if (!string.IsNullOrEmpty(key))
        {
            var isWellFormed = MerchantKey.FaultOf(key) is null;
            evidence.clues.Add(new(path, ClueKind.Key, isWellFormed ? key : Kept(key), isWellFormed));
        }

        return evidence;
    }

    /// <summary>Adds it to the stored request.</summary>
    /// <param name="request">The stored request.</param>
    public void AddTo(RequestText request)
    {
        foreach (var clue in clues)
        {
            _ = clue.Kind is ClueKind.Address or ClueKind.Click
                ? request.Apart(clue.Path, clue.Text)
                : request.Add(clue.Path, clue.Text);
        }

        request.Apart("visitor", visitor);
        request.Apart("options.clicked_at", clickedAt is { } at ? UtcMicros.ToText(at) : null);
    }

    /// <summary>What each piece of evidence leads to, in order.</summary>
    /// <param name="turn">The turn.</param>
    public IReadOnlyList<Candidate> Candidates(Turn turn)
    {
        var found = new List<Candidate>(clues.Count);
        foreach (var clue in clues)
        {
            if (clue.Kind == ClueKind.Address)
            {
                AddVisitor(turn, found);
            }

            if (clue.Kind == ClueKind.Click)
            {
                found.Add(ClickOf(turn, clue.Path, clue.Text));
            }
            else if (!clue.IsWellFormed)
            {
                found.Add(new(clue.Path, IsWellFormed: false));
            }
            else if (CandidateOf(turn, clue) is { } candidate)
            {
                found.Add(clickedAt is null ? candidate : candidate with { ClickedAt = clickedAt });
            }
        }

        if (!clues.Exists(clue => clue.Kind == ClueKind.Address))
        {
            AddVisitor(turn, found);
        }

        return found;
    }

    /// <summary>What a clue leads to; null for an address without a key in it, which says nothing.</summary>
    private static Candidate? CandidateOf(Turn turn, Clue clue)
    {
        var kind = clue.Kind;
        var text = clue.Text;
        if (kind == ClueKind.Address)
        {
            if (KeyIn(turn, text) is not { } key)
            {
                return null;
            }

            text = key;
            if (MerchantKey.FaultOf(text) is not null)
            {
                return new(clue.Path, IsWellFormed: false);
            }

            kind = ClueKind.Key;
        }

        return turn.IsAffiliate ? PartnerOf(turn, clue.Path, kind, text) : FriendOf(turn, clue.Path, kind, text);
    }

    /// <summary>
    /// The key in an address. One that stands where the program's links had it in former times counts when it leads
    /// to somebody: other pages may look alike.
    /// </summary>
    private static string? KeyIn(Turn turn, string address) =>
        ReferralLink.KeyIn(turn.Settings, address)
        ?? (
            ReferralLink.PathKeyIn(turn.Settings, address) is { } former
            && MerchantKey.FaultOf(former) is null
            && ReferralKeys.Find(turn, LinkOwner.KindIn(turn.IsAffiliate), former) is not null
                ? former
                : null
        );

    private static Candidate PartnerOf(Turn turn, string path, ClueKind kind, string text)
    {
        var key = kind == ClueKind.Key ? ReferralKeys.Find(turn, OwnerKind.Partner, text) : null;
        var partner = kind switch
        {
            ClueKind.Id => PartnerFinder.ByNumber(turn, ReferralKeys.OwnerOfId(turn, OwnerKind.Partner, text)),
            ClueKind.Key => PartnerFinder.ByNumber(turn, key?.Owner),
            _ => PartnerFinder.ByEmail(turn, text),
        };
        return partner is null
            ? new(path)
            : new(path, Owner: partner.Number, IsActive: partner.IsActive, Link: key?.Link)
            {
                CameBy = key?.LinkNumber,
            };
    }

    private static Candidate FriendOf(Turn turn, string path, ClueKind kind, string text)
    {
        var key = kind == ClueKind.Id ? null : ReferralKeys.Find(turn, OwnerKind.Customer, text);
        var owner = kind == ClueKind.Id ? ReferralKeys.OwnerOfId(turn, OwnerKind.Customer, text) : key?.Owner;
        var friend = owner is { } number ? turn.Get(Customer.Table, number) : null;
        return friend is null
            ? new(path)
            : new(path, Owner: friend.Number, IsActive: friend.Status == CustomerStatus.Active, Link: key?.Link)
            {
                CameBy = key?.LinkNumber,
            };
    }

    private static string Kept(string text, int longest = LongestKept)
    {
        var plain = text.Replace("\0", "\\0", StringComparison.Ordinal);
        if (plain.Length <= longest)
        {
            return plain;
        }

        // Not through the middle of a surrogate pair.
        return plain[..(char.IsHighSurrogate(plain[longest - 1]) ? longest - 1 : longest)] + "…";
    }

    private void Read(Fields fields, string place, string path, ReadOnlySpan<string> names)
    {
        var value = fields.Anything(place);
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return;
            case JsonValueKind.String when value.ValueEquals(""u8):
                return;
            case JsonValueKind.Array when value.GetArrayLength() == 0:
                return;
            case JsonValueKind.Object:
                foreach (var name in names)
                {
                    if (fields.Anything(place, name) is { ValueKind: not JsonValueKind.Undefined } member)
                    {
                        ReadMember($"{path}.{name}", name, member);
                    }
                }

                return;
            default:
                clues.Add(new(path, ClueKind.Key, Kept(value.GetRawText()), IsWellFormed: false));
                return;
        }
    }

    private void ReadMember(string path, string name, JsonElement member)
    {
        var kind = name switch
        {
            "id" => ClueKind.Id,
            "key" => ClueKind.Key,
            _ => ClueKind.Email,
        };
        var text = member.ValueKind switch
        {
            JsonValueKind.String => member.GetString(),
            JsonValueKind.Number when !member.GetRawText().AsSpan().ContainsAny(".eE") => member.GetRawText(),
            JsonValueKind.Null => "",
            _ => null,
        };
        if (text is "")
        {
            return;
        }

        var isWellFormed = text is not null && MerchantKey.FaultOf(text) is null;
        clues.Add(new(path, kind, isWellFormed ? text! : Kept(text ?? member.GetRawText()), isWellFormed));
    }

    private enum ClueKind
    {
        Id,
        Key,
        Email,
        Address,
        Click,
    }

    private sealed record Clue(string Path, ClueKind Kind, string Text, bool IsWellFormed);
}

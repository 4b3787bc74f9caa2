using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Byway.Persons;

/// <summary>
/// Takes one person out of stored JSON and leaves the rest of it as it was. An address of the person is taken out
/// wherever it stands; ids, keys and names only where somebody is named, because <c>42</c> may be a customer and a
/// product.
/// </summary>
/// <param name="texts">Who the person is.</param>
public sealed class TextEraser(PersonTexts texts)
{
    private static readonly JsonSerializerOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Members whose value names somebody.
    private static readonly HashSet<string> PersonMembers =
    [
        "data",
        "partner",
        "partners",
        "customer",
        "customers",
        "subscriber",
        "subscribers",
        "referring_customer",
        "referring_partner",
        "referred_customer",
        "referral",
        "referrer",
        "submitter",
        "converted_to",
        "lead_info",
        "owner",
        "coupon_specific_partners",
        "coupon_specific_customers",
        "coupon_specific_subscribers",
    ];

    private static readonly HashSet<string> NameMembers =
    [
        "email",
        "name",
        "surname",
        "full_name",
        "customer_full_name",
        "subscriber_full_name",
        "metadata",
    ];

    private static readonly HashSet<string> MarkMembers = ["id", "key", "email", "referral_key"];

    /// <summary>A JSON text without the person; the very text when the person is not in it.</summary>
    /// <param name="json">JSON, or any text.</param>
    public string Json(string json) => Changed(json, _ => false);

    /// <summary>A stored request without the person.</summary>
    /// <param name="json">As stored.</param>
    /// <param name="isOwnSale">
    /// True for a sale to the person, or a reward for one: what it says of the buyer is dropped.
    ///</param>
    public string Request(string json, bool isOwnSale) => Changed(json, root => isOwnSale && DropBuyer(root));

    /// <summary>A plain text without the person's addresses.</summary>
    /// <param name="text">The text.</param>
    public string Plain(string text) =>
        texts.Emails.Aggregate(text, (before, email) => WithoutWord(before, email, texts.Shell, isAddress: true));

    private static bool DropBuyer(JsonNode root)
    {
        var isAny = false;
        foreach (var (_, part) in root.AsObject())
        {
            foreach (var path in part?.AsObject().Select(field => field.Key).ToList() ?? [])
            {
                var segments = path.Split('.');
                if (segments.Intersect(["customer", "metadata", "note", "reason"]).Any())
                {
                    isAny |= part!.AsObject().Remove(path);
                }
            }
        }

        return isAny;
    }

    private static bool IsPersonMember(string name) => name.Split('.').Any(PersonMembers.Contains);

    private static string Leaf(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string Stem(string name) => name[..Math.Max(0, name.LastIndexOf('.'))];

    private static string WithoutWord(string text, string word, string instead, bool isAddress)
    {
        var from = 0;
        while (text.IndexOf(word, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            var end = at + word.Length;
            if (Ends(text, at - 1, isAddress ? "._%+-" : "_-") && Ends(text, end, "_-"))
            {
                text = text[..at] + instead + text[end..];
                end = at + instead.Length;
            }

            from = end;
        }

        return text;
    }

    private static bool Ends(string text, int at, string alsoInside) =>
        at < 0 || at >= text.Length || !(char.IsLetterOrDigit(text[at]) || alsoInside.Contains(text[at]));

    private string Changed(string json, Func<JsonNode, bool> first)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return Plain(json);
        }

        if (root is not (JsonObject or JsonArray))
        {
            return Plain(json);
        }

        var isChanged = first(root);
        return Walk(root, isPerson: false) | isChanged ? root.ToJsonString(Writing) : json;
    }

    private bool Walk(JsonNode node, bool isPerson) =>
        node is JsonObject object_ ? WalkObject(object_, isPerson) : WalkArray(node.AsArray(), isPerson);

    private bool WalkArray(JsonArray array, bool isPerson)
    {
        var isAny = false;
        for (var index = 0; index < array.Count; index++)
        {
            if (array[index] is JsonObject or JsonArray)
            {
                isAny |= Walk(array[index]!, isPerson);
            }
            else if (TextOf(array[index]) is { } text && Erased(text, "", isPerson, isThem: false) is var after)
            {
                isAny |= after != text;
                array[index] = after;
            }
        }

        return isAny;
    }

    private bool WalkObject(JsonObject object_, bool isPerson)
    {
        // A stored request is flat: `partner.key` and `partner.email` stand beside one another.
        var them = object_
            .Where(member =>
                MarkMembers.Contains(Leaf(member.Key))
                && (isPerson || IsPersonMember(Stem(member.Key)))
                && TextOf(member.Value) is { } text
                && texts.IsMark(text)
            )
            .Select(member => Stem(member.Key))
            .ToHashSet(StringComparer.Ordinal);
        // What is said about a reward for their sale is said about them.
        var isAboutThem = object_.Any(member =>
            member.Key is "customer" or "referred_customer" && TextOf(member.Value) is { } text && texts.IsMark(text)
        );
        var isAny = false;
        foreach (var (name, value) in object_.ToList())
        {
            var isThem = them.Contains(Stem(name));
            if (isAboutThem && (name is "note" or "reason") && value is not null)
            {
                object_[name] = null;
                isAny = true;
            }
            else if (value is JsonObject && isThem && Leaf(name) == "metadata")
            {
                object_[name] = new JsonObject();
                isAny = true;
            }
            else if (value is JsonObject or JsonArray)
            {
                isAny |= Walk(value, IsPersonMember(name) || (isThem && value is JsonArray));
            }
            else if (TextOf(value) is { } text)
            {
                var after = Erased(text, Leaf(name), isPerson || IsPersonMember(name), isThem);
                if (after != text)
                {
                    object_[name] = after;
                    isAny = true;
                }
            }
        }

        return isAny;
    }

    private string? Erased(string text, string leaf, bool isPerson, bool isThem)
    {
        if (isThem && NameMembers.Contains(leaf))
        {
            return null;
        }

        if (isPerson && texts.IsMark(text))
        {
            return texts.Shell;
        }

        if (leaf == "explanation" || text.Contains("://", StringComparison.Ordinal))
        {
            text = texts.Keys.Aggregate(
                text,
                (before, key) =>
                    WithoutWord(
                        WithoutWord(before, key, texts.Shell, isAddress: false),
                        Uri.EscapeDataString(key),
                        texts.Shell,
                        isAddress: false
                    )
            );
        }

        return Plain(text);
    }

    private static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

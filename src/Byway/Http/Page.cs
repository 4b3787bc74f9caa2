using System.Globalization;
using System.Text.Json;
using Byway.Storage;

namespace Byway.Http;

/// <summary>
/// Which part of a list is asked for. Every list is ordered by a number that is never used again, so a page can begin
/// right after the last item of the one before: it costs the same wherever it stands, and rows that arrive meanwhile
/// neither repeat nor hide any.
/// </summary>
/// <param name="Limit">Items a page, 1 to 250.</param>
/// <param name="Number">1, 2, 3 …; only counts when <paramref name="After"/> says where the page begins.</param>
/// <param name="IsNewestFirst">The order.</param>
/// <param name="After">The number of the last item of the page before; null to pass over rows instead.</param>
public sealed record Page(long Limit, long Number, bool IsNewestFirst, long? After = null)
{
    /// <summary>The most items on a page.</summary>
    public const int LargestLimit = 250;

    /// <summary>What every list can be asked for.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Whole("limit", "Items a page.", 1, LargestLimit, "100").Otherwise("15"),
        FieldNote.Whole("page", "Which page: 1, 2, 3 …", 1, LastPage, "2").Otherwise("1"),
        FieldNote.OneOf("sort", "Newest first, or oldest first.", "desc", "asc").Otherwise("\"desc\""),
        FieldNote.Whole(
            "after",
            "Where the page begins, as `links.next` gives it: it stays right while rows arrive, and costs the same "
                + "on every page. `page` only counts then.",
            0,
            LastNumber,
            "120"
        ),
    ];

    private const long LastPage = 1_000_000_000;
    private const int LongestFilter = 255;
    private const int MostFilters = 20;
    private const long LastNumber = 1_000_000_000_000;

    /// <summary>
    /// Parameters for the statement: one row more than the page, to know whether there is a next one.
    /// </summary>
    public long Take => Limit + 1;

    /// <summary>Rows to pass over.</summary>
    public long Skip => After is null ? (Number - 1) * Limit : 0;

    /// <summary>
    /// The end of a list's statement: where the page begins, the order, the size. It takes <c>@After</c>,
    /// <c>@Take</c> and <c>@Skip</c>.
    /// </summary>
    /// <param name="column">The number the list is ordered by.</param>
    public string Tail(string column = "number") =>
        (After is null ? "" : $" and {column} {(IsNewestFirst ? '<' : '>')} @After")
        + $" order by {column} {(IsNewestFirst ? "desc" : "asc")} limit @Take offset @Skip";

    /// <summary>The same for searches.</summary>
    public RowRange Range => new(After, IsNewestFirst, Take, Skip);

    /// <summary>Reads <c>limit</c>, <c>page</c> and <c>sort</c> from query and body.</summary>
    /// <param name="fields">The request's fields.</param>
    public static Page Of(Fields fields) =>
        new(
            fields.Whole("limit", 1, LargestLimit) ?? 15,
            fields.Whole("page", 1, LastPage) ?? 1,
            fields.OneOf("sort", "asc", "desc") != "asc",
            fields.Whole("after", 0, LastNumber)
        );

    /// <summary>The list with its links and counts.</summary>
    /// <param name="call">The call, for the links.</param>
    /// <param name="rows">The up to <see cref="Take"/> rows found.</param>
    /// <param name="number">The number a row is ordered by.</param>
    /// <param name="views">Their views, in the same order.</param>
    public PageView<T> Answer<TRow, T>(
        ApiCall call,
        IReadOnlyList<TRow> rows,
        Func<TRow, long> number,
        IReadOnlyList<T> views
    )
    {
        var hasNext = views.Count > Limit;
        var items = hasNext ? [.. views.Take((int)Limit)] : views;
        var path = PublicAddress.Of(call.Http, call.Server.Options) + call.Http.Request.Path;
        return new()
        {
            Data = items,
            Links = new()
            {
                First = Link(call, path, 1, null),
                Prev = Number > 1 ? Link(call, path, Number - 1, null) : null,
                Next = hasNext ? Link(call, path, Number + 1, number(rows[(int)Limit - 1])) : null,
            },
            Meta = new()
            {
                CurrentPage = Number,
                From = items.Count == 0 ? null : ((Number - 1) * Limit) + 1,
                Path = path,
                PerPage = Limit,
                To = items.Count == 0 ? null : ((Number - 1) * Limit) + items.Count,
            },
        };
    }

    /// <summary>A page's address, with everything else that was asked for in query or body.</summary>
    private string Link(ApiCall call, string path, long number, long? after)
    {
        var parts = AskedFor(call)
            .Where(pair => pair.Name is not ("page" or "limit" or "after"))
            .Append(("limit", Limit.ToString(CultureInfo.InvariantCulture)))
            .Append(("page", number.ToString(CultureInfo.InvariantCulture)))
            .Concat(after is { } last ? [("after", last.ToString(CultureInfo.InvariantCulture))] : [])
            .Select(pair => $"{Uri.EscapeDataString(pair.Item1)}={Uri.EscapeDataString(pair.Item2)}");
        return $"{path}?{string.Join('&', parts)}";
    }

    /// <summary>
    /// The query, and what a body adds to it: a client that sends its filters in the body of a GET follows the link
    /// without one. An object of the body becomes <c>partner[key]</c>, which every list reads too.
    /// </summary>
    private static IEnumerable<(string Name, string Value)> AskedFor(ApiCall call)
    {
        var query = call.Http.Request.Query;
        var fromBody = Members(call.Body.Root)
            .SelectMany(member =>
                member.Value.ValueKind == JsonValueKind.Object
                    ? Members(member.Value).Select(inner => ($"{member.Name}[{inner.Name}]", inner.Value))
                    : [(member.Name, member.Value)]
            )
            .Where(pair => pair.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            .Select(pair => (pair.Item1, pair.Value.ToString()))
            .Where(pair => !query.ContainsKey(pair.Item1) && pair.Item2.Length is > 0 and <= LongestFilter);
        // The last of several, which is the one that counts: clients that add their query to the link again must not
        // make it longer with every page.
        return query.Select(pair => (pair.Key, pair.Value[^1] ?? "")).Concat(fromBody);
    }

    private static IEnumerable<JsonProperty> Members(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Take(MostFilters) : [];
}

/// <summary>A list as the wire writes it.</summary>
/// <typeparam name="T">The item.</typeparam>
public sealed record PageView<T>
{
    /// <summary>The items.</summary>
    public required IReadOnlyList<T> Data { get; init; }

    /// <summary>Addresses of other pages.</summary>
    public required PageLinks Links { get; init; }

    /// <summary>Where this page stands.</summary>
    public required PageMeta Meta { get; init; }

    /// <summary>Always 1.</summary>
    public int Status { get; init; } = 1;
}

/// <summary>Addresses of other pages, absolute.</summary>
public sealed record PageLinks
{
    /// <summary>The first page.</summary>
    public required string First { get; init; }

    /// <summary>Always null: nobody counts the whole list.</summary>
    public string? Last { get; init; }

    /// <summary>The page before.</summary>
    public required string? Prev { get; init; }

    /// <summary>The page after; null on the last one.</summary>
    public required string? Next { get; init; }
}

/// <summary>Where a page stands.</summary>
public sealed record PageMeta
{
    /// <summary>1, 2, 3 …</summary>
    public required long CurrentPage { get; init; }

    /// <summary>The first item's position; null on an empty page.</summary>
    public required long? From { get; init; }

    /// <summary>The list's address.</summary>
    public required string Path { get; init; }

    /// <summary>Items a page.</summary>
    public required long PerPage { get; init; }

    /// <summary>The last item's position; null on an empty page.</summary>
    public required long? To { get; init; }
}

using System.Globalization;

namespace Byway.Http;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Limit">Items a page, 1 to 250.</param>
/// <param name="Number">1, 2, 3 …</param>
/// <param name="IsNewestFirst">The order.</param>
public sealed record Page(long Limit, long Number, bool IsNewestFirst)
{
    /// <summary>The most items on a page.</summary>
    public const int LargestLimit = 250;

    /// <summary>What every list can be asked for.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Whole("limit", "Items a page.", 1, LargestLimit, "100").Otherwise("15"),
        FieldNote.Whole("page", "Which page: 1, 2, 3 …", 1, LastPage, "2").Otherwise("1"),
        FieldNote.OneOf("sort", "Newest first, or oldest first.", "desc", "asc").Otherwise("\"desc\""),
    ];

    private const long LastPage = 1_000_000_000;

    /// <summary>
    /// Parameters for the statement: one row more than the page, to know whether there is a next one.
    /// </summary>
    public long Take => Limit + 1;

    /// <summary>Rows to pass over.</summary>
    public long Skip => (Number - 1) * Limit;

    /// <summary>The order, for the statement.</summary>
    public string Direction => IsNewestFirst ? "desc" : "asc";

    /// <summary>Reads <c>limit</c>, <c>page</c> and <c>sort</c> from query and body.</summary>
    /// <param name="fields">The request's fields.</param>
    public static Page Of(Fields fields) =>
        new(
            fields.Whole("limit", 1, LargestLimit) ?? 15,
            fields.Whole("page", 1, LastPage) ?? 1,
            fields.OneOf("sort", "asc", "desc") != "asc"
        );

    /// <summary>The list with its links and counts.</summary>
    /// <param name="call">The call, for the links.</param>
    /// <param name="views">Up to <see cref="Take"/> items.</param>
    public PageView<T> Answer<T>(ApiCall call, IReadOnlyList<T> views)
    {
        var hasNext = views.Count > Limit;
        var items = hasNext ? [.. views.Take((int)Limit)] : views;
        var path = PublicAddress.Of(call.Http, call.Server.Options) + call.Http.Request.Path;
        return new()
        {
            Data = items,
            Links = new()
            {
                First = Link(call, path, 1),
                Prev = Number > 1 ? Link(call, path, Number - 1) : null,
                Next = hasNext ? Link(call, path, Number + 1) : null,
            },
            Meta = new()
            {
                CurrentPage = Number,
                From = items.Count == 0 ? null : Skip + 1,
                Path = path,
                PerPage = Limit,
                To = items.Count == 0 ? null : Skip + items.Count,
            },
        };
    }

    /// <summary>A page's address, with everything else that was asked for in the query.</summary>
    private string Link(ApiCall call, string path, long number)
    {
        var query = call
            .Http.Request.Query.Where(pair => pair.Key is not ("page" or "limit"))
            .SelectMany(pair => pair.Value, (pair, value) => (pair.Key, value));
        var parts = query
            .Append(("limit", Limit.ToString(CultureInfo.InvariantCulture)))
            .Append(("page", number.ToString(CultureInfo.InvariantCulture)))
            .Select(pair => $"{Uri.EscapeDataString(pair.Item1)}={Uri.EscapeDataString(pair.Item2 ?? "")}");
        return $"{path}?{string.Join('&', parts)}";
    }
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

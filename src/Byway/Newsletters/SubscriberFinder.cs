using Byway.Http;
using Byway.Links;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Newsletters;

/// <summary>Finds subscribers by what callers have of them. Deleted ones are not found.</summary>
public static class SubscriberFinder
{
    /// <summary>By id, else e-mail, else referral key.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="named">What the caller has.</param>
    public static Subscriber? Find(Turn turn, NamedSubscriber named) =>
        ById(turn, named.Id ?? named.Any) ?? ByEmail(turn, named.Email ?? named.Any) ?? ByKey(turn, named.Any);

    /// <summary>By the merchant's id.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="id">The id; null finds nobody.</param>
    public static Subscriber? ById(Turn turn, string? id) =>
        id is null ? null : turn.Find(Subscriber.ById, text: id).FirstOrDefault(found => found.DeletedAt is null);

    /// <summary>By e-mail, folded.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="email">The address; null finds nobody.</param>
    public static Subscriber? ByEmail(Turn turn, string? email) =>
        email is null ? null : turn.Find(Subscriber.ByEmail, text: Email.Folded(email)).MinBy(found => found.Number);

    /// <summary>By referral key.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="key">The key; null finds nobody.</param>
    public static Subscriber? ByKey(Turn turn, string? key) =>
        key is not null && ReferralKeys.OwnerOfKey(turn, OwnerKind.Subscriber, key) is { } number
            ? turn.Get(Subscriber.Table, number) is { DeletedAt: null } found
                ? found
                : null
            : null;

    /// <summary>For reads, the same.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="named">What the caller has.</param>
    public static async Task<Subscriber?> Find(Database database, ProgramId program, NamedSubscriber named)
    {
        if ((named.Id ?? named.Any) is { } id && await First("id = @text", id) is { } byId)
        {
            return byId;
        }

        if (
            (named.Email ?? named.Any) is { } email
            && await First("email_folded = @text", Email.Folded(email)) is { } by
        )
        {
            return by;
        }

        if (named.Any is null)
        {
            return null;
        }

        var owners = await ReferralKeyFinder.Owners(database, program, OwnerKind.Subscriber, null, named.Any);
        return owners.Count == 0
            ? null
            : await database.First(
                Subscriber.Table,
                "where program_id = @program and number = @number and deleted_at is null",
                new { program = program.Number, number = owners[0] }
            );

        Task<Subscriber?> First(string condition, string text) =>
            database.First(
                Subscriber.Table,
                $"where program_id = @program and {condition} and deleted_at is null",
                new { program = program.Number, text }
            );
    }
}

/// <summary>How a caller names a subscriber.</summary>
/// <param name="Id">The merchant's id.</param>
/// <param name="Email">An address.</param>
/// <param name="Any">A path segment: one of the two, or the referral key.</param>
public sealed record NamedSubscriber(string? Id, string? Email, string? Any = null)
{
    /// <summary>A subscriber in a path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Key(
        "id",
        "The subscriber's id, its e-mail or its referral key.",
        "sub_1"
    );

    /// <summary>A subscriber in a body or a query: one of them is enough; the id counts first.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Key("id", "The subscriber's id.", "sub_1"),
        FieldNote.Text("email", "Its e-mail.", "sue@example.com"),
    ];

    /// <summary>True when nothing was said.</summary>
    public bool IsEmpty => Id is null && Email is null && Any is null;

    /// <summary>From fields <c>id</c> and <c>email</c>.</summary>
    /// <param name="fields">Where they stand.</param>
    public static NamedSubscriber Of(Fields fields) => new(fields.Key("id"), fields.Text("email"));

    /// <summary>The path's subscriber when there is one, else the body's.</summary>
    /// <param name="call">The call.</param>
    public static NamedSubscriber Of(ApiCall call) =>
        call.Http.Request.RouteValues.ContainsKey("id") ? new(null, null, call.PathKey("id")) : Of(call.Fields);
}

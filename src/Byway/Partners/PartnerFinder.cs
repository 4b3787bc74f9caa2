using Byway.Http;
using Byway.Links;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Partners;

/// <summary>Finds partners by what callers have of them. Deleted ones are not found.</summary>
public static class PartnerFinder
{
    /// <summary>By id, else referral key or alias, else e-mail: how paths and bodies name a partner.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="named">What the caller has.</param>
    public static Partner? Find(Turn turn, NamedPartner named)
    {
        foreach (var text in new[] { named.Id, named.Any })
        {
            if (
                text is not null
                && Live(ByNumber(turn, ReferralKeys.OwnerOfId(turn, OwnerKind.Partner, text))) is { } byId
            )
            {
                return byId;
            }
        }

        foreach (var text in new[] { named.Key, named.Any })
        {
            if (
                text is not null
                && Live(ByNumber(turn, ReferralKeys.OwnerOfKey(turn, OwnerKind.Partner, text))) is { } byKey
            )
            {
                return byKey;
            }
        }

        var email = named.Email ?? named.Any;
        return email is null ? null : ByEmail(turn, email);
    }

    /// <summary>By number.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="number">The number; null finds nobody.</param>
    public static Partner? ByNumber(Turn turn, long? number) =>
        number is { } known ? turn.Get(Partner.Table, known) : null;

    /// <summary>By e-mail, folded.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="email">The address.</param>
    public static Partner? ByEmail(Turn turn, string email) =>
        turn.Find(Partner.ByEmail, text: Email.Folded(email)).MinBy(partner => partner.Number);

    /// <summary>For reads: by id, else key or alias, else e-mail.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="named">What the caller has.</param>
    public static async Task<Partner?> Find(Database database, ProgramId program, NamedPartner named)
    {
        var owners = await ReferralKeyFinder.Owners(
            database,
            program,
            OwnerKind.Partner,
            named.Id ?? named.Any,
            named.Key ?? named.Any
        );
        foreach (var number in owners)
        {
            var partner = await database.First(
                Partner.Table,
                "where program_id = @program and number = @number and deleted_at is null",
                new { program = program.Number, number }
            );
            if (partner is not null)
            {
                return partner;
            }
        }

        return (named.Email ?? named.Any) is not { } email
            ? null
            : await database.First(
                Partner.Table,
                "where program_id = @program and email_folded = @email and deleted_at is null order by number limit 1",
                new { program = program.Number, email = Email.Folded(email) }
            );
    }

    private static Partner? Live(Partner? partner) => partner is { DeletedAt: null } ? partner : null;
}

/// <summary>How a caller names a partner.</summary>
/// <param name="Id">A private id.</param>
/// <param name="Key">A referral key.</param>
/// <param name="Email">An address.</param>
/// <param name="Any">A path segment: one of the three.</param>
public sealed record NamedPartner(string? Id, string? Key, string? Email, string? Any = null)
{
    /// <summary>A partner in a path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Key(
        "id",
        "The partner's id; its referral key, a former one, or its e-mail do as well.",
        "par_anna"
    );

    /// <summary>A partner in a body or a query: one of them is enough; the id counts first, then the key.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Key("id", "The partner's id.", "par_anna"),
        FieldNote.Key("key", "Its referral key, or a former one.", "anna"),
        FieldNote.Text("email", "Its e-mail.", "anna@example.com"),
    ];

    /// <summary>True when nothing was said.</summary>
    public bool IsEmpty => Id is null && Key is null && Email is null && Any is null;

    /// <summary>From fields <c>id</c>, <c>key</c> and <c>email</c>.</summary>
    /// <param name="fields">Where they stand.</param>
    public static NamedPartner Of(Fields fields) => new(fields.Key("id"), fields.Key("key"), fields.Text("email"));

    /// <summary>The path's partner when there is one, else the body's.</summary>
    /// <param name="call">The call.</param>
    public static NamedPartner Of(ApiCall call) =>
        call.Http.Request.RouteValues.ContainsKey("id") ? new(null, null, null, call.PathKey("id")) : Of(call.Fields);
}

using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Leads;
using Byway.Links;
using Byway.Newsletters;
using Byway.Partners;
using Byway.Programs;
using Byway.Storage;

namespace Byway.Persons;

/// <summary>What kind of person a route is about. The texts are those of journal entries.</summary>
public enum PersonKind
{
    /// <summary>A partner.</summary>
    Partner,

    /// <summary>A customer, referring or not.</summary>
    Customer,

    /// <summary>A lead.</summary>
    Lead,

    /// <summary>A subscriber.</summary>
    Subscriber,
}

/// <summary>
/// Finds people who are to be exported or erased. Unlike anywhere else those who were deleted are found too: deleting
/// only hides, and somebody hidden must not stay for ever.
/// </summary>
public static class PersonFinder
{
    /// <summary>The person's number; null for nobody. Somebody who was erased is found by the hash of a key.</summary>
    /// <param name="call">The call, with the name in its path.</param>
    /// <param name="kind">What kind of person.</param>
    public static async Task<long?> Find(ApiCall call, PersonKind kind)
    {
        var text = call.PathKey(kind == PersonKind.Customer ? "key" : "id");
        var program = new Values.ProgramId(call.Program.ProgramId);
        switch (kind)
        {
            case PersonKind.Partner:
                return (await PartnerFinder.Find(call.Database, program, new(null, null, null, text)))?.Number
                    ?? await ByKey(call, OwnerKind.Partner, text);
            case PersonKind.Customer:
                var number =
                    (await CustomerFinder.Find(call.Database, call.Program, new(null, null, null, text)))?.Number
                    ?? await ByClaim(call, text)
                    ?? await ByRecord(call, text)
                    ?? (call.IsAffiliate ? null : await ByKey(call, OwnerKind.Customer, text));
                return number is { } record
                    ? (await MergedCustomer.Standing(call.Database, call.Program.ProgramId, [record]))[record]
                    : null;
            case PersonKind.Lead:
                return
                    long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var lead)
                    && await Exists(call, "leads", lead)
                    ? lead
                    : null;
            default:
                return (await SubscriberFinder.Find(call.Database, program, new(null, null, text)))?.Number
                    ?? await ById(call, text)
                    ?? await ByKey(call, OwnerKind.Subscriber, text);
        }
    }

    /// <summary>True once somebody was erased.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="person">The number.</param>
    public static async Task<bool> IsErased(Database database, long program, long person) =>
        await database.First(
            Erasure.Table,
            "where program_id = @program and person = @person",
            new { program, person }
        )
            is not null;

    private static async Task<long?> ByClaim(ApiCall call, string text) =>
        First(
            await call.Database.Query<long>(
                "select number from claims where program_id = @ProgramId and kind = @kind and key_hash = @hash",
                new
                {
                    call.Program.ProgramId,
                    kind = (long)ClaimKind.Customer,
                    hash = KeyHash.Of(call.Program, ClaimKind.Customer, text),
                }
            )
        );

    /// <summary>A buyer who is known by records with partners only.</summary>
    private static async Task<long?> ByRecord(ApiCall call, string text) =>
        First(
            await call.Database.Query<long>(
                "select number from composite_customers where program_id = @ProgramId and base_hash = @hash "
                    + "order by number",
                new { call.Program.ProgramId, hash = KeyHash.Of(call.Program, ClaimKind.Customer, text) }
            )
        );

    private static async Task<long?> ByKey(ApiCall call, OwnerKind kind, string text) =>
        First(
            await call.Database.Query<long>(
                "select owner from referral_keys where program_id = @ProgramId and kind = @kind "
                    + "and key in @texts order by owner",
                new
                {
                    call.Program.ProgramId,
                    kind = (long)kind,
                    texts = new List<string> { text, ReferralKeys.ErasedKey(call.Program, text) },
                }
            )
        );

    private static async Task<long?> ById(ApiCall call, string text) =>
        First(
            await call.Database.Query<long>(
                "select number from subscribers where program_id = @ProgramId and id = @text order by number desc",
                new { call.Program.ProgramId, text }
            )
        );

    private static async Task<bool> Exists(ApiCall call, string table, long number) =>
        (
            await call.Database.Query<long>(
                $"select number from {table} where program_id = @ProgramId and number = @number",
                new { call.Program.ProgramId, number }
            )
        ).Count > 0;

    private static long? First(List<long> found) => found.Count == 0 ? null : found[0];
}

using Byway.Customers;
using Byway.Links;
using Byway.Partners;
using Byway.Programs;
using Byway.Storage;

namespace Byway.Portal;

/// <summary>Whose page it is: a partner or a referring customer.</summary>
/// <param name="Program">The program.</param>
/// <param name="Number">The person's number, the owner of balances.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Key">The referral key of the default link.</param>
/// <param name="Status">Where the person stands.</param>
public sealed record PortalPerson(ReferralProgram Program, long Number, string Name, string Key, string Status)
{
    /// <summary>Finds the person of a session; null when it may not sign in any more.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="kind">A <see cref="OwnerKind"/>.</param>
    /// <param name="number">The person's number.</param>
    public static async Task<PortalPerson?> Find(Database database, ReferralProgram program, long kind, long number)
    {
        const string Row = "where program_id = @ProgramId and number = @number";
        var key = new { program.ProgramId, number };
        PortalPerson? person;
        if (kind == (long)OwnerKind.Partner)
        {
            person = await database.First(Partner.Table, Row, key) is { } partner
                ? new(
                    program,
                    number,
                    NameOf(partner.Name, partner.Surname, partner.Email),
                    partner.Key,
                    partner.Status
                )
                : null;
        }
        else
        {
            person = await database.First(Customer.Table, Row, key) is { ReferralKey: { } referralKey } friend
                ? new(program, number, NameOf(friend.Name, friend.Surname, friend.Email), referralKey, friend.Status)
                : null;
        }

        return person is not null && MaySignIn(person.Status) ? person : null;
    }

    /// <summary>Whether somebody of this status may see a page: not who was put away, rejected or deleted.</summary>
    /// <param name="status">A partner's or customer's status; both use the same words.</param>
    public static bool MaySignIn(string status) =>
        status is PartnerStatus.Active or PartnerStatus.Pending or PartnerStatus.Suspended;

    private static string NameOf(string? name, string? surname, string? email) =>
        $"{name} {surname}".Trim() is { Length: > 0 } whole ? whole : email ?? "";
}

using System.Globalization;
using Byway.Balances;
using Byway.Clicks;
using Byway.Customers;
using Byway.Links;
using Byway.Programs;
using Byway.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Byway.Portal;

/// <summary>
/// <c>GET /portal</c>: a partner's or referring customer's links, balances, and what moved them. <c>POST
/// /portal?handler=SignOut</c> signs out.
/// </summary>
/// <param name="sessions">Who is signed in.</param>
/// <param name="database">Reads.</param>
/// <param name="directory">Settings.</param>
public sealed class Home(PortalSessions sessions, Database database, SettingsDirectory directory) : PageModel
{
    /// <summary>Whose page it is; null when nobody is signed in.</summary>
    public PortalPerson? Person { get; private set; }

    /// <summary>The program's settings.</summary>
    public ProgramSettings Settings { get; private set; } = null!;

    /// <summary>The links to share, the default one first.</summary>
    public IReadOnlyList<string> Links { get; private set; } = [];

    /// <summary>What the person has brought, by name.</summary>
    public IReadOnlyList<(string Name, string Count)> Figures { get; private set; } = [];

    /// <summary>Balances and what moved them.</summary>
    public PortalStatement Statement { get; private set; } = null!;

    /// <summary>Shows the page, or how to get in.</summary>
    public async Task OnGet()
    {
        Person = PortalCookie.Read(HttpContext) is { } session ? await sessions.Find(session) : null;
        if (Person is null)
        {
            return;
        }

        Settings = await directory.InForce(Person.Program.ProgramId);
        var (program, owner) = (Person.Program.ProgramId, Person.Number);
        Links = (await LinkAddresses.Of(database, Settings, program, [(owner, Person.Key)]))[owner].All;
        var owners = await MergedCustomer.Numbers(database, program, owner);
        var brought = await Totals.Of(database, new(program), owners);
        Figures =
        [
            ("Clicks", TextOf(await LandingCounts.Of(database, program, owners))),
            ("Sign-ups", TextOf(brought.SignUps)),
            ("Sales", TextOf(brought.SalesCount)),
        ];
        Statement = await PortalStatement.Of(database, Person, Settings.Currency);
    }

    private static string TextOf(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Signs out.</summary>
    public async Task<IActionResult> OnPostSignOut()
    {
        if (PortalCookie.Read(HttpContext) is { } session)
        {
            await sessions.End(session);
        }

        PortalCookie.Remove(HttpContext);
        return new SeeOther(PortalModule.Path);
    }
}

using Byway.Customers;
using Byway.Http;
using Byway.Partners;
using Byway.Programs;
using Byway.Values;

namespace Byway.Leads;

/// <summary><c>GET /v1/leads</c>, <c>GET /v1/leads/{id}</c> and <c>GET /v1/leads/details</c>.</summary>
public static class ListLeads
{
    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listLeads", "List the leads, newest first.")
    {
        Query = Page.Notes,
        Answer = AnswerNote.Whole("A page of leads.", typeof(PageView<LeadView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one lead.</summary>
    public static readonly RouteNote OneNote = new("getLead", "Get a lead.")
    {
        Path = LeadFinder.PathNote,
        Answer = AnswerNote.One(200, "The lead.", typeof(LeadView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>What the API's document says about the details.</summary>
    public static readonly RouteNote DetailsNote = new("getLeadDetails", "Get what a lead earns and its form asks.")
    {
        Answer = AnswerNote.One(200, "What holds for all leads.", typeof(LeadDetailsView)),
    };

    /// <summary>Answers the list.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var leads = await call.Database.List(
            Lead.Table,
            $"where program_id = @ProgramId and deleted_at is null{page.Tail()}",
            new
            {
                call.Program.ProgramId,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        return Answer.Whole(
            page.Answer(call, leads, lead => lead.Number, await Views(call, leads)),
            WireJson.Relaxed.LeadPage
        );
    }

    /// <summary>Answers one lead.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call) =>
        await LeadFinder.Find(call.Database, new(call.Program.ProgramId), LeadFinder.InPath(call)) is { } lead
            ? Answer.Of((await Views(call, [lead]))[0], WireJson.Relaxed.LeadView)
            : Answer.NotFound("Lead");

    /// <summary>Answers the details.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Details(ApiCall call) =>
        Answer.Of(LeadDetailsView.Of(await call.Settings()), WireJson.Relaxed.LeadDetailsView);

    private static async Task<IReadOnlyList<LeadView>> Views(ApiCall call, IReadOnlyList<Lead> leads)
    {
        var program = call.Program.ProgramId;
        var partners = (
            await call.Database.List(
                Partner.Table,
                "where program_id = @program and number in @numbers",
                new { program, numbers = leads.Select(lead => lead.SubmittedBy).Distinct().ToList() }
            )
        ).ToDictionary(partner => partner.Number);
        var customers = (
            await call.Database.List(
                Customer.Table,
                "where program_id = @program and number in @numbers",
                new { program, numbers = leads.Select(lead => lead.CustomerNumber).OfType<long>().ToList() }
            )
        ).ToDictionary(customer => customer.Number);
        return
        [
            .. leads.Select(lead =>
                LeadView.Of(
                    lead,
                    partners.GetValueOrDefault(lead.SubmittedBy),
                    lead.CustomerNumber is { } number ? customers.GetValueOrDefault(number) : null
                )
            ),
        ];
    }
}

/// <summary>What holds for all leads of a program.</summary>
public sealed record LeadDetailsView
{
    /// <summary>Always the text <c>true</c>: leads can be submitted by the API.</summary>
    public string LeadsEnabled { get; init; } = "true";

    /// <summary>Always <c>follow_program_settings</c>: a lead's sale earns what any sale earns.</summary>
    public string ProgramLeadsCommissionType { get; init; } = "follow_program_settings";

    /// <summary>What its sale earns.</summary>
    public required LeadCommissionView LeadsCommission { get; init; }

    /// <summary>Always empty: the form asks for name and e-mail, and takes whatever else is sent.</summary>
    public IReadOnlyList<string> LeadsCustomFormFields { get; init; } = [];

    /// <summary>The details under a program's settings.</summary>
    /// <param name="settings">The settings.</param>
    public static LeadDetailsView Of(ProgramSettings settings) =>
        new()
        {
            LeadsCommission = settings.RewardFixedMicros is { } amount
                ? new(settings.Currency, new(amount), "fixed")
                : new(settings.Currency, new(settings.RewardPercentMicros ?? 0), "percent"),
        };
}

/// <summary>What a lead's sale earns.</summary>
/// <param name="Currency">The program's currency.</param>
/// <param name="Commission">Percent, or an amount in the currency.</param>
/// <param name="CommissionType"><c>percent</c> or <c>fixed</c>.</param>
public sealed record LeadCommissionView(string Currency, MajorUnits Commission, string CommissionType);

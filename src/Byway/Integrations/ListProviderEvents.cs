using System.Text.Json;
using Byway.Http;

namespace Byway.Integrations;

/// <summary>
/// <c>GET /v1/integrations/{provider}/events</c> and <c>…/events/{id}</c>: what a provider sent, and what became of it.
/// </summary>
public static class ListProviderEvents
{
    /// <summary>An event in a path.</summary>
    public static readonly FieldNote IdNote = FieldNote.Text("id", "The provider's id of the event.", "evt_1");

    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listProviderEvents", "List what a provider sent, newest first.")
    {
        Path = PutIntegration.PathNote,
        Query =
        [
            FieldNote.OneOf("status", "Only these.", EventStatus.All),
            FieldNote.Text("type", "Only these.", "invoice.paid").UpTo(ProviderEvent.LongestId),
            .. Page.Notes,
        ],
        Answer = AnswerNote.Whole("A page of events.", typeof(PageView<ProviderEventView>)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one.</summary>
    public static readonly RouteNote OneNote = new("getProviderEvent", "Get an event with what it says.")
    {
        Path = PutIntegration.PathNote,
        AlsoInPath = [IdNote],
        Answer = AnswerNote.One(200, "The event.", typeof(ProviderEventView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the list.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        var status = call.Fields.OneOf("status", [.. EventStatus.All]);
        var type = call.Fields.Text("type", ProviderEvent.LongestId);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        if (ProviderOf(call) is not { } provider)
        {
            return Answer.NotFound("Provider");
        }

        var rows = await call.Database.List(
            ProviderEvent.Table,
            "where program_id = @ProgramId and provider = @Name"
                + (status is null ? "" : " and status = @status")
                + (type is null ? "" : " and type = @type")
                + page.Tail(),
            new
            {
                call.Program.ProgramId,
                provider.Name,
                status,
                type,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        return Answer.Whole(
            page.Answer(call, rows, row => row.Number, [.. rows.Select(ProviderEventView.Of)]),
            WireJson.Relaxed.ProviderEventPage
        );
    }

    /// <summary>Answers one.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        if (ProviderOf(call) is not { } provider || await Find(call, provider) is not { } row)
        {
            return Answer.NotFound("Event");
        }

        var view = ProviderEventView.Of(row) with { Facts = FactsOf(provider, row), Body = row.Body };
        return Answer.Of(view, WireJson.Relaxed.ProviderEventView);
    }

    /// <summary>The event in the path; null when the program has none such.</summary>
    /// <param name="call">The call.</param>
    /// <param name="provider">The provider in the path.</param>
    public static Task<ProviderEvent?> Find(ApiCall call, IBillingProvider provider) =>
        call.Database.First(
            ProviderEvent.Table,
            "where program_id = @ProgramId and provider = @Name and event_id = @id",
            new
            {
                call.Program.ProgramId,
                provider.Name,
                id = call.PathKey("id"),
            }
        );

    /// <summary>The provider in the path; null when there is none such.</summary>
    /// <param name="call">The call.</param>
    public static IBillingProvider? ProviderOf(ApiCall call) =>
        call.Http.RequestServices.GetRequiredService<BillingProviders>().Find(call.PathKey("provider"));

    private static IReadOnlyList<FactView> FactsOf(IBillingProvider provider, ProviderEvent row)
    {
        if (row.Body is null)
        {
            return [];
        }

        using var body = JsonDocument.Parse(row.Body);
        try
        {
            return [.. provider.Translate(body.RootElement).Select(FactView.Of)];
        }
        catch (Exception)
        {
            // It failed to be booked for the same reason, which is in the log; the event itself can still be read.
            return [];
        }
    }
}

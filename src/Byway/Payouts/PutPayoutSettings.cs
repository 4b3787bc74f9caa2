using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Payouts;

/// <summary>
/// <c>GET</c> and <c>PUT /v1/partners/{id}/payout_settings</c>: where a partner wants to be paid when a payout request
/// does not say it.
/// </summary>
public sealed class PutPayoutSettings : Change
{
    /// <summary>What the API's document says about reading.</summary>
    public static readonly RouteNote GetNote = new("getPayoutSettings", "Get where a partner wants to be paid.")
    {
        Path = NamedPartner.PathNote,
        Answer = AnswerNote.One(200, "What is saved.", typeof(PayoutSettingsView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>What the API's document says about saving.</summary>
    public static readonly RouteNote Note = new("savePayoutSettings", "Save where a partner wants to be paid.")
    {
        More = "In place of what was saved before. Payouts requested before keep their own.",
        Path = NamedPartner.PathNote,
        Body =
        [
            FieldNote.OneOf("gateway", "How to pay.", PayoutGateway.All).Required(),
            PayoutGateway.Note.Required(),
        ],
        Answer = AnswerNote.One(200, "What is saved.", typeof(PayoutSettingsView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly NamedPartner named;
    private readonly string gateway;
    private readonly IReadOnlyDictionary<string, string> details;

    private PutPayoutSettings(
        Caller caller,
        NamedPartner named,
        string gateway,
        IReadOnlyDictionary<string, string> details
    )
        : base(caller)
    {
        this.named = named;
        this.gateway = gateway;
        this.details = details;
    }

    /// <summary>Answers <c>GET</c>.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Get(ApiCall call)
    {
        var program = new ProgramId(call.Program.ProgramId);
        if (await PartnerFinder.Find(call.Database, program, NamedPartner.Of(call)) is not { } partner)
        {
            return Answer.NotFound("Partner");
        }

        var saved = await call.Database.First(
            PayoutDetails.Table,
            "where program_id = @program and partner = @number",
            new { program = program.Number, number = partner.Number }
        );
        return Answer.Of(PayoutSettingsView.Of(partner, saved), WireJson.Relaxed.PayoutSettingsView);
    }

    /// <summary>Answers <c>PUT</c>.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var gateway = call.Fields.OneOf("gateway", PayoutGateway.All);
        var details = PayoutGateway.Read(call.Fields, gateway, isSaved: true);
        if (gateway is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("gateway", $"The gateway is required: {string.Join(", ", PayoutGateway.All)}.");
        }

        if (details is null && !call.Check.HasFaults)
        {
            call.Fields.Fault(PayoutGateway.Note.Name, "The payout_settings are required: what the gateway needs.");
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PutPayoutSettings(call.Caller, NamedPartner.Of(call), gateway!, details!));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (PartnerFinder.Find(turn, named) is not { } partner)
        {
            return Answer.NotFound("Partner");
        }

        // Effects
        turn.Get(PayoutDetails.Table, partner.Number);
        var saved = new PayoutDetails
        {
            ProgramId = Program.ProgramId,
            Partner = partner.Number,
            Gateway = gateway,
            Details = JsonSerializer.Serialize(new Dictionary<string, string>(details), StoredJson.Default.Pairs),
            UpdatedAt = turn.Now,
        };
        turn.Put(PayoutDetails.Table, saved);
        var resource = JsonSerializer.SerializeToUtf8Bytes(
            PayoutSettingsView.Of(partner, saved),
            WireJson.Relaxed.PayoutSettingsView
        );
        var request = new RequestText().Add("partner", named.Any).Add("gateway", gateway);
        foreach (var (name, value) in details)
        {
            request.Add($"{PayoutGateway.Note.Name}.{name}", value);
        }

        turn.Append(
            new()
            {
                Kind = EntryKind.PayoutSettingsSaved,
                Subject = partner.Number,
                Person = partner.Number,
                Decision = Decision.Plain,
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(200, resource);
    }
}

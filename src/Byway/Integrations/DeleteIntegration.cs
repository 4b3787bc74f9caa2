using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>
/// <c>DELETE /v1/integrations/{provider}</c>: takes no more events of a provider and forgets its secrets. What was
/// booked stays.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="provider">The provider's name.</param>
public sealed class DeleteIntegration(Caller caller, string provider) : Change(caller)
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("deleteIntegration", "Disconnect a billing provider.")
    {
        More = "Its secrets are forgotten and its events refused from now on. What was booked stays booked.",
        Path = PutIntegration.PathNote,
        Answer = AnswerNote.Done("The provider is disconnected."),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Handle(ApiCall call) =>
        call.Take(new DeleteIntegration(call.Caller, call.PathKey("provider")));

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var connected = turn.Settings.Integrations ?? [];

        // Decision
        if (!connected.Any(each => each.Provider == provider))
        {
            return Answer.NotFound("Integration");
        }

        // Effects
        foreach (var kind in new[] { IntegrationSecret.Webhook, IntegrationSecret.ApiKey, IntegrationSecret.Path })
        {
            IntegrationSecrets.Put(turn, provider, kind, []);
        }

        IReadOnlyList<BillingSettings> left = [.. connected.Where(each => each.Provider != provider)];
        turn.PutSettings(turn.Settings with { Integrations = left.Count == 0 ? null : left });
        turn.Append(
            new()
            {
                Kind = EntryKind.IntegrationDisconnected,
                Subject = 0,
                Decision = Decision.Plain,
                Request = new RequestText().Add("provider", provider).Json,
            },
            Caller.Actor
        );
        return Answer.Done;
    }
}

using Byway.Http;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>Stores a provider's event, once for ever. When it is answered it is on disk.</summary>
/// <param name="caller">The provider.</param>
/// <param name="provider">Its name.</param>
/// <param name="head">What the event calls itself.</param>
/// <param name="body">The event as it came.</param>
public sealed class KeepEvent(Caller caller, string provider, BillingEventHead head, string body) : Change(caller)
{
    private const string Count = "provider_events";

    /// <inheritdoc/>
    public override void Prefetch(Turn turn) => turn.Get(ProviderEvent.Table, text: provider, text2: head.Id);

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (turn.Settings.Integrations?.Any(each => each.Provider == provider) != true)
        {
            return Answer.NotFound("Integration");
        }

        // Decision
        if (turn.Get(ProviderEvent.Table, text: provider, text2: head.Id) is not null)
        {
            return Answer.Done;
        }

        // Effects
        var last = turn.CountOf(
            Count,
            "select coalesce(max(number), 0) from provider_events where program_id = @ProgramId",
            new { Program.ProgramId }
        );
        turn.AddToCount(Count, 1);
        turn.Put(
            ProviderEvent.Table,
            new()
            {
                ProgramId = Program.ProgramId,
                Provider = provider,
                EventId = head.Id,
                Number = last + 1,
                Type = head.Type,
                Body = body,
                OccurredAt = head.OccurredAt,
                ReceivedAt = turn.MachineNow,
                Status = EventStatus.Received,
                DueAt = turn.MachineNow,
            }
        );
        return Answer.Done;
    }
}

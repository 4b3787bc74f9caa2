using Byway.Http;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>
/// <c>POST /v1/integrations/{provider}/events/{id}/replay</c>: books an event again. What it has done already is not
/// done twice.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="provider">The provider's name.</param>
/// <param name="eventId">The event.</param>
public sealed class ReplayProviderEvent(Caller caller, string provider, string eventId) : Change(caller)
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("replayProviderEvent", "Book an event again.")
    {
        More = "For one that was refused or failed, once the reason is gone. What it has done is not done twice.",
        Path = PutIntegration.PathNote,
        AlsoInPath = [ListProviderEvents.IdNote],
        Answer = AnswerNote.Done("It will be booked in a moment."),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var answer = await call.Take(
            new ReplayProviderEvent(call.Caller, call.PathKey("provider"), call.PathKey("id"))
        );
        call.Http.RequestServices.GetRequiredService<BookEvents>().Wake();
        return answer;
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts, Decision
        if (turn.Get(ProviderEvent.Table, text: provider, text2: eventId) is not { } found)
        {
            return Answer.NotFound("Event");
        }

        // Effects
        turn.Put(
            ProviderEvent.Table,
            found with
            {
                Status = EventStatus.Received,
                Sentence = "",
                Attempts = 0,
                DueAt = turn.MachineNow,
            }
        );
        return Answer.Done;
    }
}

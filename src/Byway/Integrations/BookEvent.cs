using System.Text.Json;
using Byway.Http;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Integrations;

/// <summary>Books one event of a billing provider: all that follows from it, and that it is booked, in one turn.</summary>
/// <param name="caller">The provider.</param>
/// <param name="provider">What translates.</param>
/// <param name="eventId">The event.</param>
/// <param name="fetched">The event as it was fetched again; null to take it as it came.</param>
public sealed class BookEvent(Caller caller, IBillingProvider provider, string eventId, string? fetched)
    : Change(caller)
{
    /// <inheritdoc/>
    public override void Prefetch(Turn turn) => turn.Get(ProviderEvent.Table, text: provider.Name, text2: eventId);

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var found = turn.Get(ProviderEvent.Table, text: provider.Name, text2: eventId);
        if (found?.DueAt is null)
        {
            return Answer.Done;
        }

        var body = fetched ?? found.Body;
        var settings = turn.Settings.Integrations?.FirstOrDefault(each => each.Provider == provider.Name);

        // Decision, Effects
        var outcomes =
            body is null ? [new FactOutcome(EventStatus.Refused, "Its person was erased, and what it said with it.")]
            : settings is null
                ? [new FactOutcome(EventStatus.Refused, "The provider was disconnected before it was booked.")]
            : Book(turn, body, settings, found.Number);
        turn.Put(ProviderEvent.Table, After(turn, found, outcomes));
        return Answer.Done;
    }

    private List<FactOutcome> Book(Turn turn, string body, BillingSettings settings, long number)
    {
        using var parsed = JsonDocument.Parse(body);
        var book = new BillingBook(turn, Caller, settings, number);
        return [.. provider.Translate(parsed.RootElement).Select(book.Take)];
    }

    private ProviderEvent After(Turn turn, ProviderEvent before, IReadOnlyList<FactOutcome> outcomes)
    {
        var first = EventStatus
            .All.Select(status => outcomes.FirstOrDefault(outcome => outcome.Status == status))
            .FirstOrDefault(outcome => outcome is not null);
        // What was booked while it waited stays booked.
        return before with
        {
            Body = fetched ?? before.Body,
            FetchedAt = fetched is null ? before.FetchedAt : turn.MachineNow,
            Status = first?.Status ?? EventStatus.Unknown,
            Sentence = first is null
                ? "Events of this type mean nothing here."
                : string.Join(' ', outcomes.Select(outcome => outcome.Sentence).Distinct(StringComparer.Ordinal)),
            Decision = turn.LastCode,
            EntryId = turn.LastEntryId,
            EntryCount = turn.EntryCount,
            Person = outcomes.Select(outcome => outcome.Person).FirstOrDefault(person => person is not null),
            Attempts = before.Attempts + 1,
            DueAt = null,
            BookedAt = turn.MachineNow,
        };
    }
}

/// <summary>Notes that an event could not be booked, and when it is tried again.</summary>
/// <param name="caller">The provider.</param>
/// <param name="provider">Its name.</param>
/// <param name="eventId">The event.</param>
/// <param name="sentence">Why.</param>
/// <param name="isFinal">True when trying again changes nothing.</param>
public sealed class NoteFailure(Caller caller, string provider, string eventId, string sentence, bool isFinal)
    : Change(caller)
{
    private const int MostAttempts = 27;

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        if (turn.Get(ProviderEvent.Table, text: provider, text2: eventId) is not { DueAt: not null } found)
        {
            return Answer.Done;
        }

        var attempts = found.Attempts + 1;
        turn.Put(
            ProviderEvent.Table,
            found with
            {
                Status = isFinal ? EventStatus.Refused : EventStatus.Failed,
                Sentence = sentence,
                Attempts = attempts,
                DueAt =
                    isFinal || attempts >= MostAttempts
                        ? null
                        : Webhooks.RetryRule.NextAt(turn.MachineNow, attempts, eventId, null),
            }
        );
        return Answer.Done;
    }
}

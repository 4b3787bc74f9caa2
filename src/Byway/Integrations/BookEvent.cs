using System.Text.Json;
using Byway.Http;
using Byway.Persons;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Integrations;

/// <summary>Books one event of a provider: all that follows from it, and that it is booked, in one turn.</summary>
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
        Told told =
            body is null
                ? new(Refused("Its person was erased, and what it said with it."), found.Buyer, IsOfErased: false)
            : settings is null
                ? new(Refused("The provider was disconnected before it was booked."), found.Buyer, IsOfErased: false)
            : Book(turn, body, settings, found.Number);
        turn.Put(ProviderEvent.Table, After(turn, found, told));
        return Answer.Done;
    }

    private static FactOutcome[] Refused(string sentence) => [new(EventStatus.Refused, sentence)];

    private Told Book(Turn turn, string body, BillingSettings settings, long number)
    {
        using var parsed = JsonDocument.Parse(body);
        var book = new BillingBook(turn, Caller, provider, settings, number);
        var facts = provider.Translate(parsed.RootElement);
        var outcomes = facts.Select(book.Take).ToList();
        var person = PersonOf(outcomes);
        var parties = book.PartiesOf(parsed.RootElement, facts);
        return new(
            outcomes,
            person is null ? book.BuyerOf(parties) : null,
            (person is { } known && Erasure.Is(turn, known)) || book.IsOfErased(parties)
        );
    }

    private static long? PersonOf(IEnumerable<FactOutcome> outcomes) =>
        outcomes.Select(outcome => outcome.Person).FirstOrDefault(person => person is not null);

    private ProviderEvent After(Turn turn, ProviderEvent before, Told told)
    {
        var outcomes = told.Outcomes;
        var first = EventStatus
            .All.Select(status => outcomes.FirstOrDefault(outcome => outcome.Status == status))
            .FirstOrDefault(outcome => outcome is not null);
        // What was booked while it waited stays booked.
        return before with
        {
            // Of somebody who was erased nothing is kept, whenever it comes.
            Body = told.IsOfErased ? null : fetched ?? before.Body,
            FetchedAt = fetched is null ? before.FetchedAt : turn.MachineNow,
            Status = first?.Status ?? EventStatus.Unknown,
            Sentence = first is null
                ? "Events of this type mean nothing here."
                : string.Join(' ', outcomes.Select(outcome => outcome.Sentence).Distinct(StringComparer.Ordinal)),
            Decision = turn.LastCode,
            EntryId = turn.LastEntryId,
            EntryCount = turn.EntryCount,
            Person = PersonOf(outcomes),
            Buyer = told.Buyer,
            Payment = outcomes.Select(outcome => outcome.Payment).FirstOrDefault(payment => payment is not null),
            Attempts = before.Attempts + 1,
            DueAt = null,
            BookedAt = turn.MachineNow,
        };
    }

    /// <summary>What came of it, whom it is about while nobody is known by that, and whether that one was erased.
    /// </summary>
    private sealed record Told(IReadOnlyList<FactOutcome> Outcomes, string? Buyer, bool IsOfErased);
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

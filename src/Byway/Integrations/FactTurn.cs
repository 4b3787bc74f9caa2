using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>
/// A turn in which a provider's event is booked. Rows belong to the entry that follows them: what no slice has made an
/// entry for gets one of its own.
/// </summary>
/// <param name="turn">The turn.</param>
/// <param name="actor">Who asks, as the journal names it.</param>
/// <param name="provider">The provider.</param>
/// <param name="eventNumber">The event; 0 for none.</param>
internal sealed class FactTurn(Turn turn, string actor, string provider, long eventNumber)
{
    private long putBefore;

    /// <summary>The turn.</summary>
    public Turn Turn => turn;

    /// <summary>Who asks, as the journal names it.</summary>
    public string Actor => actor;

    /// <summary>The provider.</summary>
    public string Provider => provider;

    /// <summary>The event; 0 for none.</summary>
    public long EventNumber => eventNumber;

    /// <summary>Adds or replaces a row.</summary>
    /// <param name="table">Which table.</param>
    /// <param name="row">The row.</param>
    public void Put<T>(Table<T> table, T row)
        where T : class
    {
        turn.Put(table, row);
        Mark();
    }

    /// <summary>Says that rows were put which need an entry.</summary>
    public void Mark() => putBefore = turn.NextNumber;

    /// <summary>The request as the journal keeps it.</summary>
    /// <param name="id">The provider's id of what it is about.</param>
    public string RequestOf(string id) => new RequestText().Add("provider", provider).Add("id", id).Json;

    /// <summary>Makes the entry for rows that no other entry has taken along.</summary>
    /// <param name="subject">The payment or person it is about; null for the entry's own number.</param>
    /// <param name="code">One of <see cref="DecisionCode"/>.</param>
    /// <param name="id">The provider's id of what it is about.</param>
    /// <param name="person">Whose id that is; null for nobody's.</param>
    public void Close(long? subject, string code, string id, long? person = null)
    {
        if (putBefore == turn.NextNumber)
        {
            turn.Append(
                new()
                {
                    Kind = EntryKind.BillingNoted,
                    Subject = subject ?? turn.NextNumber,
                    Person = person,
                    Decision = new() { Code = code },
                    Request = RequestOf(id),
                },
                actor
            );
        }
    }

    /// <summary>A hash of one of the provider's ids.</summary>
    /// <param name="kind">What kind of id.</param>
    /// <param name="id">The id.</param>
    public string HashOf(string kind, string id) => KeyHash.Of(turn.Program, "billing", $"{provider}\n{kind}\n{id}");
}

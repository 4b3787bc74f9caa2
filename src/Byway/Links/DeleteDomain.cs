using System.Globalization;
using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Links;

/// <summary><c>DELETE /v1/domains/{id}</c>: takes a site away from the program while no link leads there.</summary>
public sealed class DeleteDomain : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("deleteDomain", "Remove a site that no link leads to.")
    {
        Path = FieldNote.Key("id", "The domain's id.", "12"),
        Answer = AnswerNote.Done("The domain is gone."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    private readonly long number;

    private DeleteDomain(Caller caller, long number)
        : base(caller) => this.number = number;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call) =>
        // Shape
        long.TryParse(call.PathKey("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await call.Take(new DeleteDomain(call.Caller, number))
            : Answer.NotFound("Domain");

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (turn.Get(LinkDomain.Table, number) is not { DeletedAt: null } domain)
        {
            return Answer.NotFound("Domain");
        }

        // Decision
        if (turn.Find(Link.ByDomain, number).Count is > 0 and var count)
        {
            return Answer.Refuse(
                RefusalCode.ActionFailed,
                count == 1
                    ? "Action failed: a link leads to this domain."
                    : $"Action failed: {count} links lead to this domain."
            );
        }

        // Effects
        turn.Put(LinkDomain.Table, domain with { DeletedAt = turn.Now });
        turn.Append(
            new()
            {
                Kind = EntryKind.DomainDeleted,
                Subject = number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = JsonSerializer.SerializeToUtf8Bytes(
                    DomainView.Of(number, turn.Settings, domain.Site),
                    WireJson.Relaxed.DomainView
                ),
            },
            Caller.Actor
        );
        return Answer.Done;
    }
}

using System.Globalization;
using System.Text.Json;
using Byway.Clicks;
using Byway.Http;
using Byway.Partners;
using Byway.Turns;

namespace Byway.Customers;

/// <summary>The recorded clicks among the evidence.</summary>
public sealed partial class ReferralEvidence
{
    /// <summary>A visitor's clicks.</summary>
    public const string VisitorSql =
        "select id from clicks where program_id = @ProgramId and visitor = @visitor "
        + "order by id desc limit @MostClicks";

    private const int MostClicks = 50;

    /// <summary>Adds a recorded click.</summary>
    /// <param name="path">Where it stands in the request; ends with <c>click_id</c>.</param>
    /// <param name="id">Its id, or whatever stands for one.</param>
    /// <param name="named">Has it written before the turn; null when it is old enough.</param>
    public void AddClick(string path, string id, NamedClicks? named = null)
    {
        if (clues.Exists(clue => clue.Kind == ClueKind.Click && clue.Text == id))
        {
            return;
        }

        var isWellFormed = Clicks.ClickId.IsWellFormed(id);
        clues.Add(new(path, ClueKind.Click, isWellFormed ? id : Kept(id), isWellFormed));
        if (isWellFormed)
        {
            named?.AddId(id);
        }
    }

    private static Candidate ClickOf(Turn turn, string path, string id)
    {
        if (!Clicks.ClickId.IsWellFormed(id) || turn.Get(Click.Table, text: id) is not { } click)
        {
            return new(path);
        }

        // Whoever was merged into somebody else has become that one, with the clicks there were.
        var owner = turn.IsAffiliate ? click.Owner : MergedCustomer.Standing(turn, click.Owner)?.Number ?? click.Owner;
        var isActive = turn.IsAffiliate
            ? turn.Get(Partner.Table, owner) is { IsActive: true }
            : turn.Get(Customer.Table, owner)?.Status == CustomerStatus.Active;
        return new(path, Owner: owner, IsActive: isActive, Link: click.Link == owner ? null : click.Link)
        {
            CameBy = click.Link,
            ClickId = id,
            ClickedAt = click.OccurredAt,
            IsBot = click.IsBot,
        };
    }

    /// <summary>Adds the visitor's recorded clicks that were not named otherwise, the oldest first.</summary>
    private void AddVisitor(Turn turn, List<Candidate> found)
    {
        if (visitor is null || turn.IsCollecting)
        {
            return;
        }

        var hash = VisitorHash.Of(turn.Program, visitor);
        var ids = turn.Ask<string>(
            VisitorSql,
            new
            {
                turn.Program.ProgramId,
                visitor = hash,
                MostClicks,
            }
        );
        var place = 0;
        foreach (var id in ids.Reverse().Where(id => found.TrueForAll(known => known.ClickId != id)))
        {
            found.Add(ClickOf(turn, $"visitor.{place++}", id));
        }
    }

    private void ReadClicks(ApiCall call, string place, Fields fields)
    {
        if (TextIn(fields.Anything("click_id")) is { Length: > 0 } one)
        {
            AddClick($"{place}click_id", one, call.Named);
        }

        var list = fields.Anything("click_ids");
        var several = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Take(MostClicks).ToList() : [];
        for (var at = 0; at < several.Count; at++)
        {
            if (TextIn(several[at]) is { Length: > 0 } id)
            {
                AddClick(string.Create(CultureInfo.InvariantCulture, $"{place}click_ids.{at}"), id, call.Named);
            }
        }

        var named = fields.Anything("visitor");
        if (
            visitor is null
            && named.ValueKind == JsonValueKind.String
            && named.GetString()!.Trim() is { Length: > 0 and <= VisitorHash.LongestName } name
            && !name.Contains('\0', StringComparison.Ordinal)
        )
        {
            visitor = name;
            call.Named.AddVisitor(VisitorHash.Of(call.Program, name));
        }
    }

    private static string? TextIn(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            _ => value.GetRawText(),
        };
}

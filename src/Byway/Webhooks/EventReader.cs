using System.Text.Json;
using Byway.Balances;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>A part of a program's events.</summary>
/// <param name="Events">The wanted ones, in order.</param>
/// <param name="Through">The last entry that was looked at.</param>
/// <param name="HasMore">True when the journal goes on.</param>
public sealed record EventPage(IReadOnlyList<ProgramEvent> Events, long Through, bool HasMore);

/// <summary>Reads events out of the journal. Nothing else holds them: what is committed is told.</summary>
/// <param name="database">Where.</param>
/// <param name="settings">For links in customers.</param>
public sealed class EventReader(Database database, SettingsDirectory settings)
{
    private const string Entries =
        "select e.sequence, e.id, e.body, p.answer from journal_entries e left join entry_personal p "
        + "on p.program_id = e.program_id and p.sequence = e.sequence "
        + "where e.program_id = @ProgramId and e.sequence > @after order by e.sequence limit @take";

    /// <summary>Reads on from an entry.</summary>
    /// <param name="program">The program.</param>
    /// <param name="after">The entry after which to begin.</param>
    /// <param name="entries">How many entries to look at.</param>
    /// <param name="wanted">Which events; null for all.</param>
    public async Task<EventPage> Read(
        ReferralProgram program,
        long after,
        long entries,
        IReadOnlySet<string>? wanted = null
    )
    {
        var rows = await database.Query<StoredEntry>(
            Entries,
            new
            {
                program.ProgramId,
                after,
                take = entries + 1,
            }
        );
        var hasMore = rows.Count > entries;
        if (hasMore)
        {
            rows.RemoveAt(rows.Count - 1);
        }

        var names = wanted ?? EventNames.Of(program.Type).ToHashSet(StringComparer.Ordinal);
        var wantsRewards = names.Any(EventNames.IsReward);
        var found = new List<(StoredEntry Row, EntryEvents Entry, Happening Event)>();
        foreach (var row in rows.Where(row => EntryEvents.MayGive(row.Body, names, wantsRewards)))
        {
            var entry = EntryEvents.Of(row.Body, program.Type);
            found.AddRange(
                entry.Events.Where(happening => names.Contains(happening.Name)).Select(told => (row, entry, told))
            );
        }

        var rewards = await RewardViews(
            program,
            [.. found.Select(told => told.Event.Reward).OfType<WrittenReward>().Distinct()]
        );
        var customers = await Rewarded(
            program,
            [.. found.Where(told => told.Event.Name == EventNames.CustomerRewarded).Select(told => told.Event.Reward!)]
        );
        return new(
            [
                .. found.Select(told => new ProgramEvent(
                    told.Row.Id,
                    told.Row.Sequence,
                    told.Event.Index,
                    told.Event.Name,
                    told.Entry.BookedAt,
                    DataOf(told.Row, told.Entry, told.Event, rewards, customers)
                )),
            ],
            rows.Count == 0 ? after : rows[^1].Sequence,
            hasMore
        );
    }

    /// <summary>One event; null when the journal has no such.</summary>
    /// <param name="program">The program.</param>
    /// <param name="position">Where it stands.</param>
    public async Task<ProgramEvent?> One(ReferralProgram program, long position)
    {
        var page = await Read(program, EventPosition.SequenceOf(position) - 1, 1);
        return page.Events.FirstOrDefault(told => told.Position == position);
    }

    /// <summary>The last entry booked before a point in time; 0 for none. Entries are in order.</summary>
    /// <param name="program">The program's number.</param>
    /// <param name="time">Unix microseconds.</param>
    public async Task<long> LastBefore(long program, long time)
    {
        var heads = await database.Query<long>(
            "select sequence from program_heads where program_id = @program",
            new { program }
        );
        var (least, most) = (0L, heads[0]);
        while (least < most)
        {
            var middle = least + ((most - least + 1) / 2);
            var entry = await database.First(
                JournalEntry.Table,
                "where program_id = @program and sequence = @middle",
                new { program, middle }
            );
            var at = JsonElement.Parse(entry!.Body).GetProperty("booked_at"u8).GetInt64();
            (least, most) = at < time ? (middle, most) : (least, middle - 1);
        }

        return least;
    }

    private static string DataOf(
        StoredEntry row,
        EntryEvents entry,
        Happening told,
        Dictionary<WrittenReward, RewardEventView> rewards,
        Dictionary<long, FriendView> customers
    )
    {
        if (told.Reward is not { } reward)
        {
            return string.IsNullOrEmpty(row.Answer) ? "null"
                : entry.Kind == EntryKind.CustomerCredited ? Credited(row.Answer, entry)
                : row.Answer;
        }

        var view = JsonSerializer.Serialize(rewards[reward], WireJson.Relaxed.RewardEventView);
        return told.Name != EventNames.CustomerRewarded ? view
            : customers.TryGetValue(reward.Beneficiary, out var customer)
                ? With(JsonSerializer.Serialize(customer, WireJson.Relaxed.FriendView), "reward", view)
            : "null";
    }

    /// <summary>The customer, and what was put on its balance.</summary>
    private static string Credited(string answer, EntryEvents entry)
    {
        var stored = JsonElement.Parse(answer);
        var leg = entry.Legs.FirstOrDefault(leg => leg.Owner != LedgerAccount.ProgramOwner);
        if (!stored.TryGetProperty("customer"u8, out var customer) || leg.Unit is null)
        {
            return answer;
        }

        var credit = new BalanceRowView(new(leg.Amount), leg.Unit, new Unit(leg.Unit).IsCurrency);
        return With(
            customer.GetRawText(),
            "credit",
            JsonSerializer.Serialize(credit, WireJson.Relaxed.BalanceRowView)
        );
    }

    private static string With(string json, string member, string value) => $"{json[..^1]},\"{member}\":{value}}}";

    private async Task<Dictionary<WrittenReward, RewardEventView>> RewardViews(
        ReferralProgram program,
        IReadOnlyList<WrittenReward> rewards
    )
    {
        if (rewards.Count == 0)
        {
            return [];
        }

        var sales = (
            await database.Query<(long Number, string? Key, long? Customer)>(
                "select number, key, customer_number from transactions where program_id = @ProgramId "
                    + "and number in @numbers",
                new
                {
                    program.ProgramId,
                    numbers = rewards.Select(reward => reward.Transaction).OfType<long>().Distinct().ToList(),
                }
            )
        ).ToDictionary(sale => sale.Number);
        var people = await Names(
            program.ProgramId,
            [
                .. rewards
                    .Select(reward => reward.Beneficiary)
                    .Concat(sales.Values.Select(sale => sale.Customer).OfType<long>())
                    .Distinct(),
            ]
        );
        return rewards.ToDictionary(
            reward => reward,
            reward =>
            {
                var sale = reward.Transaction is { } number ? sales.GetValueOrDefault(number) : default;
                var earner = people.GetValueOrDefault(reward.Beneficiary);
                var buyer = sale.Customer is { } who ? people.GetValueOrDefault(who) : null;
                var isAffiliate = program.Type == ProgramType.Affiliate;
                return new RewardEventView
                {
                    Number = reward.Number,
                    Status = reward.Status,
                    Amount = new(reward.Amount),
                    ReversedAmount = new(reward.ReversedAmount),
                    AmountUnits = reward.Unit,
                    IsCurrency = new Unit(reward.Unit).IsCurrency,
                    Transaction = sale.Key,
                    Partner = isAffiliate ? earner : null,
                    Customer = isAffiliate ? buyer : earner,
                    ReferredCustomer = isAffiliate ? null : buyer,
                    Signals = reward.Signals?.Split(',') ?? [],
                    HeldUntil = reward.HeldUntil is { } until ? UtcMicros.ToText(until) : null,
                    CreatedAt = UtcMicros.ToText(reward.CreatedAt),
                };
            }
        );
    }

    private async Task<Dictionary<long, string?>> Names(long program, List<long> numbers) =>
        (
            await database.Query<(long Number, string? Name)>(
                "select number, id from partners where program_id = @program and number in @numbers "
                    + "union all select number, key from customers where program_id = @program and number in @numbers",
                new { program, numbers }
            )
        ).ToDictionary(row => row.Number, row => row.Name);

    private async Task<Dictionary<long, FriendView>> Rewarded(
        ReferralProgram program,
        IReadOnlyList<WrittenReward> rewards
    )
    {
        if (rewards.Count == 0)
        {
            return [];
        }

        var customers = await database.List(
            Customer.Table,
            "where program_id = @ProgramId and number in @numbers",
            new { program.ProgramId, numbers = rewards.Select(reward => reward.Beneficiary).Distinct().ToList() }
        );
        var views = await CustomerViews.OfFriends(
            database,
            await settings.InForce(program.ProgramId),
            program.ProgramId,
            customers
        );
        return customers
            .Select((customer, index) => (customer, index))
            .ToDictionary(pair => pair.customer.Number, pair => views[pair.index]);
    }

    private sealed record StoredEntry(long Sequence, string Id, string Body, string? Answer);
}

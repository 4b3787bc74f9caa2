using System.Security.Cryptography;
using System.Text;
using Byway.Storage;

namespace Byway.Clicks;

/// <summary>
/// Writes clicks in sets, in a piece of housekeeping: their rows, and the sums of their days. One thread at a time.
/// </summary>
public sealed class ClickWriter
{
    private const int MostRemembered = 100_000;
    private const int MostSalts = 1000;
    private const int SaltBytes = 16;

    private readonly Dictionary<(long Program, long Day), string> salts = [];
    private readonly HashSet<ClickVisitor> seen = [];
    private readonly HashSet<ClickVisitor> seenNow = [];

    /// <summary>Writes them.</summary>
    /// <param name="store">The write connection.</param>
    /// <param name="clicks">Which; their ids are distinct.</param>
    /// <param name="isRepeated">True when they may have been written already, by a commit whose answer was lost.</param>
    public void Write(IStore store, IReadOnlyList<NotedClick> clicks, bool isRepeated)
    {
        Begin();
        if (isRepeated)
        {
            var keys = clicks.Select(click => Click.Table.Primary.KeyOf(click.Row)!.Value).ToList();
            var known = store.Find(Click.Table.Primary, keys).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
            clicks = [.. clicks.Where(click => !known.Contains(click.Row.Id))];
            if (clicks.Count == 0)
            {
                return;
            }
        }

        store.Insert(Click.Table, [.. clicks.Select(click => click.Row)]);
        var isNew = NewVisitors(store, clicks);
        var sums = new Dictionary<(long, long, long, long), Sum>();
        foreach (var click in clicks)
        {
            var (row, isVisitor) = (click.Row, isNew.Contains(click));
            Add(sums, (row.ProgramId, row.Owner, row.Link, row.Day), row, isVisitor);
            Add(sums, (row.ProgramId, 0, 0, row.Day), row, isVisitor);
        }

        // In one order, so that two servers cannot wait for each other.
        foreach (var (key, sum) in sums.OrderBy(pair => pair.Key))
        {
            Count(store, key, sum);
        }
    }

    /// <summary>Called when what was written is on disk.</summary>
    public void Keep()
    {
        if (seen.Count + seenNow.Count > MostRemembered)
        {
            seen.Clear();
        }

        seen.UnionWith(seenNow);
        Begin();
    }

    private static void Add(
        Dictionary<(long, long, long, long), Sum> sums,
        (long, long, long, long) key,
        Click click,
        bool isNewVisitor
    )
    {
        var sum = sums.GetValueOrDefault(key);
        sums[key] = new(
            sum.Clicks + (click.IsCounted ? 1 : 0),
            sum.Visitors + (isNewVisitor ? 1 : 0),
            sum.Bots + (click.IsBot ? 1 : 0),
            sum.Prefetches + (click is { IsBot: false, IsPrefetch: true } ? 1 : 0)
        );
    }

    private static void Count(IStore store, (long Program, long Owner, long Link, long Day) key, Sum sum) =>
        store.Execute(
            "insert into click_days (program_id, owner, link, day, clicks, visitors, bots, prefetches) "
                + "values (@Program, @Owner, @Link, @Day, @Clicks, @Visitors, @Bots, @Prefetches) "
                + "on conflict (program_id, owner, link, day) do update set "
                + "clicks = click_days.clicks + excluded.clicks, "
                + "visitors = click_days.visitors + excluded.visitors, "
                + "bots = click_days.bots + excluded.bots, "
                + "prefetches = click_days.prefetches + excluded.prefetches",
            new
            {
                key.Program,
                key.Owner,
                key.Link,
                key.Day,
                sum.Clicks,
                sum.Visitors,
                sum.Bots,
                sum.Prefetches,
            }
        );

    private void Begin() => seenNow.Clear();

    /// <summary>The clicks by whom a link was not visited on that day. One of nobody knows whom counts as such.</summary>
    private HashSet<NotedClick> NewVisitors(IStore store, IReadOnlyList<NotedClick> clicks)
    {
        var isNew = new HashSet<NotedClick>(ReferenceEqualityComparer.Instance);
        var asked = new Dictionary<ClickVisitor, NotedClick>();
        foreach (var click in clicks.Where(click => click.Row.IsCounted))
        {
            if (click.Who is not { } who)
            {
                isNew.Add(click);
                continue;
            }

            var row = click.Row;
            var salt = SaltOf(store, row.ProgramId, row.Day);
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}\n{who}"));
            var visitor = new ClickVisitor(
                row.ProgramId,
                row.Link,
                row.Day,
                Convert.ToBase64String(hash, 0, SaltBytes).TrimEnd('=')
            );
            if (!seen.Contains(visitor))
            {
                asked.TryAdd(visitor, click);
            }
        }

        var keys = asked.Keys.Select(visitor => ClickVisitor.Table.Primary.KeyOf(visitor)!.Value).ToList();
        var known = keys.Count == 0 ? [] : store.Find(ClickVisitor.Table.Primary, keys).ToHashSet();
        seenNow.UnionWith(asked.Keys);
        var unknown = asked.Where(pair => !known.Contains(pair.Key)).ToList();
        unknown.ForEach(pair => isNew.Add(pair.Value));
        if (unknown.Count > 0)
        {
            store.Replace(ClickVisitor.Table, [.. unknown.Select(pair => pair.Key)]);
        }

        return isNew;
    }

    /// <summary>The day's salt, one for all servers; it is forgotten, and what it salted says nothing any more.</summary>
    private string SaltOf(IStore store, long program, long day)
    {
        if (salts.TryGetValue((program, day), out var salt))
        {
            return salt;
        }

        store.Execute(
            "insert into click_salts (program_id, day, salt) values (@program, @day, @salt) on conflict do nothing",
            new
            {
                program,
                day,
                salt = Convert.ToHexString(RandomNumberGenerator.GetBytes(SaltBytes)),
            }
        );
        salt = store.Query<string>(
            "select salt from click_salts where program_id = @program and day = @day",
            new { program, day }
        )[0];
        if (salts.Count >= MostSalts)
        {
            salts.Clear();
        }

        // A transaction that is rolled back takes a new salt along: then some visitors of a day count twice.
        return salts[(program, day)] = salt;
    }

    private readonly record struct Sum(long Clicks, long Visitors, long Bots, long Prefetches);
}

/// <summary>A click on its way to the disk.</summary>
/// <param name="Row">As it is written.</param>
/// <param name="Who">What tells one visitor of a day from another; never written as it is. Null when nothing does.</param>
public sealed record NotedClick(Click Row, string? Who);

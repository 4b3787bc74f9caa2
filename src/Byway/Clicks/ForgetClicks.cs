using Byway.Jobs;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Clicks;

/// <summary>
/// Forgets clicks: what tells of the landing after <c>click_ip_days</c>, the click after <c>click_days</c> (and never
/// while it can still count), and who was counted on a day once the day is over. The sums of days stay.
/// </summary>
/// <param name="database">Reads.</param>
/// <param name="settings">How long.</param>
/// <param name="turns">Does it.</param>
/// <param name="clock">The clock.</param>
public sealed class ForgetClicks(Database database, SettingsDirectory settings, TurnQueue turns, TimeProvider clock)
    : IJob
{
    private const int MostInOneRun = 5000;

    /// <inheritdoc/>
    public string Name => nameof(ForgetClicks);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async Task Run()
    {
        var now = UtcMicros.Now(clock);
        var programs = await database.Query<long>("select distinct program_id from click_days where owner = 0");
        foreach (var program in programs)
        {
            var inForce = await settings.InForce(program);
            var kept = Math.Max(inForce.ClickDays, inForce.AttributionWindowDays);
            await Forget(program, ClickId.Before(Before(now, inForce.ClickIpDays)));
            await Drop(program, ClickId.Before(Before(now, kept)));
            var day = (now + await ProgramClock.OffsetOf(database, program)) / UtcMicros.PerDay;
            await turns.Run(store =>
            {
                // A day goes on for those whose clocks are behind.
                store.Execute(
                    "delete from click_visitors where program_id = @program and link in (select link from click_days "
                        + "where program_id = @program and owner > 0) and day < @Last",
                    new { program, Last = day - 1 }
                );
                store.Execute(
                    "delete from click_salts where program_id = @program and day < @Last",
                    new { program, Last = day - 1 }
                );
            });
        }
    }

    private static long Before(long now, long days) =>
        days * 1.0m * UtcMicros.PerDay > now ? 0 : now - (days * UtcMicros.PerDay);

    /// <summary>Empties what tells of landings, from where the last run came to.</summary>
    private async Task Forget(long program, string before)
    {
        var from =
            (
                await database.Query<string>(
                    "select through from click_erasures where program_id = @program",
                    new { program }
                )
            ).FirstOrDefault() ?? "";
        while (await Next(program, from, before) is { } through)
        {
            await turns.Run(store =>
            {
                store.Execute(
                    "update clicks set network = null, landing = null, referrer = null "
                        + "where program_id = @program and id > @from and id <= @through",
                    new
                    {
                        program,
                        from,
                        through,
                    }
                );
                store.Execute(
                    "insert into click_erasures (program_id, through) values (@program, @through) "
                        + "on conflict (program_id) do update set through = excluded.through",
                    new { program, through }
                );
                store.DropReplacedPages();
            });
            from = through;
        }
    }

    private async Task Drop(long program, string before)
    {
        while (await Next(program, "", before) is { } through)
        {
            await turns.Run(store =>
                store.Execute(
                    "delete from clicks where program_id = @program and id <= @through",
                    new { program, through }
                )
            );
        }
    }

    /// <summary>The last click of the next piece; null when there is none.</summary>
    private async Task<string?> Next(long program, string from, string before)
    {
        var ids = await database.Query<string>(
            "select id from clicks where program_id = @program and id > @from and id < @before order by id "
                + "limit @MostInOneRun",
            new
            {
                program,
                from,
                before,
                MostInOneRun,
            }
        );
        return ids.Count == 0 ? null : ids[^1];
    }
}

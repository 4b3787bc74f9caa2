using System.Globalization;
using System.Text.Json;
using Byway.Http;
using Byway.Programs;
using Byway.Rewards;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Programs;

/// <summary>A test program's clock: moved, refused, and what goes by it.</summary>
public sealed class ClockTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task The_clock_is_moved_and_runs_on()
    {
        var api = await Server.TestProgram();
        var before = (await api.Get("/v1/test/clock")).Is(200);
        Assert.Equal("now,offset_seconds,real_now", before.Members("data"));
        Assert.Equal("2026-01-15T12:00:00.000000Z", before["data.now"]);
        Assert.Equal("0", before["data.offset_seconds"]);

        var moved = await api.MoveClock("""{"now":"2027-01-01T00:00:00Z"}""");
        Assert.Equal("2027-01-01T00:00:00.000000Z", moved["data.now"]);
        Assert.Equal("2026-01-15T12:00:00.000000Z", moved["data.real_now"]);
        Assert.Equal("30283200", moved["data.offset_seconds"]);
        Assert.Equal("done", moved.Decision);

        Server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("2027-01-01T01:00:00.000000Z", (await api.Get("/v1/test/clock"))["data.now"]);
        Assert.Equal("2027-01-31T01:00:00.000000Z", (await api.MoveClock("""{"days":30}"""))["data.now"]);
        Assert.Equal("2027-02-28T01:00:00.000000Z", (await api.MoveClock("""{"months":"1"}"""))["data.now"]);
        Assert.Equal("2027-02-28T01:00:01.000000Z", (await api.MoveClock("""{"now":1803776401}"""))["data.now"]);
        Assert.Equal("2027-02-28T01:00:01.000000Z", (await api.Get("/v1/test/clock"))["data.now"]);
    }

    [Fact]
    public async Task A_live_program_refuses()
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        (await api.Post("/v1/test/clock", """{"now":"2027-01-01T00:00:00Z"}""")).IsRefused(403, "live_program");
        (await api.Post("/v1/test/clock", """{"days":"x"}""")).IsRefused(403, "live_program");
        (await api.Delete("/v1/test/clock")).IsRefused(405, "method_not_allowed");
        var clock = (await api.Get("/v1/test/clock")).Is(200);
        Assert.Equal(clock["data.real_now"], clock["data.now"]);
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task Time_never_goes_back()
    {
        var api = await Server.TestProgram();
        (await api.Post("/v1/test/clock", """{"now":"2026-01-15T11:59:59.999999Z"}""")).IsRefused(
            422,
            "invalid_fields",
            "now"
        );
        await api.MoveClock("""{"now":"2027-01-01T00:00:00Z"}""");
        var before = await api.Sequence();
        var back = await api.Post("/v1/test/clock", """{"now":"2026-12-31T23:59:59.999999Z"}""");
        Assert.Contains("never goes back", back.IsRefused(422, "invalid_fields", "now")["message"]);
        (await api.Post("/v1/test/clock", """{"now":0}""")).IsRefused(422, "invalid_fields", "now");
        // Where it stands already there is nothing to move, and nothing is written.
        await api.MoveClock("""{"now":"2027-01-01T00:00:00Z"}""");
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [InlineData("{}", "now")]
    [InlineData("""{"now":""}""", "now")]
    [InlineData("""{"now":"tomorrow"}""", "now")]
    [InlineData("""{"days":0}""", "days")]
    [InlineData("""{"days":1.5}""", "days")]
    [InlineData("""{"days":-1}""", "days")]
    [InlineData("""{"days":36501}""", "days")]
    [InlineData("""{"months":1201}""", "months")]
    [InlineData("""{"days":1,"months":1}""", "now")]
    [InlineData("""{"days":1,"now":"2027-01-01"}""", "now")]
    [InlineData("""{"now":"2126-01-15T12:00:00.000001Z"}""", "now")]
    [InlineData("""{"now":"9999-12-31T23:59:59Z"}""", "now")]
    public async Task What_makes_no_sense_is_refused_by_its_field(string body, string field)
    {
        var api = await Server.TestProgram();
        (await api.Post("/v1/test/clock", body)).IsRefused(422, "invalid_fields", field);
        Assert.Equal("0", (await api.Get("/v1/test/clock"))["data.offset_seconds"]);
    }

    [Fact]
    public async Task A_century_is_the_most_and_everything_works_there()
    {
        var api = await Server.TestProgram(s => s with { ReviewPeriodDays = 30 }).WithCarl();
        await api.MoveClock("""{"now":"2126-01-15T12:00:00Z"}""");
        (await api.Post("/v1/test/clock", """{"days":1}""")).IsRefused(422, "invalid_fields", "days");
        (await api.Post("/v1/test/clock", """{"months":1}""")).IsRefused(422, "invalid_fields", "months");
        var sale = await api.Sale("o1", "100", "carl");
        Assert.Equal("2126-01-15T12:00:00.000000Z", sale["data.created_at"]);
        Assert.Equal("review_period", sale["data.rewards.0.status"]);
        Server.Clock.Advance(TimeSpan.FromDays(30));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task The_move_is_an_entry_that_a_rebuild_can_go_by()
    {
        var api = await Server.TestProgram();
        var moved = await api.MoveClock("""{"now":"2027-01-01T00:00:00Z"}""");
        await api.Referrer("anna");
        var entry = await api.Explain(moved);
        Assert.Equal("clock.moved", entry["data.kind"]);
        // It is of the time before, so that the journal is in order of time.
        Assert.Equal("2026-01-15T12:00:00.000000Z", entry["data.booked_at"]);
        Assert.Equal("clock.from,clock.to", entry.Column("field", "data.decision.evidence"));
        Assert.Equal("2027-01-01T00:00:00.000000Z", entry["data.decision.evidence.1.note"]);
        Assert.Equal("2027-01-01T00:00:00.000000Z", entry["data.answer.now"]);
        Assert.Equal("2027-01-01T00:00:00.000000Z", (await api.Get("/v1/journal?after=2"))["data.0.booked_at"]);
        var body = await Server.Query<string>(
            "select body from journal_entries where program_id = @ProgramId and sequence = 2",
            new { api.Program.ProgramId }
        );
        var from = UtcMicros.Of(MovingClock.Start);
        var to = UtcMicros.Read("2027-01-01T00:00:00Z")!.Value;
        var row = string.Create(
            CultureInfo.InvariantCulture,
            $"[\"clock_moves\",[{api.Program.ProgramId},2,{from},{to},{to - from}]]"
        );
        Assert.Contains(row, body[0], StringComparison.Ordinal);
        await Server.BooksAreWhole();
    }

    [Fact]
    public async Task Sixteen_moves_at_once_add_up_and_the_journal_is_in_order_of_time()
    {
        var api = await Server.TestProgram().WithCarl();
        await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(at => at % 2 == 0 ? api.MoveClock("""{"days":1}""") : api.Sale($"o{at}", "10", "carl"))
        );
        Assert.Equal("2026-01-31T12:00:00.000000Z", (await api.Get("/v1/test/clock"))["data.now"]);
        var journal = await api.Get("/v1/journal?after=0&limit=100");
        var booked = journal.Column("booked_at").Split(',');
        Assert.Equal(booked.Order(StringComparer.Ordinal), booked);
        Assert.Equal(16, journal.Column("kind").Split(',').Count(kind => kind == "clock.moved"));
        await Server.BooksAreWhole();
    }

    [Fact]
    public async Task A_repeat_with_an_idempotency_key_moves_it_once()
    {
        var api = await Server.TestProgram();
        var first = (await api.Post("/v1/test/clock", """{"days":31}""", "once")).Is(200);
        var again = (await api.Post("/v1/test/clock", """{"days":31}""", "once")).Is(200);
        Assert.True(again.IsReplay);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal("2026-02-15T12:00:00.000000Z", (await api.Get("/v1/test/clock"))["data.now"]);
    }

    [Fact]
    public async Task No_other_programs_clock_is_moved()
    {
        var api = await Server.TestProgram(s => s with { ReviewPeriodDays = 30 }).WithCarl();
        var others = new[]
        {
            await Server.TestProgram(s => s with { ReviewPeriodDays = 30 }).WithCarl(),
            await Server.Affiliate(s => s with { ReviewPeriodDays = 30 }).WithCarl(),
        };
        foreach (var one in others.Append(api))
        {
            await one.Sale("o1", "100", "carl");
        }

        await api.MoveClock("""{"days":31}""");
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("30", await api.Balance());
        foreach (var other in others)
        {
            Assert.Equal("30", await other.Balance("held"));
            Assert.Equal("2026-01-15T12:00:00.000000Z", (await other.Get("/v1/test/clock"))["data.now"]);
            Assert.Equal("2026-01-15T12:00:00.000000Z", (await other.Sale("o2", "1", "carl"))["data.created_at"]);
        }
    }

    [Fact]
    public async Task A_restart_keeps_the_clock()
    {
        await using var own = await TestServer.Start(new());
        var api = await own.TestProgram().WithCarl();
        await api.MoveClock("""{"now":"2027-01-01T00:00:00Z"}""");
        await own.Restart();
        Assert.Equal("2027-01-01T00:00:00.000000Z", (await api.Get("/v1/test/clock"))["data.now"]);
        Assert.Equal("2027-01-01T00:00:00.000000Z", (await api.Sale("o1", "1", "carl"))["data.created_at"]);
        (await api.Post("/v1/test/clock", """{"now":"2026-12-31"}""")).IsRefused(422, "invalid_fields", "now");
    }

    [Fact]
    public async Task Sales_of_two_programs_in_one_turn_get_their_own_times()
    {
        var ahead = await Server.TestProgram().WithCarl();
        await ahead.MoveClock("""{"now":"2027-01-01T00:00:00Z"}""");
        var live = await Server.Affiliate().WithCarl();
        using var gate = new ManualResetEventSlim();
        var held = Server.Parts.GetRequiredService<TurnQueue>().Run(_ => gate.Wait());
        var sales = Enumerable
            .Range(0, 16)
            .Select(at => (Api: at % 2 == 0 ? ahead : live, Key: $"o{at}"))
            .Select(one => (one.Api, Answer: SaleInQueue(one.Api, one.Key)))
            .ToList();
        gate.Set();
        await held;
        var turns = new HashSet<string>();
        foreach (var (api, answer) in sales)
        {
            var done = await answer;
            Assert.True(done.IsSuccess);
            // The end of an entry's id is its turn's.
            turns.Add(done.EntryId![^8..]);
            var booked = (await api.Get($"/v1/journal/{done.EntryId}"))["data.booked_at"];
            Assert.Equal(api == ahead ? "2027-01-01T00:00:00.000000Z" : "2026-01-15T12:00:00.000000Z", booked);
        }

        Assert.Single(turns);
    }

    [Fact]
    public async Task Byways_events_do_not_tell_of_it()
    {
        var api = await Server.TestProgram().WithCarl();
        var before = (await api.Get("/v1/events?after=0")).Count();
        await api.MoveClock("""{"days":1}""");
        Assert.Equal(before, (await api.Get("/v1/events?after=0")).Count());
        await api.Sale("o1", "1", "carl");
        var last = (await api.Get("/v1/events?after=0")).Json.GetProperty("data").EnumerateArray().Last();
        Assert.Equal("2026-01-16T12:00:00.000000Z", last.GetProperty("created_at").GetString());
    }

    private async Task<Answer> SaleInQueue(ApiClient api, string key)
    {
        var json = api.SaleBody(key, "10", "carl");
        using var body = RequestBody.Parse(System.Text.Encoding.UTF8.GetBytes(json));
        var check = new Check();
        return await PostTransaction.Handle(
            new()
            {
                Http = new DefaultHttpContext(),
                Caller = new(api.Program, "test"),
                Body = body,
                Check = check,
                Fields = new(check, JsonElement.Parse(json)),
                Server = Server.Parts.GetRequiredService<ServerParts>(),
            }
        );
    }
}

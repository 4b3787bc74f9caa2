using System.Globalization;
using System.Security.Cryptography;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Fuzz;

/// <summary>
/// Promise S2: whatever is sent, the answer is one that the API's document promises, and the books stay whole.
/// <c>./do prove fuzz --seconds N --seed N</c> runs it for longer, and again as it was.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly RouteNote FragileNote = new("breakIt", "Breaks.")
    {
        Body = [FieldNote.Text("name", "Must not be long.", "Anna")],
        Answer = AnswerNote.Done("Done."),
        Refusals = [RefusalCode.InvalidFields],
    };

    [Fact]
    public async Task Whatever_is_sent_the_answer_is_a_documented_one_and_the_books_stay_whole()
    {
        var seconds = Setting("BYWAY_PROOF_SECONDS") ?? 10;
        var seed = Setting("BYWAY_PROOF_SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        await using var server = await TestServer.Start(new() { RateLimitPerSecond = 0 });
        var fuzzer = new Fuzzer(server, (ulong)seed);
        await fuzzer.Run(TimeSpan.FromSeconds(seconds));
        output.WriteLine(fuzzer.Summary());
        Complaints.AssertNone(fuzzer.Complaints);
        var reached = fuzzer.Counts.Count(count => count.Value.Good > 0);
        Assert.True(reached * 10 >= fuzzer.Counts.Count * 6, $"It hardly got in anywhere. {fuzzer.Summary()}");
        await server.BooksBalance();
        using var snapshot = server.Database.OpenSnapshot();
        foreach (var head in snapshot.Rows<HeadRow>(HeadRow.Select).ToList())
        {
            Assert.Null(new Verification(snapshot, head, () => { }).Run());
        }
    }

    [Fact]
    public async Task A_route_that_breaks_or_answers_otherwise_than_documented_is_found()
    {
        await using var server = await TestServer.Start(
            new() { RateLimitPerSecond = 0 },
            routes =>
            {
                routes.Api("POST", "/v1/fragile", For.All, Fragile, FragileNote);
                routes.Api("POST", "/v1/shorter", For.All, Shorter, FragileNote with { Id = "shorten" });
                routes.Api("POST", "/v1/undocumented", For.All, Undocumented, FragileNote with { Id = "refuse" });
                routes.Api(
                    "POST",
                    "/v1/otherwise",
                    For.All,
                    _ => Task.FromResult(Answer.Resource(200, """{"id":5,"more":true}"""u8)),
                    FragileNote with
                    {
                        Id = "answerOtherwise",
                        Answer = AnswerNote.One(200, "A partner.", typeof(PartnerView)),
                    }
                );
            }
        );
        await Finds(server, "/v1/fragile", "a failure of the server");
        await Finds(server, "/v1/undocumented", "does not document 422 balance_limit");
        await Finds(server, "/v1/shorter", "the document says that name takes 255 characters");
        await Finds(server, "/v1/otherwise", "$.data.id is 5 and not string");
        await Finds(server, "/v1/otherwise", "$.data.more is not documented");
        await Finds(server, "/v1/otherwise", "$.data.email is missing");
    }

    [Fact]
    public void The_same_seed_throws_the_same()
    {
        var (one, same, other) = (new Dice(7), new Dice(7), new Dice(8));
        var thrown = Enumerable.Range(0, 20).Select(_ => one.Below(1000)).ToList();
        Assert.Equal(thrown, Enumerable.Range(0, 20).Select(_ => same.Below(1000)));
        Assert.NotEqual(thrown, Enumerable.Range(0, 20).Select(_ => other.Below(1000)));
    }

    private static async Task Finds(TestServer server, string path, string fault)
    {
        var fuzzer = new Fuzzer(server, 1);
        // On a busy machine the first turn may be over before anything was thrown.
        for (var turn = 0; turn < 20 && !fuzzer.Complaints.Any(Tells); turn++)
        {
            await fuzzer.Run(TimeSpan.FromSeconds(1), operation => operation.Path == path);
        }

        Assert.Contains(fuzzer.Complaints, complaint => Tells(complaint));
        Assert.All(fuzzer.Complaints, complaint => Assert.StartsWith("seed 1, ", complaint, StringComparison.Ordinal));

        bool Tells(string complaint) => complaint.EndsWith(fault, StringComparison.Ordinal);
    }

    private static Task<Answer> Fragile(ApiCall call)
    {
        var name = call.Fields.Text("name", int.MaxValue);
        return name?.Length > 200
            ? throw new InvalidOperationException("Too long.")
            : Task.FromResult(call.Check.HasFaults ? call.Check.Refusal() : Answer.Done);
    }

    private static Task<Answer> Shorter(ApiCall call)
    {
        call.Fields.Text("name", 20);
        return Task.FromResult(call.Check.HasFaults ? call.Check.Refusal() : Answer.Done);
    }

    private static Task<Answer> Undocumented(ApiCall call) =>
        Task.FromResult(Answer.Fault("name", "Too much.", RefusalCode.BalanceLimit));

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}

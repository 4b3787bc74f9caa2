using Byway.Http;
using Byway.Journal;
using Byway.Storage;
using Byway.Values;

namespace Byway.Bench.Servers;

/// <summary>The ceiling: what the machine can do when nothing is decided or stored.</summary>
/// <param name="resource">A sale's resource as it was answered before: the same size, whatever is asked.</param>
internal sealed class NoStorage(byte[] resource)
{
    private readonly string entryId = Ids.Entry(1, 1);

    /// <summary>A ceiling whose answers are as long as the real ones.</summary>
    /// <param name="database">A database with sales.</param>
    public static async Task<NoStorage> Of(Database database)
    {
        var answers = await database.Query<string>(
            "select answer from entry_personal where program_id = 1 order by sequence desc limit 1"
        );
        return new(System.Text.Encoding.UTF8.GetBytes(answers[0]));
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public Task<Answer> Handle(ApiCall call)
    {
        _ = SaleShape.Of(call);
        if (call.Check.HasFaults)
        {
            return Task.FromResult(call.Check.Refusal());
        }

        var answer = Answer.Resource(200, resource);
        answer.EntryId = entryId;
        answer.Decision = DecisionCode.Rewarded;
        return Task.FromResult(answer);
    }
}

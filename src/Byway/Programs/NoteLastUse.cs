using Byway.Jobs;
using Byway.Turns;

namespace Byway.Programs;

/// <summary>Notes down when API keys were last used; housekeeping, so it is no turn of any program.</summary>
/// <param name="keys">Knows.</param>
/// <param name="turns">Writes.</param>
public sealed class NoteLastUse(ApiKeyDirectory keys, TurnQueue turns) : IJob
{
    /// <inheritdoc/>
    public string Name => nameof(NoteLastUse);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task Run()
    {
        var used = keys.TakeLastUsed();
        if (used.Count > 0)
        {
            await turns.Run(store =>
            {
                foreach (var (id, at) in used)
                {
                    store.Execute("update api_keys set last_used_at = @at where id = @id", new { id, at });
                }
            });
        }
    }
}

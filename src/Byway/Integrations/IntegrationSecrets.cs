using Byway.Programs;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>The secrets of a program's billing providers: kept sealed, opened when they are needed.</summary>
/// <param name="database">Where they are.</param>
/// <param name="box">Seals them.</param>
public sealed class IntegrationSecrets(Database database, SecretBox box)
{
    /// <summary>All of one kind, newest first; null when they cannot be opened here.</summary>
    /// <param name="program">Whose.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="kind">What they open.</param>
    public async Task<IReadOnlyList<string>?> Open(ReferralProgram program, string provider, string kind)
    {
        var found = await Stored(program, provider);
        var opened = found.Where(secret => secret.Kind == kind).Select(secret => box.Open(program, secret)).ToList();
        return opened.Contains(null) ? null : [.. opened.OfType<string>()];
    }

    /// <summary>All of a provider, sealed, newest first.</summary>
    /// <param name="program">Whose.</param>
    /// <param name="provider">The provider.</param>
    public async Task<IReadOnlyList<IntegrationSecret>> Stored(ReferralProgram program, string provider) =>
        await database.List(
            IntegrationSecret.Table,
            "where program_id = @ProgramId and provider = @provider and sealed <> '' order by kind, number",
            new { program.ProgramId, provider }
        );

    /// <summary>Seals secrets, to be put in a turn.</summary>
    /// <param name="program">Whose.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="kind">What they open.</param>
    /// <param name="secrets">The secrets, newest first.</param>
    public IReadOnlyList<SealedSecret> Seal(
        ReferralProgram program,
        string provider,
        string kind,
        IEnumerable<string> secrets
    ) =>
        [
            .. secrets.Select(secret => new SealedSecret(
                kind,
                box.Seal(program, provider, kind, secret),
                SecretBox.HintOf(secret)
            )),
        ];

    /// <summary>Puts all secrets of one kind in place of those there were.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="kind">What they open.</param>
    /// <param name="secrets">The secrets, newest first; none to take them away.</param>
    public static void Put(Turn turn, string provider, string kind, IReadOnlyList<SealedSecret> secrets)
    {
        for (var number = 0; number < IntegrationSecret.Most; number++)
        {
            var before = turn.Get(IntegrationSecret.Table, number, text: provider, text2: kind);
            var given = number < secrets.Count ? secrets[number] : null;
            if (before is null && given is null)
            {
                continue;
            }

            turn.Put(
                IntegrationSecret.Table,
                new()
                {
                    ProgramId = turn.Program.ProgramId,
                    Provider = provider,
                    Kind = kind,
                    Number = number,
                    Sealed = given?.Sealed ?? "",
                    Hint = given?.Hint ?? "",
                    SetAt = turn.MachineNow,
                }
            );
        }
    }
}

/// <summary>A secret, sealed and not yet stored.</summary>
/// <param name="Kind">What it opens.</param>
/// <param name="Sealed">The secret, sealed.</param>
/// <param name="Hint">Its last letters.</param>
public sealed record SealedSecret(string Kind, string Sealed, string Hint);

using System.CommandLine;
using Byway.Integrations;
using Byway.Programs;

namespace Byway.Cli;

/// <summary>How commands name a billing provider.</summary>
public static class IntegrationArgument
{
    /// <summary>As the command's argument.</summary>
    public static Argument<string> Declare() => new("PROVIDER") { Description = "stripe, paddle or chargebee" };

    /// <summary>Finds program and provider and goes on, or says what there is not.</summary>
    /// <param name="work">Its arguments <c>program</c> and <c>provider</c> name them.</param>
    /// <param name="found">What to do with them.</param>
    public static Task<Outcome> With(Work work, Func<ReferralProgram, IBillingProvider, Task<Outcome>> found) =>
        ProgramArgument.With(
            work,
            async program =>
            {
                var providers = new BillingProviders(work.Parts.Options);
                return program.Type == ProgramType.Newsletter
                        ? Outcome.Refuse("Newsletter programs have no billing providers.")
                    : providers.Find(work.Text("provider") ?? "") is { } provider ? await found(program, provider)
                    : Outcome.Refuse($"There is no provider {work.Text("provider")}: {providers.Names}.");
            }
        );

    /// <summary>The secrets, with this server's keys.</summary>
    /// <param name="work">What with.</param>
    internal static IntegrationSecrets SecretsOf(Work work) =>
        new(work.Parts.Database, new SecretBox(work.Parts.Options));
}

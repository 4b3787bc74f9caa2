namespace Byway.Cli;

/// <summary>The commands that work on a database; <c>serve</c> is not one of them.</summary>
public static class Commands
{
    private static readonly IReadOnlyList<ICommand> All =
    [
        new CreateProgramCommand(),
        new ListProgramsCommand(),
        new ShowProgramCommand(),
        new SetProgramCommand(),
        new ShowRulesCommand(),
        new CheckRulesCommand(),
        new ApplyRulesCommand(),
        new CreateKeyCommand(),
        new ListKeysCommand(),
        new RevokeKeyCommand(),
        new ConnectIntegrationCommand(),
        new ListIntegrationsCommand(),
        new ListIntegrationEventsCommand(),
        new ReplayIntegrationEventCommand(),
        new BackfillCommand(),
        new VerifyCommand(),
        new SimulateCommand(),
        new DoctorCommand(),
        new BackupCommand(),
        new RebuildCommand(),
    ];

    /// <summary>The command of a name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public static ICommand? Find(string name) => All.FirstOrDefault(command => command.Name == name);
}

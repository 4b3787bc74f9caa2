using System.CommandLine;
using System.Reflection;
using Byway;
using Byway.Cli;

// The build asks a server for its OpenAPI document: that one has no database and does nothing.
if (Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider")
{
    await using var app = Server.Build(new() { HasJobs = false });
    await app.StartAsync();
    await app.WaitForShutdownAsync();
    return Outcome.Good;
}

var byway = new RootCommand("Byway: affiliate and refer-a-friend programs on your own server")
{
    Serve.Declare(),
    new Command("program", "Programs")
    {
        CreateProgramCommand.Declare(),
        ListProgramsCommand.Declare(),
        ShowProgramCommand.Declare(),
        SetProgramCommand.Declare(),
    },
    new Command("rules", "Reward rules of a program")
    {
        ShowRulesCommand.Declare(),
        CheckRulesCommand.Declare(),
        ApplyRulesCommand.Declare(),
    },
    new Command("key", "API keys of a program")
    {
        CreateKeyCommand.Declare(),
        ListKeysCommand.Declare(),
        RevokeKeyCommand.Declare(),
    },
    new Command("integration", "Billing providers of a program")
    {
        ConnectIntegrationCommand.Declare(),
        ListIntegrationsCommand.Declare(),
        ListIntegrationEventsCommand.Declare(),
        ReplayIntegrationEventCommand.Declare(),
        BackfillCommand.Declare(),
    },
    VerifyCommand.Declare(),
    SimulateCommand.Declare(),
    DoctorCommand.Declare(),
    RebuildCommand.Declare(),
    BackupCommand.Declare(),
    RestoreCommand.Declare(),
    MoveCommand.Declare(),
};

return await CommandLine.Run(byway, args);

using Byway;
using Byway.Http;
using Byway.Storage;

var data = Environment.GetEnvironmentVariable("BYWAY_DATA") ?? "data";
var isDocument = System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";
var options = new ServerOptions
{
    DataFolder = data,
    Database = Environment.GetEnvironmentVariable("BYWAY_DATABASE"),
    HasJobs = !isDocument,
};
await using var app = Server.Build(options);
if (!isDocument)
{
    FirstStart.Migrate(app.Services.GetRequiredService<Database>(), TimeProvider.System);
}

await app.StartAsync();
if (!isDocument && await FirstStart.MakeProgram(app.Services.GetRequiredService<ServerParts>()) is { } first)
{
    Console.WriteLine(first.Message(app.Urls.First()));
}

await app.WaitForShutdownAsync();

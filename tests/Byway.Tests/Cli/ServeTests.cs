using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Byway.Cli;
using Byway.Storage;
using Byway.Tests.Proof;
using Xunit;

namespace Byway.Tests.Cli;

/// <summary><c>byway serve</c>: how it starts, what it refuses, and who may have it run commands.</summary>
public sealed class ServeTests
{
    [Fact]
    public async Task The_first_start_shows_a_key_once_that_works()
    {
        using var place = new CliPlace();
        using (var first = await Serving.Start(place))
        {
            var secret = first.Program!["api_key"]!.ToString();
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Authorization = new("Bearer", secret);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{first.Url}/v1/test")).StatusCode);
        }

        using var second = await Serving.Start(place);
        Assert.Null(second.Program);
    }

    [Fact]
    public async Task People_get_lines_to_paste()
    {
        using var place = new CliPlace();
        using var server = Serving.Process(["serve", "--urls", "http://127.0.0.1:0", .. place.Options]);
        Assert.StartsWith("Byway listens on http://127.0.0.1:", await server.StandardOutput.ReadLineAsync());
        var lines = new List<string>();
        while (lines.Count(line => line.StartsWith("curl ", StringComparison.Ordinal)) < 3)
        {
            lines.Add((await server.StandardOutput.ReadLineAsync())!);
        }

        Assert.Contains(lines, line => line.Contains("API key (shown only now)", StringComparison.Ordinal));
        server.Kill();
    }

    [Fact]
    public async Task What_is_typed_wins_over_the_variables()
    {
        using var place = new CliPlace();
        using var server = await Serving.Start(
            place,
            [],
            ("BYWAY_URLS", "http://127.0.0.1:1"),
            ("BYWAY_NO_FIRST_PROGRAM", "1"),
            ("BYWAY_DATA", "/nowhere"),
            ("BYWAY_RATE_LIMIT", "0")
        );
        Assert.Null(server.Program);
    }

    [Theory]
    [InlineData("--urls ftp://x", "no address to listen on")]
    [InlineData("--public-url x", "no address such as")]
    [InlineData("--trusted-proxy me", "no address or range")]
    [InlineData("--rate-limit fast", "no whole number")]
    [InlineData("--smtp-port 0", "no port")]
    [InlineData("--smtp-tls maybe", "neither starttls nor none")]
    [InlineData("--mail-from me", "no address")]
    [InlineData("--smtp-host mail.example", "--mail-from")]
    [InlineData("--smtp-user me", "a password is needed")]
    [InlineData("--smtp-password-file nowhere", "cannot be read")]
    [InlineData("--database nonsense", "must be a PostgreSQL connection string")]
    [InlineData("--database Host=127.0.0.1;Port=1;Password=canary", "PostgreSQL does not answer")]
    [InlineData("--database Host=127.0.0.1;Password=canary;Colour=red", "cannot be read")]
    [InlineData("--data /dev/null/x", "cannot be made or written")]
    public async Task What_cannot_be_is_said_in_one_sentence(string option, string sentence)
    {
        using var place = new CliPlace();
        string[] typed = option.StartsWith("--data", StringComparison.Ordinal) ? [] : place.Options;
        var (exit, text, error) = await ServerProcess.Run(["serve", .. option.Split(' '), .. typed]);
        Assert.Equal(1, exit);
        Assert.Empty(text);
        Assert.Contains(sentence, Assert.Single(Lines(error)), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_said_in_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var place = new CliPlace();
        var (exit, _, error) = await place.Run("serve", "--urls", $"http://{taken.LocalEndpoint}");
        Assert.Equal(1, exit);
        Assert.Contains("address already in use", Assert.Single(Lines(error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_in_use_is_refused()
    {
        SkipOnPostgres();
        using var place = new CliPlace();
        using var server = await Serving.Start(place);
        var (exit, _, error) = await place.Run("serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, exit);
        Assert.Contains("Another Byway works on", Assert.Single(Lines(error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_waits_for_a_folder_that_is_held()
    {
        SkipOnPostgres();
        using var place = new CliPlace();
        await place.Program();
        var held = DataLock.TryTake(place.Folder);
        using var command = Serving.Process(["program", "list", "--json", .. place.Options]);
        Assert.Contains("waiting for it", await command.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        held!.Dispose();
        Assert.Single(JsonNode.Parse(await command.StandardOutput.ReadToEndAsync())!["programs"]!.AsArray());
    }

    [Fact]
    public async Task Only_the_token_opens_the_door_and_only_from_here()
    {
        SkipOnPostgres();
        using var place = new CliPlace();
        using var server = await Serving.Start(place);
        var admin = AdminFile.Read(place.Folder)!;
        Assert.Equal(64, admin.Token.Length);
        Assert.Equal(HttpStatusCode.OK, await Knock(admin.Url, admin.Token));
        Assert.Equal(HttpStatusCode.NotFound, await Knock(admin.Url, "0" + admin.Token[1..] + "0"));
        Assert.Equal(HttpStatusCode.NotFound, await Knock(admin.Url, ""));
        Assert.Equal(HttpStatusCode.NotFound, await Knock(admin.Url, admin.Token, "X-Forwarded-For"));
        Assert.Equal(HttpStatusCode.NotFound, await Knock(admin.Url, admin.Token, "Forwarded"));
        Assert.Equal(HttpStatusCode.NotFound, await Knock(admin.Url, admin.Token, name: "frobnicate"));
        if (!OperatingSystem.IsWindows())
        {
            var ownersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.All(Directory.GetFiles(place.Folder), file => Assert.Equal(ownersOnly, ModeOf(file)));
        }

        Assert.Equal(0, await server.Stop());
        Assert.Null(AdminFile.Read(place.Folder));
    }

    [Fact]
    public async Task A_server_that_commands_cannot_reach_gets_a_port_for_them()
    {
        SkipOnPostgres();
        using var place = new CliPlace();
        var socket = Path.Combine(place.Folder, "socket");
        using var server = await Serving.Start(place, ["--urls", $"http://unix:{socket}"]);
        Assert.Equal($"http://unix:{socket}", server.Url);
        Assert.Single((await place.Json("program", "list"))["programs"]!.AsArray());
        using var http = new HttpClient();
        var other = await http.GetAsync(AdminFile.Read(place.Folder)!.Url + "/health");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:80", "http://127.0.0.1:80")]
    [InlineData("http://[::]:81", "http://127.0.0.1:81")]
    [InlineData("http://0.0.0.0:82", "http://127.0.0.1:82")]
    [InlineData("http://*:83", "http://127.0.0.1:83")]
    [InlineData("http://localhost:84", "http://localhost:84")]
    [InlineData("http://[::1]:85", "http://[::1]:85")]
    [InlineData("https://127.0.0.1:86", null)]
    [InlineData("http://192.0.2.1:87", null)]
    public void Commands_call_an_address_of_this_machine(string listens, string? called) =>
        Assert.Equal(called, AdminAddress.Of([listens]));

    private static void SkipOnPostgres() =>
        Assert.SkipWhen(TestDatabase.IsPostgres, "On PostgreSQL nobody holds a folder: commands go to the database.");

    private static UnixFileMode ModeOf(string file) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<HttpStatusCode> Knock(
        string url,
        string token,
        string? header = null,
        string name = "program-list"
    )
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/admin/commands/{name}");
        request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        request.Headers.Authorization = new("Bearer", token);
        if (header is not null)
        {
            request.Headers.Add(header, "for=127.0.0.1");
        }

        return (await http.SendAsync(request)).StatusCode;
    }
}

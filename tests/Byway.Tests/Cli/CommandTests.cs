using System.Text.Json.Nodes;
using Byway.Tests.Proof;
using Xunit;

namespace Byway.Tests.Cli;

/// <summary>Every command as it is typed, alone and beside a running server.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commands_work_whether_or_not_a_server_runs(bool isServed)
    {
        using var place = new CliPlace();
        using var server = isServed ? new ServerProcess(place.Options) : null;
        await (server?.Start() ?? Task.CompletedTask);
        var (id, secret) = await place.Program();
        Assert.StartsWith("bw_live_", secret, StringComparison.Ordinal);

        var listed = Assert.Single((await place.Json("program", "list"))["programs"]!.AsArray())!;
        Assert.Equal(id, listed["id"]!.ToString());
        Assert.Equal("https://shop.example", listed["website"]!.ToString());
        var publicId = listed["public_id"]!.ToString();
        Assert.Equal("20", (await Settings(place, publicId))["reward_percent"]!.ToString());

        var set = await place.Json("program", "set", id, "reward_percent=25", "name=A = B", "review_period_days=3");
        Assert.Equal("A = B", set["name"]!.ToString());
        var settings = await Settings(place, id);
        Assert.Equal("25", settings["reward_percent"]!.ToString());
        Assert.Equal("2", settings["version"]!.ToString());

        string[] create = ["key", "create", "--program", id, "--name", "till", "--scope", "read"];
        var key = await place.Json([.. create, "--expires", "2090-01-31"]);
        Assert.Equal("2090-01-31T00:00:00.000000Z", key["expires_at"]!.ToString());
        Assert.NotEqual(secret, key["api_key"]!.ToString());
        var keys = await Keys(place, id);
        Assert.Equal(["first key", "till"], keys.Select(each => each!["name"]!.ToString()));
        Assert.DoesNotContain(secret, keys.ToJsonString(), StringComparison.Ordinal);
        Assert.All(keys, each => Assert.Null(each!["revoked_at"]));
        await place.Json("key", "revoke", "--program", id, key["id"]!.ToString());
        Assert.NotNull((await Keys(place, id))[1]!["revoked_at"]);

        var verified = await place.Json("verify");
        Assert.True((bool)verified["ok"]!);
        Assert.Equal(2, (int)verified["entries"]!);
        var doctor = await place.Json("doctor");
        Assert.All(doctor["checks"]!.AsArray(), check => Assert.True((bool)check!["ok"]!));
        // Its throw-away program is gone, and the next program has the next number.
        Assert.True(JsonNode.DeepEquals(verified, await place.Json("verify")));
        Assert.Equal("2", (await place.Program("newsletter")).Id);
    }

    [Fact]
    public async Task A_test_program_shows_what_time_it_is_in_it()
    {
        using var place = new CliPlace();
        string[] create = ["program", "create", "--name", "Try", "--type", "affiliate", "--website", "shop.example"];
        var id = (await place.Json([.. create, "--mode", "test"]))["id"]!.ToString();
        place.Execute("update program_heads set clock_offset = 3155760000000000");
        var now = (await place.Json("program", "show", id))["now"]!.ToString();
        Assert.StartsWith("21", now, StringComparison.Ordinal);
        var shown = (await place.Run("program", "show", id)).Out;
        Assert.Contains("Its clock says 21", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_read_tables()
    {
        using var place = new CliPlace();
        var (id, _) = await place.Program("refer-a-friend");
        Assert.Contains("refer-a-friend", (await place.Run("program", "list")).Out, StringComparison.Ordinal);
        Assert.Contains("link_parameter", (await place.Run("program", "show", id)).Out, StringComparison.Ordinal);
        Assert.Contains("first key", (await place.Run("key", "list", "--program", id)).Out, StringComparison.Ordinal);
        Assert.Contains("The books are whole", (await place.Run("verify")).Out, StringComparison.Ordinal);
        Assert.Contains("✓", (await place.Run("doctor")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "program create --name x", "'--type' is required")]
    [InlineData(2, "program create --name x --type shop --website x.example", "'shop' not recognized")]
    [InlineData(2, "program create --name x --type affiliate --website x.example --percent 1 --fixed 1", "either")]
    [InlineData(1, "program create --name x --type affiliate --website x.example --currency QQQ", "ISO 4217")]
    [InlineData(1, "program create --name x --type affiliate --website x.example --percent many", "must be a number")]
    [InlineData(2, "program set 1 colour=red", "Possible: name, website")]
    [InlineData(2, "program set 1 name", "name=VALUE")]
    [InlineData(1, "program set 1 review_period_days=-1", "between 0 and")]
    [InlineData(1, "program show 7", "There is no program 7")]
    [InlineData(1, "key revoke --program 1 key_x", "no API key key_x")]
    [InlineData(1, "key create --program 1 --expires 2020-01-01", "expired already")]
    [InlineData(2, "key create --program 1 --expires soon", "no date such as")]
    [InlineData(2, "frobnicate", "frobnicate")]
    public async Task Mistakes_are_named(int exitCode, string typed, string sentence)
    {
        using var place = new CliPlace();
        await place.Program();
        var (exit, text, error) = await place.Run([.. typed.Split(' '), "--json"]);
        Assert.Equal(exitCode, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Contains(sentence, JsonNode.Parse(text)!["error"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_typed_shows_help()
    {
        var (exit, text, _) = await ServerProcess.Run();
        Assert.Equal(0, exit);
        foreach (var command in new[] { "serve", "program", "key", "verify", "doctor" })
        {
            Assert.Contains(command, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_command_on_a_folder_without_a_database_makes_none()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"byway-none-{Guid.NewGuid()}");
        var (exit, _, error) = await ServerProcess.Run("program", "list", "--data", folder);
        Assert.Equal(1, exit);
        Assert.Contains("There is no database in", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    private static async Task<JsonNode> Settings(CliPlace place, string id) =>
        (await place.Json("program", "show", id))["settings"]!;

    private static async Task<JsonArray> Keys(CliPlace place, string id) =>
        (await place.Json("key", "list", "--program", id))["keys"]!.AsArray();
}

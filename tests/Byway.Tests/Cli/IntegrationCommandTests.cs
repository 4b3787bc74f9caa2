using Xunit;

namespace Byway.Tests.Cli;

/// <summary><c>byway integration …</c>: connecting, looking, booking again, and booking the past.</summary>
public sealed class IntegrationCommandTests
{
    [Fact]
    public async Task A_provider_is_connected_and_its_past_is_booked_once()
    {
        using var place = new CliPlace();
        var (id, _) = await place.Program();
        string[] program = ["--program", id];
        var connected = await place.Json([
            "integration",
            "connect",
            "stripe",
            .. program,
            "--webhook-secret",
            "whsec_0123456789",
        ]);
        Assert.EndsWith("/webhook", (string)connected["webhook_path"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec", connected.ToJsonString(), StringComparison.Ordinal);
        var listed = await place.Json(["integration", "list", .. program]);
        Assert.Contains("\"is_connected\":true", listed.ToJsonString(), StringComparison.Ordinal);

        var file = Path.Combine(place.Folder, "export.json");
        await File.WriteAllTextAsync(
            file,
            """
            {"object":"list","data":[{"id":"in_1","object":"invoice","currency":"usd","amount_paid":1000,"total":1000,
            "subtotal":1000,"customer":"cus_1","status":"paid","paid":true,"created":1767225600,
            "lines":{"object":"list","data":[]} },{"object":"invoice"}]}
            """
        );
        var dry = await place.Json(["integration", "backfill", "stripe", file, .. program, "--dry-run"]);
        Assert.Equal("1", dry["facts"]!["sale"]!.ToString());
        Assert.Equal("10", dry["charged"]!["USD"]!.ToString());
        var booked = await place.Json(["integration", "backfill", "stripe", file, .. program]);
        Assert.Equal("1", booked["lines"]!["booked"]!.ToString());
        var again = await place.Json(["integration", "backfill", "stripe", file, .. program]);
        Assert.Null(again["lines"]!["booked"]);
        Assert.Equal("1", again["lines"]!["noted"]!.ToString());
        var events = await place.Json(["integration", "events", "stripe", .. program]);
        Assert.Empty(events["events"]!.AsArray());
        var (exit, _, error) = await place.Run(["integration", "replay", "stripe", "evt_1", .. program]);
        Assert.True(exit == 1, error);
    }

    [Fact]
    public async Task What_cannot_be_is_said()
    {
        using var place = new CliPlace();
        var (id, _) = await place.Program();
        var (exit, _, error) = await place.Run("integration", "connect", "acme", "--program", id);
        Assert.Equal(1, exit);
        Assert.Contains("stripe, paddle, chargebee", error, StringComparison.Ordinal);
        (exit, _, error) = await place.Run("integration", "backfill", "stripe", "nothing.csv", "--program", id);
        Assert.Equal(1, exit);
        Assert.Contains("not connected", error, StringComparison.Ordinal);
    }
}

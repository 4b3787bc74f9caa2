using Xunit;

namespace Byway.Tests.Http;

/// <summary><c>GET /health</c> and <c>GET /ready</c>, which need no key.</summary>
public sealed class HealthTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/ready")]
    public async Task A_server_that_runs_says_so(string path)
    {
        var api = await Server.Affiliate();
        var reply = await api.With("nonsense").Get(path);
        Assert.Equal("""{"status":1}""", reply.Is(200).Text);
        Assert.Equal("application/json", reply.ContentType);
    }
}

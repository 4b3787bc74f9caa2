using System.Text.RegularExpressions;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Docs;

/// <summary>The requests in docs/guides/customers.md and mobile.md do what they say, as they stand.</summary>
public sealed partial class CustomersGuideTests(TestServer server) : ServerTests(server)
{
    [GeneratedRegex(@"localhost:5080(?<path>/v1/\S+)[^']*'(?<body>[^']*)'", RegexOptions.None, 5_000)]
    private static partial Regex Curl { get; }

    [Fact]
    public async Task The_requests_for_the_owner_are_accepted()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        await api.SignUp("customer_1", "anna");
        await api.SignUp("guest_77");
        var requests = RequestsOf("customers.md");
        Assert.Equal(["reassigned", "merged"], await Send(api, requests));
        Assert.Equal("bert-id", (await api.Sale("o1", "100", "guest_77")).CountsFor());
    }

    [Fact]
    public async Task The_request_for_mobile_apps_is_accepted()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        Assert.Equal(["attributed"], await Send(api, RequestsOf("mobile.md")));
    }

    [Fact]
    public void A_request_that_says_otherwise_is_seen() =>
        Assert.DoesNotMatch(
            Curl,
            "curl -s http://localhost:5080/v1/customers/x -H 'a'".Replace("5080", "80", StringComparison.Ordinal)
        );

    private static async Task<List<string?>> Send(ApiClient api, IEnumerable<Match> requests)
    {
        var codes = new List<string?>();
        foreach (var request in requests)
        {
            var reply = await api.Post(request.Groups["path"].Value, request.Groups["body"].Value);
            Assert.True(reply.Status is 200 or 201, reply.Text);
            codes.Add(reply.Decision);
        }

        return codes;
    }

    private static IEnumerable<Match> RequestsOf(string guide) =>
        Curl.Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "guides", guide)));
}

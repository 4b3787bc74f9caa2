using System.Net;
using System.Net.Sockets;
using Byway.Webhooks;
using Xunit;

namespace Byway.Tests.Webhooks;

/// <summary>
/// Promise W5: webhooks are no way into the network the server stands in. Addresses are judged in the connect step.
/// </summary>
public sealed class OutboundTests
{
    /// <summary>Addresses that are not the public internet.</summary>
    public static readonly TheoryData<string> Refused =
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%2",
        "fec0::1",
        "ff02::1",
    ];

    /// <summary>Addresses of the public internet, next to the others.</summary>
    public static readonly TheoryData<string> Public =
    [
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2600::1",
        "2a00:1450::1",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_the_public_internet_is_refused(string address) =>
        Assert.False(ReachableAddress.Of([]).Allows(IPAddress.Parse(address)));

    [Theory]
    [MemberData(nameof(Public))]
    public void The_public_internet_is_not(string address) =>
        Assert.True(ReachableAddress.Of([]).Allows(IPAddress.Parse(address)));

    [Fact]
    public void The_operator_may_allow_networks_and_only_those()
    {
        var reachable = ReachableAddress.Of(["10.1.0.0/16", "fd00::/8"]);
        Assert.True(reachable.Allows(IPAddress.Parse("10.1.2.3")));
        Assert.True(reachable.Allows(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.True(reachable.Allows(IPAddress.Parse("fd12::1")));
        Assert.False(reachable.Allows(IPAddress.Parse("10.2.0.1")));
        Assert.False(reachable.Allows(IPAddress.Parse("127.0.0.1")));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::1]")]
    [InlineData("0.0.0.0")]
    public async Task However_the_own_machine_is_written_nobody_connects_to_it(string host)
    {
        await using var receiver = await Receiver.Start();
        using var outbound = new Outbound(ReachableAddress.Of([]), TimeProvider.System);
        var attempt = await outbound.Post(new($"http://{host}:{new Uri(receiver.Url).Port}/"), [], []);
        Assert.Equal("address_refused", attempt.Error);
        Assert.Equal(0, receiver.Connections);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_the_second_time_leads_nowhere()
    {
        // 127.0.0.2 stands for the public address that is shown, 127.0.0.1 for the inner one that is meant.
        await using var meant = await Receiver.Start("127.0.0.1");
        var port = new Uri(meant.Url).Port;
        await using var shown = await Receiver.Start("127.0.0.2", port);
        var reachable = ReachableAddress.Of(["127.0.0.2/32"]);
        var asked = 0;
        Task<IPAddress[]> Rebinding(string host, CancellationToken cancel) =>
            Task.FromResult<IPAddress[]>([IPAddress.Parse(asked++ == 0 ? "127.0.0.2" : "127.0.0.1")]);
        using var outbound = new Outbound(reachable, TimeProvider.System, Rebinding);
        var url = new Uri($"http://rebind.example:{port}/");

        Assert.Equal(200, (await outbound.Post(url, [], [])).Status);
        shown.Answer = (_, response) =>
        {
            response.Headers.Connection = "close";
            return Task.CompletedTask;
        };
        await outbound.Post(url, [], []);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var later = await outbound.Post(url, [], []);
            Assert.Equal("address_refused", later.Error);
        }

        Assert.Equal(0, meant.Connections);
        // The control: checked first and connected by name afterwards, as it is often done, the inner one is reached.
        asked = 0;
        Assert.True(reachable.Allows((await Rebinding("rebind.example", default))[0]));
        using var byName = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancel) =>
                {
                    var found = await Rebinding(context.DnsEndPoint.Host, cancel);
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(found[0], context.DnsEndPoint.Port, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        using var reached = await byName.SendAsync(request, default);
        Assert.Equal(1, meant.Connections);
    }

    [Fact]
    public async Task Of_several_addresses_only_the_allowed_ones_are_tried()
    {
        await using var meant = await Receiver.Start("127.0.0.1");
        var port = new Uri(meant.Url).Port;
        await using var allowed = await Receiver.Start("127.0.0.3", port);
        using var outbound = new Outbound(
            ReachableAddress.Of(["127.0.0.2/31"]),
            TimeProvider.System,
            (_, _) =>
                Task.FromResult<IPAddress[]>([
                    IPAddress.Loopback,
                    IPAddress.Parse("127.0.0.2"),
                    IPAddress.Parse("127.0.0.3"),
                ])
        );
        Assert.Equal(200, (await outbound.Post(new($"http://many.example:{port}/"), [], [])).Status);
        Assert.Equal(0, meant.Connections);
    }

    [Theory]
    [InlineData("http://xn--a/")]
    [InlineData("http://xn--.example/")]
    [InlineData("http://\u2603.invalid/")]
    [InlineData("http://a..invalid/")]
    [InlineData("http://-.invalid/")]
    [InlineData("http://[fe80::1%25lo]/")]
    [InlineData("http://0.0.0.0:0/")]
    [InlineData("http://a_b.invalid:65535/")]
    [InlineData("http://\uFF11\uFF12\uFF17.1/")]
    [InlineData("http://%31%32%37.1/")]
    [InlineData("https://x.invalid/\uD83D")]
    public async Task An_address_that_leads_nowhere_is_a_failure_and_never_a_defect(string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            using var outbound = new Outbound(ReachableAddress.Of([]), TimeProvider.System);
            var attempt = await outbound.Post(address, [], [("Signature", "x")]);
            Assert.NotNull(attempt.Error);
        }
    }

    [Fact]
    public async Task A_name_of_three_hundred_characters_is_a_failure_and_never_a_defect()
    {
        using var outbound = new Outbound(ReachableAddress.Of([]), TimeProvider.System);
        var name = string.Join('.', Enumerable.Repeat(new string('a', 60), 5));
        Assert.NotNull((await outbound.Post(new($"http://{name}/"), [], [])).Error);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_not_followed()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (_, response) =>
        {
            response.StatusCode = 307;
            response.Headers.Location = receiver.At("/elsewhere");
            return Task.CompletedTask;
        };
        using var outbound = new Outbound(ReachableAddress.Of(["127.0.0.1/32"]), TimeProvider.System);
        var attempt = await outbound.Post(new(receiver.Url), [], []);
        Assert.Equal(307, attempt.Status);
        Assert.False(attempt.IsSuccess);
        Assert.Equal("/hook", Assert.Single(receiver.All).Path);
    }

    [Fact]
    public async Task Of_an_endless_answer_only_the_beginning_is_read()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = async (_, response) =>
        {
            response.StatusCode = 500;
            var much = new byte[100_000];
            Array.Fill(much, (byte)'x');
            try
            {
                for (var part = 0; part < 10_000; part++)
                {
                    await response.Body.WriteAsync(much);
                }
            }
            catch (OperationCanceledException)
            {
                // Cut off, as it should be.
            }
        };
        using var outbound = new Outbound(ReachableAddress.Of(["127.0.0.1/32"]), TimeProvider.System);
        var attempt = await outbound.Post(new(receiver.Url), [], []);
        Assert.Equal(500, attempt.Status);
        Assert.Equal(256, attempt.Response!.Length);
        Assert.True(attempt.DurationMs < 4000, $"{attempt.DurationMs} ms");
    }
}

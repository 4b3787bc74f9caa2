using System.Text.Json;
using System.Text.RegularExpressions;
using Byway.Tests.Examples;
using Byway.Tests.Tidy;
using Byway.Webhooks;
using Xunit;

namespace Byway.Tests.Webhooks;

/// <summary>The pieces of code in docs/guides/webhooks.md do what it says: each is run as it stands there.</summary>
public sealed partial class GuideTests
{
    private const string Key = "Sjn3sNnmh14yk6zb";

    private static readonly string Page = File.ReadAllText(
        Path.Combine(SourceTree.Root, "docs", "guides", "webhooks.md")
    );

    /// <summary>Language, interpreter, what comes before and after the guide's code.</summary>
    public static readonly TheoryData<string, string, string> Verifiers = new()
    {
        {
            "js",
            "",
            """
                import { readFileSync } from "node:fs";
                const cases = JSON.parse(readFileSync(0, "utf8"));
                const said = cases.map((one) => isGenuine(Buffer.from(one.body, "base64"), one.header, one.key));
                console.log(JSON.stringify(said));
                """
        },
        {
            "php",
            "<?php\n",
            """
                $said = [];
                foreach (json_decode(stream_get_contents(STDIN), true) as $one) {
                    $said[] = is_genuine(base64_decode($one['body']), $one['header'], $one['key']);
                }
                echo json_encode($said);
                """
        },
        {
            "python",
            "",
            """
                import base64, json, sys
                cases = json.load(sys.stdin)
                said = [is_genuine(base64.b64decode(one["body"]), one["header"], one["key"]) for one in cases]
                print(json.dumps(said))
                """
        },
    };

    [GeneratedRegex(
        @"^```(?<language>\w+)\n(?<code>.*?)^```$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline,
        5_000
    )]
    private static partial Regex Block { get; }

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void The_guides_verifiers_accept_what_is_genuine_and_nothing_else(string language, string head, string rest)
    {
        var body = """{"event":"partner.created","data":{"name":"Jürgen 🎉"}}"""u8.ToArray();
        var header = Signature.Plain(Key, body);
        byte[] changed = [.. body[..^1], (byte)']'];
        var cases = new[]
        {
            Case(body, header, Key),
            Case(changed, header, Key),
            Case(body, header[..^1] + (header[^1] == '0' ? '1' : '0'), Key),
            Case(body, header, Key[..^1] + "x"),
            Case(body, "", Key),
            Case(body, "é", Key),
        };
        var code = head + CodeOf(language, "is_genuine|isGenuine") + "\n" + rest;
        Assert.Equal("[true,false,false,false,false,false]", Run(language, code, JsonSerializer.Serialize(cases)));
    }

    [Fact]
    public async Task The_guides_use_of_the_library_accepts_what_is_genuine_and_nothing_else()
    {
        await using var server = await TestServer.Start(new() { WebhookAllow = ["127.0.0.0/8"] });
        server.Clock.Now = TimeProvider.System.GetUtcNow();
        await using var receiver = await Receiver.Start();
        var api = await server.Affiliate();
        var key = (await api.Subscribe(receiver.Url))["data.key"];
        var secret = (await api.Post($"/v1/webhooks/{key}/rotate-secret")).Is(200)["data.secret"]!;
        await api.Referrer("anna");
        await server.Deliver();
        var one = receiver.All[0];
        // Installs the library, where that has not been done.
        Assert.True(NodeVerifier.Verify([one], "", [secret])[0].Accepted[0]);
        var rest = """
            import { readFileSync } from "node:fs";
            const { body, headers, secret } = JSON.parse(readFileSync(0, "utf8"));
            const said = [body, body + " "].map((text) => {
              try { return verified(text, headers, secret).event; } catch { return "refused"; }
            });
            console.log(JSON.stringify(said));
            """;
        var input = JsonSerializer.Serialize(
            new
            {
                body = one.Text,
                headers = one.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value),
                secret,
            }
        );
        Assert.Equal("[\"partner.created\",\"refused\"]", Run("js", CodeOf("js", "standardwebhooks") + rest, input));
    }

    [Fact]
    public void The_guide_names_every_event()
    {
        Assert.Empty(Unnamed(Page));
        Assert.Equal(["reward.paid"], Unnamed(Page.Replace("`.paid`", "", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Unnamed(string page)
    {
        var table = page.Split("\n| events | in |")[1].Split("\n\n")[0];
        return EventNames.All.Where(name =>
        {
            var parts = name.Split('.');
            return !table
                .Split('|', ',')
                .Any(cell =>
                    cell.Contains($"`{parts[0]}.", StringComparison.Ordinal)
                    && cell.Contains($".{parts[1]}`", StringComparison.Ordinal)
                );
        });
    }

    private static object Case(byte[] body, string header, string key) =>
        new
        {
            body = Convert.ToBase64String(body),
            header,
            key,
        };

    private static string CodeOf(string language, string mark) =>
        Block
            .Matches(Page)
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["code"].Value)
            .Single(code => Regex.IsMatch(code, mark, RegexOptions.None, TimeSpan.FromSeconds(1)));

    private static string Run(string language, string code, string input)
    {
        var (program, ending) = language switch
        {
            "js" => (Interpreter.Node, ".mjs"),
            "php" => (Interpreter.Php, ".php"),
            _ => (Interpreter.Python, ".py"),
        };
        // Beside the packages, so that Node finds them.
        var folder = Path.Combine(SourceTree.Root, "tests", "npm", "node_modules");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, Path.GetRandomFileName() + ending);
        File.WriteAllText(file, code);
        try
        {
            return NodeVerifier.Run(program, [file], input).Trim().Replace(", ", ",", StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

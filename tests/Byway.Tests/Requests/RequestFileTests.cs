using System.Text.Json;
using System.Text.RegularExpressions;
using Byway.Http;
using Byway.Tests.Tidy;
using Byway.Tests.Webhooks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Requests;

/// <summary>
/// The files in <c>requests/</c>: every route is in one of them, and every request succeeds when a file is sent from
/// top to bottom to a new program.
/// </summary>
public sealed partial class RequestFileTests(TestServer server) : ServerTests(server)
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "requests");

    /// <summary>The files' names.</summary>
    public static TheoryData<string> FileNames =>
        [.. Directory.EnumerateFiles(Folder, "*.http").Select(path => Path.GetFileName(path)).Order()];

    [GeneratedRegex(@"\{\{(?<name>[^}]*)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Variable { get; }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Parameter { get; }

    [Theory]
    [MemberData(nameof(FileNames))]
    public async Task Every_request_of_a_file_succeeds(string name) =>
        Complaints.AssertNone(await Failures(RequestFile.Parse(name, await File.ReadAllTextAsync(InFolder(name)))));

    [Fact]
    public void Every_route_is_in_a_file()
    {
        var files = FileNames.Select(row => RequestFile.Parse(row.Data, File.ReadAllText(InFolder(row.Data))));
        Complaints.AssertNone(Missing(Routes(), [.. files.SelectMany(file => file.Requests)]));
    }

    [Fact]
    public void A_route_that_is_in_no_file_is_caught()
    {
        var file = RequestFile.Parse("x.http", "### One\nGET {{host}}/v1/a/{{one.response.body.$.id}}?x=1\n");
        Assert.Empty(Missing(["GET /v1/a/{id}"], file.Requests));
        Assert.Contains(
            "POST /v1/a/{id} is in no file",
            Assert.Single(Missing(["GET /v1/a/{id}", "POST /v1/a/{id}"], file.Requests)),
            StringComparison.Ordinal
        );
        Assert.Single(Missing(["GET /v1/a"], file.Requests));
        // A plain path is not taken for a parameter of its neighbour.
        var plain = RequestFile.Parse("x.http", "### One\nGET {{host}}/v1/a/search\n");
        Assert.Single(Missing(["GET /v1/a/{id}", "GET /v1/a/search"], plain.Requests));
    }

    [Fact]
    public async Task A_request_that_fails_or_cannot_be_read_is_caught()
    {
        const string Head = "# Program: affiliate\n@host = x\n@key = x\n\n";
        const string Key = "Authorization: Bearer {{key}}\n";
        Assert.Empty(await Failures(RequestFile.Parse("x", $"{Head}### A\nGET {{{{host}}}}/v1/test\n{Key}")));
        var wrong = RequestFile.Parse("x", $"{Head}### A\nGET {{{{host}}}}/v1/partners/nobody\n{Key}");
        Assert.Contains("answers 404", Assert.Single(await Failures(wrong)), StringComparison.Ordinal);
        var keyless = RequestFile.Parse("x", $"{Head}### A\nGET {{{{host}}}}/v1/test\n");
        Assert.Contains("answers 401", Assert.Single(await Failures(keyless)), StringComparison.Ordinal);
        var unknown = RequestFile.Parse("x", $"{Head}### A\nGET {{{{host}}}}/v1/{{{{what}}}}\n{Key}");
        Assert.Contains("{{what}}", Assert.Single(await Failures(unknown)), StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => RequestFile.Parse("x", $"{Head}### A\nno request\n"));
        Assert.Throws<FormatException>(() => RequestFile.Parse("x", "GET /too-early\n### A\nGET /\n"));
    }

    private static string InFolder(string name) => Path.Combine(Folder, name);

    private List<string> Routes() =>
        [
            .. from route in Server.Parts.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where
                route.Metadata.GetMetadata<ApiRoute>() is not null
                || route.Metadata.GetMetadata<RouteNote>() is not null
            from method in route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            select $"{method} {route.RoutePattern.RawText}",
        ];

    private static IEnumerable<string> Missing(IReadOnlyList<string> routes, IReadOnlyList<FileRequest> requests)
    {
        var asked = requests
            .Select(request =>
            {
                var path = request.Address.Split('?')[0].Replace("{{host}}", "", StringComparison.Ordinal);
                return $"{request.Method} {Variable.Replace(path, "variable")}";
            })
            .Distinct(StringComparer.Ordinal)
            .Select(line => routes.Where(route => Fits(route, line)).MinBy(route => route.Count(sign => sign == '{')))
            .ToHashSet(StringComparer.Ordinal);
        return routes
            .Where(route => !asked.Contains(route))
            .Select(route =>
                $"{route} is in no file of requests/. Add it to the file of its noun, or to a new one: a line ###, "
                + $"then '{route.Replace(" ", " {{host}}", StringComparison.Ordinal)}', the header with "
                + "{{key}}, and the body; what it needs has to be made further up in the same file."
            );
    }

    private static bool Fits(string route, string line) =>
        Regex.IsMatch(
            line,
            $"^{string.Join("[^/]+", Parameter.Split(route).Select(Regex.Escape))}$",
            RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(5)
        );

    /// <summary>Sends a file to a new test program of its type.</summary>
    private async Task<IReadOnlyList<string>> Failures(RequestFile file)
    {
        var failures = new List<string>();
        var values = new Dictionary<string, string>(file.Variables, StringComparer.Ordinal) { ["host"] = Server.Url };
        if (file.ProgramType is { } type)
        {
            values["key"] = (await Server.NewProgram(type, mode: "test")).Secret;
        }

        foreach (var request in file.Requests)
        {
            var place = $"requests/{file.Name}, ### {request.Title}";
            var unknown = new List<string>();
            string Filled(string text) => Fill(text, values, unknown);

            using var message = new HttpRequestMessage(new(request.Method), Filled(request.Address));
            message.Content = request.Body is null ? null : new StringContent(Filled(request.Body));
            foreach (var (name, value) in request.Headers)
            {
                var filled = Filled(value);
                if (name == "Content-Type" && message.Content is { } content)
                {
                    content.Headers.ContentType = new(filled);
                }
                else
                {
                    message.Headers.TryAddWithoutValidation(name, filled);
                }
            }

            if (unknown.Count > 0)
            {
                failures.Add($"{place}: nothing says what {string.Join(", ", unknown)} is.");
                continue;
            }

            // Webhooks are sent by the server itself, while people read the answer.
            await Server.Deliver();
            using var response = await Server.Http.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode)
            {
                failures.Add($"{place}: {request.Method} {request.Address} answers {(int)response.StatusCode} {text}");
            }
            else if (request.Name is { } called)
            {
                Remember(called, response, text, values);
            }
        }

        return failures;
    }

    private static string Fill(string text, Dictionary<string, string> values, List<string> unknown) =>
        Variable.Replace(
            text,
            found =>
            {
                if (values.TryGetValue(found.Groups["name"].Value, out var value))
                {
                    return value;
                }

                unknown.Add(found.Value);
                return "unknown";
            }
        );

    /// <summary>
    /// What editors call <c>{{name.response.headers.ETag}}</c> and <c>{{name.response.body.$.data.id}}</c>.
    /// </summary>
    private static void Remember(
        string name,
        HttpResponseMessage response,
        string text,
        Dictionary<string, string> values
    )
    {
        foreach (var header in response.Headers)
        {
            values[$"{name}.response.headers.{header.Key}"] = string.Join(",", header.Value);
        }

        Remember($"{name}.response.body.$", JsonElement.Parse(text), values);
    }

    private static void Remember(string place, JsonElement value, Dictionary<string, string> values)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Remember($"{place}.{member.Name}", member.Value, values);
                }

                break;
            case JsonValueKind.Array:
                for (var index = 0; index < value.GetArrayLength(); index++)
                {
                    Remember($"{place}[{index}]", value[index], values);
                }

                break;
            default:
                values[place] = value.ToString();
                break;
        }
    }
}

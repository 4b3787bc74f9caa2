using System.Globalization;
using System.Text.Json;
using Byway.Programs;
using Byway.Values;

namespace Byway.Tests.Http;

/// <summary>
/// Calls one route as everybody who must not get in, and as its owner, who must, and says what is wrong with the
/// answers and with what was written.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="route">The route.</param>
/// <param name="rows">How routes are called about a real thing; a list needs none and is called as it stands.</param>
internal sealed class RouteMatrix(TestServer server, MatrixRoute route, IReadOnlyDictionary<string, RouteRow> rows)
{
    private const string NoKey =
        """{"status":0,"message":"Send the API key in the header Authorization: Bearer <API key>.","""
        + "\"code\":\"unauthorized\"}";
    private const string BadKey = """{"status":0,"message":"The API key is not valid.","code":"unauthorized"}""";
    private const string ReadOnly = """{"status":0,"message":"This API key may only read.","code":"scope_missing"}""";
    private const string Nobody = "nobody-has-this";
    private const string NoNumber = "987654321";

    private readonly List<string> complaints = [];

    /// <summary>Everything that is wrong with the route.</summary>
    public async Task<IReadOnlyList<string>> Complaints()
    {
        try
        {
            await Check();
        }
        catch (Exception failure)
        {
            // So that one route's defect does not hide what is wrong with the others.
            Complain(failure.Message);
        }

        return complaints;
    }

    private async Task Check()
    {
        foreach (var type in route.ProgramTypes)
        {
            await CheckIn(type);
        }

        foreach (var type in route.OtherTypes)
        {
            var api = await server.NewProgram(type);
            var (path, body) = About(null, Nobody);
            var text =
                $$"""{"status":0,"message":"This does not exist in {{type}} programs.","code":"wrong_program_type"}""";
            await Refused("in a program of another type", api, path, body, 403, text);
        }
    }

    private async Task CheckIn(string type)
    {
        var row = route.RowIn(type, rows);
        var mode = row?.Mode ?? "live";
        var owner = await server.NewProgram(type, settings => settings with { Name = RouteRows.Canary }, mode);
        await RouteRows.Fill(owner);
        var thing = row is null ? "" : await row.Make(owner);
        var (path, body) = About(row, thing);

        var before = await Rows(owner);
        await CheckKeys(owner, path, body);
        await CheckStranger(await server.NewProgram(type, mode: mode), row, path, body, thing);
        foreach (var table in Differences(before, await Rows(owner)))
        {
            Complain($"in {table} rows of the program changed, though nobody with its API key asked");
        }

        await CheckOwner(owner, row, path, body);
    }

    private async Task CheckKeys(ApiClient owner, string path, string? body)
    {
        await Refused("without an API key", owner.With(""), path, body, 401, NoKey, ("Authorization", ""));
        await Refused("with a malformed API key", owner.With(owner.Secret[..^1] + "-"), path, body, 401, BadKey);
        await Refused("with an unknown API key", owner.With(ApiSecret.New(owner.Program)), path, body, 401, BadKey);
        var expired = await owner.NewKey(ApiScope.Write, UtcMicros.Now(server.Clock));
        await Refused("with an expired API key", expired, path, body, 401, BadKey);
        var revoked = await owner.NewKey(ApiScope.Write);
        await server.Execute(
            "update api_keys set revoked_at = @now where program_id = @ProgramId and hash = @hash",
            new
            {
                now = UtcMicros.Now(server.Clock),
                owner.Program.ProgramId,
                hash = ApiSecret.Hash(revoked.Secret),
            }
        );
        await Refused("with a revoked API key", revoked, path, body, 401, BadKey);
        if (route.Route.Needs == ApiScope.Write)
        {
            await Refused(
                "with an API key that may only read",
                await owner.NewKey(ApiScope.Read),
                path,
                body,
                403,
                ReadOnly
            );
        }
    }

    private async Task CheckStranger(ApiClient stranger, RouteRow? row, string path, string? body, string thing)
    {
        const string Who = "with another program's API key";
        if (row?.Strangers is { } prepare)
        {
            await prepare(stranger);
        }

        var reply = await Call(stranger, path, body);
        if (row?.Others is not { } told)
        {
            Expect(reply.Status is >= 200 and < 300, Who, reply, "instead of a success in its own program");
            foreach (var filtered in row is null ? Filtered(stranger.Program.Type) : [])
            {
                await Call(stranger, filtered, null);
            }

            return;
        }

        Expect((reply.Status, reply.Code) == told, Who, reply, $"instead of {told.Status} {told.Code}");
        // What exists elsewhere is answered like what exists nowhere.
        var names = thing.Split('/');
        var nowhereName = long.TryParse(names[^1], CultureInfo.InvariantCulture, out _) ? NoNumber : Nobody;
        var (nowherePath, nowhereBody) = About(row, string.Join('/', [.. names[..^1], nowhereName]));
        var nowhere = await Call(stranger, nowherePath, nowhereBody);
        // An answer may repeat the name it was asked for.
        var same = nowhere.Text.Replace(nowhereName, names[^1], StringComparison.Ordinal);
        Expect(reply.Text == same, Who, reply, $"and not as of a thing that exists nowhere: {nowhere.Text}");
    }

    private async Task CheckOwner(ApiClient owner, RouteRow? row, string path, string? body)
    {
        var before = await owner.Sequence();
        var reply = await Call(owner, path, body, isStranger: false);
        Expect(
            reply.Status is >= 200 and < 300,
            "with the owner's API key",
            reply,
            "instead of a success: the row is wrong, or the route"
        );
        var appends = await owner.Sequence() > before;
        if (appends && route.Route.Needs != ApiScope.Write)
        {
            Complain("appends to the journal and takes API keys that may only read");
        }

        if (!appends && route.Route.Needs == ApiScope.Write && row?.WritesNoEntry is null)
        {
            Complain("needs the scope to write and appends nothing; if that is right, say why: WritesNoEntry");
        }
    }

    /// <summary>A list asked for what the other program has, by every filter there is.</summary>
    private IEnumerable<string> Filtered(string type) =>
        from field in route.NoteIn(type).Query
        where field.Bounds is null && field.Words.Count == 0
        from name in RouteRows.Names
        select $"{route.Route.Path}?{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(name)}";

    private (string Path, string? Body) About(RouteRow? row, string thing) =>
        (row ?? RouteRow.Own(_ => Task.FromResult(""))).About(route.Route.Path, thing);

    private async Task Refused(
        string who,
        ApiClient api,
        string path,
        string? body,
        int status,
        string text,
        params (string, string)[] headers
    )
    {
        var reply = await Call(api, path, body, isStranger: true, headers);
        Expect(reply.Status == status && reply.Text == text, who, reply, $"instead of {status} {text}");
    }

    private async Task<Reply> Call(
        ApiClient api,
        string path,
        string? body,
        bool isStranger = true,
        params (string, string)[] headers
    )
    {
        var reply = await api.Send(route.Route.Method, path, body, headers);
        Expect(reply.ContentType == "application/json", "for anybody", reply, "is not application/json");
        var asked = Uri.UnescapeDataString(path) + body;
        if (isStranger && !asked.Contains(RouteRows.Canary, StringComparison.Ordinal))
        {
            var leaks = reply.Text.Contains(RouteRows.Canary, StringComparison.Ordinal);
            Expect(!leaks, "with another's API key", reply, "shows what belongs to the program");
        }
        else if (isStranger)
        {
            // What was asked for may come back in the list's links, and nothing else.
            var items = reply.Json.TryGetProperty("data", out var data) ? data.GetRawText() : "[]";
            Expect(items == "[]", "with another's API key", reply, "finds what belongs to the program");
        }

        return reply;
    }

    private void Expect(bool isRight, string who, Reply reply, string sentence)
    {
        if (!isRight)
        {
            Complain($"{who}: {reply.Status} {reply.ContentType} {reply.Text} {sentence}");
        }
    }

    private void Complain(string sentence) => complaints.Add($"{route.Name}: {sentence}.");

    /// <summary>Every row of the program by its table, as text. API keys are made by the checks themselves.</summary>
    private async Task<Dictionary<string, string>> Rows(ApiClient api)
    {
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await server.Database.TablesWith("program_id"))
        {
            if (table == "api_keys")
            {
                continue;
            }

            var found = await server.Query<dynamic>(
                $"select * from {table} where program_id = @ProgramId",
                new { api.Program.ProgramId }
            );
            rows[table] = string.Join(
                '\n',
                found
                    .Select(row => JsonSerializer.Serialize((IDictionary<string, object>)row))
                    .Order(StringComparer.Ordinal)
            );
        }

        return rows;
    }

    private static IEnumerable<string> Differences(
        Dictionary<string, string> before,
        Dictionary<string, string> after
    ) => before.Keys.Where(table => before[table] != after[table]);
}

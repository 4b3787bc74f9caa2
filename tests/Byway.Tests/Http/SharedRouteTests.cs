using System.Text.Json;
using Byway.Http;
using Byway.Programs;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Byway.Tests.Http;

/// <summary>A method and path may mean one thing in one type of program and another thing in another.</summary>
public sealed class SharedRouteTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void Each_type_of_program_has_its_own_slice()
    {
        var route = new ApiRoute("GET", "/v1/things");
        route.Add(Slice(For.Newsletter, "listNews"));
        route.Add(Slice(For.Affiliate, "listSales"));
        Assert.Equal("listSales", route.In(ProgramType.Affiliate)!.Note.Id);
        Assert.Equal("listNews", route.In(ProgramType.Newsletter)!.Note.Id);
        Assert.Null(route.In(ProgramType.ReferAFriend));
    }

    [Fact]
    public void Two_slices_for_one_type_of_program_are_a_defect()
    {
        var route = new ApiRoute("GET", "/v1/things");
        route.Add(Slice(For.Sales, "one"));
        Assert.Throws<InvalidOperationException>(() => route.Add(Slice(For.ReferAFriend, "other")));
    }

    [Fact]
    public void Two_names_for_one_place_are_a_defect()
    {
        var table = new RouteTable();
        Assert.True(table.At("GET", "/v1/things/{id}").IsNew);
        Assert.False(table.At("GET", "/v1/things/{id}").IsNew);
        Assert.True(table.At("PUT", "/v1/things/{id}").IsNew);
        Assert.Throws<InvalidOperationException>(() => table.At("GET", "/v1/things/{number}"));
    }

    [Fact]
    public async Task The_document_describes_all_slices_of_a_route()
    {
        await using var app = Server.Build(
            new ServerOptions { Urls = "http://127.0.0.1:0", DataFolder = folder } with
            {
                HasJobs = false,
                HasConsoleLog = false,
            }
        );
        app.Api("POST", "/v1/things/{id}", For.Newsletter, Nothing, NoteOf("post", "News.", "title", "issue"));
        app.Api("POST", "/v1/things/{id}", For.Sales, Nothing, NoteOf("sell", "Sales.", "title", "price"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        var text = await http.GetStringAsync(
            new Uri(app.Urls.First() + "/openapi.json"),
            TestContext.Current.CancellationToken
        );
        var operation = JsonDocument.Parse(text).RootElement.GetProperty("paths").GetProperty("/v1/things/{id}");
        var post = operation.GetProperty("post");
        Assert.Equal("sell", post.GetProperty("operationId").GetString());
        Assert.Equal("Sales. News.", post.GetProperty("summary").GetString());
        Assert.Equal(
            "In affiliate and refer-a-friend programs: Sales. In newsletter programs: News.",
            post.GetProperty("description").GetString()
        );
        var fields = JsonDocument
            .Parse(text)
            .RootElement.GetProperty("components")
            .GetProperty("schemas")
            .GetProperty("SellRequest");
        Assert.Equal(
            ["title", "price", "issue"],
            fields.GetProperty("properties").EnumerateObject().Select(field => field.Name)
        );
        Assert.Equal(["title"], fields.GetProperty("required").EnumerateArray().Select(field => field.GetString()));
        Assert.EndsWith(
            "In newsletter programs.",
            fields.GetProperty("properties").GetProperty("issue").GetProperty("description").GetString(),
            StringComparison.Ordinal
        );
    }

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RouteVariant Slice(For programs, string id) => new(programs, Nothing, NoteOf(id, "It."));

    private static Task<Answer> Nothing(ApiCall call) => Task.FromResult(Answer.Done);

    private static RouteNote NoteOf(string id, string summary, params string[] fields) =>
        new(id, summary)
        {
            Path = FieldNote.Key("id", "The thing.", "1"),
            Body = [.. fields.Select(field => FieldNote.Text(field, $"The {field}.", "x").Required())],
            Answer = AnswerNote.Done("Done."),
        };
}

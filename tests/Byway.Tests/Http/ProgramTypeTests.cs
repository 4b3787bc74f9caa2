using Byway.Http;
using Byway.Programs;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Http;

/// <summary>Every route of the API is refused in programs of a type it is not for, and only there.</summary>
public sealed class ProgramTypeTests(TestServer server) : ServerTests(server)
{
    private static readonly (string Type, For Flag)[] Types =
    [
        (ProgramType.Affiliate, For.Affiliate),
        (ProgramType.ReferAFriend, For.ReferAFriend),
        (ProgramType.Newsletter, For.Newsletter),
    ];

    [Fact]
    public async Task A_route_is_refused_in_programs_of_another_type()
    {
        var routes = Routes();
        foreach (var (type, flag) in Types)
        {
            var api = await Server.NewProgram(type);
            foreach (var (method, path, programs) in routes)
            {
                var reply = await api.Send(method, path, "[]");
                Assert.True(
                    (reply.Code == "wrong_program_type") != programs.HasFlag(flag),
                    $"{method} {path} in {type}: {reply.Status} {reply.Text}"
                );
            }
        }
    }

    [Fact]
    public void Newsletter_programs_have_no_customers_sales_or_partners()
    {
        var routes = Routes();
        foreach (var noun in new[] { "customer", "transaction", "partner", "lead" })
        {
            var found = routes.Where(route => route.Path.StartsWith($"/v1/{noun}", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(found);
            Assert.All(found, route => Assert.False(route.Programs.HasFlag(For.Newsletter), route.Path));
        }

        Assert.Contains(routes, route => route.Path == "/v1/subscribers" && route.Programs == For.Newsletter);
    }

    /// <summary>All routes; several declarations of one method and path are one.</summary>
    private List<(string Method, string Path, For Programs)> Routes() =>
        [
            .. Server
                .Parts.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .SelectMany(endpoint =>
                    endpoint
                        .Metadata.OfType<ApiRoute>()
                        .Select(route =>
                            (
                                Method: endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0],
                                Path: endpoint
                                    .RoutePattern.RawText!.Replace("{id}", "1", StringComparison.Ordinal)
                                    .Replace("{key}", "1", StringComparison.Ordinal),
                                route.Programs
                            )
                        )
                )
                .GroupBy(route => (route.Method, route.Path))
                .Select(group =>
                    (
                        group.Key.Method,
                        group.Key.Path,
                        group.Aggregate(default(For), (flags, route) => flags | route.Programs)
                    )
                ),
        ];
}

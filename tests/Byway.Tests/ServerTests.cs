using Byway.Programs;
using Xunit;

namespace Byway.Tests;

/// <summary>Tests through HTTP that share one server a class. After each of them the books must balance.</summary>
public abstract class ServerTests(TestServer server) : IClassFixture<TestServer>, IAsyncDisposable
{
    /// <summary>Both program types that have sales, for theories.</summary>
    public static readonly TheoryData<string> BothTypes = [ProgramType.Affiliate, ProgramType.ReferAFriend];

    /// <summary>The class's server.</summary>
    protected TestServer Server { get; } = server;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Server.BooksBalance();
    }
}

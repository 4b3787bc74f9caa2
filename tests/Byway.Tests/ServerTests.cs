using Byway.Programs;
using Xunit;

namespace Byway.Tests;

/// <summary>Tests through HTTP that share one server a class. After each of them the books must balance.</summary>
public abstract class ServerTests : IClassFixture<TestServer>, IAsyncDisposable
{
    /// <summary>Begins a test: the clock stands at its start again.</summary>
    protected ServerTests(TestServer server)
    {
        Server = server;
        Server.Clock.Now = MovingClock.Start;
    }

    /// <summary>Both program types that have sales, for theories.</summary>
    public static readonly TheoryData<string> BothTypes = [ProgramType.Affiliate, ProgramType.ReferAFriend];

    /// <summary>The class's server.</summary>
    protected TestServer Server { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Server.BooksBalance();
    }
}

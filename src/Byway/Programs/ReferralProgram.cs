namespace Byway.Programs;

/// <summary>
/// One affiliate, refer-a-friend or newsletter program. It never changes after it is made; what can change is in its
/// settings.
/// </summary>
public sealed record ReferralProgram
{
    /// <summary>Internal number, the tenant.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Eight capital letters and digits, public.</summary>
    public required string PublicId { get; init; }

    /// <summary>Its name when it was made; settings may rename it.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="ProgramType"/>.</summary>
    public required string Type { get; init; }

    /// <summary><c>live</c> or <c>test</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>True for programs made for trying: their mails stay here, and their clocks can be moved.</summary>
    public bool IsTest => Mode == "test";

    /// <summary>The merchant's site when it was made.</summary>
    public required string Website { get; init; }

    /// <summary>Makes look-up hashes of this program useless elsewhere; hex.</summary>
    public required string Pepper { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }
}

/// <summary>The three program types.</summary>
public static class ProgramType
{
    /// <summary>Partners promote and earn.</summary>
    public const string Affiliate = "affiliate";

    /// <summary>Customers refer friends and earn.</summary>
    public const string ReferAFriend = "refer-a-friend";

    /// <summary>Subscribers refer subscribers.</summary>
    public const string Newsletter = "newsletter";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Affiliate, ReferAFriend, Newsletter];
}

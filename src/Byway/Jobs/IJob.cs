namespace Byway.Jobs;

/// <summary>
/// Something that is done again and again in the background. Running it twice, or on two servers at once, does no
/// harm.
/// </summary>
public interface IJob
{
    /// <summary>A verb phrase, for the log and the journal.</summary>
    string Name { get; }

    /// <summary>The pause between two runs.</summary>
    TimeSpan Pause { get; }

    /// <summary>Does what is due.</summary>
    Task Run();
}

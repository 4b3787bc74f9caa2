using System.Text.Json;

namespace Byway.Integrations;

/// <summary>A billing provider: how its events are known to be its own, and what they say. One folder each.</summary>
public interface IBillingProvider
{
    /// <summary>In paths and on the command line: <c>stripe</c>.</summary>
    string Name { get; }

    /// <summary>For people: <c>Stripe</c>.</summary>
    string Title { get; }

    /// <summary>
    /// True when the address that events come to holds a secret too, for a provider that signs nothing:
    /// <c>/integrations/chargebee/{program}/{path_secret}/webhook</c>. It is made and compared outside the provider.
    /// </summary>
    bool HasSecretPath => false;

    /// <summary>
    /// Whether a request is the provider's. Pure: the raw body, the headers, the secrets, the time.
    /// </summary>
    /// <param name="arriving">The request.</param>
    /// <param name="secrets">The merchant's secrets for this provider, newest first; several while one is rotated.
    /// </param>
    /// <param name="now">Unix microseconds of the machine's clock.</param>
    /// <returns>Null when it is; otherwise a sentence for the log and the answer.</returns>
    string? Refuse(ArrivingEvent arriving, IReadOnlyList<string> secrets, long now);

    /// <summary>What an event calls itself; null when it is none.</summary>
    /// <param name="body">The event as it arrived.</param>
    BillingEventHead? Read(JsonElement body);

    /// <summary>What an event says; empty when its type is not known here.</summary>
    /// <param name="body">The event.</param>
    IReadOnlyList<BillingFact> Translate(JsonElement body);

    /// <summary>
    /// The provider's id of whom an event is about, whatever else it says: that one's name and address may stand in
    /// it, and it is erased with them. Null when it is about nobody, or does not say about whom.
    /// </summary>
    /// <param name="body">The event.</param>
    string? BuyerOf(JsonElement body) => null;

    /// <summary>
    /// What an export of past payments says, line by line, with the same keys and ids as the events of the same
    /// payments, so that doing both counts nothing twice.
    /// </summary>
    /// <param name="export">The file's text.</param>
    /// <param name="fileName">Its name; the ending tells CSV from JSON.</param>
    IEnumerable<ExportedLine> ReadExport(TextReader export, string fileName);

    /// <summary>
    /// Where to fetch an event again before it is believed, for a provider that signs nothing; null when the signature
    /// is enough.
    /// </summary>
    /// <param name="head">The event.</param>
    /// <param name="site">The merchant's site at the provider, from its settings.</param>
    Uri? FetchFrom(BillingEventHead head, string? site) => null;
}

/// <summary>A request that says it comes from a provider.</summary>
/// <param name="Body">The raw bytes, as they were signed.</param>
/// <param name="Header">A header's value by its name in any letter case, or null.</param>
public sealed record ArrivingEvent(ReadOnlyMemory<byte> Body, Func<string, string?> Header);

/// <summary>What an event calls itself.</summary>
/// <param name="Id">The provider's id of it: the same event is taken once, for ever.</param>
/// <param name="Type">As the provider names it.</param>
/// <param name="OccurredAt">Unix microseconds.</param>
public sealed record BillingEventHead(string Id, string Type, long OccurredAt);

/// <summary>A line of an export.</summary>
/// <param name="Number">From 1, the heading counted.</param>
/// <param name="Id">Names the line for ever, such as <c>export:in_1</c>; null when it could not be read.</param>
/// <param name="Facts">What it says.</param>
/// <param name="Fault">What is wrong with it, or null.</param>
public sealed record ExportedLine(long Number, string? Id, IReadOnlyList<BillingFact> Facts, string? Fault);

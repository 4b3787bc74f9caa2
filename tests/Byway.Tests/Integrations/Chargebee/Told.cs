using System.Globalization;
using System.Text.Json;
using Byway.Integrations;
using Byway.Integrations.Chargebee;
using Byway.Tests.Tidy;
using Byway.Values;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>The events of <c>events/</c>, and facts as lines that a table can hold.</summary>
internal static class Told
{
    private static readonly string Folder = Path.Combine(
        SourceTree.Root,
        "tests",
        "Byway.Tests",
        "Integrations",
        "Chargebee",
        "events"
    );

    /// <summary>All events by name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];

    /// <summary>An event as it arrives.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".json"));

    /// <summary>The same, read.</summary>
    public static JsonElement Event(string name) => JsonElement.Parse(Text(name));

    /// <summary>What an event says.</summary>
    public static IReadOnlyList<BillingFact> Facts(string name) => new ChargebeeProvider().Translate(Event(name));

    /// <summary>Facts as lines.</summary>
    public static string Lines(IEnumerable<BillingFact> facts) => string.Join('\n', facts.Select(Line));

    /// <summary>A fact as a line.</summary>
    public static string Line(BillingFact fact) =>
        fact switch
        {
            BillingSignUp up => $"sign-up {Party(up.Party)}",
            BillingSale sale => $"sale {sale.Key} {Micros.ToText(sale.GrossAmount)} {sale.Unit}"
                + $" tax {Micros.ToText(sale.TaxAmount)} off {Micros.ToText(sale.DiscountAmount)} {sale.Action}"
                + $" [{Ids(sale.Ids)}] [{string.Join(' ', sale.Products)}] [{string.Join(' ', sale.Codes)}]"
                + $" {Party(sale.Party)}",
            BillingLink link => $"link [{Ids(link.Ids)}]",
            BillingRefund refund =>
                $"{(refund.IsStanding ? "refund" : "no refund")} {refund.Key} of [{Ids(refund.Of)}]"
                    + $" {Amount(refund.Amount)} {refund.Unit}",
            BillingDispute dispute => $"dispute {dispute.Key} of [{Ids(dispute.Of)}] {Amount(dispute.Amount)}"
                + $" {dispute.Unit} {dispute.Stage}",
            BillingCode code => $"code {code.Code} of {code.CouponId ?? "-"} by {code.PartnerKey ?? "-"}"
                + $" {(code.PercentOff is { } off ? $"{off} ppm" : $"{Amount(code.AmountOff)} {code.Unit}")}"
                + $" most {code.MaxRedemptions?.ToString(CultureInfo.InvariantCulture) ?? "-"}"
                + $" {(code.IsActive ? "active" : "off")}",
            BillingNote => "note",
            _ => throw new InvalidOperationException($"No line for {fact}."),
        };

    private static string Amount(long? micros) => micros is { } amount ? Micros.ToText(amount) : "all";

    private static string Ids(IEnumerable<BillingId> ids) =>
        string.Join(' ', ids.Select(id => $"{id.Name[..^3]}:{id.Id}"));

    private static string Party(BillingParty party) =>
        $"{party.CustomerKey ?? "-"}/{party.ProviderId ?? "-"}/{party.Email ?? "-"} by {party.PartnerKey ?? "-"}";
}

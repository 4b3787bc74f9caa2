using System.Text.Json;
using Byway.Integrations;
using Byway.Integrations.Chargebee;
using Xunit;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>Where an event is fetched again: at the merchant's site, and nowhere else.</summary>
public sealed class SiteTests
{
    [Theory]
    [InlineData("acme", "https://acme.chargebee.com/api/v2/events/ev_1")]
    [InlineData("acme-test", "https://acme-test.chargebee.com/api/v2/events/ev_1")]
    [InlineData("Acme2", "https://acme2.chargebee.com/api/v2/events/ev_1")]
    public void An_event_is_fetched_from_its_site(string site, string address) =>
        Assert.Equal(address, Fetch("ev_1", site)?.AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-acme")]
    [InlineData("acme-")]
    [InlineData("acme.evil.example")]
    [InlineData("evil.example/")]
    [InlineData("evil.example#")]
    [InlineData("evil.example?")]
    [InlineData("evil.example\\")]
    [InlineData("user@evil.example")]
    [InlineData("user:pass@evil.example/")]
    [InlineData("acme:8443")]
    [InlineData("127.0.0.1/")]
    [InlineData("[::1]/")]
    [InlineData("acme%2eevil")]
    [InlineData("acme\r\nHost: evil.example")]
    [InlineData("acme\0")]
    [InlineData("äcme")]
    [InlineData("аcme")] // the first letter is Cyrillic
    [InlineData("{site}")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890wxyz")]
    public void Anything_else_than_a_sites_name_is_fetched_from_nowhere(string? site)
    {
        Assert.False(ChargebeeProvider.IsSite(site));
        Assert.Null(Fetch("ev_1", site));
    }

    [Theory]
    [InlineData("../customers/cbc_lena")]
    [InlineData("ev_1?x=1")]
    [InlineData("ev_1#")]
    [InlineData("ev/1")]
    [InlineData("ev%2F1")]
    [InlineData("..")]
    [InlineData("ev 1")]
    [InlineData("ev_é")]
    public void An_id_that_would_lead_elsewhere_is_no_event(string id)
    {
        var body = JsonSerializer.SerializeToElement(
            new
            {
                id,
                event_type = "customer_created",
                occurred_at = 1_767_225_600,
            }
        );
        Assert.Null(new ChargebeeProvider().Read(body));
        Assert.Null(Fetch(id, "acme"));
    }

    [Fact]
    public void An_event_tells_its_id_type_and_time() =>
        Assert.Equal(
            new("ev_customer_created", "customer_created", 1_767_225_600_000_000),
            new ChargebeeProvider().Read(Told.Event("customer_created"))
        );

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"id":"ev_1","event_type":"customer_created"}""")]
    [InlineData("""{"id":"ev_1","event_type":"","occurred_at":1767225600}""")]
    [InlineData("""{"event_type":"customer_created","occurred_at":1767225600}""")]
    [InlineData("""{"id":"ev_1","event_type":"customer_created","occurred_at":"today"}""")]
    [InlineData("""{"id":"ev_1","event_type":"customer_created","occurred_at":-1}""")]
    public void What_is_no_event_is_none(string body)
    {
        var provider = new ChargebeeProvider();
        Assert.Null(provider.Read(JsonElement.Parse(body)));
        Assert.Empty(provider.Translate(JsonElement.Parse(body)));
    }

    private static Uri? Fetch(string id, string? site) =>
        new ChargebeeProvider().FetchFrom(new(id, "customer_created", 0), site);
}

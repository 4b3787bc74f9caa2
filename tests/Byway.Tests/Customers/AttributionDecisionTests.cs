using Byway.Customers;
using Byway.Journal;
using Xunit;

namespace Byway.Tests.Customers;

/// <summary>Whom a customer is bound to: the decision as a table.</summary>
public sealed class AttributionDecisionTests
{
    // m: cannot be a key, u: unknown, i: inactive (owner 9), a digit: leads to that owner.
    [Theory]
    [InlineData("", null, "customer_not_referred", "")]
    [InlineData("m", null, "partner_key_malformed", "partner_key_malformed")]
    [InlineData("u", null, "partner_key_unknown", "partner_key_unknown")]
    [InlineData("i", null, "partner_inactive", "partner_inactive")]
    [InlineData("1", 1, "attributed", "resolved")]
    [InlineData("12", 1, "attributed", "resolved,noted")]
    [InlineData("um", null, "partner_key_unknown", "partner_key_unknown,partner_key_malformed")]
    [InlineData("mu", null, "partner_key_malformed", "partner_key_malformed,partner_key_unknown")]
    [InlineData("iu", null, "partner_inactive", "partner_inactive,partner_key_unknown")]
    [InlineData("mui3", 3, "attributed", "partner_key_malformed,partner_key_unknown,partner_inactive,resolved")]
    [InlineData("3i", 3, "attributed", "resolved,partner_inactive")]
    public void The_first_that_leads_to_somebody_active_counts(
        string candidates,
        int? owner,
        string code,
        string verdicts
    )
    {
        var attribution = AttributionDecision.Of([.. candidates.Select(CandidateOf)]);
        Assert.Equal(owner, attribution.Owner);
        Assert.Equal(code, attribution.Decision.Code);
        var evidence = attribution.Decision.Evidence!;
        Assert.Equal(verdicts, string.Join(',', evidence.Select(piece => piece.Verdict)));
        Assert.Equal(Enumerable.Range(0, candidates.Length).Select(at => $"field{at}"), evidence.Select(e => e.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("m")]
    public void A_customer_is_bound_once(string candidates)
    {
        var attribution = AttributionDecision.Of([.. candidates.Select(CandidateOf)], boundBefore: 7);
        Assert.Equal(7, attribution.Owner);
        Assert.Equal(DecisionCode.AlreadyBound, attribution.Decision.Code);
    }

    private static Candidate CandidateOf(char letter, int at) =>
        letter switch
        {
            'm' => new($"field{at}", IsWellFormed: false),
            'u' => new($"field{at}"),
            'i' => new($"field{at}", Owner: 9),
            _ => new($"field{at}", Owner: letter - '0', IsActive: true),
        };
}

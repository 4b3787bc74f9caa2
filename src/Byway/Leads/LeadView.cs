using System.Text.Json;
using Byway.Customers;
using Byway.Http;
using Byway.Partners;
using Byway.Turns;
using Byway.Values;

namespace Byway.Leads;

/// <summary>A lead as the wire writes it.</summary>
public sealed record LeadView
{
    /// <summary>Our number.</summary>
    public required long Id { get; init; }

    /// <summary><c>submitted</c>, <c>converted</c> or <c>rejected</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The day, such as <c>2025-05-16</c>.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>Who it is.</summary>
    public required LeadPersonView LeadInfo { get; init; }

    /// <summary>The customer it became; null until then.</summary>
    public required LeadCustomerView? ConvertedTo { get; init; }

    /// <summary>The partner.</summary>
    public required LeadSubmitterView? Submitter { get; init; }

    /// <summary>The form as it was filled in.</summary>
    public required IReadOnlyList<LeadAnswerView> SubmissionForm { get; init; }

    /// <summary>True until it is converted or rejected.</summary>
    public required bool CanBeConverted { get; init; }

    /// <summary>True until it is converted or rejected.</summary>
    public required bool CanBeRejected { get; init; }

    /// <summary>A lead's view.</summary>
    /// <param name="lead">The lead.</param>
    /// <param name="partner">Who submitted it.</param>
    /// <param name="customer">What it became.</param>
    public static LeadView Of(Lead lead, Partner? partner, Customer? customer) =>
        new()
        {
            Id = lead.Number,
            Status = lead.Status,
            CreatedAt = UtcMicros.ToDay(lead.CreatedAt),
            LeadInfo = new(lead.Name, lead.Email),
            ConvertedTo = customer is null ? null : new(customer.Key, NameOf(customer), customer.Email),
            Submitter = partner is null ? null : new(partner.Id, Joined(partner.Name, partner.Surname), partner.Email),
            SubmissionForm =
            [
                new("Name", lead.Name),
                new("Email", lead.Email),
                .. JsonElement
                    .Parse(lead.Answers ?? "{}")
                    .EnumerateObject()
                    .Select(answer => new LeadAnswerView(answer.Name, TextOf(answer.Value))),
            ],
            CanBeConverted = lead.IsOpen,
            CanBeRejected = lead.IsOpen,
        };

    /// <summary>The view as UTF-8 JSON, inside a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="lead">The lead.</param>
    public static byte[] JsonOf(Turn turn, Lead lead) =>
        JsonSerializer.SerializeToUtf8Bytes(
            Of(
                lead,
                PartnerFinder.ByNumber(turn, lead.SubmittedBy),
                lead.CustomerNumber is { } number ? turn.Get(Customer.Table, number) : null
            ),
            WireJson.Relaxed.LeadView
        );

    private static string? NameOf(Customer customer) => Joined(customer.Name, customer.Surname);

    private static string? Joined(string? name, string? surname) =>
        $"{name} {surname}".Trim() is { Length: > 0 } text ? text : null;

    private static string TextOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Array
            ? string.Join(", ", answer.EnumerateArray().Select(item => item.GetString()))
            : answer.GetString()!;
}

/// <summary>Who a lead is.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Email">Address.</param>
public sealed record LeadPersonView(string? Name, string? Email);

/// <summary>The customer a lead became.</summary>
/// <param name="Key">Its key, made by the conversion.</param>
/// <param name="Name">Full name.</param>
/// <param name="Email">Address.</param>
public sealed record LeadCustomerView(string? Key, string? Name, string? Email);

/// <summary>The partner who submitted a lead.</summary>
/// <param name="Id">Private id.</param>
/// <param name="Name">First and last name.</param>
/// <param name="Email">Address.</param>
public sealed record LeadSubmitterView(string Id, string? Name, string? Email);

/// <summary>One line of the form.</summary>
/// <param name="Question">The field.</param>
/// <param name="Answer">What was filled in; several choices are joined by commas.</param>
public sealed record LeadAnswerView(string Question, string? Answer);

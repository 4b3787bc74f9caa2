using Byway.Values;

namespace Byway.Newsletters;

/// <summary>A milestone as the wire writes it.</summary>
public sealed record MilestoneView
{
    /// <summary>Our number.</summary>
    public required long Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string? Description { get; init; }

    /// <summary>Always <c>active</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Always <c>default</c>.</summary>
    public string Type { get; init; } = "default";

    /// <summary><c>url_link</c>, <c>generic_coupon</c> or <c>amazon_gift_card</c>.</summary>
    public required string FulfillmentType { get; init; }

    /// <summary>The same for people.</summary>
    public required string FulfillmentTypeName { get; init; }

    /// <summary>The address or code that is given.</summary>
    public required string? FulfillmentValue { get; init; }

    /// <summary>How many confirmed subscribers one must bring.</summary>
    public required long SubscriberCount { get; init; }

    /// <summary>How many subscribers have reached it.</summary>
    public required long TimesTriggered { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>A milestone's view.</summary>
    /// <param name="milestone">The milestone.</param>
    public static MilestoneView Of(Milestone milestone) =>
        new()
        {
            Id = milestone.Number,
            Name = milestone.Name,
            Description = milestone.Description,
            Status = milestone.Status,
            FulfillmentType = milestone.FulfillmentType,
            FulfillmentTypeName = milestone.FulfillmentType switch
            {
                Milestone.UrlLink => "URL",
                Milestone.GenericCoupon => "Coupon code",
                _ => "Amazon gift card",
            },
            FulfillmentValue = milestone.FulfillmentValue,
            SubscriberCount = milestone.SubscribersCount,
            TimesTriggered = milestone.TimesTriggered,
            CreatedAt = UtcMicros.ToText(milestone.CreatedAt),
            UpdatedAt = UtcMicros.ToText(milestone.UpdatedAt),
        };
}

using Byway.Storage;

namespace Byway.Newsletters;

/// <summary>What a subscriber gets for bringing so many others; the wire calls it a reward.</summary>
public sealed record Milestone
{
    /// <summary>The link of a page.</summary>
    public const string UrlLink = "url_link";

    /// <summary>A code that is the same for everybody.</summary>
    public const string GenericCoupon = "generic_coupon";

    /// <summary>A gift card.</summary>
    public const string AmazonGiftCard = "amazon_gift_card";

    /// <summary>Its table.</summary>
    public static readonly Table<Milestone> Table = new Table<Milestone>("milestones", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Text("name", row => row.Name)
        .Text("description", row => row.Description)
        .Text("status", row => row.Status)
        .Number("subscribers_count", row => row.SubscribersCount)
        .Text("fulfillment_type", row => row.FulfillmentType)
        .Text("fulfillment_value", row => row.FulfillmentValue)
        .Number("times_triggered", row => row.TimesTriggered)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>All of a program.</summary>
    public static readonly LookUp<Milestone> All = Table.By(
        row => new(row.ProgramId),
        ("program_id", KeyPart.Program)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The sequence of the entry that created it, which is also its id on the wire.</summary>
    public required long Number { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Always <c>active</c>.</summary>
    public string Status { get; init; } = "active";

    /// <summary>How many confirmed subscribers one must bring.</summary>
    public required long SubscribersCount { get; init; }

    /// <summary>What is given.</summary>
    public required string FulfillmentType { get; init; }

    /// <summary>The address or code that is given.</summary>
    public string? FulfillmentValue { get; init; }

    /// <summary>How many subscribers have reached it.</summary>
    public long TimesTriggered { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    private static Milestone Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Name = row.Text(2),
            Description = row.TextOrNull(3),
            Status = row.Text(4),
            SubscribersCount = row.Number(5),
            FulfillmentType = row.Text(6),
            FulfillmentValue = row.TextOrNull(7),
            TimesTriggered = row.Number(8),
            CreatedAt = row.Number(9),
            UpdatedAt = row.Number(10),
        };
}

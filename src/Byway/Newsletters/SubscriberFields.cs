using Byway.Http;
using Byway.Journal;
using Byway.Values;

namespace Byway.Newsletters;

/// <summary>The fields that creating and updating a subscriber share; null leaves as it is.</summary>
public sealed record SubscriberFields
{
    /// <summary>What creating and updating read.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Text("email", "An address, unique among the program's subscribers.", "sue@example.com"),
        FieldNote.Key("identifier", "The mailing service's or merchant's own id, unique; `id` does as well.", "sub_1"),
        FieldNote.Text("name", "Full name.", "Sue Brown"),
        FieldNote.Flag("tos", "Whether the terms were accepted.", "true"),
        FieldNote.Flag("marketing_consent", "Whether marketing is welcome.", "true"),
        FieldNote.OneOf("status", "Where the subscriber stands.", "active", "rejected", "suspended"),
        FieldNote.Flag("approved", "False while the merchant has yet to approve; then it counts for nobody.", "true"),
    ];

    /// <summary>A valid address.</summary>
    public string? Email { get; init; }

    /// <summary>The merchant's id.</summary>
    public string? Id { get; init; }

    /// <summary>Full name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether terms were accepted.</summary>
    public bool? HasAcceptedTerms { get; init; }

    /// <summary>Whether marketing is welcome.</summary>
    public bool? HasConsented { get; init; }

    /// <summary>One of <see cref="SubscriberStatus"/>.</summary>
    public string? Status { get; init; }

    /// <summary>Whether the merchant has approved.</summary>
    public bool? IsApproved { get; init; }

    /// <summary>Reads and checks them.</summary>
    /// <param name="fields">Where they stand.</param>
    public static SubscriberFields Of(Fields fields) =>
        new()
        {
            Email = EmailOf(fields),
            Id = fields.Key("identifier"),
            Name = fields.Text("name"),
            HasAcceptedTerms = fields.Flag("tos"),
            HasConsented = fields.Flag("marketing_consent"),
            Status = fields.OneOf(
                "status",
                SubscriberStatus.Active,
                SubscriberStatus.Rejected,
                SubscriberStatus.Suspended
            ),
            IsApproved = fields.Flag("approved"),
        };

    /// <summary>For the journal.</summary>
    public RequestText Described() =>
        new RequestText()
            .Add("email", Email)
            .Add("id", Id)
            .Add("name", Name)
            .Add("tos", Word(HasAcceptedTerms))
            .Add("marketing_consent", Word(HasConsented))
            .Add("status", Status)
            .Add("approved", Word(IsApproved));

    private static string? Word(bool? flag) => flag?.ToString().ToLowerInvariant();

    private static string? EmailOf(Fields fields)
    {
        var email = fields.Text("email");
        if (email is not null && !Values.Email.IsAddress(email))
        {
            fields.Fault("email", "The email must be a valid e-mail address.");
        }

        return email;
    }
}

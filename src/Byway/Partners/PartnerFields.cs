using System.Text.Json;
using Byway.Http;
using Byway.Values;
using Microsoft.AspNetCore.Identity;

namespace Byway.Partners;

/// <summary>The fields that creating and updating a partner share.</summary>
/// <param name="Email">A valid address.</param>
/// <param name="Name">First name.</param>
/// <param name="Surname">Last name.</param>
/// <param name="Key">Public referral key.</param>
/// <param name="PasswordHash">Of a password that is strong enough.</param>
/// <param name="Tags">JSON list; null to leave as it is.</param>
public sealed record PartnerFields(
    string? Email,
    string? Name,
    string? Surname,
    string? Key,
    string? PasswordHash,
    string? Tags
)
{
    /// <summary>What creating and updating read.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Text("email", "An address, unique among the program's partners.", "anna@example.com"),
        FieldNote.Text("name", "First name.", "Anna"),
        FieldNote.Text("surname", "Last name.", "Smith"),
        FieldNote.Key(
            "key",
            "Public referral key of the default link; made up when a new one has none. A former key keeps working.",
            "anna"
        ),
        FieldNote.Text(
            "password",
            "For signing in: 8 characters at least, with a small letter, a capital letter and a digit.",
            "Correct-Horse-7"
        ),
        FieldNote.Texts("tags", "Tags, replacing the former ones; `[]` clears them.", """["premium"]"""),
    ];

    private static readonly PasswordHasher<string> Hasher = new();

    /// <summary>Reads and checks them.</summary>
    /// <param name="fields">Where they stand.</param>
    public static PartnerFields Of(Fields fields) =>
        new(
            EmailOf(fields),
            fields.Text("name"),
            fields.Text("surname"),
            fields.Key("key"),
            PasswordOf(fields),
            TagsOf(fields)
        );

    /// <summary>Tags as a JSON list; null when absent.</summary>
    /// <param name="fields">Where they stand.</param>
    public static string? TagsOf(Fields fields) =>
        fields.Texts("tags") is { } tags
            ? JsonSerializer.Serialize(tags.Distinct(StringComparer.Ordinal).ToList(), StoredJson.Default.Texts)
            : null;

    private static string? EmailOf(Fields fields)
    {
        var email = fields.Text("email");
        if (email is not null && !Values.Email.IsAddress(email))
        {
            fields.Fault("email", "The email must be a valid e-mail address.");
        }

        return email;
    }

    private static string? PasswordOf(Fields fields)
    {
        if (fields.Text("password") is not { } password)
        {
            return null;
        }

        if (
            password.Length < 8
            || !password.Any(char.IsLower)
            || !password.Any(char.IsUpper)
            || !password.Any(char.IsDigit)
        )
        {
            fields.Fault(
                "password",
                "The password must have at least 8 characters, among them a small letter, a capital letter "
                    + "and a digit."
            );
            return null;
        }

        return Hasher.HashPassword("", password);
    }
}

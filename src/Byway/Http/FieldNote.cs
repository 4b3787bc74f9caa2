using Byway.Values;

namespace Byway.Http;

/// <summary>
/// What the API's document says about one field of a request. Made by the name of the reader that reads it in
/// <see cref="Fields"/>, and kept beside that code.
/// </summary>
/// <param name="Name">The field.</param>
/// <param name="Form">How it is read.</param>
/// <param name="Says">What it means, as a sentence.</param>
/// <param name="Example">An example: text as it is, anything else as JSON.</param>
public sealed record FieldNote(string Name, FieldForm Form, string Says, string? Example = null)
{
    /// <summary>True when the request is refused without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What counts when it is absent, as JSON; null when nothing does.</summary>
    public string? Default { get; init; }

    /// <summary>The least and the greatest whole number.</summary>
    public (long Least, long Most)? Bounds { get; init; }

    /// <summary>The most characters of a text, or of each text in a list.</summary>
    public int Longest { get; init; } = Form == FieldForm.Text ? FieldBounds.LongestText : MerchantKey.LongestLength;

    /// <summary>The most items of a list.</summary>
    public int Most { get; init; } = FieldBounds.MostTexts;

    /// <summary>The words it may be.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The fields of the object, or of each object in the list.</summary>
    public IReadOnlyList<FieldNote> Members { get; init; } = [];

    /// <summary>Other spellings that are read when this one is absent.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>A key: text or a whole number.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    /// <param name="example">An example.</param>
    public static FieldNote Key(string name, string says, string example) => new(name, FieldForm.Key, says, example);

    /// <summary>Text.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    /// <param name="example">An example.</param>
    public static FieldNote Text(string name, string says, string example) => new(name, FieldForm.Text, says, example);

    /// <summary>A decimal number that is not negative.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    /// <param name="example">An example.</param>
    public static FieldNote Amount(string name, string says, string example) =>
        new(name, FieldForm.Amount, says, example);

    /// <summary>A whole number within bounds.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The greatest value.</param>
    /// <param name="example">An example.</param>
    public static FieldNote Whole(string name, string says, long least, long most, string example) =>
        new(name, FieldForm.Whole, says, example) { Bounds = (least, most) };

    /// <summary>Yes or no.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    /// <param name="example">An example.</param>
    public static FieldNote Flag(string name, string says, string example) => new(name, FieldForm.Flag, says, example);

    /// <summary>A point in time.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    public static FieldNote Time(string name, string says) =>
        new(name, FieldForm.Time, says, "2025-04-30T16:44:13.000000Z");

    /// <summary>One of a few words.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    /// <param name="words">The words; the first one is the example.</param>
    public static FieldNote OneOf(string name, string says, params IReadOnlyList<string> words) =>
        new(name, FieldForm.Word, says, words[0]) { Words = words };

    /// <summary>One text or a list of texts.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    /// <param name="example">An example, JSON.</param>
    public static FieldNote Texts(string name, string says, string example) =>
        new(name, FieldForm.Texts, says, example);

    /// <summary>A free object of the merchant's.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    /// <param name="example">An example, JSON.</param>
    public static FieldNote Free(string name, string says, string example) => new(name, FieldForm.Free, says, example);

    /// <summary>A nested object.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    /// <param name="members">Its fields.</param>
    public static FieldNote Object(string name, string says, params IReadOnlyList<FieldNote> members) =>
        new(name, FieldForm.Object, says) { Members = members };

    /// <summary>A list of objects.</summary>
    /// <param name="name">The field.</param>
    /// <param name="says">What it means.</param>
    /// <param name="members">The fields of each.</param>
    public static FieldNote Objects(string name, string says, params IReadOnlyList<FieldNote> members) =>
        new(name, FieldForm.Objects, says) { Members = members };

    /// <summary>The same field, without which the request is refused.</summary>
    public FieldNote Required() => this with { IsRequired = true };

    /// <summary>The same text, with another bound than texts usually have.</summary>
    /// <param name="longest">The most characters.</param>
    public FieldNote UpTo(int longest) => this with { Longest = longest };

    /// <summary>The same list, with its bound.</summary>
    /// <param name="most">The most items.</param>
    public FieldNote AtMost(int most) => this with { Most = most };

    /// <summary>The same field, with what counts when it is absent.</summary>
    /// <param name="json">As JSON.</param>
    public FieldNote Otherwise(string json) => this with { Default = json };

    /// <summary>The same field, with other spellings.</summary>
    /// <param name="names">Read when this one is absent.</param>
    public FieldNote OrAs(params IReadOnlyList<string> names) => this with { Also = names };
}

/// <summary>How a field is read: the readers of <see cref="Fields"/>.</summary>
public enum FieldForm
{
    /// <summary>A key.</summary>
    Key,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A decimal number that is not negative.</summary>
    Amount,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A point in time.</summary>
    Time,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>One text or several.</summary>
    Texts,

    /// <summary>A free object.</summary>
    Free,

    /// <summary>A nested object.</summary>
    Object,

    /// <summary>A list of objects.</summary>
    Objects,
}

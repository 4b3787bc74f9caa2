namespace Byway.Http;

/// <summary>How much a field takes unless its reader says otherwise; the API's document says the same.</summary>
public static class FieldBounds
{
    /// <summary>The most characters of a text.</summary>
    public const int LongestText = 255;

    /// <summary>The most characters of a unit.</summary>
    public const int LongestUnit = 32;

    /// <summary>The most characters of a site's address.</summary>
    public const int LongestSite = 250;

    /// <summary>The most items of a list of texts.</summary>
    public const int MostTexts = 100;

    /// <summary>The most characters of a free object, as compact JSON.</summary>
    public const int LongestFree = 8000;
}

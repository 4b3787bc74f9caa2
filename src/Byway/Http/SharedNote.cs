namespace Byway.Http;

/// <summary>
/// One note of all slices at a route: the API's document has one operation for a method and path, whatever the type of
/// program.
/// </summary>
internal static class SharedNote
{
    /// <summary>The note of a route.</summary>
    /// <param name="route">The route with its slices.</param>
    public static RouteNote Of(ApiRoute route)
    {
        var slices = route.Variants;
        var first = slices[0].Note;
        return slices.Count == 1
            ? first with
            {
                More = first.More is { } more ? $"{more} {Where(slices[0].Programs)}" : Where(slices[0].Programs),
            }
            : first with
            {
                Summary = string.Join(
                    ' ',
                    slices.Select(slice => slice.Note.Summary).Distinct(StringComparer.Ordinal)
                ),
                More = string.Join(' ', slices.Select(MeaningOf)),
                Query = Together(slices, note => note.Query),
                Headers = Together(slices, note => note.Headers),
                Body = Together(slices, note => note.Body),
                OtherAnswers = [.. slices.Skip(1).Select(slice => slice.Note.Answer)],
                Refusals = [.. slices.SelectMany(slice => slice.Note.Refusals).Distinct()],
            };
    }

    private static string Where(For programs) =>
        programs switch
        {
            For.All => "In every program.",
            For.Sales => "In affiliate and refer-a-friend programs.",
            For.Affiliate => "In affiliate programs.",
            For.ReferAFriend => "In refer-a-friend programs.",
            _ => "In newsletter programs.",
        };

    private static string MeaningOf(RouteVariant slice)
    {
        var where = Where(slice.Programs).TrimEnd('.');
        return slice.Note.More is { } more
            ? $"{where}: {slice.Note.Summary} {more}"
            : $"{where}: {slice.Note.Summary}";
    }

    /// <summary>
    /// The fields of all slices; one that some slices do not read says who does, and is required of nobody.
    /// </summary>
    private static List<FieldNote> Together(
        IReadOnlyList<RouteVariant> slices,
        Func<RouteNote, IReadOnlyList<FieldNote>> fieldsOf
    )
    {
        var fields = new List<FieldNote>();
        foreach (
            var group in slices
                .SelectMany(slice => fieldsOf(slice.Note), (slice, field) => (slice, field))
                .GroupBy(pair => pair.field.Name, StringComparer.Ordinal)
        )
        {
            var (slice, field) = group.First();
            var isEverywhere = group.Count() == slices.Count;
            fields.Add(
                isEverywhere
                    ? field with
                    {
                        IsRequired = group.All(pair => pair.field.IsRequired),
                    }
                    : field with
                    {
                        IsRequired = false,
                        Says = $"{field.Says} {Where(slice.Programs)}",
                    }
            );
        }

        return fields;
    }
}

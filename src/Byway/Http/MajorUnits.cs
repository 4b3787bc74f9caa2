using System.Text.Json;
using System.Text.Json.Serialization;
using Byway.Values;

namespace Byway.Http;

/// <summary>
/// An amount as the wire writes it: a decimal number in major units without trailing zeros (<c>29.997</c>).
/// </summary>
/// <param name="Value">Micros.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct MajorUnits(long Value)
{
    /// <summary>From micros that may be absent.</summary>
    /// <param name="micros">Micros or null.</param>
    public static MajorUnits? OrNull(long? micros) => micros is { } value ? new(value) : null;

    internal sealed class Converter : JsonConverter<MajorUnits>
    {
        public override MajorUnits Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => throw new NotSupportedException("Answers are written, not read.");

        public override void Write(Utf8JsonWriter writer, MajorUnits value, JsonSerializerOptions options)
        {
            Span<byte> text = stackalloc byte[32];
            writer.WriteRawValue(text[..Micros.Write(value.Value, text)], skipInputValidation: true);
        }
    }
}

using System.Text.Json.Serialization;
using Byway.Integrations;
using Byway.Journal;
using Byway.Programs;
using Byway.Webhooks;

namespace Byway;

/// <summary>How records are written into the database: compact, snake_case, stable.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProgramSettings))]
[JsonSerializable(typeof(Decision))]
[JsonSerializable(typeof(Evidence))]
[JsonSerializable(typeof(AskedTogether))]
[JsonSerializable(typeof(BillingState))]
[JsonSerializable(typeof(BillingSettings))]
[JsonSerializable(typeof(IReadOnlyList<Arithmetic>), TypeInfoPropertyName = "Arithmetics")]
[JsonSerializable(typeof(IReadOnlyList<string>), TypeInfoPropertyName = "Texts")]
[JsonSerializable(typeof(Dictionary<string, string>), TypeInfoPropertyName = "Pairs")]
[JsonSerializable(typeof(IReadOnlyList<long>), TypeInfoPropertyName = "Numbers")]
[JsonSerializable(typeof(List<Attempt>), TypeInfoPropertyName = "Attempts")]
internal sealed partial class StoredJson : JsonSerializerContext;

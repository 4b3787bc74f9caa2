using System.Text.Json;
using System.Text.Json.Serialization;
using Byway.Balances;
using Byway.Customers;
using Byway.Journal;
using Byway.Partners;
using Byway.Programs;
using Byway.Rewards;
using Byway.Transactions;

namespace Byway.Http;

/// <summary>How views are written for callers: snake_case, compact, characters as they are.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ProgramTestView))]
[JsonSerializable(typeof(SettingsView))]
[JsonSerializable(typeof(RulesView))]
[JsonSerializable(typeof(PartnerView))]
[JsonSerializable(typeof(PartnerDetailView))]
[JsonSerializable(typeof(PageView<PartnerItemView>), TypeInfoPropertyName = "PartnerPage")]
[JsonSerializable(typeof(CustomerView))]
[JsonSerializable(typeof(FriendView))]
[JsonSerializable(typeof(PageView<CustomerView>), TypeInfoPropertyName = "CustomerPage")]
[JsonSerializable(typeof(PageView<FriendView>), TypeInfoPropertyName = "FriendPage")]
[JsonSerializable(typeof(FriendStatsView))]
[JsonSerializable(typeof(FriendBalanceView))]
[JsonSerializable(typeof(TransactionView))]
[JsonSerializable(typeof(FriendTransactionView))]
[JsonSerializable(typeof(PageView<TransactionView>), TypeInfoPropertyName = "TransactionPage")]
[JsonSerializable(typeof(PageView<FriendTransactionView>), TypeInfoPropertyName = "FriendTransactionPage")]
[JsonSerializable(typeof(RefundView))]
[JsonSerializable(typeof(EntryView))]
[JsonSerializable(typeof(JournalPageView))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>The one to use: the generated default would escape every letter outside ASCII.</summary>
    public static readonly WireJson Relaxed = new(
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );
}

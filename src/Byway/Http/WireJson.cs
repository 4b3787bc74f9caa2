using System.Text.Json;
using System.Text.Json.Serialization;
using Byway.Balances;
using Byway.Browser;
using Byway.Clicks;
using Byway.Customers;
using Byway.Explanations;
using Byway.Integrations;
using Byway.Journal;
using Byway.Leads;
using Byway.Links;
using Byway.Newsletters;
using Byway.Partners;
using Byway.Payouts;
using Byway.Persons;
using Byway.Portal;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Rates;
using Byway.Rewards;
using Byway.Simulations;
using Byway.Statements;
using Byway.Transactions;
using Byway.Webhooks;

namespace Byway.Http;

/// <summary>How views are written for callers: snake_case, compact, characters as they are.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(IntegrationView))]
[JsonSerializable(typeof(IntegrationsView))]
[JsonSerializable(typeof(ProviderEventView))]
[JsonSerializable(typeof(PageView<ProviderEventView>), TypeInfoPropertyName = "ProviderEventPage")]
[JsonSerializable(typeof(ProgramTestView))]
[JsonSerializable(typeof(SettingsView))]
[JsonSerializable(typeof(ClockView))]
[JsonSerializable(typeof(ConfigView))]
[JsonSerializable(typeof(VisitView))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(SignInUrlView))]
[JsonSerializable(typeof(ConfirmationView))]
[JsonSerializable(typeof(ProgramDetailView))]
[JsonSerializable(typeof(FriendProgramDetailView))]
[JsonSerializable(typeof(NewsletterProgramView))]
[JsonSerializable(typeof(OverviewView))]
[JsonSerializable(typeof(FriendOverviewView))]
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
[JsonSerializable(typeof(DisputeView))]
[JsonSerializable(typeof(RewardResourceView))]
[JsonSerializable(typeof(ActionView))]
[JsonSerializable(typeof(PageView<RuleVersionView>), TypeInfoPropertyName = "RuleVersionPage")]
[JsonSerializable(typeof(PageView<RewardResourceView>), TypeInfoPropertyName = "RewardResourcePage")]
[JsonSerializable(typeof(LinkView))]
[JsonSerializable(typeof(PageView<LinkView>), TypeInfoPropertyName = "LinkPage")]
[JsonSerializable(typeof(DomainView))]
[JsonSerializable(typeof(PageView<DomainView>), TypeInfoPropertyName = "DomainPage")]
[JsonSerializable(typeof(PayoutRequestView))]
[JsonSerializable(typeof(PageView<PayoutRequestView>), TypeInfoPropertyName = "PayoutRequestPage")]
[JsonSerializable(typeof(PayoutSettingsView))]
[JsonSerializable(typeof(LeadView))]
[JsonSerializable(typeof(LeadDetailsView))]
[JsonSerializable(typeof(PageView<LeadView>), TypeInfoPropertyName = "LeadPage")]
[JsonSerializable(typeof(SubscriberView))]
[JsonSerializable(typeof(PageView<SubscriberView>), TypeInfoPropertyName = "SubscriberPage")]
[JsonSerializable(typeof(MilestoneView))]
[JsonSerializable(typeof(PageView<MilestoneView>), TypeInfoPropertyName = "MilestonePage")]
[JsonSerializable(typeof(CouponView))]
[JsonSerializable(typeof(CouponAnswerView))]
[JsonSerializable(typeof(PageView<CouponView>), TypeInfoPropertyName = "CouponPage")]
[JsonSerializable(typeof(RedemptionsView))]
[JsonSerializable(typeof(PromotionCodeView))]
[JsonSerializable(typeof(PageView<PromotionCodeView>), TypeInfoPropertyName = "PromotionCodePage")]
[JsonSerializable(typeof(CodeDeletedView))]
[JsonSerializable(typeof(EntryView))]
[JsonSerializable(typeof(JournalPageView))]
[JsonSerializable(typeof(ExportView))]
[JsonSerializable(typeof(BalanceRowView))]
[JsonSerializable(typeof(EventPageView))]
[JsonSerializable(typeof(RewardEventView))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookSecretView))]
[JsonSerializable(typeof(PageView<WebhookView>), TypeInfoPropertyName = "WebhookPage")]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(PageView<DeliveryItemView>), TypeInfoPropertyName = "DeliveryPage")]
[JsonSerializable(typeof(ReplayView))]
[JsonSerializable(typeof(StatementView))]
[JsonSerializable(typeof(ExplanationView))]
[JsonSerializable(typeof(PartnerExplanationView))]
[JsonSerializable(typeof(SimulationView))]
[JsonSerializable(typeof(RatesView))]
[JsonSerializable(typeof(ClickView))]
[JsonSerializable(typeof(LinkStatsView))]
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

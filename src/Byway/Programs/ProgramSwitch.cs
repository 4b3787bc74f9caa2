using Byway.Http;

namespace Byway.Programs;

/// <summary>
/// A yes or no of the public interface's <c>program_settings</c> and <c>portal_settings</c>. It is kept and given
/// back; what it would switch does not exist in Byway.
/// </summary>
/// <param name="Name">As the interface names it.</param>
/// <param name="IsOfPortal">True in <c>portal_settings</c>, false in <c>program_settings</c>.</param>
/// <param name="Programs">In which program types.</param>
/// <param name="IsOnByDefault">What it is until somebody sets it.</param>
public sealed record ProgramSwitch(string Name, bool IsOfPortal, For Programs, bool IsOnByDefault = false)
{
    /// <summary>All of them, in the interface's order.</summary>
    public static readonly IReadOnlyList<ProgramSwitch> All =
    [
        new("welcome_email_enabled", false, For.Affiliate),
        new("onboarding_enabled", false, For.Affiliate),
        new("partner_email_notifications_enabled", false, For.Affiliate),
        new("referral_portal_enabled", false, For.ReferAFriend, IsOnByDefault: true),
        new("rewards_notification_enabled", false, For.ReferAFriend),
        new("program_page_enabled", true, For.Sales),
        new("leads_page_enabled", true, For.Affiliate),
        new("registration_disabled", true, For.Sales, IsOnByDefault: true),
        new("google_login_enabled", true, For.Affiliate),
        new("passwordless_login_enabled", true, For.Affiliate, IsOnByDefault: true),
        new("sub_accounts_enabled", true, For.Affiliate),
        new("widget_enabled", true, For.Sales),
        new("signup_popup_enabled", true, For.Affiliate),
        new("popup_form_enabled", true, For.ReferAFriend),
        new("embeddable_form_enabled", true, For.Sales),
    ];

    /// <summary>Those of a program's type, in one of the two groups.</summary>
    /// <param name="isAffiliate">The program's type.</param>
    /// <param name="isOfPortal">Which group.</param>
    public static IEnumerable<ProgramSwitch> Of(bool isAffiliate, bool isOfPortal) =>
        All.Where(item =>
            item.IsOfPortal == isOfPortal && item.Programs.HasFlag(isAffiliate ? For.Affiliate : For.ReferAFriend)
        );

    /// <summary>What a group's switches are in a request.</summary>
    /// <param name="isOfPortal">Which group.</param>
    public static IEnumerable<FieldNote> Notes(bool isOfPortal) =>
        All.Where(item => item.IsOfPortal == isOfPortal)
            .Select(item =>
                FieldNote.Flag(
                    item.Name,
                    item.Programs switch
                    {
                        For.Affiliate => "Affiliate programs. Kept and given back; nothing follows it.",
                        For.ReferAFriend => "Refer-a-friend programs. Kept and given back; nothing follows it.",
                        _ => "Kept and given back; nothing follows it.",
                    },
                    "true"
                )
            );

    /// <summary>Whether it is on.</summary>
    /// <param name="settings">The program's settings.</param>
    public bool IsOn(ProgramSettings settings) => IsOnByDefault ^ Switched(settings).Contains(Name);

    /// <summary>The settings with it on or off.</summary>
    /// <param name="settings">The settings until now.</param>
    /// <param name="isOn">How it stands from now on; null to leave it.</param>
    public ProgramSettings Set(ProgramSettings settings, bool? isOn)
    {
        if (isOn is null)
        {
            return settings;
        }

        var switched = Switched(settings);
        _ = isOn == IsOnByDefault ? switched.Remove(Name) : switched.Add(Name);
        return settings with { Switched = string.Join(',', switched) };
    }

    private static SortedSet<string> Switched(ProgramSettings settings) =>
        new(settings.Switched.Split(',', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}

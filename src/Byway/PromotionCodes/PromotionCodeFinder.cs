using Byway.Http;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>Finds promotion codes. Deleted ones are not found.</summary>
public static class PromotionCodeFinder
{
    /// <summary>By code: exactly, else without regard to letter case when exactly one matches.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="code">The code, as a buyer typed it.</param>
    public static PromotionCode? ByCode(Turn turn, string code) =>
        CodeText.Match(turn.Find(PromotionCode.ByCode, text: code.ToLowerInvariant()), found => found.Code, code);

    /// <summary>True when there is exactly this code.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="code">The code.</param>
    public static bool IsTaken(Turn turn, string code) =>
        turn.Find(PromotionCode.ByCode, text: code.ToLowerInvariant()).Any(found => found.Code == code);

    /// <summary>For reads.</summary>
    /// <param name="call">The call.</param>
    /// <param name="code">The code.</param>
    public static async Task<PromotionCode?> ByCode(ApiCall call, string code) =>
        CodeText.Match(
            await call.Database.List(
                PromotionCode.Table,
                "where program_id = @ProgramId and code_folded = @folded",
                new { call.Program.ProgramId, folded = code.ToLowerInvariant() }
            ),
            found => found.Code,
            code
        );
}

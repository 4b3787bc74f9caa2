using System.Text.Json.Nodes;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>What programs' books come to, for people: before and after a copy.</summary>
public static class SumsTable
{
    /// <summary>Writes it.</summary>
    /// <param name="console">Where.</param>
    /// <param name="before">From <see cref="Backups.ProgramSums"/>.</param>
    /// <param name="after">The same of the copy; null when there is none.</param>
    public static void Write(IAnsiConsole console, JsonArray before, JsonArray? after)
    {
        var table = after is null
            ? Terminal.Table("Program", "What", "Unit", "Sum")
            : Terminal.Table("Program", "What", "Unit", "Before", "After");
        for (var at = 0; at < before.Count; at++)
        {
            var program = before[at]!;
            var copy = after?[at];
            Add(program["public_id"], "entries", "", program["entries"], copy?["entries"]);
            var balances = program["balances"]!.AsArray();
            for (var index = 0; index < balances.Count; index++)
            {
                var balance = balances[index]!;
                Add(
                    program["public_id"],
                    balance["account"],
                    balance["unit"],
                    balance["amount"],
                    copy?["balances"]![index]!["amount"]
                );
            }
        }

        console.Write(table);

        void Add(JsonNode? program, JsonNode? what, JsonNode? unit, JsonNode? sum, JsonNode? then)
        {
            if (after is null)
            {
                table.Row(program, what, unit, sum);
            }
            else
            {
                table.Row(program, what, unit, sum, then);
            }
        }
    }
}

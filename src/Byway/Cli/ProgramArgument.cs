using System.CommandLine;
using Byway.Programs;

namespace Byway.Cli;

/// <summary>How commands name a program: by number or by public id.</summary>
public static class ProgramArgument
{
    /// <summary>As the command's argument.</summary>
    public static Argument<string> Declare() => new("ID") { Description = "The program's number or public id" };

    /// <summary>As an option.</summary>
    public static Option<string> DeclareOption() =>
        new("--program")
        {
            Description = "The program's number or public id",
            HelpName = "ID",
            Required = true,
        };

    /// <summary>Finds it and goes on, or says that there is none.</summary>
    /// <param name="work">Its argument <c>program</c> names one.</param>
    /// <param name="found">What to do with it.</param>
    public static async Task<Outcome> With(Work work, Func<ReferralProgram, Task<Outcome>> found)
    {
        var name = work.Text("program") ?? "";
        return await ProgramFinder.Find(work.Parts.Database, name) is { } program
            ? await found(program)
            : Outcome.Refuse($"There is no program {name}. See byway program list.");
    }
}

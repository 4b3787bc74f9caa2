using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Byway.Tests.Examples;

/// <summary>
/// What runs the examples. One that is missing fails the test with a sentence: an example nobody runs rots.
/// </summary>
public static class Interpreter
{
    private static readonly Lazy<string?> FoundPython = new(() =>
        First([Environment.GetEnvironmentVariable("BYWAY_TEST_PYTHON"), "python3", "/usr/bin/python3"], PythonCheck)
    );

    private static readonly Lazy<string?> FoundNode = new(() => First(["node"], NodeCheck));
    private static readonly Lazy<string?> FoundPhp = new(() => First(["php"], PhpCheck));
    private static readonly Lazy<string?> FoundBash = new(() =>
        First(["bash"], ["-c", "command -v curl && command -v iconv"])
    );

    /// <summary>Python 3 with requests.</summary>
    public static string Python => Found(FoundPython, "Python 3 with requests (python3-requests)");

    /// <summary>Node 20 or later.</summary>
    public static string Node => Found(FoundNode, "Node 20 or later (nodejs)");

    /// <summary>PHP 8.1 or later with curl.</summary>
    public static string Php => Found(FoundPhp, "PHP 8.1 or later with curl (php-cli, php-curl)");

    /// <summary>bash, with curl beside it.</summary>
    public static string Bash => Found(FoundBash, "bash with curl and iconv (curl)");

    private static string[] PythonCheck => ["-c", "import sys, requests; sys.exit(sys.version_info < (3, 9))"];

    private static string[] NodeCheck => ["-e", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)"];

    private static string[] PhpCheck => ["-r", "exit(extension_loaded('curl') && PHP_VERSION_ID >= 80100 ? 0 : 1);"];

    private static string Found(Lazy<string?> program, string what)
    {
        Assert.True(program.Value is not null, $"The examples are tested with {what}; none was found on the PATH.");
        return program.Value;
    }

    private static string? First(IEnumerable<string?> programs, string[] check) =>
        programs.FirstOrDefault(program => !string.IsNullOrEmpty(program) && Succeeds(program, check));

    private static bool Succeeds(string program, string[] check)
    {
        var start = new ProcessStartInfo(program, check)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

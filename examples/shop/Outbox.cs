using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TeaShop;

/// <summary>
/// What has to be told to Byway, in order, until Byway has it: a file each, so that a crash of the shop loses nothing.
/// Nobody waits for it: a shop sells when Byway is down. In your shop it is a table, written in the same transaction
/// as the order.
/// </summary>
public sealed class Outbox(ShopSettings settings, BywayClient byway) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(settings.Folder, "outbox"));
    private readonly SemaphoreSlim added = new(0);
    private long lastName;

    /// <summary>How much Byway has not answered yet: worth an alarm when it grows.</summary>
    public int Waiting => folder.EnumerateFiles("*.json").Count();

    /// <summary>How much Byway will not take as it is: worth an alarm at once.</summary>
    public int Refused => folder.EnumerateFiles("*.refused").Count();

    /// <summary>Writes down what is to be told; it is on disk when this returns.</summary>
    /// <param name="what">What it is, for the log.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="body">What it says.</param>
    public void Add(string what, string path, JsonObject body)
    {
        // Made once, here: every repeat carries the same one, and is answered as the first was.
        var message = new Message(what, path, Store.NewId("message"), DateTimeOffset.UtcNow, body);
        lock (folder)
        {
            lastName = Math.Max(lastName + 1, message.HappenedAt.UtcTicks);
            var name = Path.Combine(folder.FullName, lastName.ToString("D19", CultureInfo.InvariantCulture));
            using (var file = new FileStream($"{name}.tmp", FileMode.Create, FileAccess.Write))
            {
                JsonSerializer.Serialize(file, message);
                file.Flush(flushToDisk: true);
            }

            File.Move($"{name}.tmp", $"{name}.json");
        }

        added.Release();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var pause = ShortestPause;
        while (!stop.IsCancellationRequested)
        {
            bool isSettled;
            try
            {
                isSettled = await SettleOldest(stop);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"The outbox cannot be read or written, and waits: {failure.Message}");
                isSettled = false;
            }

            if (isSettled)
            {
                pause = ShortestPause;
            }
            else
            {
                await Task.Delay(pause, stop);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>False when it has to be tried again.</summary>
    private async Task<bool> SettleOldest(CancellationToken stop)
    {
        if (folder.EnumerateFiles("*.json").MinBy(file => file.Name, StringComparer.Ordinal) is not { } oldest)
        {
            // Looks by itself now and then: a refused one may have been given its name back.
            await added.WaitAsync(LongestPause, stop);
            return true;
        }

        var message = Read(await File.ReadAllTextAsync(oldest.FullName, stop));
        var what = message?.What ?? oldest.Name;
        var (outcome, text) = message is null
            ? new(Outcome.Refused, "the file is damaged")
            : await Send(message, stop);
        switch (outcome)
        {
            case Outcome.Done:
                oldest.Delete();
                Console.WriteLine($"{what}: {text}");
                return true;
            case Outcome.Refused:
                // Never thrown away: it may be money. Whoever has mended it renames it back to .json.
                oldest.MoveTo(Path.ChangeExtension(oldest.FullName, ".refused"), overwrite: true);
                Console.Error.WriteLine($"{what}: REFUSED, and kept as {oldest.FullName}: {text}");
                return true;
            default:
                Console.Error.WriteLine($"{what} is NOT TOLD YET, and {Waiting} in all are waiting: {text}");
                return false;
        }
    }

    private async Task<Said> Send(Message message, CancellationToken stop)
    {
        var (_, path, id, happenedAt, body) = message;
        if (DateTimeOffset.UtcNow - happenedAt > Late)
        {
            // What comes late says when it happened. Another body needs another Idempotency-Key; customers and sales
            // are known by their own keys, and a click that is recorded twice attributes nothing twice.
            var late = body.DeepClone().AsObject();
            var when = happenedAt.ToString("O", CultureInfo.InvariantCulture);
            late[path == "/v1/clicks" ? "occurred_at" : "created_at"] = when;
            var said = await byway.Post(path, late, $"late_{id}", stop);
            if (said.Outcome != Outcome.Refused)
            {
                return said;
            }

            // A clock of ours that is ahead says a time that is still to come, which is refused. Better counted as of
            // now than not at all.
        }

        return await byway.Post(path, body, id, stop);
    }

    private static Message? Read(string text)
    {
        try
        {
            var message = JsonSerializer.Deserialize<Message>(text);
            return message is { Path: not null, Id: not null, Body: not null } ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Message(string What, string Path, string Id, DateTimeOffset HappenedAt, JsonObject Body);
}

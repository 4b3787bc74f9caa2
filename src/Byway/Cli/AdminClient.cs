using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Byway.Cli;

/// <summary>Has a command run by the server that holds the data folder.</summary>
public static class AdminClient
{
    /// <summary>Asks the server; null when it does not answer: it is starting, or stopping.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="report">Takes word of how far it is.</param>
    public static async Task<Outcome?> Ask(string folder, string name, JsonObject arguments, Action<Progress> report)
    {
        if (AdminFile.Read(folder) is not { } admin)
        {
            return null;
        }

        // No proxy of the environment comes between, and long commands take their time.
        using var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{admin.Url}{AdminDoor.Path}{name}")
        {
            Content = new StringContent(Terminal.Compact(arguments), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", admin.Token);
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (HttpRequestException)
        {
            return null;
        }

        using (response)
        {
            // A 404 is somebody else at a port that a killed server has left.
            return response.StatusCode == HttpStatusCode.OK ? await Read(response, report) : null;
        }
    }

    private static async Task<Outcome> Read(HttpResponseMessage response, Action<Progress> report)
    {
        try
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            while (await reader.ReadLineAsync() is { } text)
            {
                var line = JsonNode.Parse(text)!.AsObject();
                if (line["progress"] is { } progress)
                {
                    report(new((string)progress["text"]!, (long)progress["done"]!, (long)progress["total"]!));
                }
                else if (Outcome.FromJson(line) is { } outcome)
                {
                    return outcome;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            // Said below.
        }

        return Outcome.Refuse(
            "The server went away before the command was done. Look whether it was, then repeat the command."
        );
    }
}

using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Byway.Docs;

/// <summary>Markdown as HTML, with links that lead to where this server has what they name.</summary>
public static class MarkdownText
{
    // Tables, task lists and anchors as where the repository is read; HTML in the text stays text.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .DisableHtml()
        .Build();

    // Of addresses elsewhere only these; no other scheme becomes a link.
    private static readonly string[] Kept = ["#", "/", "https://", "http://", "mailto:"];

    /// <summary>The HTML of a document.</summary>
    /// <param name="path">Its path, from which its links lead on.</param>
    /// <param name="text">Its Markdown.</param>
    public static string ToHtml(string path, string text)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            Turn(link, path);
        }

        using var html = new StringWriter();
        var renderer = new HtmlRenderer(html);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlTaskListRenderer>(new Box());
        renderer.Render(document);
        // A page has no styles in it: its policy forbids them.
        // What may be wider than the page is scrolled by itself, and for that the keyboard has to reach it.
        return html.ToString()
            .Replace("<pre>", "<pre tabindex=\"0\">", StringComparison.Ordinal)
            .Replace(" style=\"text-align: right;\"", " class=\"right\"", StringComparison.Ordinal)
            .Replace("<table>", "<div class=\"table\" tabindex=\"0\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);
    }

    private static void Turn(LinkInline link, string path)
    {
        var url = link.Url ?? "";
        if (Kept.Any(start => url.StartsWith(start, StringComparison.Ordinal)))
        {
            return;
        }

        var target = DocsAddress.Resolve(path, url);
        if (!link.IsImage && DocsAddress.Of(target) is { } address)
        {
            link.Url = address;
            return;
        }

        // It is in the repository only: a path tells more than a link to nowhere.
        var words = new ContainerInline();
        link.ReplaceBy(words);
        words.AppendChild(new LiteralInline($" ({target})"));
    }

    /// <summary>A box to tick on paper; there is nothing here that would remember it.</summary>
    private sealed class Box : HtmlObjectRenderer<TaskList>
    {
        /// <inheritdoc />
        protected override void Write(HtmlRenderer renderer, TaskList obj) =>
            renderer.Write("<span class=\"box\"></span>");
    }
}

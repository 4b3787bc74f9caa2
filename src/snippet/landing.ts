// What an address says about who referred the visitor. The server reads addresses in the same way.

/** How a program's links look. */
export interface LinkForm {
  link_parameter: string;
  link_form: string;
}

const longestKey = 191;

/** The referral key in an address; null when there is none. */
export function keyIn(href: string, links: LinkForm): string | null {
  const url = parsed(href);
  return url && (valueIn(url, links.link_parameter) ?? (links.link_form === 'path' ? inPath(url, links) : null));
}

/** The click that a Byway link has recorded already; null when the visitor came another way. */
export function clickIn(href: string): string | null {
  const url = parsed(href);
  return url && valueIn(url, 'bw_click');
}

function parsed(href: string): URL | null {
  try {
    return new URL(href);
  } catch {
    return null;
  }
}

/** A parameter of the query, or of the query inside the fragment, where some single-page applications keep theirs. */
function valueIn(url: URL, name: string): string | null {
  const inner = url.hash.indexOf('?');
  for (const query of [url.search, inner < 0 ? '' : url.hash.slice(inner)]) {
    const value = new URLSearchParams(query).getAll(name).find(isKey);
    if (value) return value;
  }
  return null;
}

function inPath(url: URL, links: LinkForm): string | null {
  const segments = url.pathname.split('/');
  const at = segments.lastIndexOf(links.link_parameter);
  const segment = at < 0 ? undefined : segments[at + 1];
  if (!segment) return null;
  try {
    const key = decodeURIComponent(segment);
    return isKey(key) ? key : null;
  } catch {
    return null;
  }
}

function isKey(text: string): boolean {
  return text.length > 0 && text.length <= longestKey && !text.includes('\0');
}

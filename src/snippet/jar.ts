// Cookies of the page's own site. Backends read them, so their form is that of existing integrations: plain text,
// URL-encoded.

/** The value of a cookie in `document.cookie`; null when it is not there. */
export function valueOf(cookies: string, name: string): string | null {
  for (const pair of cookies.split(';')) {
    const at = pair.indexOf('=');
    if (at >= 0 && pair.slice(0, at).trim() === name) {
      const text = pair.slice(at + 1).trim();
      try {
        return decodeURIComponent(text) || null;
      } catch {
        return text;
      }
    }
  }
  return null;
}

/** What has to be written to `document.cookie`. No browser keeps a cookie longer than 400 days. */
export function cookie(name: string, value: string, days: number, domain: string, isSecure: boolean): string {
  const age = Math.round(Math.min(days, 400) * 86400);
  return (
    `${name}=${encodeURIComponent(value)}; path=/; max-age=${age}; samesite=lax` +
    (domain ? `; domain=${domain}` : '') +
    (isSecure ? '; secure' : '')
  );
}

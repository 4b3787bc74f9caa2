// Who referred the person in front of the app: read from the address the app was opened with, kept, and sent with the
// sign-up through your own backend. Plain functions, without a device. No API key belongs here.

const LONGEST = 191;

/** The referral key and click id in an address; null where there is none. `parameter` is the program's. */
export function readLink(address, parameter = "aff") {
  const query = address.split("#")[0].split("?").slice(1).join("?");
  return { key: first(query, parameter), click: first(query, "bw_click") };
}

/** What is kept after a landing. `before` is what was kept, or null; times are Unix seconds. */
export function keep(before, landing, model, days, now) {
  const known = standing(before, days, now);
  if (!landing.key || (known && model === "first")) {
    return known;
  }

  return { key: landing.key, click: landing.click, at: now };
}

/** What goes to your backend with the sign-up, to be passed on to POST /v1/customers as it is. */
export function signUpFields(kept, days, now) {
  const known = standing(kept, days, now);
  if (!known) {
    return {};
  }

  const fields = { partner: { key: known.key }, options: { clicked_at: known.at } };
  return known.click ? { ...fields, click_id: known.click } : fields;
}

function standing(kept, days, now) {
  return kept && now - kept.at <= days * 86400 ? kept : null;
}

function first(query, name) {
  for (const part of query.split("&")) {
    const at = part.indexOf("=");
    if (at > 0 && decoded(part.slice(0, at)) === name) {
      const value = decoded(part.slice(at + 1));
      return value && value.length <= LONGEST && !value.includes("\0") ? value : null;
    }
  }

  return null;
}

function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}

// po('integration', 'universal', null): a form with an e-mail address is a sign-up.

/** What a sign-up says about the customer. */
export interface Customer {
  key?: unknown;
  id?: unknown;
  email?: unknown;
  name?: unknown;
  surname?: unknown;
}

/** A form field, as far as it is looked at. */
export interface Field {
  name: string;
  id: string;
  type: string;
  value: string;
  autocomplete: string;
}

/** The customer in a form; null when the form is none for sign-ups. */
export function customerIn(fields: Field[]): Customer | null {
  // Who logs in was a customer before: only a new password may be chosen.
  if (fields.some(field => field.type === 'password' && field.autocomplete === 'current-password')) return null;
  const texts = fields.filter(field => field.value.trim() && /^(text|email|)$/.test(field.type));
  const email =
    texts.find(field => field.type === 'email') ??
    texts.find(field => /e-?mail/i.test(field.name + ' ' + field.id) && field.value.includes('@'));
  if (!email) return null;
  const address = email.value.trim();
  const named = (auto: string, pattern: RegExp) =>
    texts
      .find(field => field !== email && (field.autocomplete === auto || pattern.test(field.name || field.id)))
      ?.value.trim();
  const surname = named('family-name', /^(last[-_ ]?name|sur[-_ ]?name|family[-_ ]?name)$/i);
  const name =
    named('given-name', /^(first[-_ ]?name|given[-_ ]?name)$/i) ?? named('name', /^(full[-_ ]?|your[-_ ]?)?name$/i);
  return { key: address, email: address, name, surname };
}

import { isAllowed, type Consent } from './consent';
import type { Customer } from './form';
import { cookie, valueOf } from './jar';
import { clickIn, keyIn, type LinkForm } from './landing';

/** What the server says of a program. */
interface Config extends LinkForm {
  type: string;
  cookie_lifetime: number;
  attribution_model: string;
  privacy_signals: string;
  signups: boolean;
  transactions: boolean;
}

/** What all programs of a page share. */
export interface Page {
  /** Where the script came from, without `/js/…`. */
  base: string;
  /** Every address the page has had, in order. */
  addresses: string[];
  /** True when the first address is one that was landed on before. */
  isReturn: boolean;
  hasSignal: boolean;
  consent: Consent;
  settings: Record<string, unknown>;
}

/** Something to report. */
export type Report = { signUp: Customer } | { sale: Record<string, unknown> };

const longestText = 255;
const longestAddress = 2000;

/** One program on the page: waits for consent and for what the server says, then stores and sends. */
export class Program {
  private config: Config | undefined;
  private isAsked = false;
  private seen = 0;
  private reports: Report[] = [];
  private readonly told = new Set<string>();
  // Where cookies are blocked, what is known lasts as long as the page.
  private readonly memory: Record<string, string> = {};

  constructor(
    private readonly id: string,
    private readonly page: Page
  ) {}

  take(report: Report): void {
    this.reports.push(report);
    this.advance();
  }

  /** Does what can be done by now. */
  advance(): void {
    const { page } = this;
    if (page.consent === 'denied') {
      this.forget();
    } else if (this.mayGoOn()) {
      if (!this.config) return this.ask();
      this.keep('partnero_session_uuid', this.value('partnero_session_uuid') ?? newId());
      while (this.seen < page.addresses.length) this.land(page.addresses[this.seen]!, this.seen++);
      this.reports.splice(0).forEach(report => this.send(report));
    }
  }

  private mayGoOn(): boolean {
    const { page, config } = this;
    const isRespected = config?.privacy_signals === 'respect';
    return isAllowed(page.consent, page.settings['consent'] === 'required', page.hasSignal, isRespected);
  }

  private ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    fetch(`${this.address}/config`, { credentials: 'omit' })
      .then(answer => answer.json())
      .then(answer => {
        this.config = answer.data;
        if (this.config) this.advance();
      })
      .catch(failure => {
        // The next call or page change tries again.
        this.isAsked = false;
        note(failure);
      });
  }

  private land(href: string, index: number): void {
    const key = keyIn(href, this.config!);
    if (!key) return;
    const click = clickIn(href);
    const isKept = this.config!.attribution_model === 'first_click' && this.value(this.cookieName) !== null;
    if (!isKept) {
      this.keep(this.cookieName, key);
      this.keep('bw_click', click ?? '');
    }
    // A Byway link has recorded the click; who comes back to a page has not clicked again.
    if (click || (index === 0 && this.page.isReturn)) return;
    const visit = {
      key,
      url: href.slice(0, longestAddress),
      referrer: document.referrer.slice(0, longestAddress),
      session: this.value('partnero_session_uuid'),
    };
    this.post('visits', visit).then(answer => {
      if (!isKept && answer?.data?.click_id && this.page.consent !== 'denied') {
        this.keep('bw_click', answer.data.click_id);
      }
    });
  }

  private send(report: Report): void {
    const config = this.config!;
    const key = this.value(this.cookieName);
    const click = this.value('bw_click');
    const evidence = {
      [config.type === 'affiliate' ? 'partner' : 'referring_customer']: key ? { key } : undefined,
      click_id: click ?? undefined,
      visitor: this.value('partnero_session_uuid') ?? undefined,
    };
    if ('sale' in report) {
      const { data, options } = report.sale as { data?: object; options?: object };
      if (config.transactions) this.once('transactions', { ...evidence, ...data, options });
      return;
    }
    const { signUp } = report;
    // Whom nobody referred is of no interest to partners; a referring customer may be anybody.
    if (!config.signups || (config.type === 'affiliate' && !key && !click)) return;
    this.once('signups', {
      key: signUp.key ?? (signUp.id === undefined ? signUp.email : undefined),
      id: signUp.id,
      email: signUp.email,
      name: cut(signUp.name),
      surname: cut(signUp.surname),
      ...evidence,
    });
  }

  /** Sends what was not sent before: a page may say the same thing twice. */
  private once(path: string, body: Record<string, unknown>): void {
    const said = `${path} ${JSON.stringify(body)}`;
    if (this.told.has(said)) return;
    this.told.add(said);
    this.post(path, body);
  }

  /** As text, so that the browser need not ask first, and alive while the page is left. */
  private post(path: string, body: object): Promise<any> {
    const url = `${this.address}/${path}`;
    const text = JSON.stringify(body);
    return fetch(url, { method: 'POST', body: text, keepalive: true, credentials: 'omit' })
      .then(answer => answer.json())
      .catch(note);
  }

  private get address(): string {
    return `${this.page.base}/p/${encodeURIComponent(this.id)}`;
  }

  private get cookieName(): string {
    return this.config?.type === 'refer-a-friend' ? 'partnero_referral' : 'partnero_partner';
  }

  private value(name: string): string | null {
    return valueOf(document.cookie, name) ?? this.memory[name] ?? null;
  }

  private keep(name: string, value: string): void {
    if (value) this.memory[name] = value;
    else delete this.memory[name];
    this.write(name, value, value ? this.config!.cookie_lifetime : 0);
  }

  private forget(): void {
    this.reports = [];
    for (const name of ['partnero_partner', 'partnero_referral', 'partnero_session_uuid', 'bw_click']) {
      delete this.memory[name];
      if (valueOf(document.cookie, name) !== null) this.write(name, '', 0);
    }
  }

  private write(name: string, value: string, days: number): void {
    const domain = this.page.settings['cookie_domain'];
    const isSecure = location.protocol === 'https:';
    document.cookie = cookie(name, value, days, typeof domain === 'string' ? domain : '', isSecure);
  }
}

/** What went wrong, for whoever looks for it; the page never hears of it. */
export function note(...what: unknown[]): void {
  console.debug('byway:', ...what);
}

function cut(value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, longestText) : value;
}

function newId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Pages without https.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

// The browser snippet. It speaks the calls that pages with the hosted service's loader make already, keeps the
// referral key in a cookie of the page's own site, and reports sign-ups to the server it came from.

import { hasPrivacySignal } from './consent';
import { customerIn, type Customer, type Field } from './form';
import { note, Program, type Page, type Report } from './program';
import { takeOver, type Kept } from './queue';

type Names = Record<string, any>;

/** Nothing that goes wrong here may reach the page. */
function guarded<T extends unknown[]>(run: (...given: T) => void): (...given: T) => void {
  return (...given) => {
    try {
      run(...given);
    } catch (failure) {
      note(failure);
    }
  };
}

function start(): void {
  const names = window as unknown as Names;
  const name: string = names['__partnerObject'] || 'po';
  if (names[name]?.isByway) return;
  const script =
    (document.currentScript as HTMLScriptElement | null) ??
    document.querySelector<HTMLScriptElement>('script[src*="/js/universal"]');
  if (script) begin(name, script);
}

/** A page that is drawn ahead of time was not visited: it begins once somebody looks at it. */
function begin(name: string, script: HTMLScriptElement): void {
  if ((document as { prerendering?: boolean }).prerendering) {
    document.addEventListener('prerenderingchange', guarded(() => run(name, script)), { once: true });
  } else {
    run(name, script);
  }
}

function run(name: string, script: HTMLScriptElement): void {
  const names = window as unknown as Names;
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const page: Page = {
    base: script.src.replace(/\/js\/universal[^]*$/, ''),
    addresses: [],
    isReturn: navigation !== undefined && navigation.type !== 'navigate',
    hasSignal: hasPrivacySignal(navigator),
    consent: undefined,
    settings: {},
  };
  const programs: Program[] = [];
  const early: Report[] = [];
  let isHooked = false;

  const advance = () => programs.forEach(program => program.advance());
  const report = (what: Report) => {
    if (programs.length) programs.forEach(program => program.take(what));
    else early.push(what);
  };
  const signUp = (customer: unknown) => {
    if (customer && typeof customer === 'object') report({ signUp: customer as Customer });
  };

  const look = guarded(() => {
    if (page.addresses[page.addresses.length - 1] === location.href) return;
    page.addresses.push(location.href);
    advance();
  });

  function take(call: unknown[]): void {
    const [what, first, second] = call as any[];
    if (what === 'settings') {
      page.settings[first] = second;
      advance();
    } else if (what === 'consent' && (first === 'granted' || first === 'denied')) {
      page.consent = first;
      advance();
    } else if (what === 'program' && second === 'load' && first) {
      const program = new Program(String(first), page);
      programs.push(program);
      early.splice(0).forEach(each => program.take(each));
      program.advance();
    } else if (what === 'integration' && first === 'universal') {
      if (!isHooked) document.addEventListener('submit', guarded(submitted), true);
      isHooked = true;
    } else if (what === 'customers' && first === 'signup') {
      signUp(second?.data ?? second);
    } else if (what === 'createCustomer') {
      signUp(first?.data ?? first);
    } else if (what === 'transactions' && first === 'create' && second) {
      report({ sale: second });
    } else {
      note('unknown call', call);
    }
  }

  function submitted(event: Event): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.hasAttribute('data-byway-ignore')) return;
    const fields = Array.from(form.elements).filter(each => each instanceof HTMLInputElement) as Field[];
    const customer = customerIn(fields);
    if (customer) signUp(customer);
  }

  // A page may have tidied its address up before this script was there.
  if (navigation && navigation.name.startsWith('http')) page.addresses.push(navigation.name);
  look();
  for (const change of ['pushState', 'replaceState'] as const) {
    const original = history[change];
    history[change] = function (this: History, ...given: Parameters<History['pushState']>) {
      const result = original.apply(this, given);
      look();
      return result;
    };
  }
  addEventListener('popstate', look);
  addEventListener('hashchange', look);

  const { program, consent, cookieDomain } = script.dataset;
  if (consent) page.settings['consent'] = consent;
  if (cookieDomain) page.settings['cookie_domain'] = cookieDomain;
  const live = takeOver(names[name] as { q?: Kept[] } | undefined, guarded(take));
  names[name] = Object.assign(live, { isByway: true });
  if (program) live('program', program, 'load');
}

guarded(start)();

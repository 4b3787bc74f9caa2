/** What the page has said about the visitor's will; undefined while nobody was asked. */
export type Consent = 'granted' | 'denied' | undefined;

/**
 * Whether anything may be stored or sent. What the page says counts; unless it has said something, a page that
 * requires consent waits for it, and so does a program that respects the browser's own signal.
 */
export function isAllowed(consent: Consent, isRequired: boolean, hasSignal: boolean, isRespected: boolean): boolean {
  return consent ? consent === 'granted' : !isRequired && !(hasSignal && isRespected);
}

/** Whether the browser says that its user wants not to be tracked. */
export function hasPrivacySignal(browser: Navigator): boolean {
  return (browser as { globalPrivacyControl?: unknown }).globalPrivacyControl === true || browser.doNotTrack === '1';
}

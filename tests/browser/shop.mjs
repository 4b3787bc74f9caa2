// Buys in examples/shop as people do: node shop.mjs reads {chromium, byway, shots, visits} from its input, makes one
// visit after the other, each with a browser of its own, and prints what was seen as JSON. A visit has:
//   name    of its own
//   site    where the shop is
//   key     the API key, for the step `clock`
//   block   'byway' (a blocker that knows Byway's host) or 'cookies'
//   steps   what is done, each [verb, …]: the functions below

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const asked = JSON.parse(await text(process.stdin));
const patience = 15_000;
const options = { executablePath: asked.chromium, args: ['--no-sandbox'] };
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };
const browser = await chromium.launch(options);

const steps = {
  /** Opens an address of the shop, or any other one. */
  async land({ page, visit, seen }, address) {
    await page.goto(new URL(address, visit.site).href);
    seen.landed.push(page.url());
  },

  /** Waits until the snippet has kept something: the beginning of a cookie. */
  async cookie({ page }, beginning) {
    await page.waitForFunction(sought => document.cookie.split('; ').some(each => each.startsWith(sought)), beginning);
  },

  async consent({ page }, answer) {
    await page.getByRole('button', { name: answer, exact: true }).click();
    await page.locator('form.consent').waitFor({ state: 'detached' });
  },

  /** Notes which cookies there are. */
  async cookies({ context, seen }) {
    seen.cookies = (await context.cookies()).map(cookie => cookie.name).sort();
  },

  async signUp({ page }, email) {
    await page.getByRole('link', { name: 'Sign up' }).click();
    await fill(page, email);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
  },

  /** Waits until the snippet has reported the sign-up. */
  reported: ({ reported }) => reported,

  /** Goes to a tea's page by the links of the shop. */
  async choose({ page }, tea) {
    const link = page.getByRole('link', { name: tea });
    if (!(await link.count())) await page.getByRole('link', { name: 'Fernhill Tea' }).click();
    await link.click();
    await page.getByRole('heading', { name: 'Checkout' }).waitFor();
  },

  /** Pays; whoever has no account gives a name and an address. */
  async pay({ page, seen }, code, email) {
    if (email) await fill(page, email);
    if (code) await page.getByLabel('Promotion code').fill(code);
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    const panel = page.locator('[data-order]');
    seen.order = await panel.getAttribute('data-order');
    seen.customer = await panel.getAttribute('data-customer');
  },

  /** Waits until Byway has heard all that the shop had to tell. */
  async told({ visit }) {
    const end = Date.now() + patience;
    while ((await (await fetch(new URL('/outbox', visit.site))).json()).waiting > 0) {
      if (Date.now() > end) throw new Error('The shop still has something to tell.');
      await wait(25);
    }
  },

  /** Moves the program's clock. */
  async clock({ visit }, body) {
    const headers = { Authorization: `Bearer ${visit.key}`, 'Content-Type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${asked.byway}/v1/test/clock`, request);
    if (!answer.ok) throw new Error(`The clock did not move: ${await answer.text()}`);
  },

  /** Looks whether the page is one for everybody, wide and narrow. */
  async look({ page, seen }, name) {
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      if (asked.shots) await page.screenshot({ path: join(asked.shots, `shop-${name}-${size}.png`), fullPage: true });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      const nodes = fault => fault.nodes.map(node => node.html).join(' ');
      seen.faults.push(...violations.map(fault => `${name}, ${size}: ${fault.id}: ${nodes(fault)}`));
      const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      if (isTooWide) seen.faults.push(`${name}, ${size}: too wide`);
    }
  },
};

let without;
const results = [];
for (const visit of asked.visits) results.push(await make(visit));
await browser.close();
if (without) {
  await without.context.close();
  rmSync(without.folder, { recursive: true, force: true });
}
console.log(JSON.stringify(results));

async function fill(page, email) {
  await page.getByLabel('Name').fill('Carla <Clay>');
  await page.getByLabel('E-mail').fill(email);
}

/** Somebody's browser. */
async function open(visit) {
  if (visit.block === 'cookies') {
    without ??= await openWithoutCookies();
    const page = await without.context.newPage();
    return { context: without.context, page, close: () => page.close() };
  }
  const context = await browser.newContext();
  return { context, page: await context.newPage(), close: () => context.close() };
}

/** A browser that blocks cookies, set up as a person does it. It keeps nothing, so one does for all visits. */
async function openWithoutCookies() {
  const folder = mkdtempSync(join(tmpdir(), 'byway-browser-'));
  mkdirSync(join(folder, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  return { context: await chromium.launchPersistentContext(folder, options), folder };
}

async function make(visit) {
  const { context, page, close } = await open(visit);
  page.setDefaultTimeout(patience);
  const seen = { name: visit.name, landed: [], requests: [], complaints: [], faults: [] };
  if (visit.block === 'byway') await context.route(`${asked.byway}/**`, route => route.abort());
  page.on('pageerror', failure => seen.complaints.push(String(failure)));
  page.on('console', message => message.type() === 'error' && seen.complaints.push(message.text()));
  page.on('request', request => request.url().startsWith(asked.byway) && seen.requests.push(request.url()));
  const reported = page
    .waitForResponse(response => response.url().endsWith('/signups') && response.ok())
    .catch(failure => failure);
  for (const [verb, ...given] of visit.steps) {
    try {
      const failure = await steps[verb]({ visit, context, page, seen, reported }, ...given);
      if (failure instanceof Error) throw failure;
    } catch (failure) {
      throw new Error(`${visit.name}: ${verb} ${given.join(', ')}: ${failure.message}`);
    }
  }
  await close();
  return seen;
}

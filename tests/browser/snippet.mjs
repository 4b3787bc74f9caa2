// Pages with the snippet in a real browser: node snippet.mjs reads {chromium, byway, visits} from its input, serves
// the pages, makes each visit, and prints what was seen as JSON. A visit has:
//   name       of its host: NAME.localhost, which is this machine
//   program    the public id
//   page       the file in examples/browser; without one the site is what `site` says
//   addresses  landed on one after the other, each a new page load
//   steps      code to run in the page, one after the other
//   block      'script' or 'cookies'
//   policy     the page's Content-Security-Policy
//   gpc        true for a browser that sends Global Privacy Control

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const asked = JSON.parse(await text(process.stdin));
const visits = new Map(asked.visits.map(visit => [visit.name, visit]));
const server = createServer((request, response) => {
  const { page, policy, program } = visits.get(request.headers.host.split('.')[0]);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  if (policy) response.setHeader('Content-Security-Policy', policy.replaceAll('BYWAY_URL', asked.byway));
  const html = readFileSync(new URL(`../../examples/browser/${page}`, import.meta.url), 'utf8');
  response.end(html.replaceAll('BYWAY_URL', asked.byway).replaceAll('PROGRAM_ID', program));
});
await new Promise(done => server.listen(0, '127.0.0.1', done));
const options = { executablePath: asked.chromium, args: ['--no-sandbox'] };
const browser = await chromium.launch(options);
const seen = [];
for (const visit of asked.visits) seen.push(await look(visit));
await browser.close();
server.close();
console.log(JSON.stringify(seen));

/** Somebody's browser. One that blocks cookies is set up so, as a person does it. */
async function open(visit) {
  if (visit.block !== 'cookies') {
    const context = await browser.newContext();
    return { context, close: () => context.close() };
  }
  const folder = mkdtempSync(join(tmpdir(), 'byway-browser-'));
  mkdirSync(join(folder, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, options);
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function look(visit) {
  const { context, close } = await open(visit);
  const complaints = [];
  const requests = [];
  let pending = 0;
  if (visit.gpc) {
    await context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  }
  if (visit.block === 'script') await context.route('**/js/universal.js*', route => route.abort());
  const page = await context.newPage();
  page.on('pageerror', failure => complaints.push(`page error: ${failure}`));
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', request => {
    pending++;
    const url = request.url();
    if (url.startsWith(`${asked.byway}/p/`)) {
      requests.push(`${request.method()} ${url.split('/').pop()} ${request.postData() ?? ''}`.trim());
    }
  });
  page.on('requestfinished', () => pending--);
  page.on('requestfailed', () => pending--);
  const settle = async () => {
    await wait(100);
    for (let times = 0; pending > 0 && times < 100; times++) await wait(30);
    await wait(100);
  };
  const site = visit.site ?? `http://${visit.name}.localhost:${server.address().port}`;
  for (const address of visit.addresses) {
    await page.goto(site + address);
    await settle();
  }
  for (const step of visit.steps ?? []) {
    await page.evaluate(step);
    await settle();
  }
  const cookies = await context.cookies();
  const key = cookies.find(cookie => /^partnero_(partner|referral)$/.test(cookie.name));
  const result = {
    name: visit.name,
    cookies: Object.fromEntries(cookies.map(cookie => [cookie.name, cookie.value])),
    days: key ? Math.round((key.expires - Date.now() / 1000) / 86400) : null,
    sameSite: key?.sameSite ?? null,
    requests,
    complaints,
    isLive: await page.evaluate(() => window.po?.isByway === true),
    text: await page.evaluate(() => document.body.innerText),
  };
  await close();
  return result;
}

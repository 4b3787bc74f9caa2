// Looks at pages in a real browser: node portal.mjs reads {chromium, shots, visits: [{name, wide, narrow}]} from its
// input, where wide and narrow are sign-in links, follows each as a person does, and prints what it saw as JSON.
// With shots a folder gets a picture of every page.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };
const asked = JSON.parse(await text(process.stdin));
const browser = await chromium.launch({ executablePath: asked.chromium, args: ['--no-sandbox'] });
const seen = [];

async function look(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run());
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (asked.shots) await page.screenshot({ path: join(asked.shots, `${name}.png`), fullPage: true });
  return {
    name,
    isTooWide,
    faults: found.violations.map(fault => `${fault.id}: ${fault.nodes.map(node => node.html).join(' ')}`),
  };
}

for (const visit of asked.visits) {
  for (const size of ['wide', 'narrow']) {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const context = await browser.newContext({ viewport: sizes[size], permissions });
    const page = await context.newPage();
    const complaints = [];
    const referrers = [];
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', failure => complaints.push(String(failure)));
    page.on('request', request => request.headers().referer && referrers.push(request.headers().referer));
    await page.goto(visit[size]);
    seen.push(await look(page, `${visit.name}-${size}-1-sign-in`));
    await page.getByRole('button', { name: 'Open my page' }).click();
    await page.waitForURL('**/portal');
    for (const why of await page.getByText('Why?', { exact: true }).all()) await why.click();
    const home = await look(page, `${visit.name}-${size}-2-home`);
    await page.getByRole('button', { name: 'Copy' }).first().click();
    await page.getByText('Copied.').waitFor();
    home.copied = await page.evaluate(() => navigator.clipboard.readText());
    home.cookies = (await context.cookies()).map(cookie => {
      const { name, secure, httpOnly, sameSite } = cookie;
      return { name, secure, httpOnly, sameSite };
    });
    seen.push(home);
    if (visit.isControl) {
      await page.evaluate(() => {
        document.body.insertAdjacentHTML('beforeend', '<img src="data:,"><p>wide</p>');
        document.body.lastElementChild.style.width = '3000px';
      });
      seen.push(await look(page, `${visit.name}-${size}-control`));
    }
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are not signed in').waitFor();
    seen.push(await look(page, `${visit.name}-${size}-3-out`));
    await page.goto(visit[size]);
    await page.getByRole('button', { name: 'Open my page' }).click();
    await page.getByText('does not work any more').waitFor();
    seen.push(await look(page, `${visit.name}-${size}-4-spent`));
    // The browser itself notes the 410 of the spent link.
    seen.at(-1).complaints = complaints.filter(complaint => !complaint.includes('410'));
    seen.at(-1).referrers = referrers;
    await context.close();
  }
}

await browser.close();
console.log(JSON.stringify(seen));

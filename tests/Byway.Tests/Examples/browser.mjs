// As much of a browser as the pages of examples/s2s/node need: node browser.mjs LANDING EMAIL opens the page, runs its
// script, fills in the form, sends it, and prints what the page says then.

import { createContext, runInContext } from 'node:vm';

const [landing, email] = process.argv.slice(2);
const sent = [];
const status = {};
const form = {};
let cookie = '';

async function open(path, options = {}) {
  const headers = { ...options.headers, ...(cookie && { cookie }) };
  const response = await fetch(new URL(path, landing), { ...options, headers });
  cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  return response;
}

function storage() {
  const items = new Map();
  return { getItem: name => items.get(name) ?? null, setItem: (name, value) => items.set(name, String(value)) };
}

form.addEventListener = (event, handler) => (form[event] = handler);
const page = createContext({
  URLSearchParams,
  crypto,
  location: new URL(landing),
  localStorage: storage(),
  sessionStorage: storage(),
  document: { querySelector: selector => (selector === 'form' ? form : status) },
  FormData: class {
    *[Symbol.iterator]() {
      yield ['email', email];
      yield ['name', ''];
    }
  },
  fetch: (path, options) => {
    const response = open(path, options);
    sent.push(response);
    return response;
  },
});

const html = await (await open(landing)).text();
runInContext(html.match(/<script type="module">(.*)<\/script>/s)[1], page);
await Promise.all(sent); // A person takes longer to fill in a form.
await form.submit({ preventDefault() {}, target: form });
console.log(`status ${status.textContent}`);

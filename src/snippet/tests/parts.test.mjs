import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceOf } from './sources.mjs';

const { valueOf, cookie } = await sourceOf('jar');
const { isAllowed, hasPrivacySignal } = await sourceOf('consent');
const { takeOver } = await sourceOf('queue');
const { customerIn } = await sourceOf('form');

test('a cookie is found by its whole name and decoded', () => {
  assert.equal(valueOf('a=1; partnero_partner=anna%20b; b=2', 'partnero_partner'), 'anna b');
  assert.equal(valueOf('xpartnero_partner=anna', 'partnero_partner'), null);
  assert.equal(valueOf('partnero_partner=a=b', 'partnero_partner'), 'a=b');
  assert.equal(valueOf('partnero_partner=%E0%A4%A', 'partnero_partner'), '%E0%A4%A');
  assert.equal(valueOf('partnero_partner=', 'partnero_partner'), null);
  assert.equal(valueOf('', 'partnero_partner'), null);
});

test('a cookie is written for the whole site, for as long as the program says', () => {
  assert.equal(cookie('n', 'a;b c', 30, '', false), 'n=a%3Bb%20c; path=/; max-age=2592000; samesite=lax');
  const shared = 'n=a; path=/; max-age=86400; samesite=lax; domain=.x.example; secure';
  assert.equal(cookie('n', 'a', 1, '.x.example', true), shared);
  assert.match(cookie('n', 'a', 9999999, '', false), /max-age=34560000;/);
  assert.match(cookie('n', '', 0, '', false), /max-age=0;/);
});

for (const [consent, isRequired, hasSignal, isRespected, allowed] of [
  [undefined, false, false, false, true],
  [undefined, true, false, false, false],
  ['granted', true, false, false, true],
  ['denied', false, false, false, false],
  ['denied', true, true, true, false],
  [undefined, false, true, false, true],
  [undefined, false, true, true, false],
  [undefined, false, false, true, true],
  ['granted', false, true, true, true],
]) {
  test(`consent ${consent}, required ${isRequired}, signal ${hasSignal} respected ${isRespected}: ${allowed}`, () =>
    assert.equal(isAllowed(consent, isRequired, hasSignal, isRespected), allowed));
}

test('both signals of browsers are known', () => {
  assert.equal(hasPrivacySignal({ globalPrivacyControl: true }), true);
  assert.equal(hasPrivacySignal({ doNotTrack: '1' }), true);
  assert.equal(hasPrivacySignal({ doNotTrack: null }), false);
  assert.equal(hasPrivacySignal({ globalPrivacyControl: false, doNotTrack: '0' }), false);
});

/** A loader that keeps calls as the hosted service's does. */
function loader() {
  function keep() {
    const call = { a: arguments, q: [] };
    const length = this.push(call);
    return typeof length === 'number' ? keep.bind(call.q) : length;
  }
  const list = [];
  const po = keep.bind(list);
  po.q = list;
  return po;
}

test('kept calls are replayed in order, with those made on what a call returned', () => {
  const po = loader();
  po('settings', 'assets_host', 'https://x')('nested', 1)('deeper', 2);
  po('program', 'ID', 'load');
  const heard = [];
  takeOver(po, call => heard.push(call.join(' ')));
  assert.deepEqual(heard, ['settings assets_host https://x', 'nested 1', 'deeper 2', 'program ID load']);
});

test('who has kept the stub, or what it returned, goes on being heard', () => {
  const po = loader();
  const returned = po('one');
  const heard = [];
  const live = takeOver(po, call => heard.push(call[0]));
  po('two');
  returned('three');
  live('four')('five');
  live.q.push({ a: ['six'], q: [{ a: ['seven'] }] });
  assert.deepEqual(heard, ['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
});

test('a page without a loader gets the live function all the same', () => {
  const heard = [];
  takeOver(undefined, call => heard.push(call))('a');
  takeOver({}, call => heard.push(call))('b');
  takeOver({ q: [null, {}, { a: ['c'] }] }, call => heard.push(call));
  assert.deepEqual(heard, [['a'], ['b'], ['c']]);
});

const field = (type, name, value, more = {}) => ({ type, name, id: '', value, autocomplete: '', ...more });

test('a form with an address is a sign-up, by type or by name', () => {
  assert.deepEqual(customerIn([field('email', 'x', ' a@example.com '), field('text', 'name', 'Anna')]), {
    key: 'a@example.com',
    email: 'a@example.com',
    name: 'Anna',
    surname: undefined,
  });
  const names = [field('text', 'first_name', 'Anna'), field('text', 'last-name', 'B')];
  const split = [...names, field('text', 'user_email', 'a@b.c')];
  assert.deepEqual(customerIn(split), { key: 'a@b.c', email: 'a@b.c', name: 'Anna', surname: 'B' });
  const given = field('text', 'x', 'Anna', { autocomplete: 'given-name' });
  assert.equal(customerIn([given, field('email', 'e', 'a@b.c')]).name, 'Anna');
});

test('a form without one, and a log-in, are none', () => {
  assert.equal(customerIn([field('text', 'q', 'shoes')]), null);
  assert.equal(customerIn([field('email', 'email', '')]), null);
  assert.equal(customerIn([field('hidden', 'email', 'a@b.c')]), null);
  const email = field('email', 'email', 'a@b.c');
  const password = autocomplete => field('password', 'p', 'x', { autocomplete });
  assert.equal(customerIn([email, password('current-password')]), null);
  assert.notEqual(customerIn([email, password('new-password')]), null);
});

test('a password is never looked at', () => {
  const form = [field('email', 'email', 'a@b.c'), field('password', 'name', 'secret')];
  assert.equal(JSON.stringify(customerIn(form)).includes('secret'), false);
});

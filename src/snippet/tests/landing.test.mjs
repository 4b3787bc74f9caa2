import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceOf } from './sources.mjs';

const { keyIn, clickIn } = await sourceOf('landing');
const query = { link_parameter: 'aff', link_form: 'query' };
const path = { link_parameter: 'aff', link_form: 'path' };

for (const [href, links, key] of [
  ['https://shop.example?aff=anna', query, 'anna'],
  ['https://shop.example/?utm_source=x&aff=anna#top', query, 'anna'],
  ['https://shop.example/?aff=', query, null],
  ['https://shop.example/?aff=&aff=anna', query, 'anna'],
  ['https://shop.example/?AFF=anna', query, null],
  ['https://shop.example/?aff=anna%20b%2Bc', query, 'anna b+c'],
  ['https://shop.example/?aff=%E0%A4%A', query, '\uFFFD%A'],
  ['https://shop.example/?aff=%D7%A9', query, 'ש'],
  ['https://shop.example/?aff=a%00b', query, null],
  [`https://shop.example/?aff=${'a'.repeat(191)}`, query, 'a'.repeat(191)],
  [`https://shop.example/?aff=${'a'.repeat(192)}`, query, null],
  ['https://shop.example/#/signup?aff=anna', query, 'anna'],
  ['https://shop.example/?aff=first#/x?aff=second', query, 'first'],
  ['https://shop.example/#aff=anna', query, null],
  ['https://shop.example/aff/anna', query, null],
  ['https://shop.example/aff/anna', path, 'anna'],
  ['https://shop.example/de/aff/anna/more?x=1', path, 'anna'],
  ['https://shop.example/aff/a/aff/b', path, 'b'],
  ['https://shop.example/aff/an%2Fna', path, 'an/na'],
  ['https://shop.example/aff/%E0%A4%A', path, null],
  ['https://shop.example/aff/', path, null],
  ['https://shop.example/aff', path, null],
  ['https://shop.example/staff/anna', path, null],
  ['https://shop.example/aff/anna?aff=query', path, 'query'],
  ['https://shop.example/?via=anna', { link_parameter: 'via', link_form: 'query' }, 'anna'],
  ['about:blank', query, null],
  ['no address', query, null],
  ['', query, null],
]) {
  test(`the key in ${href.slice(0, 60)} (${links.link_form}) is ${key?.slice(0, 20)}`, () =>
    assert.equal(keyIn(href, links), key));
}

test('the click of a Byway link is found beside the key', () => {
  assert.equal(clickIn('https://shop.example?aff=anna&bw_click=clk_1'), 'clk_1');
  assert.equal(clickIn('https://shop.example?aff=anna'), null);
});

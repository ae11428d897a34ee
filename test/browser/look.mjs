// SPDX-License-Identifier: AGPL-3.0-or-later
// axe on one page of every kind, on a PC here and on a phone in phone.mjs.
import { test, pageOf, freshPageOf, check, axe, wide } from './lib.mjs';
import pages, { lock } from './pages.mjs';

// Opens every page, asks axe and `also` about it; returns what they found.
export async function visit(options, also = async () => []) {
  const found = [], open = {};
  for (const [name, who, path, act] of pages()) {
    const page = open[who] = open[who] || await pageOf(who, options);
    await page.goto(path);
    if (act) await act(page);
    found.push(...await axe(page, name), ...await also(page, name));
  }
  for (const page of Object.values(open)) await page.context().close();
  return found;
}

export default async function () {
  await test('axe finds nothing on any page at 1366x768', async () => {
    const found = await visit({ viewport: wide });
    check(!found.length, found.join('\n'));
  });
  await test('axe finds nothing on the lock page', async () => {
    const page = await freshPageOf('can_bo');
    await lock(page);
    const found = await axe(page, 'lock');
    check(!found.length, found.join('\n'));
    await page.context().close();
  });
}

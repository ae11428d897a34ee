// SPDX-License-Identifier: AGPL-3.0-or-later
// axe on one page of every kind at both sizes; and no Vietnamese left in the frame of an English page.
import { test, pageOf, check, axe, wide, phone } from './lib.mjs';
import pages from './pages.mjs';

export default async function () {
  for (const [size, view] of [['1366x768', wide], ['360x640', phone]])
    await test(`axe finds nothing on any page at ${size}`, async () => {
      const found = [];
      const open = {};
      for (const [name, who, path, act] of pages()) {
        const page = open[who] = open[who] || await pageOf(who, { viewport: view });
        await page.goto(path);
        if (act) await act(page);
        found.push(...await axe(page, name));
      }
      for (const page of Object.values(open)) await page.context().close();
      check(!found.length, found.join('\n'));
    });
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// On paper: the official form fills an A4 sheet, and no navigation is printed on any page.
import { test, pageOf, check, same, env } from './lib.mjs';

const pageCount = pdf => (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) || []).length;

export default async function () {
  const page = await pageOf('can_bo');
  await test('print: the official paper is one or two A4 sheets without buttons', async () => {
    await page.goto(env.closed + '/in/mau_01');
    await page.emulateMedia({ media: 'print' });
    check(!await page.locator('.noprint').first().isVisible(), 'the buttons are printed');
    check((await page.evaluate(() => getComputedStyle(document.querySelector('.paper')).fontFamily)).includes('Times'), 'not set in Times');
    const pdf = await page.pdf({ preferCSSPageSize: true });
    check(pdf.subarray(0, 5).toString() === '%PDF-', 'no PDF');
    const sheets = pageCount(pdf);
    check(sheets >= 1 && sheets <= 2, `${sheets} sheets`);
    check(/MediaBox\s*\[0 0 59[45][.\d]* 84[12]/.test(pdf.toString('latin1')), 'not A4');
  });
  await test('print: case home and lists leave the navigation out', async () => {
    for (const path of [env.closed, '/so/ca', '/']) {
      await page.goto(path);
      await page.emulateMedia({ media: 'print' });
      for (const part of ['.top', '.nav', '.foot', '.filters', 'main button'])
        for (const el of await page.locator(part).all()) check(!await el.isVisible(), `${part} is printed on ${path}`);
      const sheets = pageCount(await page.pdf({ preferCSSPageSize: true }));
      check(sheets >= 1 && sheets <= 3, `${path}: ${sheets} sheets`);
    }
    same(await page.evaluate(() => document.scrollingElement.scrollWidth > innerWidth), false, 'wider than the sheet');
  });
  await page.context().close();
}

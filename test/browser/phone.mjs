// SPDX-License-Identifier: AGPL-3.0-or-later
// On a phone of 360x640: nothing wider than the screen, targets a thumb can hit.
import { test, pageOf, check, env, phone } from './lib.mjs';
import { visit } from './look.mjs';

export const touch = { viewport: phone, hasTouch: true, isMobile: true };

export default async function () {
  await test('phone: no page is wider than the screen, axe finds nothing', async () => {
    const found = await visit(touch, async (page, name) => {
      const [width, wide] = await page.evaluate(() => [document.scrollingElement.scrollWidth, [...document.querySelectorAll('body *')]
        .filter(el => el.getBoundingClientRect().right > 361 && !el.closest('.scroll,.hide')).slice(0, 4).map(el => el.outerHTML.slice(0, 100))]);
      return width <= 360 ? [] : [`${name} is ${width} px wide: ${wide.join(' | ')}`];
    });
    check(!found.length, found.join('\n'));
  });
  for (const [name, path] of [['inbox', '/'], ['intake', '/so/ca/moi'], ['receipt', env.open + '/bien-nhan'], ['case', env.open]])
    await test(`phone: targets of ${name} are at least 44 px high`, async () => {
      const page = await pageOf('can_bo', touch);
      await page.goto(path);
      const small = await page.evaluate(() => [...document.querySelectorAll('a[href],button,select,summary,label.option,input:not([type=hidden]):not([type=radio]):not([type=checkbox])')]
        .filter(el => el.offsetParent && !el.closest('.skip,p.small,.timeline p')).map(el => [el, el.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.5 && box.height > 1).map(([el, box]) => `${Math.round(box.height)} px: ${el.outerHTML.slice(0, 90)}`));
      check(!small.length, small.join('\n'));
      await page.context().close();
    });
  await test('phone: the menu opens, search works from it', async () => {
    const page = await pageOf('can_bo', touch);
    await page.goto('/');
    await page.tap('.nav summary');
    check(await page.locator('.nav .menu a[href="/so/ca"]').isVisible(), 'the menu does not open');
    await page.fill('.nav [name=q]', 'ho thi mung');
    await page.tap('.nav form button');
    await page.waitForURL('**/tim');
    check(await page.locator('main .tasks a').count() > 0, 'nothing found');
    await page.context().close();
  });
}

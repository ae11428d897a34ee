// SPDX-License-Identifier: AGPL-3.0-or-later
// On a phone of 360x640: nothing wider than the screen, targets a thumb can hit.
import { test, pageOf, check, env, phone } from './lib.mjs';
import pages from './pages.mjs';

export const touch = { viewport: phone, hasTouch: true, isMobile: true };

export default async function () {
  for (const [name, who, path, act] of pages().filter(p => p[0] !== 'error'))
    await test(`phone: ${name} fits the width`, async () => {
      const page = await pageOf(who, touch);
      await page.goto(path);
      if (act) await act(page);
      const [width, wide] = await page.evaluate(() => [document.scrollingElement.scrollWidth, [...document.querySelectorAll('body *')]
        .filter(el => el.getBoundingClientRect().right > 361 && !el.closest('.scroll,.hide')).slice(0, 4).map(el => el.outerHTML.slice(0, 100))]);
      check(width <= 360, `${width} px wide: ${wide.join(' | ')}`);
      await page.context().close();
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

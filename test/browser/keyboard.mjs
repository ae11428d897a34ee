// SPDX-License-Identifier: AGPL-3.0-or-later
// Without a mouse: the intake and one step by keys alone, focus always seen, errors get the focus.
import { test, pageOf, check, same, tail } from './lib.mjs';

const focused = page => page.evaluate(() => {
  const el = document.activeElement, style = getComputedStyle(el);
  return { name: el.name || el.id, tag: el.tagName, value: el.value, seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
});
// Tab until the control of that name has the focus; every stop on the way must be visible.
async function tabTo(page, name, most = 40) {
  for (let i = 0; i < most; i++) {
    const at = await focused(page);
    if (at.name === name) return at;
    if (at.tag !== 'BODY' && at.tag !== 'MAIN') check(at.seen, `no focus ring on ${at.tag} ${at.name}`);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}`);
}

export default async function () {
  const page = await pageOf('can_bo');
  let home;
  await test('intake by keyboard: Alt+N, Tab in the order of the paper, errors get the focus, Ctrl+Enter sends', async () => {
    await page.goto('/');
    await page.keyboard.press('Tab');
    same((await page.evaluate(() => document.activeElement.className)), 'skip', 'the first stop');
    await page.keyboard.press('Alt+KeyN');
    await page.waitForURL('**/so/ca/moi');
    await tabTo(page, 'noi_xay_ra');
    await page.keyboard.type('Trường tiểu học, Thôn 5');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('#loi');
    await page.waitForFunction(() => document.activeElement.id === 'loi');
    const shown = await page.locator('#loi').boundingBox();
    check(shown.y >= 0 && shown.y < 768, 'the list of errors is not on the screen');
    const links = await page.$$eval('#loi a', all => all.map(a => a.getAttribute('href')));
    same(links.join(' '), '#muc_do #noi_dung', 'errors in the order of the form');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash === '#muc_do');
    same((await focused(page)).name, 'muc_do', 'the error link leads to its question');
    await page.keyboard.press('ArrowDown');
    same((await focused(page)).value, 'co_nguy_co', 'arrow chooses');
    await page.keyboard.press('Tab');
    same((await focused(page)).name, 'noi_xay_ra', 'after the first question');
    same((await focused(page)).value, 'Trường tiểu học, Thôn 5', 'what was typed');
    await page.keyboard.press('Tab');
    same((await focused(page)).name, 'noi_dung', 'after the second question');
    await page.keyboard.type('Cô giáo thấy cháu nghỉ học nhiều ngày.');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/bien-nhan');
    home = tail(page).replace('/bien-nhan', '');
  });
  await test('a step by keyboard: rows with j and k, Enter opens, Ctrl+Enter saves', async () => {
    await page.goto('/');
    await page.keyboard.press('j');
    const first = await page.evaluate(() => document.activeElement.getAttribute('href'));
    check(first && first.startsWith('/so/ca/'), 'j does not go to the first task');
    await page.goto(home + '/buoc/tham_ho');
    await tabTo(page, 'gap_tre');
    for (const name of ['gap_tre', 'an_toan', 'can_hanh_dong']) {
      await tabTo(page, name, 3);
      await page.keyboard.press(name === 'can_hanh_dong' ? 'ArrowRight' : 'Space');
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**?tb=da-luu');
    check((await page.innerText('.timeline')).includes('Thăm trẻ'), 'the visit is not in the story');
  });
  await test('Alt+N is not taken while a person types a slash or j in a box', async () => {
    await page.goto('/so/ca/moi');
    await page.focus('#noi_xay_ra');
    await page.keyboard.type('j/k thôn 3');
    same(await page.inputValue('#noi_xay_ra'), 'j/k thôn 3', 'the box');
    await page.focus('main');
    await page.keyboard.press('/');
    same((await focused(page)).name, 'q', '/ goes to the search box');
    same((await focused(page)).value, '', 'the slash itself is not typed');
  });
  await page.context().close();
}

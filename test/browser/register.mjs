// SPDX-License-Identifier: AGPL-3.0-or-later
// The register: a child and its household, suggestions and duplicates by keyboard, and axe on its pages at both sizes.
import { test, pageOf, check, same, axe, fill, send, ok, tail, wide, phone } from './lib.mjs';

const child = (page, answers) => fill(page, { ho_ten: 'Lò Thị Hương Giang', gioi_tinh: 'nu', ngay_sinh: '12/03/2015', thon: 'Bản Co Mạy', ho_ten_me: 'Quàng Thị Inh', ...answers });

async function addChild(page, answers) {
  await page.goto('/so/tre_em/moi');
  await child(page, answers);
  await send(page);
}

// Presses Tab until what has the focus matches.
async function tabTo(page, selector, most = 120) {
  for (let i = 0; i < most; i++) {
    if (await page.evaluate(s => document.activeElement.matches(s), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
}

export default async function () {
  const page = await pageOf('can_bo');
  let first, second, home;
  await test('a child is written, and its household made from its page', async () => {
    await addChild(page);
    await ok(page, 'child');
    first = tail(page);
    check(await page.locator('main >> text=Chuyển nơi ở').count(), 'no way to a move');
    await page.click('text=Lập hộ mới');
    await send(page);
    await ok(page, 'household');
    await page.goto(first);
    home = await page.locator('.side a[href^="/so/ho/"]').first().getAttribute('href');
    await page.goto(home);
    for (const what of ['Đổi chủ hộ', 'Tách hộ', 'Nhập vào hộ khác', 'Hộ chuyển đi'])
      check(await page.locator(`main >> text=${what}`).count(), `no ${what}`);
  });
  await test('the likely same child is shown before saving, and does not stand in the way', async () => {
    await addChild(page, { ho_ten: 'Lo Thi Huong Giang', thon: 'Bản Nà Nghè' });
    check(await page.locator('#da-co').count(), 'nobody was shown');
    await page.click('button[name=khong_trung]');
    await page.waitForURL(/so\/tre_em\/[0-9a-f-]{36}/);
    second = tail(page);
    check(second !== first, 'one child');
  });
  await test('a namesake about whom nothing else is known is not asked about', async () => {
    await page.goto('/so/tre_em/moi');
    await fill(page, { ho_ten: 'Lò Thị Hương Giang', gioi_tinh: 'nu' });
    await send(page);
    check(!await page.locator('#da-co').count(), 'asked');
  });
  await test('suggestions by keyboard: type, down, enter', async () => {
    await page.goto('/');
    await page.focus('#tim');
    await page.keyboard.type('giang huong', { delay: 20 });
    await page.waitForSelector('.find .suggest [role=option]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/so\/tre_em\/[0-9a-f-]{36}/);
  });
  await test('two records side by side by keyboard: merged, and parted again', async () => {
    const [a, b] = [first, second].map(x => x.split('/').pop());
    await page.goto(`/trung/${a}/${b}`);
    await tabTo(page, 'button[name=viec][value=gop]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/tb=da-gop/);
    await page.click('summary:has-text("Hồ sơ đã gộp vào đây")');
    await page.click('text=Tách lại');
    await tabTo(page, 'main form button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/tb=da-tach/);
    same(await page.locator('main .compare').count(), 1, 'side by side again');
  });
  await test('axe finds nothing on the pages of the register at both sizes', async () => {
    await page.goto('/so/dot_ra_soat/moi');
    await fill(page, { ten: 'Rà soát quý IV' });
    await send(page);
    const round = tail(page), [a, b] = [first, second].map(x => x.split('/').pop());
    const paths = [first, first + '/sua', first + '/them/tiem_chung', home, home + '/ho/tach', home + '/ho/chuyen', '/so/tre_em', '/so/tre_em?loc=thieu_so_dinh_danh',
      '/so/tre_em/moi', '/so/tre_em/in-danh-sach', '/trung', `/trung/${a}/${b}`, round, round + '/ra-soat', `/so/chuyen_noi_o/moi?tre=${a}`, '/tro-cap', '/tim', '/so'];
    const found = [];
    for (const viewport of [wide, phone]) {
      const p = await pageOf('can_bo', { viewport });
      for (const path of paths) {
        const r = await p.goto(path);
        if (r.status() !== 200) found.push(`${path}: ${r.status()}`);
        found.push(...await axe(p, path));
        if (await p.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)) found.push(`${path} is wider than ${viewport.width}`);
      }
      await p.context().close();
    }
    check(!found.length, found.join('\n'));
  });
  await page.context().close();
}

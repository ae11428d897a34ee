// SPDX-License-Identifier: AGPL-3.0-or-later
// The pictures of the README, from demo data: node test/browser/readme.mjs. Needs pngquant.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, startBrowser, fill, send, wide, phone, tail } from './lib.mjs';

const program = process.env.MANG || join(root, 'build/mang'), img = join(root, 'doc/img');
const dir = mkdtempSync(join(tmpdir(), 'mang-readme-')), data = join(dir, 'data');
mkdirSync(img, { recursive: true });
execFileSync(program, ['demo', '--data', data], { stdio: 'ignore' });
const words = Object.fromEntries(readFileSync(join(data, 'demo-signins.txt'), 'utf8').trim().split('\n').map(l => l.split(/\s+/)));
const server = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] });
const port = await new Promise(done => {
  let log = '';
  const hear = t => { log += t; const m = log.match(/"?port"?[=:]"?(\d+)/); if (m) done(m[1]); };
  server.stdout.on('data', hear);
  server.stderr.on('data', hear);
});
const browser = await startBrowser();
const shared = {};

async function as(name, options = {}) {
  const context = await browser.newContext({ viewport: wide, baseURL: `http://127.0.0.1:${port}`, reducedMotion: 'reduce', storageState: shared[name], ...options });
  const page = await context.newPage();
  if (!shared[name]) {
    await page.goto('/dang-nhap');
    await page.fill('#ten', name);
    await page.fill('#mat_khau', words[name]);
    await page.click('main button');
    await page.waitForURL(url => url.pathname !== '/dang-nhap');
    if (tail(page) === '/mat-khau') {
      await page.fill('#cu', words[name]);
      await page.fill('#moi', 'suoi-gao-dieu-47');
      await page.fill('#lai', 'suoi-gao-dieu-47');
      await page.click('main button');
      await page.waitForURL('**/?tb=*');
    }
    shared[name] = await context.storageState();
  }
  return page;
}
async function picture(page, name, options = {}) {
  const file = join(img, name + '.png');
  await page.screenshot({ path: file, ...options });
  execFileSync('pngquant', ['--force', '--skip-if-larger', '--strip', '--output', file, '64', file]);
}
try {
  const official = await as('can_bo');
  await official.goto('/');
  await picture(official, 'inbox');
  await official.goto('/so/ca/moi');
  await fill(official, { muc_do: 'dang_nguy_hiem', noi_xay_ra: 'Nhà bà nội, bản Co Mạy', noi_dung: 'Hàng xóm nghe tiếng khóc, thấy cháu bị bầm tím ở tay.', ho_ten_tre: 'Lò Thị Mừng' });
  await picture(official, 'intake');
  await send(official);
  await picture(official, 'receipt');
  const phoned = await as('can_bo', { viewport: phone, isMobile: true, hasTouch: true, deviceScaleFactor: 1.5 });
  await phoned.goto(tail(official));
  await picture(phoned, 'phone');
  await official.goto('/so/ca?tt=cho_ke_hoach');
  await official.click('main tbody a >> nth=0');
  await official.waitForURL(/so\/ca\/[0-9a-f]/);
  await picture(official, 'case');
  await official.goto('/so/tre_em');
  await official.click('main tbody a >> nth=30');
  await official.waitForURL(/so\/tre_em\/[0-9a-f-]{36}/);
  await picture(official, 'child');
  await official.focus('#tim');
  await official.keyboard.type('lo thi', { delay: 30 });
  await official.waitForSelector('.find .suggest [role=option]');
  await picture(official, 'search');
  await official.goto('/trung');
  await official.click('.pairs a.button >> nth=-1');
  await official.waitForURL(/trung\/[0-9a-f-]{36}/);
  await picture(official, 'pair');
  await official.goto('/nhap-excel');
  await official.click('main a:has-text(".csv") >> nth=0');
  await official.waitForURL(/nhap-excel\/[0-9a-f-]{36}/);
  await picture(official, 'import');
  await official.goto('/tro-cap');
  await official.click('main tbody a >> nth=0');
  await official.waitForURL(/tro-cap\/danh-sach\/[0-9a-f-]{36}/);
  await official.goto(tail(official) + '/in');
  await picture(official, 'payment');
  const chair = await as('chu_tich');
  await chair.goto('/');
  await chair.click('main .tasks li:has-text("Duyệt kế hoạch") a.button >> nth=0').catch(() => {});
  await chair.waitForSelector('[name=quyet_dinh]');
  await picture(chair, 'approve');
  const province = await as('can_bo_tinh');
  for (const [name, path] of [['province', '/toan-tinh'], ['targets', '/chi-tieu?ct=qd23'], ['sheet', '/chi-tieu/ty_le_hcdb'],
    ['map', '/ban-do']]) {
    await province.goto(path);
    await picture(province, name);
  }
  const leader = await as('lanh_dao_tinh').catch(() => province);
  await leader.goto('/lanh-dao');
  await picture(leader, 'lead');
  await official.goto('/bao-cao');
  await official.click('main button:has-text("Lập báo cáo") >> nth=0');
  await official.waitForURL(/bao-cao\/[0-9a-f-]{36}/);
  await picture(official, 'report');
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await new Promise(done => server.on('exit', done));
  rmSync(dir, { recursive: true, force: true });
}

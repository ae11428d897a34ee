// SPDX-License-Identifier: AGPL-3.0-or-later
// J7 on the demo's data: an officer of the province makes the nine-month report, takes it as Word and Excel, and sends
// it; what he does wrong on the way is told, and nothing of what he wrote is lost.
import { readFileSync } from 'node:fs';
import { test, startDemo, pageAt, unzip, ok, check, same, tail } from './lib.mjs';

const duty = 'form:has(input[name=nhiem_vu][value=bao_cao_9_thang_tinh])';
const words = 'Cán bộ tỉnh ghi thêm: hai xã vùng biên mới có cộng tác viên.';
const frozen = /số liệu chốt lúc/;

async function takeFile(page, label) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(`main a:text-is("${label}")`)]);
  return { name: download.suggestedFilename(), parts: unzip(readFileSync(await download.path())) };
}
const plain = xml => xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '').replace(/&lt;/g, '<').replace(/&amp;/g, '&');
// The texts of a sheet: shared ones, in the order of the file.
const sheetTexts = parts => plain((parts['xl/sharedStrings.xml'] || '').replace(/<\/si>/g, '\n'));
const text = page => page.innerText('main');
const box = '#doan_tro_giup';

async function press(page, button) {
  await Promise.all([page.waitForNavigation(), page.click(button)]);
}

export default async function () {
  const site = await startDemo();
  try {
    await journeys(site);
  } finally {
    await site.stop();
  }
}

async function journeys(site) {
  const page = await pageAt(site, 'can_bo_tinh');
  let clicks = 0, home;
  const click = async what => { clicks++; await press(page, what); };

  await test('J7 the nine-month report begins at home, drafted and checked', async () => {
    if (!await page.locator(duty).count()) await click('.nav a[href="/bao-cao"]'); // not near its day: it stands in the calendar
    await click(`${duty} button`);
    home = tail(page);
    check(/^\/bao-cao\/[0-9a-f-]{36}$/.test(home), `begun at ${home}`);
    const shown = await text(page);
    for (const want of ['Cần xem trước khi gửi', 'xã, phường chưa gửi báo cáo của kỳ này', 'Chương trình hành động quốc gia vì trẻ em'])
      check(shown.includes(want), `"${want}" is missing`);
    const drafted = await page.inputValue(box);
    check(/đạt [\d.,]+% kế hoạch/.test(drafted.replace(/⟦[^:]+: ([^⟧]*)⟧/g, '$1')), `no share of the plan: ${drafted}`);
  });

  await test('J7 a number deleted by hand is told, its words stay, and it comes back', async () => {
    const other = await page.context().newPage();
    await other.goto(home);
    const drafted = await other.inputValue(box);
    await other.fill(box, `${words} ${drafted.replace(/⟦ty_le_hcdb_duoc_ho_tro\|ke_hoach: [^⟧]*⟧/, '')}`);
    await press(other, 'main .actions button[value=luu]');
    check((await text(other)).includes('Câu mẫu có số liệu này mà đoạn trên không còn'), 'the missing number is not told');
    check((await other.inputValue(box)).startsWith(words), 'what was typed is lost');
    await press(other, 'button[value="them.tro_giup"]');
    const mended = await other.inputValue(box);
    check(mended.startsWith(words) && mended.includes('⟦ty_le_hcdb_duoc_ho_tro|ke_hoach:'), `not put back: ${mended}`);
    await other.fill(box, `${words} Hỏng ⟦tre_hcdb: 1.`);
    await press(other, 'main .actions button[value=luu]');
    check((await text(other)).includes('Ô số liệu bị hỏng ở “⟦tre_hcdb: 1.”'), 'the broken field is not told');
    check((await other.inputValue(box)).startsWith(`${words} Hỏng`), 'what was typed is lost');
    await press(other, 'button[value="soan_lai.tro_giup"]');
    same(await other.inputValue(box), drafted, 'drafted again');
    await other.fill(box, `${words} ${drafted}`);
    await press(other, 'main .actions button[value=luu]');
    await ok(other, 'saving');
    await other.close();
    await page.reload();
  });

  const old = [];
  await test('J7 Word with the sentences, Excel with the targets, sent: at most five clicks', async () => {
    for (let i = 0; i < 2; i++) {
      old.push(await page.context().newPage());
      await old[i].goto(home);
    }
    clicks++;
    const word = await takeFile(page, 'Tải Word');
    same(word.name.replace(/\d{4}-9m/, 'K'), 'bao-cao-9-thang-K-tinh-dien-bien.docx', 'name of the Word file');
    const body = plain(word.parts['word/document.xml']);
    for (const want of [words, 'BÁO CÁO', 'SỞ Y TẾ', 'I. TÌNH HÌNH CHUNG', 'tỉnh Điện Biên', 'Nơi nhận:'])
      check(body.includes(want), `Word without "${want}"`);
    check(/đạt [\d.,]+% kế hoạch/.test(body), 'Word without a share of the plan');
    check(!/[⟦⟧]|\{\{/.test(body), 'signs of fields are printed');
    clicks++;
    const excel = await takeFile(page, 'Tải Excel');
    const texts = sheetTexts(excel.parts);
    for (const want of ['PHỤ LỤC SỐ LIỆU THEO XÃ, PHƯỜNG', 'Xã Mường Phăng', 'CT14', 'Trẻ em dưới 5 tuổi được đăng ký khai sinh', 'Bản dự thảo'])
      check(texts.includes(want), `Excel without "${want}"`);
    check(excel.parts['xl/workbook.xml'].includes('name="Chỉ tiêu"'), 'no sheet of targets');
    check(/<f>SUM\(/.test(excel.parts['xl/worksheets/sheet1.xml']), 'no sums');
    await click('main .actions button[value=gui]');
    const shown = await text(page);
    check(shown.includes('Đã gửi') && frozen.test(shown), `not sent: ${shown.slice(0, 300)}`);
    check(!await page.locator('main textarea[name^=doan_]').count(), 'still open');
    check(shown.includes(words), 'what was typed is lost');
    check(clicks <= 5, `${clicks} clicks`);
    check(sheetTexts((await takeFile(page, 'Tải Excel')).parts).includes('Số liệu chốt khi gửi báo cáo'), 'the figures of the file are not frozen');
  });

  await test('J7 sent a second time from an old page: told, and nothing changes', async () => {
    const before = await text(page);
    await press(old[0], 'main .actions button[value=gui]');
    check((await old[0].innerText('body')).includes('Đã gửi báo cáo'), `the second sending is not told: ${old[0].url()}`);
    await old[1].fill(box, 'Chữ gõ sau khi đã gửi.');
    await press(old[1], 'main .actions button[value=gui]');
    check((await text(old[1])).includes('không vào báo cáo đã gửi'), `not told: ${await text(old[1])}`);
    same(await old[1].inputValue('main textarea'), 'Chữ gõ sau khi đã gửi.', 'what was typed, to be copied');
    await page.reload();
    same(await text(page), before, 'the report');
  });
  await page.context().close();
}

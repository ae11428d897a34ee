// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything without JavaScript: intake, a step with rows, search, filters, lists.
import { test, pageOf, fill, check, same, tail } from './lib.mjs';
import { intake } from './case.mjs';

export default async function () {
  const page = await pageOf('can_bo', { javaScriptEnabled: false });
  // Waits for the answer: the page shown before it is loaded already, so its load state says nothing.
  const press = what => Promise.all([page.waitForNavigation(), page.click(what)]);
  let home;
  await test('no script: intake with an error and again', async () => {
    await page.goto('/');
    await press('.top .new');
    await page.fill('[name=noi_dung]', intake.noi_dung);
    await press('main form.form .actions button');
    check((await page.innerText('#loi')).includes('Mức độ'), 'the list of errors names no question');
    check((await page.title()).startsWith('Lỗi'), 'the title does not say so');
    same(await page.inputValue('[name=noi_dung]'), intake.noi_dung, 'what was typed');
    await fillPlain(page, { noi_xay_ra: intake.noi_xay_ra, ho_ten_tre: 'Lê Thị Hà' });
    await page.check('[name=muc_do][value=co_nguy_co]');
    await press('main form.form .actions button');
    check(page.url().endsWith('/bien-nhan'), 'no receipt: ' + page.url());
    home = tail(page).replace('/bien-nhan', '');
  });
  await test('no script: rows are added and taken away by buttons', async () => {
    await page.goto(await rowsForm(page));
    const count = () => page.locator('fieldset.rows .row').count();
    const before = await count();
    await page.locator('fieldset.rows .row input[type=text]').first().fill('Hội Liên hiệp Phụ nữ');
    await press('fieldset.rows [name=them]');
    same(await count(), before + 1, 'rows after adding');
    same(await page.locator('fieldset.rows .row input[type=text]').first().inputValue(), 'Hội Liên hiệp Phụ nữ', 'the first row');
    await press('fieldset.rows .row:last-of-type [name=bot]');
    same(await count(), before, 'rows after taking one away');
  });
  await test('no script: search finds a name typed without marks, never in the address', async () => {
    await page.goto('/');
    await page.fill('#tim', 'le thi ha');
    await press('.find button');
    same(tail(page) + new URL(page.url()).search, '/tim', 'address');
    check(await page.locator(`main a[href="${home}"]`).count() > 0, 'the case is not found');
  });
  await test('no script: a list filters by its button and keeps the filter in the address', async () => {
    await page.goto('/so/ca');
    const all = await page.locator('main tbody tr').count();
    await page.selectOption('[name=muc_do]', 'co_nguy_co');
    await press('.filters button');
    const some = await page.locator('main tbody tr').count();
    check(some > 0 && some < all, `${some} of ${all} lines`);
    check(page.url().includes('muc_do=co_nguy_co'), page.url());
    same(await page.inputValue('[name=muc_do]'), 'co_nguy_co', 'the filter shown');
    await press('.filters a');
    same(await page.locator('main tbody tr').count(), all, 'lines without filter');
    await press('main thead a >> nth=0');
    same(await page.locator('main thead th[aria-sort]').count(), 1, 'sorted columns');
  });
  await page.context().close();

  async function fillPlain(p, values) {
    for (const [name, value] of Object.entries(values)) await p.fill(`[name=${name}]`, value);
  }
  // A form with rows that can be opened now: the verified case's first assessment.
  async function rowsForm(p) {
    await p.goto(home + '/buoc/xac_minh');
    await p.check('[name=ket_luan][value=dung]');
    await p.check('[name=doi_tuong][value=nguy_co]').catch(() => p.check('[name=doi_tuong] >> nth=1'));
    await p.fill('[name=noi_dung]', 'Đúng như tin báo.');
    await p.fill('[name=ngay_sinh]', '2015');
    await press('main form.form .actions button');
    if (await p.locator('.warnings').count()) await press('main form.form .actions button');
    return home + '/buoc/danh_gia_ban_dau';
  }
}

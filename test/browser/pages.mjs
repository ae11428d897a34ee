// SPDX-License-Identifier: AGPL-3.0-or-later
// One page of every kind: name, who sees it, address, what to do there first. Needs env.open and
// env.closed: the home of a case that has just come in and of one that has been closed.
import { env, fill, send } from './lib.mjs';

const search = async page => {
  await page.evaluate(() => { document.querySelector('#tim').value = 'mung'; });
  await page.evaluate(() => document.querySelector('.find').submit());
  await page.waitForURL('**/tim');
};
const wrong = async page => {
  await fill(page, { noi_dung: 'Nghe tiếng khóc.', thoi_diem_nhan: '25:00' });
  await send(page);
  await page.waitForSelector('#loi');
};
const lock = async page => {
  await page.evaluate(() => document.querySelector('form[action="/khoa"]').submit());
  await page.waitForSelector('form[action="/mo-khoa"]');
};
const firstPart = async page => {
  await page.click('.timeline a');
  await page.waitForURL(/so\/(?!ca\/)/);
};

export { lock };
export default () => [
  ['sign-in', null, '/dang-nhap'],
  ['inbox', 'can_bo', '/'],
  ['inbox-empty', 'chu_tich', '/'],
  ['inbox-province', 'can_bo_tinh', '/'],
  ['registers', 'can_bo', '/so'],
  ['list', 'can_bo', '/so/ca'],
  ['list-children', 'can_bo', '/so/tre_em'],
  ['list-empty', 'can_bo', '/so/co_so'],
  ['intake', 'can_bo', '/so/ca/moi'],
  ['intake-errors', 'can_bo', '/so/ca/moi', wrong],
  ['receipt', 'can_bo', env.open + '/bien-nhan'],
  ['case', 'can_bo', env.open],
  ['case-chair', 'chu_tich', env.open],
  ['case-province', 'can_bo_tinh', env.open],
  ['case-closed', 'can_bo', env.closed],
  ['step-verify', 'can_bo', env.open + '/buoc/xac_minh'],
  ['step-visit', 'can_bo', env.open + '/buoc/tham_ho'],
  ['step-not-now', 'can_bo', env.open + '/buoc/ke_hoach'],
  ['part', 'can_bo', env.closed, firstPart],
  ['journal-case', 'can_bo', env.closed + '/nhat-ky'],
  ['paper', 'can_bo', env.closed + '/in/mau_01'],
  ['province', 'can_bo_tinh', '/toan-tinh'],
  ['programme', 'can_bo_tinh', '/chi-tieu?ct=qd23'],
  ['indicator', 'can_bo_tinh', '/chi-tieu/ty_le_hcdb?cap=khong&to=gioi_tinh'],
  ['indicator-wrong', 'can_bo', '/chi-tieu/ty_le_hcdb?ky=2026-13'],
  ['number-opened', 'can_bo', '/chi-tieu/tre_em/so'],
  ['indicator-own', 'can_bo_tinh', '/chi-tieu/them'],
  ['target', 'can_bo_tinh', '/chi-tieu/ty_le_hcdb/muc-tieu'],
  ['values', 'can_bo', '/so-lieu'],
  ['values-judged', 'can_bo_tinh', '/so-lieu/duyet'],
  ['values-none', 'can_bo_tinh', '/so-lieu/duyet?dv=' + '19360'],
  ['lead', 'chu_tich', '/lanh-dao'],
  ['search', 'can_bo', '/', search],
  ['password', 'can_bo', '/mat-khau'],
  ['admin', 'quan_tri', '/quan-tri'],
  ['users', 'quan_tri', '/quan-tri/nguoi-dung'],
  ['units', 'quan_tri', '/quan-tri/don-vi'],
  ['journal', 'quan_tri', '/quan-tri/nhat-ky'],
  ['map', 'can_bo_tinh', '/ban-do'],
  ['outlines', 'quan_tri', '/quan-tri/ranh-gioi'],
  ['release', 'quan_tri', '/quan-tri/cong-khai'],
  ['open-data', null, '/cong-khai'],
  ['open-children', null, '/cong-khai/tre-em'],
  ['open-words', null, '/cong-khai/tu-dien'],
  ['help', 'can_bo', '/tro-giup'],
  ['error', 'can_bo', '/khong-co'],
];

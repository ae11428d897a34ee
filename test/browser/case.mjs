// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole protection case by mouse at 1366x768: what the golden journeys J1, J4, J5, J6 count.
import { test, pageOf, fill, send, ok, check, same, env, tail, vnDay } from './lib.mjs';

const scale = ['tu_bao_ve', 'biet_nguoi_bao_ve', 'quan_he_nguoi_bao_ve', 'nho_nguoi_lon', 'duoc_theo_doi'];
const each = (names, value) => Object.fromEntries(names.map(n => [n, value]));
export const intake = {
  muc_do: 'dang_nguy_hiem', noi_xay_ra: 'Nhà bà nội, Thôn 3',
  noi_dung: 'Hàng xóm nghe tiếng khóc, thấy cháu bị bầm tím ở tay.', ho_ten_tre: 'Hồ Thị Mừng',
};
export const steps = {
  xac_minh: {
    ket_luan: 'dung', noi_dung: 'Đã đến nhà cùng trưởng thôn, tin báo là đúng.', dau_hieu_toi_pham: '0',
    ngay_sinh: '2016', gioi_tinh: 'nu', doi_tuong: 'bi_xam_hai', hinh_thuc: ['bao_luc'],
    nguoi_gay_hai_la_nguoi_cham_soc: '1',
  },
  danh_gia_ban_dau: {
    ton_hai: 'cao', nguy_co_tiep: 'cao', ...each(scale, 'thap'), de_doa: '1', nguoi_cham_soc_gay_hai: '1',
    muc_nguy_co: 'cao', ket_luan: 'khan_cap',
  },
  bien_phap_khan_cap: { bien_phap: ['kham_dieu_tri'], tre_an_toan: '1', can_cach_ly: '0' },
  danh_gia_chi_tiet: {
    the_chat_tam_ly: 'Ổn dần.', gia_dinh: 'Ở với bà nội.', yeu_to: 'Cha say rượu.', hoc_tap: 'Đi học đều.',
    cong_dong: 'Hàng xóm giúp đỡ.', nhom_nhu_cau: null, y_kien_tre: 'Muốn ở với bà.', nguoi_cham_soc_gay_hai: '1',
    ...each(['ton_hai', 'tiep_can', 'anh_huong', 'tro_ngai', 'khong_nguoi_bao_ve'], 'trung_binh'), ...each(scale, 'trung_binh'),
    muc_nguy_co: 'trung_binh',
  },
};

// Answers every question of the form that is still empty, the first answer of each.
export async function answerRest(page) {
  return page.evaluate(() => {
    const asked = [];
    for (const set of document.querySelectorAll('main form.form fieldset.field:not(.rows)')) {
      const boxes = [...set.querySelectorAll('input:not([disabled])')];
      if (!boxes.length || set.closest('[hidden]') || boxes.some(b => b.checked)) continue;
      if (set.querySelector('.mark')) continue; // optional
      boxes[0].click();
      asked.push(boxes[0].name);
    }
    for (const el of document.querySelectorAll('main form.form textarea, main form.form select, main form.form input[type=text]')) {
      if (el.closest('[hidden]') || el.value || el.readOnly || el.getAttribute('aria-required') !== 'true') continue;
      if (el.tagName === 'SELECT') el.value = el.options[1].value;
      else el.value = el.inputMode === 'numeric' ? '1' : 'Có';
      asked.push(el.name);
    }
    return asked;
  });
}

async function doStep(page, home, step, answers = {}) {
  await page.goto(home);
  const link = page.locator(`main a[href$="/buoc/${step}"]`).first();
  if (!await link.isVisible()) await page.click(`main details:has(a[href$="/buoc/${step}"]) > summary`);
  await link.click();
  const given = Object.fromEntries(Object.entries(answers).filter(e => e[1] !== null));
  await fill(page, given);
  await answerRest(page);
  await send(page);
  if (await page.locator('.warnings').count()) await send(page);
  await page.waitForURL('**/so/ca/*?tb=da-luu').catch(() => {});
  await ok(page, step);
  same(tail(page), home, step + ' goes back to the case');
}

export async function newCase(page, answers = intake) {
  await page.goto('/so/ca/moi');
  await fill(page, answers);
  await send(page);
  await page.waitForURL('**/bien-nhan');
  return tail(page).replace('/bien-nhan', '');
}

export default async function () {
  const page = await pageOf('can_bo');
  let home;
  await test('J1 intake by mouse: 60 s, 2 clicks, 4 answers; the receipt says what runs and whom to call', async () => {
    await page.goto('/');
    const began = Date.now();
    let clicks = 1;
    await page.click('.top .new');
    await page.waitForURL('**/so/ca/moi');
    const empty = await page.$$eval('main form.form [name]', all => new Set(all
      .filter(el => el.type !== 'hidden' && !(el.type === 'radio' || el.tagName === 'BUTTON') && !el.value).map(el => el.name)).size);
    same(empty + 1, 4, 'questions left to answer');
    await fill(page, intake);
    await send(page);
    clicks++;
    await page.waitForURL('**/bien-nhan');
    home = tail(page).replace('/bien-nhan', '');
    check(Date.now() - began < 60000, 'slower than a minute');
    same(clicks, 2, 'clicks besides the answers');
    const text = await page.innerText('main');
    check(/còn 1[12] giờ/.test(text), 'the 12 hours are not on the receipt:\n' + text);
    for (const want of ['111', '113', '115', 'còn thiếu'])
      check(text.includes(want), `"${want}" is not on the receipt`);
    const top = await page.locator('main .due').first().boundingBox();
    check(top.y < 400, 'the clock is not the first thing seen');
  });

  await test('J4 verify and assess: from the inbox in one click, nothing typed twice, child enters the register', async () => {
    await page.goto('/');
    const row = page.locator('main .tasks li').first();
    check(/còn 1[12] giờ/.test(await row.innerText()), 'most urgent is not first');
    await page.goto(home);
    await page.click('main a[href$="/buoc/xac_minh"]');
    same(await page.inputValue('[name=ho_ten_tre]'), intake.ho_ten_tre, 'name from the intake');
    await doStep(page, home, 'xac_minh', steps.xac_minh);
    check((await page.innerText('h1')).includes('H.T.M.') || (await page.innerText('main')).includes('Mừng'), 'the case has no child');
    await doStep(page, home, 'danh_gia_ban_dau', steps.danh_gia_ban_dau);
    check(/Cần biện pháp khẩn cấp/.test(await page.innerText('main')), 'not an emergency now');
  });
  await test('emergency measures, detailed assessment and conference move the case on', async () => {
    await doStep(page, home, 'bien_phap_khan_cap', steps.bien_phap_khan_cap);
    await doStep(page, home, 'danh_gia_chi_tiet', steps.danh_gia_chi_tiet);
    await doStep(page, home, 'hop');
    check(/Chờ lập kế hoạch/.test(await page.innerText('main')), 'the case does not wait for the plan');
  });
  await test('plan with two rows', async () => {
    await page.goto(home + '/buoc/ke_hoach');
    await fill(page, { muc_tieu: 'Trẻ được an toàn và đi học lại.', den_ngay: vnDay(60), ngay_ra_soat: vnDay(0), nhip_tham: 'hang_tuan' });
    await answerRest(page);
    await page.fill('[name="hoat_dong.0.noi_dung"]', 'Khám sức khỏe');
    await page.click('[name=them][value=hoat_dong]');
    await page.waitForSelector('[name="hoat_dong.1.noi_dung"]');
    same(await page.inputValue('[name="hoat_dong.0.noi_dung"]'), 'Khám sức khỏe', 'the first row');
    same(await page.inputValue('[name=muc_tieu]'), 'Trẻ được an toàn và đi học lại.', 'the goal');
    for (const i of [0, 1]) {
      await page.selectOption(`[name="hoat_dong.${i}.dich_vu"]`, { index: i + 1 });
      await page.selectOption(`[name="hoat_dong.${i}.co_quan"]`, { index: i + 1 });
    }
    await page.fill('[name="hoat_dong.1.noi_dung"]', 'Trợ cấp học tập');
    await page.fill('[name="hoat_dong.1.kinh_phi"]', '1,5 triệu');
    check((await page.locator('output.echo').allInnerTexts()).some(t => t.includes('1.500.000')), 'money is not echoed');
    await answerRest(page);
    await send(page);
    await page.waitForURL('**/so/ca/*?tb=da-luu').catch(() => {});
    await ok(page, 'plan');
    check(/Chờ duyệt kế hoạch/.test(await page.innerText('main')), 'the plan does not wait for approval');
  });

  await test('J5 the chairman approves in 3 clicks from his inbox', async () => {
    const chair = await pageOf('chu_tich');
    await chair.goto('/');
    let clicks = 0;
    const click = async what => { clicks++; await chair.click(what); };
    await click('main .tasks li:has-text("Duyệt kế hoạch") a.button');
    await chair.waitForURL('**/buoc/phe_duyet');
    const shown = await chair.innerText('main');
    for (const want of ['Trẻ được an toàn', 'Khám sức khỏe', 'Trợ cấp học tập'])
      check(shown.includes(want), `the plan is not before the chairman's eyes: "${want}" is missing`);
    await click('main label:has([name=quyet_dinh][value=dong_y])');
    await click('main form.form .actions button');
    await chair.waitForURL('**/so/ca/*?tb=da-luu');
    check(/Đang thực hiện kế hoạch/.test(await chair.innerText('main')), 'not approved');
    same(clicks, 3, 'clicks');
    await chair.context().close();
  });

  await test('J6 visit, review, decision to close', async () => {
    const began = Date.now();
    await doStep(page, home, 'tham_ho', { gap_tre: '1', an_toan: '1', can_hanh_dong: '0' });
    check(Date.now() - began < 45000, 'a visit takes longer than 45 s');
    await doStep(page, home, 'ra_soat', {
      ...each(['ton_hai', 'tiep_can', 'tro_ngai'], 'thap'), ...each(scale, 'cao'), muc_nguy_co: 'thap',
      con_nguy_co: '0', da_on_dinh: '1', ket_luan: 'ket_thuc',
    });
    const chair = await pageOf('chu_tich');
    await doStep(chair, home, 'ket_thuc', { quyet_dinh: 'dong_y' });
    check(/Đã kết thúc/.test(await chair.innerText('main')), 'not closed');
    await chair.context().close();
    await page.goto(home);
    const events = await page.locator('.timeline li').count();
    same(events, 11, 'events in the story');
  });
  env.closed = home;
  env.open = await newCase(page);
  await page.context().close();
}

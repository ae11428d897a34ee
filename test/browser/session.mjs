// SPDX-License-Identifier: AGPL-3.0-or-later
// The lock keeps what was typed; a double click makes one case; the language changes and comes back.
import { test, pageOf, freshPageOf, fill, check, same, env, password, tail } from './lib.mjs';
import { intake } from './case.mjs';
import pages from './pages.mjs';

const lockFrom = async page => {
  const other = await page.context().newPage();
  await other.goto('/');
  await other.click('.user summary');
  await other.click('form[action="/khoa"] button');
  await other.waitForSelector('form[action="/mo-khoa"]');
  await other.close();
};
const unlock = async page => {
  await page.fill('#mat_khau', password);
  await page.click('form[action="/mo-khoa"] button');
};
const text = 'Cháu kể với cô giáo, cô đã báo trưởng thôn.';

export default async function () {
  await test('lock from another tab: sending keeps the text, unlocking shows it again', async () => {
    const page = await freshPageOf('can_bo');
    await page.goto('/so/ca/moi');
    await fill(page, { ...intake, noi_dung: text });
    await lockFrom(page);
    await page.click('main form.form .actions button');
    await page.waitForSelector('form[action="/mo-khoa"]');
    check(!(await page.innerText('body')).includes(text), 'the lock page shows the story');
    await unlock(page);
    await page.waitForSelector('[name=noi_dung]');
    same(await page.inputValue('[name=noi_dung]'), text, 'the text after unlocking');
    check(await page.isChecked('[name=muc_do][value=dang_nguy_hiem]'), 'the answer is gone');
    await page.context().close();
  });
  await test('autosave: leaving the page keeps the text, opening the form again shows it', async () => {
    const page = await freshPageOf('can_bo');
    await page.goto('/so/ca/moi');
    await page.fill('[name=noi_dung]', 'Bản nháp: ' + text);
    const kept = page.waitForResponse('**/nhap');
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    check((await kept).ok(), 'the draft is refused');
    await page.waitForFunction(() => document.querySelector('[data-saved]').textContent.includes('lưu nháp'));
    await lockFrom(page);
    await page.reload();
    await unlock(page);
    await page.waitForSelector('[name=noi_dung]');
    same(await page.inputValue('[name=noi_dung]'), 'Bản nháp: ' + text, 'the text');
    await page.context().close();
  });
  await test('back after the lock shows no case', async () => {
    const page = await freshPageOf('can_bo');
    await page.goto(env.open);
    await lockFrom(page);
    await page.goto('/tro-giup');
    await page.goBack();
    check(await page.locator('form[action="/mo-khoa"]').count() === 1, 'the case is shown again');
    await page.context().close();
  });
  await test('idle: the warning comes, work goes on', async () => {
    const page = await pageOf('can_bo');
    await page.clock.install();
    await page.goto('/');
    const idle = Number(await page.getAttribute('body', 'data-idle'));
    await page.clock.fastForward((idle - 100) * 1000);
    await page.waitForSelector('.idle button');
    await page.click('.idle button');
    await page.waitForSelector('.idle', { state: 'detached' });
    check((await page.title()).includes('Việc cần làm'), 'not on the page any more');
    await page.context().close();
  });
  for (const [script, javaScriptEnabled] of [['with', true], ['without', false]])
    await test(`double click ${script} script makes one case`, async () => {
      const page = await pageOf('can_bo', { javaScriptEnabled });
      const total = async () => { await page.goto('/so/ca'); return page.locator('main tbody tr').count(); };
      const before = await total();
      await page.goto('/so/ca/moi');
      for (const [name, value] of Object.entries(intake))
        if (name === 'muc_do') await page.check(`[name=muc_do][value=${value}]`); else await page.fill(`[name=${name}]`, value);
      await page.dblclick('main form.form .actions button:not([name])');
      await page.waitForURL('**/bien-nhan');
      same(await total(), before + 1, 'cases');
      await page.context().close();
    });
  await test('English and back; the frame of every English page has no Vietnamese', async () => {
    const page = await pageOf('can_bo');
    const to = async lang => {
      await page.goto('/');
      await page.click('.user summary');
      await page.click(`button[name=lang][value=${lang}]`);
      await page.waitForSelector(`html[lang=${lang}]`);
    };
    await to('en');
    try {
      const left = new Set();
      for (const [name, who, path, act] of pages().filter(p => p[1] === 'can_bo')) {
        await page.goto(path);
        if (act) await act(page);
        if (name === 'paper') continue; // papers are Vietnamese by law
        for (const found of await page.evaluate(vietnamese)) left.add(`${name}: ${found}`);
      }
      check(!left.size, [...left].join('\n'));
    } finally {
      await to('vi');
    }
    check((await page.innerText('h1')) === 'Việc cần làm', 'not Vietnamese again');
    await page.context().close();
  });
}

// Text with Vietnamese letters, except names, what people typed, sources of law, and what is said about it.
function vietnamese() {
  const skip = '.unit,.user,.drop p,.small,.source,.due .source,textarea,input,dd,td,.calls,.timeline p,.foot .small,[lang=vi],.brand,.people,option,.find,.static,.subject,.links,.summary dd,.errors,.error';
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walk.nextNode());) {
    const t = n.textContent.trim(), el = n.parentElement;
    if (/[ăâđêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹấầậẩẫắằặẳẵếềệểễốồộổỗớờợởỡứừựửữ]/i.test(t) && !el.closest(skip) && !/Măng|Hồ Thị|H\.T\.M/.test(t)) out.push(t.slice(0, 80));
  }
  return out;
}

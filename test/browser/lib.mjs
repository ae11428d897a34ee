// SPDX-License-Identifier: AGPL-3.0-or-later
// What all browser tests share: TAP, a server of our own with its own data, people who have signed
// in, filling forms as a person does, and a watch for console errors and refused content.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { chromium } from 'playwright-core';

export const root = new URL('../../', import.meta.url).pathname;
const program = process.env.MANG || join(root, 'build/mang');
export const wide = { width: 1366, height: 768 }, phone = { width: 360, height: 640 };
const password = 'suoi-gao-dieu-47';
const commune = '19360';
export const people = {
  can_bo: ['can_bo_xa', '--unit', commune, 'Trần Thị Thanh'],
  chu_tich: ['chu_tich', '--unit', commune, 'Lê Văn Bình'],
  can_bo_tinh: ['can_bo_tinh', '--province', '44', 'Hồ Thị Kim Liên'],
};

// ---- TAP

let n = 0, failed = 0;
export function report(name, fault) {
  n++;
  if (fault) failed++;
  console.log(`${fault ? 'not ok' : 'ok'} ${n} - ${name}`);
  if (fault) console.log(String(fault.message || fault).split('\n').map(l => '# ' + l).join('\n'));
}
export async function test(name, fn) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) return;
  const before = faults.length;
  try {
    await fn();
    if (faults.length > before) throw new Error(faults.slice(before).join('\n'));
    report(name);
  } catch (e) {
    report(name, e);
  }
}
export const finish = () => { console.log(`1..${n}`); return failed; };
export function check(yes, what) { if (!yes) throw new Error(what); }
export function same(got, want, what) { check(got === want, `${what}: ${got}, not ${want}`); }

// ---- the server

function cli(dir, ...args) {
  return execFileSync(program, [...args, '--data', dir], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

// The data of a small site with the people above; their first passwords.
function fillSite(data) {
  const first = { quan_tri: cli(data, 'init').match(/: (\S+-\S+)/)[1] };
  for (const [name, [role, level, unit, full]] of Object.entries(people))
    first[name] = cli(data, 'user', 'add', name, '--role', role, level, unit, '--full-name', full, '--phone', '0912345678').match(/: (\S+-\S+)/)[1];
  return first;
}
// That of the demo, with records of more than a year; its sign-ins.
function fillDemo(data) {
  return Object.fromEntries(cli(data, 'demo').split('\n').map(l => l.match(/^(\w+)\s+(\w+-\S+)/)).filter(Boolean).map(m => [m[1], m[2]]));
}

export const startServer = () => serve(fillSite);
export const startDemo = () => serve(fillDemo);
async function serve(fill) {
  const dir = mkdtempSync(join(tmpdir(), 'mang-browser-')), data = join(dir, 'data'), first = fill(data);
  const child = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = [];
  const port = await new Promise((resolve, reject) => {
    const hear = text => {
      log.push(String(text));
      const m = log.join('').match(/"?port"?[=:]"?(\d+)/);
      if (m) resolve(Number(m[1]));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', () => reject(new Error('server ended: ' + log.join(''))));
  });
  const stop = () => new Promise(done => {
    child.removeAllListeners('exit');
    child.on('exit', () => { rmSync(dir, { recursive: true, force: true }); done(); });
    child.kill('SIGTERM');
  });
  return { base: `http://127.0.0.1:${port}`, first, stop, log };
}

// ---- the browser

export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export const faults = []; // of any page, whatever the test
export function watch(page) {
  page.on('pageerror', e => faults.push(`${page.url()}: ${e.message}`));
  page.on('console', m => {
    const expected = /the server responded with a status of (4\d\d)/.test(m.text());
    if (m.type() === 'error' && !expected) faults.push(`${page.url()}: ${m.text()}`);
    if (m.type() === 'warning' && /Content Security Policy/.test(m.text())) faults.push(`${page.url()}: ${m.text()}`);
  });
  return page;
}

const states = {}; // signed-in cookies, by person
export const env = {};

async function signIn(page, name, word, base = env.base) {
  await page.goto(base + '/dang-nhap');
  await page.fill('#ten', name);
  await page.fill('#mat_khau', word);
  await page.click('main button');
}

async function newPage(options) {
  const context = await env.browser.newContext({ viewport: wide, reducedMotion: 'reduce', locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options });
  context.setDefaultTimeout(20000);
  return watch(await context.newPage());
}
// A page of that person; they sign in and change their first password once in a run.
export async function pageOf(name, options = {}) {
  if (name && !states[name]) {
    const page = await newPage({});
    await signIn(page, name, env.first[name]);
    await page.waitForURL('**/mat-khau');
    await page.fill('#cu', env.first[name]);
    await page.fill('#moi', password);
    await page.fill('#lai', password);
    await page.click('main button');
    await page.waitForURL('**/?tb=da-doi-mat-khau');
    states[name] = await page.context().storageState();
    await page.context().close();
  }
  return newPage({ baseURL: env.base, storageState: states[name], ...options });
}
// One of the demo's server, at home: its people keep their first passwords.
export async function pageAt(site, name) {
  const page = await newPage({ baseURL: site.base });
  await signIn(page, name, site.first[name], site.base);
  await page.waitForURL(site.base + '/');
  return page;
}
// A session of its own, for tests that lock it or sign out.
export async function freshPageOf(name, options = {}) {
  await (await pageOf(name)).context().close();
  const page = await pageOf(null, options);
  await signIn(page, name, password);
  await page.waitForURL(env.base + '/');
  return page;
}
export { password };

// Fills a form as a person does: clicks the label of an answer, types into a box.
export async function fill(page, answers) {
  let clicks = 0;
  for (const [name, value] of Object.entries(answers)) {
    const at = page.locator(`main [name="${name}"]`).first();
    const kind = await at.evaluate(el => el.type || el.tagName);
    if (kind === 'radio' || kind === 'checkbox') {
      for (const v of [].concat(value)) {
        await page.click(`main label:has([name="${name}"][value="${v}"])`);
        clicks++;
      }
    } else if (/select/.test(kind)) {
      await at.selectOption(value);
      clicks++;
    } else {
      await at.fill(value);
    }
  }
  return clicks;
}
// Presses the form's own button and waits for what comes of it: another page, or the same with errors.
export async function send(page, button = 'main form .actions button:not([name])') {
  const answer = page.waitForResponse(r => r.request().method() === 'POST' && !r.url().endsWith('/nhap'));
  const before = page.url();
  await page.click(button);
  const status = (await answer).status();
  if (status === 303) await page.waitForURL(url => url.href !== before);
  else await page.waitForFunction(() => !document.querySelector('#noi-dung[aria-busy=true]'));
  await page.waitForLoadState();
}
export const ok = async (page, what) => {
  const wrong = await page.locator('#loi').count() ? await page.locator('#loi').innerText() : '';
  check(!wrong, `${what}: ${wrong}`);
};

// The parts of a zip file (Word, Excel), by name. Throws if it is none.
export function unzip(b) {
  const end = b.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  check(end >= 0, 'no zip file');
  const parts = {};
  for (let i = b.readUInt16LE(end + 10), at = b.readUInt32LE(end + 16); i > 0; i--) {
    same(b.readUInt32LE(at), 0x02014b50, 'head of an entry');
    const [name, extra, note] = [28, 30, 32].map(k => b.readUInt16LE(at + k)), from = b.readUInt32LE(at + 42);
    const data = from + 30 + b.readUInt16LE(from + 26) + b.readUInt16LE(from + 28);
    const packed = b.subarray(data, data + b.readUInt32LE(at + 20));
    parts[b.toString('utf8', at + 46, at + 46 + name)] = (b.readUInt16LE(at + 10) ? inflateRawSync(packed) : packed).toString('utf8');
    at += 46 + name + extra + note;
  }
  return parts;
}

export const tail = page => new URL(page.url()).pathname;
export const vnNow = (minutes = 0) => {
  const t = new Date(Date.now() + 7 * 3600e3 + minutes * 60e3).toISOString();
  return `${t.slice(11, 16)} ${vnDay(0, t)}`;
};
export const vnDay = (days = 0, iso) => {
  const t = iso || new Date(Date.now() + 7 * 3600e3 + days * 86400e3).toISOString();
  return `${t.slice(8, 10)}/${t.slice(5, 7)}/${t.slice(0, 4)}`;
};

const axeSource = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
// CSP forbids eval in pages; the debugging protocol is not bound by it.
export async function axe(page, name) {
  await page.evaluate(axeSource + ';0');
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map(v => `${name} ${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3).map(x => x.target + ' ' + x.html.slice(0, 160)).join('\n  ')}`);
}

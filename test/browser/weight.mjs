// SPDX-License-Identifier: AGPL-3.0-or-later
// What a page costs on a weak line, and that style and script run in the oldest browser we promise.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { test, pageOf, check, same, root } from './lib.mjs';

const oldest = 'chrome100';

export default async function () {
  await test('first view of the inbox moves at most 30 KB, script 10 KB, style 8 KB', async () => {
    const page = await pageOf('can_bo');
    const moved = {}, cdp = await page.context().newCDPSession(page), kind = {};
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    cdp.on('Network.responseReceived', e => { kind[e.requestId] = e.type; });
    cdp.on('Network.loadingFinished', e => { moved[kind[e.requestId]] = (moved[kind[e.requestId]] || 0) + e.encodedDataLength; });
    await page.goto('/', { waitUntil: 'networkidle' });
    const sum = Object.values(moved).reduce((a, b) => a + b, 0);
    console.log(`# inbox ${sum} bytes: ${JSON.stringify(moved)}`);
    check(sum <= 30 * 1024, `${sum} bytes in all`);
    check(moved.Script <= 10 * 1024, `script ${moved.Script}`);
    check(moved.Stylesheet <= 8 * 1024, `style ${moved.Stylesheet}`);
    await page.context().close();
  });
  await test('style 8 KB and script 10 KB also as gzip', async () => {
    const size = f => gzipSync(readFileSync(root + 'static/' + f), { level: 9 }).length;
    console.log(`# gzip: mang.css ${size('mang.css')}, mang.js ${size('mang.js')}`);
    check(size('mang.css') <= 8 * 1024 && size('mang.js') <= 10 * 1024, 'too big');
  });
  await test('static files come compressed and stay in the cache; pages with names never do', async () => {
    const page = await pageOf('can_bo');
    await page.goto('/');
    const files = await page.$$eval('link[rel=stylesheet],script[src]', all => all.map(x => x.href || x.src));
    same(files.length, 2, 'files of a page');
    for (const file of files)
      for (const want of ['br', 'gzip']) {
        const res = await fetch(file, { headers: { 'Accept-Encoding': want } });
        same(res.headers.get('content-encoding'), want, file);
        check(/max-age=\d{6,}/.test(res.headers.get('cache-control')), `${file} is not cached: ${res.headers.get('cache-control')}`);
      }
    const res = await page.reload();
    check(/no-store/.test(res.headers()['cache-control']), 'the inbox may be stored');
    await page.context().close();
  });
  await test(`style and script compile for ${oldest} as they are`, async () => {
    const { transformSync } = await import('esbuild');
    for (const [file, loader] of [['mang.js', 'js'], ['mang.css', 'css']]) {
      const text = readFileSync(root + 'static/' + file, 'utf8');
      const out = target => transformSync(text, { loader, target, logLevel: 'silent' });
      same(out(oldest).warnings.length, 0, file + ' warnings');
      same(out(oldest).code, out('esnext').code, file + ' needs no lowering');
    }
  });
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Pictures of pages to look at: node test/browser/shots.mjs FOLDER. Not a test.
import { mkdirSync } from 'node:fs';
import { env, startServer, startBrowser, pageOf, wide, phone } from './lib.mjs';
import pages from './pages.mjs';

const folder = process.argv[2] || '/tmp/shots';
mkdirSync(folder, { recursive: true });
const server = await startServer();
try {
  Object.assign(env, server, { browser: await startBrowser() });
  const cases = (await import('./case.mjs')).default;
  await cases();
  for (const [size, view] of [['pc', wide], ['phone', phone]])
    for (const [name, who, path, act] of pages()) {
      const page = await pageOf(who, { viewport: view, hasTouch: size === 'phone', isMobile: size === 'phone' });
      await page.goto(path);
      if (act) await act(page);
      await page.screenshot({ path: `${folder}/${name}-${size}.png`, fullPage: !process.env.FOLD });
      await page.context().close();
    }
} finally {
  await env.browser.close();
  await server.stop();
}

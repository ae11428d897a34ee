// SPDX-License-Identifier: AGPL-3.0-or-later
// The pages in a real browser: node test/browser/run.mjs [name of a file without .mjs]… Prints TAP, fails with 1.
// Needs build/mang, node_modules (npm ci) and Chromium (CHROMIUM names another than /usr/bin/chromium).
import { env, startServer, startBrowser, finish, report, faults } from './lib.mjs';

const parts = ['case', 'keyboard', 'nojs', 'phone', 'look', 'print', 'session', 'weight', 'import', 'register', 'report'];
const wanted = process.argv.slice(2);
// What asks for nothing that `case` leaves behind runs without it.
const alone = ['report'];
const runs = part => !wanted.length || wanted.includes(part) || (part === 'case' && wanted.some(w => !alone.includes(w)));
let failed = 1;
const server = await startServer();
try {
  Object.assign(env, server, { browser: await startBrowser() });
  for (const part of parts.filter(runs)) {
    const began = Date.now();
    try {
      await (await import(`./${part}.mjs`)).default();
    } catch (e) {
      report(part + ' ran to its end', e);
    }
    if (process.env.TIMES) console.log(`# ${part} ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  report('no console error and no refused content on any page', faults.length && faults.join('\n'));
  failed = finish();
} finally {
  if (env.browser) await env.browser.close();
  await server.stop();
}
process.exit(failed ? 1 : 0);

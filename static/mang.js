// SPDX-License-Identifier: AGPL-3.0-or-later
// Enhancement only: every page works without this file. ES2017, no eval, no inline handlers.
(() => {
'use strict';
const d = document;
const all = (sel, root) => Array.from((root || d).querySelectorAll(sel));
const typing = el => /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) && !/^(checkbox|radio|submit)$/.test(el.type);
const on = (type, fn) => d.addEventListener(type, fn);
const clock = () => { const t = new Date(); return t.getHours() + ' giờ ' + String(t.getMinutes()).padStart(2, '0'); };

// Sending a form once.
const busy = (form, yes) => {
  form.sent = yes;
  all('button', form).forEach(b => { b.ariaBusy = b.disabled = yes; });
};
const fields = (form, by) => {
  const data = new FormData(form);
  if (by && by.name) data.append(by.name, by.value);
  return new URLSearchParams(Array.from(data).filter(e => typeof e[1] === 'string'));
};

// One region of a full page.
let turn = 0;
async function swap(id, url, body) {
  const mine = ++turn, region = d.getElementById(id);
  region.ariaBusy = true;
  try {
    const res = await fetch(url, { method: body ? 'POST' : 'GET', body, headers: { 'X-Khung': id } });
    if (body && res.redirected) { location.assign(res.url); return 'gone'; }
    if (!/html/.test(res.headers.get('Content-Type'))) return false;
    const page = new DOMParser().parseFromString(await res.text(), 'text/html');
    const fresh = page.getElementById(id);
    if (mine !== turn) return true;
    if (!fresh || res.status >= 500) return false;
    region.replaceWith(fresh);
    if (page.title) d.title = page.title;
    ready(fresh);
    const wrong = d.getElementById('loi');
    if (res.status === 422 && wrong) { wrong.focus(); wrong.scrollIntoView(); }
    if (!body) history.replaceState(null, '', url);
    return true;
  } catch (e) {
    return false;
  } finally {
    region.ariaBusy = false;
  }
}
const get = (el, name) => el.getAttribute(name) || ''; // form.action may be a field of that name
const getUrl = (form, by) => get(form, 'action') + '?' + fields(form, by);
const plainly = (form, by) => {
  if (by && by.name) {
    const h = d.createElement('input');
    h.type = 'hidden'; h.name = by.name; h.value = by.value; form.append(h);
  }
  HTMLFormElement.prototype.submit.call(form);
};
on('submit', async e => {
  const form = e.target, by = e.submitter, id = form.dataset.khung, post = get(form, 'method') === 'post';
  if (form.sent) { e.preventDefault(); return; }
  if (!d.getElementById(id) || get(form, 'enctype') || (by && get(by, 'formaction'))) {
    if (post) setTimeout(() => busy(form, true));
    return;
  }
  e.preventDefault();
  if (!post) { if (!await swap(id, getUrl(form, by))) location.assign(getUrl(form, by)); return; }
  const body = fields(form, by);
  form.dirty = false;
  busy(form, true);
  const ok = await swap(id, get(form, 'action'), body);
  if (ok !== 'gone') busy(form, false);
  if (!ok) plainly(form, by);
});
addEventListener('pageshow', () => all('form').forEach(f => f.sent && busy(f, false)));
on('click', async e => {
  const a = e.target.closest('a[data-khung]');
  if (!a || e.button || e.ctrlKey || e.metaKey || e.shiftKey || !d.getElementById(a.dataset.khung)) return;
  e.preventDefault();
  if (!await swap(a.dataset.khung, a.href)) location.assign(a.href);
});
let wait;
const later = form => {
  clearTimeout(wait);
  wait = setTimeout(() => swap(form.dataset.khung, getUrl(form)), 300);
};

// Typing: filters, drafts, money, conditional fields.
const UNITS = { 'nghìn': 1e3, 'ngàn': 1e3, 'triệu': 1e6, 'tr': 1e6, 'tỷ': 1e9, 'tỉ': 1e9 };
const money = el => {
  const out = d.getElementById(el.dataset.money);
  const m = el.value.trim().toLowerCase().normalize('NFC').match(/^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?\s*(nghìn|ngàn|triệu|tr|tỷ|tỉ)?\s*(đồng|đ)?$/);
  if (!out) return;
  const n = m && Math.round(Number(m[1].replace(/\./g, '') + '.' + (m[2] || 0)) * (UNITS[m[3]] || 1));
  out.textContent = m && n < 9e15 ? '= ' + String(n).replace(/\B(?=(\d{3})+$)/g, '.') + ' đồng' : '';
};
const valuesOf = (form, name) => all('[name="' + CSS.escape(name) + '"]', form)
  .filter(el => !/radio|checkbox/.test(el.type) || el.checked).map(el => el.value);
const showIf = form => all('[data-show-if]', form).forEach(el => {
  const [name, want] = el.dataset.showIf.split(/=(.*)/), have = valuesOf(form, name);
  if (!have.length) have.push('');
  el.hidden = !want.split('|').some(w => have.includes(w));
});
const typed = e => {
  const el = e.target, form = el.form;
  if (el.dataset.money) money(el);
  if (!form) return;
  form.dirty = true;
  if (!e.isComposing && form.dataset.khung && !get(form, 'method')) later(form);
};
on('input', typed);
on('compositionend', typed);
on('change', e => e.target.form && showIf(e.target.form));

async function draft(form) {
  if (!form.dirty || form.sent) return;
  form.dirty = false;
  try {
    const res = await fetch(form.dataset.draft, { method: 'POST', body: fields(form), keepalive: true });
    if (!res.ok || res.redirected) throw res;
    all('[data-saved]', form).forEach(el => { el.textContent = el.dataset.saved + ' ' + clock(); });
  } catch (err) {
    form.dirty = true;
  }
}
const drafts = () => Promise.all(all('form[data-draft]').map(draft));
setInterval(drafts, 15000);
on('visibilitychange', () => d.hidden && drafts());

// Lock after idle time.
const idle = Number(d.body.dataset.idle) * 1000;
if (idle) {
  let last = Date.now(), told = last, box = null;
  const alive = () => { told = Date.now(); fetch('/giu-phien').catch(() => 0); };
  const active = () => { if (!box) last = Date.now(); };
  ['keydown', 'pointerdown', 'scroll'].forEach(t => d.addEventListener(t, active, { passive: true, capture: true }));
  setInterval(async () => {
    const quiet = Date.now() - last;
    if (last - told > idle / 3) alive();
    if (quiet > idle) { await drafts(); location.reload(); }
    const t = d.getElementById('sap-khoa');
    if (quiet < idle - 120000 || box || !t) return;
    box = t.content.firstElementChild.cloneNode(true);
    d.body.append(box);
    box.querySelector('button').addEventListener('click', () => { box.remove(); box = null; last = Date.now(); alive(); });
  }, 5000);
}

// Search as you type: the best few below the box.
all('form[action="/tim"]').forEach(form => {
  const box = form.querySelector('[name=q]'), list = form.querySelector('.suggest'), say = form.querySelector('[role=status]');
  let later, stop, at = -1;
  const open = yes => { list.hidden = !yes; box.setAttribute('aria-expanded', yes); if (!yes) mark(-1); };
  const mark = i => {
    at = i;
    all('li', list).forEach((li, k) => li.setAttribute('aria-selected', k === i));
    box.setAttribute('aria-activedescendant', i < 0 ? '' : list.children[i].id);
  };
  Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id = 'goi-y-' + box.id }).forEach(e => box.setAttribute(e[0], e[1]));
  open(false);
  const ask = async () => {
    if (stop) stop.abort();
    if (box.value.trim().length < 2) { open(false); return; }
    stop = new AbortController();
    try {
      const res = await fetch('/tim/goi-y', { method: 'POST', body: fields(form), signal: stop.signal });
      if (!res.ok || res.redirected) return;
      const page = new DOMParser().parseFromString(await res.text(), 'text/html');
      list.replaceChildren(...all('li', page));
      const n = list.children.length;
      say.textContent = n ? n + ' ' + say.dataset.some : say.dataset.none;
      open(n > 0);
    } catch (e) { /* the page itself searches too */ }
  };
  box.addEventListener('input', e => { clearTimeout(later); if (!e.isComposing) later = setTimeout(ask, 150); });
  box.addEventListener('keydown', e => {
    const n = list.hidden ? 0 : list.children.length, by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (n && by) { e.preventDefault(); mark((at + by + (at < 0 && by < 0 ? 1 : 0) + n) % n); }
    if (n && e.key === 'Enter' && at >= 0) { e.preventDefault(); list.children[at].firstChild.click(); }
    if (n && e.key === 'Escape') { e.preventDefault(); open(false); }
  });
  form.addEventListener('focusout', e => form.contains(e.relatedTarget) || open(false));
});

// Rows of a form, printing, menus.
on('click', e => {
  const b = e.target.closest('button'), set = b && b.closest('[data-rows-of]');
  if (b && b.hasAttribute('data-print')) print();
  if (b && b.type === 'button' && b.hasAttribute('data-remove')) b.closest('.row').remove();
  const t = set && b.hasAttribute('data-add') && set.querySelector('template');
  if (t) {
    e.preventDefault();
    const row = t.content.firstElementChild.cloneNode(true);
    const n = set.count = Math.max(set.count || 0, all('.row', set).length) + 1;
    all('*', row).forEach(el => ['name', 'id', 'for', 'aria-describedby', 'data-money', 'data-show-if'].forEach(k => {
      if (el.hasAttribute(k)) el.setAttribute(k, el.getAttribute(k).replace(/__n__/g, n - 1));
    }));
    b.before(row);
    const first = row.querySelector('input,select,textarea');
    if (first) first.focus();
  }
  all('details.menu[open]').forEach(m => { if (!m.contains(e.target)) m.open = false; });
});

// Keys.
const step = by => {
  const rows = all('[data-rows] tbody tr,ul[data-rows]>li'), at = rows.findIndex(r => r.classList.contains('at'));
  const row = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  if (!row) return;
  rows.forEach(r => r.classList.toggle('at', r === row));
  const link = row.querySelector('a');
  if (link) link.focus();
  row.scrollIntoView({ block: 'nearest' });
};
on('keydown', e => {
  if (e.isComposing) return;
  const el = e.target, news = d.querySelector('[data-key=n]'), find = d.getElementById('tim');
  if (e.key === 'Escape') all('details.menu[open]').forEach(m => { m.open = false; m.firstElementChild.focus(); });
  if (e.altKey && e.code === 'KeyN' && news) { e.preventDefault(); news.click(); }
  if (e.ctrlKey && e.key === 'Enter' && el.form) { e.preventDefault(); el.form.requestSubmit(); }
  if (e.altKey || e.ctrlKey || e.metaKey || typing(el)) return;
  if (e.key === '/' && find) { e.preventDefault(); find.focus(); }
  if (e.key === 'j') step(1);
  if (e.key === 'k') step(-1);
});

// A page of work that goes on in the server looks again by itself.
const waiting = () => {
  const el = d.querySelector('[data-wait]');
  if (el) setTimeout(async () => { await swap(el.id, location.href); waiting(); }, Number(el.dataset.wait));
};

function ready(root) {
  all('[data-money]', root).forEach(money);
  all('form', root).forEach(showIf);
}
if (innerWidth < 700) all('.filterbox:not([data-on])').forEach(el => { el.open = false; });
ready(d);
waiting();
})();

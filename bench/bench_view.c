// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Rendering speed: a page of about 8 KB with 300 values, a 20-row list and a few partials, in both
 * languages, and the same tree as JSON. Prints microseconds of CPU a page (best of 5 rounds).
 *   gcc -O2 … bench/bench_view.c src/view/*.c src/base/… && ./bench_view
 */
#include "view/view_int.h"

#include <stdio.h>
#include <time.h>

static int64_t cpu_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static const char layout[] =
    "<!doctype html><html lang=\"{{@lang}}\"><head><title>{{title}} · Măng</title></head><body>"
    "<header>{{#user}}{{.name}} {{.unit}}{{/user}}<nav><ul>{{#nav}}<li><a href=\"{{.href}}\""
    "{{#.active}} aria-current=\"page\"{{/.active}}>{{.label}}</a>{{/nav}}</ul></nav></header>"
    "<main>{{$content}}</main><footer>{{_ Mã trang (khi cần báo lỗi): %1 | id}}</footer></html>";
static const char page[] =
    "<h1>{{title}}</h1><p>{{_ Cần sửa %1 chỗ | rows.count}}</p><table class=\"stack\"><thead><tr>"
    "<th>Việc<th>Hồ sơ<th>Hạn<th>Thôn, bản<th>Người phụ trách</thead><tbody>{{#rows}}"
    "<tr><td data-label=\"{{_ Sửa}}\"><a href=\"/ca/{{.id}}\">{{.title}}</a><p class=\"small\">"
    "{{.note}}</p><td data-label=\"Hồ sơ\">{{.code}} · {{.child}}, {{.age}} tuổi"
    "<td data-label=\"Hạn\">{{#.deadline}}{{>deadline}}{{/.deadline}}<td data-label=\"Thôn, bản\">"
    "{{.village}}<td data-label=\"Người phụ trách\">{{.owner}}{{#urgent}}<b>{{_ Có}}</b>{{/urgent}}"
    "{{/rows}}</table>";
static const char deadline[] =
    "<span class=\"due {{.state}}\"{{#.source}} title=\"{{.source}}\"{{/.source}}><b>{{.left}}</b> "
    "<time datetime=\"{{.at.raw}}\">{{.at}}</time></span>";

static struct val *tree(struct arena *a)
{
    struct val *r = val_obj(a);
    val_text(r, "title", "Việc cần làm");
    val_text(r, "id", "7f3a-19c2");
    val_text(val_child(r, "user"), "name", "Hồ Thị Mừng");
    for (int i = 0; i < 7; i++) {
        struct val *n = val_add(r, "nav");
        val_text(n, "href", "/tin-bao");
        val_text(n, "label", "Tin báo & hồ sơ");
        val_bool(n, "active", i == 0);
    }
    for (int i = 0; i < 20; i++) {
        struct val *w = val_add(r, "rows");
        val_text(w, "id", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
        val_text(w, "title", "Xác minh tin báo, áp dụng biện pháp khẩn cấp");
        val_text(w, "note", "Trẻ có thể bị xâm hại · Hàng xóm \"gọi điện\"");
        val_text(w, "code", "TB-2026-00231");
        val_text(w, "child", "H.T.M.");
        val_int(w, "age", 9);
        val_text(w, "village", "Thôn Hà Lương");
        val_text(w, "owner", "Nguyễn Văn Bình");
        struct val *d = val_child(w, "deadline");
        val_text(d, "state", "overdue");
        val_msg(d, "left", "Quá hạn %1 giờ", val_of_int(a, 3), NULL, NULL);
        val_time(d, "at", 1795246200000 + i * 3600000);
        val_text(d, "source", "NĐ 56/2017 Điều 28 khoản 1");
    }
    return r;
}

static double best_us(
    void (*fn)(const struct view *, struct buf *), const struct view *v, size_t *bytes)
{
    enum { TIMES = 2000 };
    double best = 1e9;
    for (int round = 0; round < 5; round++) {
        int64_t from = cpu_us();
        for (int i = 0; i < TIMES; i++) {
            AUTO_ARENA *a = arena_open();
            struct buf b = buf_in(a, 1 << 20);
            fn(v, &b);
            *bytes = b.n;
        }
        double us = (double)(cpu_us() - from) / TIMES;
        best = us < best ? us : best;
    }
    return best;
}

static const struct tpl_set *set;

static void html(const struct view *v, struct buf *out)
{
    if (!tpl_render(set, v->tpl, v->root, v->lang, out))
        BUG("no page");
}

int main(void)
{
    AUTO_ARENA *a = arena_open();
    struct tpl_source src[] = {{"tpl/_layout.html", str_of(layout)}, {"tpl/p.html", str_of(page)},
        {"tpl/_deadline.html", str_of(deadline)}};
    struct tpl_error err;
    size_t n, nerrs;
    set = tpl_compile(a, src, COUNT(src), &err, 1, &nerrs);
    if (!set)
        bug_at(err.path, err.line, err.text);
    struct view v = {.a = a, .tpl = "p", .root = tree(a)};
    double us = best_us(html, &v, &n);
    printf("html vi  %6.1f us  %zu bytes\n", us, n);
    v.lang = LANG_EN;
    us = best_us(html, &v, &n);
    printf("html en  %6.1f us  %zu bytes\n", us, n);
    us = best_us(view_json, &v, &n);
    printf("json     %6.1f us  %zu bytes\n", us, n);
    return 0;
}

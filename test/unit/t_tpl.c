// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The template language: what it renders, what it refuses and where, white space, and that no
 * value can leave its place in the HTML.
 */
#include "view/view_int.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <cmocka.h>

static struct arena *A; /* of the running test */

static int setup(void **state)
{
    (void)state;
    A = arena_open();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_close(A);
    return 0;
}

/* Compiles the page "p" without layout, with a few partials around. */
static const struct tpl_set *compile(const char *page, struct tpl_error *err)
{
    struct tpl_source src[] = {
        {"tpl/p.html", str_of(arena_printf(A, "{{<none}}%s", page))},
        {"tpl/_item.html", STR("<li>{{.ten}}</li>\n")},
        {"tpl/_csrf.html", STR("<input name=\"csrf\" value=\"{{csrf.raw}}\">")},
        {"tpl/_xattrs.html", STR(" id=\"{{id}}\"{{#open}} open{{/open}}")},
    };
    size_t n;
    *err = (struct tpl_error){0};
    return tpl_compile(A, src, COUNT(src), err, 1, &n);
}

static const char *render_set(const struct tpl_set *t, struct val *root, enum lang lang)
{
    struct buf b = buf_in(A, 1 << 20);
    assert_true(tpl_render(t, "p", root, lang, &b));
    return b.p;
}

static const char *render(const char *page, struct val *root)
{
    struct tpl_error err;
    const struct tpl_set *t = compile(page, &err);
    if (!t)
        fail_msg("%s:%d:%d: %s", err.path, err.line, err.col, err.text);
    return render_set(t, root, LANG_VI);
}

/* Columns are given without the "{{<none}}" that compile() puts before (9 characters). */
static void refuse(const char *page, int line, int col, const char *part)
{
    struct tpl_error err;
    if (compile(page, &err))
        fail_msg("accepted: %s", page);
    assert_non_null(err.text);
    if (!strstr(err.text, part))
        fail_msg("%s: says \"%s\"", page, err.text);
    assert_int_equal(err.line, line);
    assert_int_equal(err.col, line == 1 ? col + 9 : col);
}

static struct val *people(void)
{
    struct val *r = val_obj(A);
    val_text(r, "xa", "Ba Lòng");
    val_text(val_add(r, "ds"), "ten", "Mừng");
    val_text(val_add(r, "ds"), "ten", "Bình & Cợp");
    return r;
}

static void values_and_sections(void **state)
{
    (void)state;
    struct val *r = people();
    assert_string_equal(render("<b>{{xa}}</b>{{khong}}", r), "<b>Ba Lòng</b>");
    assert_string_equal(
        render("{{#ds}}{{@number}}/{{@index}} {{ten}} ({{xa}}){{^@last}}; {{/@last}}{{/ds}}", r),
        "1/0 Mừng (Ba Lòng); 2/1 Bình &amp; Cợp (Ba Lòng)");
    assert_string_equal(render("{{^ds}}không{{/ds}}{{^het}}hết{{/het}}", r), "hết");
    assert_string_equal(render("{{ds.count}} người", r), "2 người");
    assert_string_equal(render("{{#ds}}{{#@first}}đầu{{/@first}}{{/ds}}", r), "đầu");
}

static void truth(void **state)
{
    (void)state;
    struct val *r = val_obj(A);
    val_int(r, "khong", 0);
    val_text(r, "rong", "");
    val_text(r, "null", NULL);
    val_bool(r, "sai", false);
    val_set(r, "ds", val_list(A));
    val_child(r, "obj");
    const char *t = "{{#khong}}0{{/khong}}{{#rong}}a{{/rong}}{{#null}}b{{/null}}{{#sai}}c{{/sai}}"
                    "{{#ds}}d{{/ds}}{{#obj}}o{{/obj}}";
    assert_string_equal(render(t, r), "0o");
}

static void scopes(void **state)
{
    (void)state;
    struct val *r = val_obj(A);
    val_text(r, "hint", "ngoài");
    val_text(r, "a", "A");
    struct val *f = val_child(r, "f");
    val_text(f, "a", NULL);
    val_text(val_child(f, "g"), "b", "B");
    /* .x stays inside; x falls out; a null set inside hides what is outside */
    assert_string_equal(render("{{#f}}[{{.hint}}][{{hint}}][{{a}}]{{/f}}", r), "[][ngoài][]");
    assert_string_equal(render("{{f.g.b}}{{#f.g}}{{b}}{{/f.g}}{{f.g.b.c}}{{f.x.y}}", r), "BB");
    val_push((struct val *)val_list(A), val_of_int(A, 1));
    struct val *l = val_list(A);
    val_push(l, val_of_code(A, "x", "Ích", NULL));
    val_push(l, val_of_int(A, 1500));
    val_set(r, "l", l);
    assert_string_equal(render("{{#l}}{{.}}={{.raw}} {{/l}}", r), "Ích=x 1.500=1500 ");
    assert_string_equal(render("{{l}}", r), "Ích, 1.500");
}

static void equality(void **state)
{
    (void)state;
    struct val *r = val_obj(A);
    val_code(r, "c", "moi", "Mới", NULL);
    val_int(r, "n", 3);
    val_bool(r, "b", true);
    assert_string_equal(render("{{#eq c \"moi\"}}1{{/eq}}{{#eq c \"Mới\"}}2{{/eq}}"
                               "{{^eq c \"cũ\"}}3{{/eq}}{{#eq n \"3\"}}4{{/eq}}"
                               "{{#eq x \"\"}}5{{/eq}}{{#eq b \"true\"}}6{{/eq}}"
                               "{{#eq @lang \"vi\"}}7{{/eq}}",
                            r),
        "134567");
}

static void looks(void **state)
{
    (void)state;
    struct val *r = val_obj(A);
    val_time(r, "t", 1795246200000);
    val_money(r, "m", 1500000);
    val_code(r, "c", "x", "Ích", NULL);
    val_bool(r, "b", false);
    assert_string_equal(render("{{t.raw}}|{{t.date}}|{{t.clock}}|{{t.input}}|{{m.input}}|{{m.raw}}|"
                               "{{c.code}}|{{c.label}}|{{b.input}}|{{c.khac}}",
                            r),
        "2026-11-21T07:30:00Z|21/11/2026|14 giờ 30|14:30 21/11/2026|1.500.000|1500000|x|Ích|0|");
}

static void messages(void **state)
{
    (void)state;
    struct val *r = val_obj(A);
    val_int(r, "a", 2);
    val_text(val_child(r, "b"), "c", "<9>");
    struct tpl_error err;
    const struct tpl_set *t =
        compile("<p title=\"{{_ Trang\n  %1 / %2 | a, b.c}}\">{{_ Có}}</p>", &err);
    assert_non_null(t);
    assert_string_equal(render_set(t, r, LANG_VI), "<p title=\"Trang 2 / &lt;9&gt;\">Có</p>");
    assert_string_equal(render_set(t, r, LANG_EN), "<p title=\"Page 2 of &lt;9&gt;\">Yes</p>");
    refuse("{{_ Còn %1 việc}}", 1, 1, "do not fit");
    refuse("{{_ Còn việc | a}}", 1, 1, "do not fit");
    refuse("<a href=\"{{_ x}}\">", 1, 10, "no message");
}

static void partials_and_attributes(void **state)
{
    (void)state;
    struct val *r = people();
    val_text(r, "csrf", "T<k");
    val_text(r, "id", "x\"y");
    val_bool(r, "open", true);
    assert_string_equal(render("<ul>{{#ds}}\n {{>item}}\n{{/ds}}</ul>{{csrf}}", r),
        "<ul> <li>Mừng</li> <li>Bình &amp; Cợp</li></ul><input name=\"csrf\" value=\"T&lt;k\">");
    assert_string_equal(render("<details {{>xattrs}} class=\"a\">", r),
        "<details id=\"x&quot;y\" open class=\"a\">");
    refuse("<p {{>item}}>", 1, 4, "between tags");
    refuse("{{>xattrs}}", 1, 1, "inside a tag");
    refuse("a{{>chua_co}}", 1, 2, "no such partial: tpl/_chua_co.html");
}

static void layouts_and_blocks(void **state)
{
    (void)state;
    struct tpl_source src[] = {
        {"tpl/_layout.html", STR("<title>{{$title}}</title>{{#$side}}<i>{{$side}}</i>{{/$side}}"
                                 "{{^$side}}-{{/$side}}<main>{{$content}}</main>")},
        {"tpl/p.html", STR("<p>{{xa}}</p>{{+title}}Xã {{xa}}{{/title}}<b>x</b>")},
        {"tpl/q.html", STR("{{+side}}s{{/side}}")},
    };
    struct tpl_error err;
    size_t n;
    const struct tpl_set *t = tpl_compile(A, src, COUNT(src), &err, 1, &n);
    assert_non_null(t);
    assert_string_equal(render_set(t, people(), LANG_VI),
        "<title>Xã Ba Lòng</title>-<main><p>Ba Lòng</p><b>x</b></main>");
    struct buf b = buf_in(A, 1000);
    assert_true(tpl_render(t, "q", people(), LANG_VI, &b));
    assert_string_equal(b.p, "<title></title><i>s</i><main></main>");
    assert_false(tpl_render(t, "_layout", people(), LANG_VI, &b));
    assert_false(tpl_render(t, "khong", people(), LANG_VI, &b));
}

static void circles_are_refused(void **state)
{
    (void)state;
    struct tpl_source src[] = {{"tpl/_a.html", STR("{{>b}}")}, {"tpl/_b.html", STR("x{{>c}}")},
        {"tpl/_c.html", STR("{{#x}}{{>a}}{{/x}}")}};
    struct tpl_error err;
    size_t n;
    assert_null(tpl_compile(A, src, COUNT(src), &err, 1, &n));
    assert_non_null(strstr(err.text, "circle"));
    assert_null(tpl_compile(A, src, 1, &err, 1, &n)); /* _b is missing */
    assert_int_equal(n, 1);
}

static void white_space(void **state)
{
    (void)state;
    struct val *r = people();
    static const char *const cases[][2] = {
        {"<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n", "<ul><li>a</li><li>b</li></ul>"},
        {"<p>một\n   hai  <b>ba</b>\n <i>bốn</i></p>", "<p>một hai <b>ba</b> <i>bốn</i></p>"},
        {"<p>{{xa}}\n {{xa}}</p>", "<p>Ba Lòng Ba Lòng</p>"},
        {"<ul>\n{{#ds}}\n  <li>{{ten}}\n{{/ds}}\n</ul>", "<ul><li>Mừng<li>Bình &amp; Cợp</ul>"},
        {"{{#ds}}\n<a>{{@number}}</a>\n{{/ds}}\n.", " <a>1</a> <a>2</a> ."},
        {"<pre>\n  a\n  b</pre>", "<pre>\n  a\n  b</pre>"},
        {"<textarea>\n {{xa}} \n</textarea>", "<textarea>\n Ba Lòng \n</textarea>"},
        {"<p\n  class=\"a  b\"\n  id='c' >x<br/>y</p>", "<p class=\"a  b\" id='c'>x<br>y</p>"},
        {"<p><!-- ghi\nchú --> a{{! chú\nthích }} b</p>", "<p>a b</p>"},
        {"<!doctype html>\n<html lang=vi>\n", "<!doctype html><html lang=vi>"},
        {"<input {{#xa}}checked{{/xa}}>", "<input checked>"},
        {"<input{{#khong}} checked{{/khong}} name=\"a\">", "<input name=\"a\">"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(render(cases[i][0], r), cases[i][1]);
}

static void places_without_safe_escaping(void **state)
{
    (void)state;
    refuse("<p class={{x}}>", 1, 10, "quotes");
    refuse("<p class=a{{x}}>", 1, 11, "quotes");
    refuse("<{{x}}>", 1, 1, "plain name");
    refuse("<p{{x}}>", 1, 3, "tag name");
    refuse("<p {{x}}>", 1, 4, "attribute name");
    refuse("<p {{x}}=\"a\">", 1, 4, "attribute name");
    refuse("<p data-{{x}}=\"a\">", 1, 9, "attribute name");
    refuse("<script>var a='{{x}}'</script>", 1, 16, "script");
    refuse("<style>p{color:{{x}}}</style>", 1, 16, "script or style");
    refuse("<p onclick=\"f({{x}})\">", 1, 15, "on*");
    refuse("<p ONCLICK=\"{{x}}\">", 1, 13, "on*");
    refuse("<p style=\"{{x}}\">", 1, 11, "style");
    refuse("<img srcset=\"{{x}} 2x\">", 1, 14, "srcset");
    refuse("<a href=\"javascript:{{x}}\">", 1, 20, "refused");
    refuse("<a href=\"JAVASCRIPT:alert(1)\">", 1, 20, "refused");
    refuse("<a href=\"//{{x}}\">", 1, 12, "begin with /");
    refuse("<a href=\"https://{{x}}\">", 1, 18, "begin with /");
    refuse("<a href=\"{{#a}}/x{{/a}}{{x}}\">", 1, 24, "how this address begins");
    refuse("{{{x}}}", 1, 1, "raw");
    refuse("{{&x}}", 1, 1, "raw");
    refuse("<!doctype {{x}}>", 1, 11, "<!");
    refuse("<title>a</ti{{! }}tle>{{x}}", 1, 8, "inside the end tag");
    refuse("a <", 1, 3, "&lt;");
}

static void faults_have_a_place(void **state)
{
    (void)state;
    refuse("ầ\n  {{#a}}", 2, 3, "never closed");
    refuse("Việc {{#a}}{{/b}}", 1, 12, "closes \"b\" but \"a\" is open");
    refuse("{{/a}}", 1, 1, "nothing is open");
    refuse("\n\n a {{x", 3, 4, "without }}");
    refuse("{{a b}}", 1, 1, "bad name");
    refuse("{{}}", 1, 1, "bad name");
    refuse("{{a..b}}", 1, 1, "bad name");
    refuse("{{a.b.c.d.e}}", 1, 1, "too many dots");
    refuse("{{#a}}<p {{/a}}>", 1, 10, "same level");
    refuse("<p title=\"{{#a}}\"{{/a}}>", 1, 18, "same level");
    refuse("<p", 1, 3, "ends inside a tag");
    refuse("<a href=\"x\"class=\"y\">", 1, 12, "expected a blank");
    refuse("<P>", 1, 1, "lower case");
    refuse("a < b", 1, 3, "&lt;");
    refuse("{{#eq a}}x{{/eq}}", 1, 1, "literal");
    refuse("{{$content}}", 1, 1, "layout");
    refuse("{{#a}}{{+b}}{{/b}}{{/a}}", 1, 7, "top level");
    refuse("x{{<layout}}", 1, 2, "top of a page");
    refuse("{{@first}}", 1, 1, "conditions");
}

static void addresses(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"/ca/1?x=a&y", "/ca/1?x=a&amp;y"}, {"#loi", "#loi"},
        {"?trang=2", "?trang=2"}, {"tel:111", "tel:111"}, {"mailto:a@b.vn", "mailto:a@b.vn"},
        {"javascript:alert(1)", "#"}, {"//x.vn", "#"}, {"/\\x.vn", "#"}, {"/\t/x.vn", "#"},
        {" /x", "#"}, {"http://x.vn", "#"}, {"data:text/html,x", "#"}, {"ca/1", "#"}, {"", "#"},
        {"/a\"><script>", "/a&quot;&gt;&lt;script&gt;"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct val *r = val_obj(A);
        val_text(r, "u", cases[i][0]);
        assert_string_equal(
            render("<a href=\"{{u}}\">", r), arena_printf(A, "<a href=\"%s\">", cases[i][1]));
        assert_string_equal(render("<button formaction='{{u}}'>", r),
            arena_printf(A, "<button formaction='%s'>", cases[i][1]));
    }
    struct val *r = val_obj(A);
    val_text(r, "q", "/Mừng & a?b#c");
    val_int(r, "n", 1500);
    assert_string_equal(render("<a href=\"/tim/{{q}}?t={{n}}{{#q}}&amp;q={{q}}{{/q}}\">", r),
        "<a "
        "href=\"/tim/%2FM%E1%BB%ABng%20%26%20a%3Fb%23c?t=1500&amp;q=%2FM%E1%BB%ABng%20%26%20a%3Fb"
        "%23c\">");
    assert_string_equal(render("<a href=\"{{n}}\" data-x=\"{{q}}\">", r),
        "<a href=\"#\" data-x=\"/Mừng &amp; a?b#c\">");
}

/* The template with every @ replaced. */
static const char *with_name(const char *tpl, const char *name)
{
    struct buf b = buf_in(A, 1 << 16);
    for (; *tpl; tpl++) {
        if (*tpl == '@')
            buf_puts(&b, name);
        else
            buf_putc(&b, *tpl);
    }
    return b.p;
}

/* Whatever the values are, they stay where the template put them. */
static void values_never_make_markup(void **state)
{
    (void)state;
    static const char evil[] = "\"'><evil a=b>&lt;</textarea></title>`{{x}}%1";
    struct val *r = val_obj(A);
    val_text(r, "t", evil);
    val_date(r, "d", evil);
    val_code(r, "c", evil, evil, evil);
    val_msg(r, "m", evil, val_of_text(A, evil), NULL, NULL);
    struct val *l = val_list(A);
    val_push(l, val_of_text(A, evil));
    val_set(r, "l", l);
    static const char *const names[] = {"t", "d", "d.raw", "c", "c.code", "m", "l", "t.input"};
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *out = render(
            with_name("{{@}}<p title=\"{{@}}\" id='{{@}}'><textarea>{{@}}</textarea>"
                      "<title>{{@}}</title><a href=\"{{@}}\"><a href=\"/x/{{@}}\">{{_ %1 | @}}",
                names[i]),
            r);
        assert_null(strstr(out, "<evil"));
        assert_null(strstr(out, "\"'"));
        assert_null(strstr(out, "/textarea></title>`"));
    }
}

static void lists_in_a_row_share_nothing(void **state)
{
    (void)state;
    struct val *r = people();
    assert_string_equal(
        render("{{#ds}}{{@index}}{{#ds}}{{@index}}{{/ds}}{{@index}}{{/ds}}", r), "00101011");
}

/* The partials of tpl/, as every page uses them. */
static const char *with_partials(const char *page, struct val *root)
{
    glob_t g = {0};
    assert_int_equal(glob("tpl/_*.html", 0, NULL, &g), 0);
    struct tpl_source *src = NEW_N(A, struct tpl_source, g.gl_pathc + 1);
    for (size_t i = 0; i < g.gl_pathc; i++)
        assert_true(tpl_read(A, g.gl_pathv[i], &src[i]));
    src[g.gl_pathc] = (struct tpl_source){"tpl/p.html", str_of(page)};
    struct tpl_error err;
    size_t n = g.gl_pathc + 1, nerrs;
    globfree(&g);
    const struct tpl_set *t = tpl_compile(A, src, n, &err, 1, &nerrs);
    if (!t)
        fail_msg("%s:%d:%d: %s", err.path, err.line, err.col, err.text);
    return render_set(t, root, LANG_VI);
}

static void every_field_type_has_a_control(void **state)
{
    (void)state;
    static const char *const types[] = {"text", "note", "int", "decimal", "money", "date", "time",
        "name", "phone", "personal_no", "password", "code", "file", "choice", "unit"};
    for (size_t i = 0; i < COUNT(types); i++) {
        struct val *r = val_obj(A), *f = val_child(r, "f");
        val_text(r, "hint", "của trang, không phải của ô");
        val_text(f, "type", types[i]);
        val_text(f, "id", "o1");
        val_text(f, "name", "ten_o");
        val_text(f, "label", "Nhãn <b>");
        val_text(f, "error", "Sai rồi");
        val_text(val_add(f, "options"), "code", "v");
        const char *out = with_partials("{{<none}}{{#f}}{{>field}}{{/f}}", r);
        assert_non_null(strstr(out, "<label for=\"o1\">Nhãn &lt;b&gt;"));
        assert_non_null(strstr(out, " id=\"o1\" name=\"ten_o\" aria-describedby=\"o1-loi\""));
        assert_non_null(strstr(out, "id=\"o1-loi\""));
        assert_null(strstr(out, "của trang"));
    }
}

static void groups_link_their_first_box(void **state)
{
    (void)state;
    struct val *r = val_obj(A), *f = val_child(r, "f");
    val_text(f, "type", "choices");
    val_text(f, "id", "o1");
    val_text(f, "name", "ten_o");
    val_bool(f, "group", true);
    val_bool(f, "multi", true);
    for (int i = 0; i < 3; i++) {
        struct val *o = val_add(f, "options");
        val_int(o, "code", i);
        val_bool(o, "checked", i == 1);
    }
    const char *out = with_partials("{{<none}}{{#f}}{{>field}}{{/f}}", r);
    assert_non_null(strstr(out, "type=\"checkbox\" name=\"ten_o\" value=\"0\" id=\"o1\">"));
    assert_non_null(strstr(out, "value=\"1\" id=\"o1-1\" checked>"));
}

static void the_layout_works_for_nobody(void **state)
{
    (void)state;
    struct val *r = val_obj(A);
    val_text(r, "title", "A & B");
    const char *out = with_partials("<p>x</p>", r);
    assert_non_null(strstr(out, "<html lang=\"vi\">"));
    assert_non_null(strstr(out, "<title>A &amp; B · Măng</title>"));
    assert_null(strstr(out, "<nav"));
    assert_null(strstr(out, "/dang-xuat"));
    val_text(val_child(r, "user"), "name", "Mừng");
    val_text(r, "csrf", "TOKEN");
    out = with_partials("<p>x</p>", r);
    assert_non_null(strstr(out, "name=\"csrf\" value=\"TOKEN\""));
}

static void templates_from_disk(void **state)
{
    (void)state;
    char dir[] = "/tmp/t_tpl.XXXXXX";
    assert_non_null(mkdtemp(dir));
    const char *sub = arena_printf(A, "%s/tpl", dir), *file = arena_printf(A, "%s/p.html", sub);
    assert_int_equal(mkdir(sub, 0700), 0);
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    fputs("{{<none}}<p>{{xa}}</p>", f);
    fclose(f);
    setenv("MANG_DEV_ROOT", dir, 1);
    struct view v = {.a = A, .tpl = "p", .root = people()};
    struct buf b = buf_in(A, 1000);
    view_html(&v, &b);
    unsetenv("MANG_DEV_ROOT");
    remove(file);
    remove(sub);
    remove(dir);
    assert_string_equal(b.p, "<p>Ba Lòng</p>");
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_and_sections, setup, teardown),
        cmocka_unit_test_setup_teardown(truth, setup, teardown),
        cmocka_unit_test_setup_teardown(scopes, setup, teardown),
        cmocka_unit_test_setup_teardown(equality, setup, teardown),
        cmocka_unit_test_setup_teardown(looks, setup, teardown),
        cmocka_unit_test_setup_teardown(messages, setup, teardown),
        cmocka_unit_test_setup_teardown(partials_and_attributes, setup, teardown),
        cmocka_unit_test_setup_teardown(layouts_and_blocks, setup, teardown),
        cmocka_unit_test_setup_teardown(circles_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(white_space, setup, teardown),
        cmocka_unit_test_setup_teardown(places_without_safe_escaping, setup, teardown),
        cmocka_unit_test_setup_teardown(faults_have_a_place, setup, teardown),
        cmocka_unit_test_setup_teardown(addresses, setup, teardown),
        cmocka_unit_test_setup_teardown(values_never_make_markup, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_in_a_row_share_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(every_field_type_has_a_control, setup, teardown),
        cmocka_unit_test_setup_teardown(groups_link_their_first_box, setup, teardown),
        cmocka_unit_test_setup_teardown(the_layout_works_for_nobody, setup, teardown),
        cmocka_unit_test_setup_teardown(templates_from_disk, setup, teardown),
    };
    return cmocka_run_group_tests_name("tpl", tests, NULL, NULL);
}

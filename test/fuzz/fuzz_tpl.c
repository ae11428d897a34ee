// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Any bytes as a page template: the compiler ends, says where an error is, and what it accepts
 * renders without letting a value out of its place: no value's markup appears in the output.
 */
#include "view/view_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char evil[] = "\"'><evil x=1>&</textarea></title>\\//`";

static struct val *tree(struct arena *a)
{
    static const char *const keys[] = {"a", "b", "ten", "x", "id"};
    struct val *r = val_obj(a);
    for (size_t i = 0; i < COUNT(keys); i++)
        val_text(r, keys[i], evil);
    val_text(val_add(r, "ds"), "ten", evil);
    val_code(val_add(r, "ds"), "ten", evil, evil, evil);
    val_msg(val_child(r, "o"), "m", "%1", val_of_text(a, evil), NULL, NULL);
    return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA *a = arena_open();
    struct tpl_source src[] = {
        {"tpl/_layout.html", STR("<main>{{$content}}</main>")},
        {"tpl/_xattrs.html", STR(" id=\"{{id}}\"")},
        {"tpl/_y.html", STR("<b>{{.ten}}</b>")},
        {"tpl/p.html", {(const char *)data, size}},
    };
    struct tpl_error err = {0};
    size_t nerrs;
    const struct tpl_set *t = tpl_compile(a, src, COUNT(src), &err, 1, &nerrs);
    if (!t) {
        BUG_IF(nerrs != 1 || err.line < 1 || err.col < 1 || !err.text);
        return 0;
    }
    struct buf out = buf_in(a, 1u << 20);
    BUG_IF(!tpl_render(t, "p", tree(a), LANG_VI, &out));
    bool own = memmem(data, size, "evil", 4) || memmem(data, size, "<e", 2);
    BUG_IF(!own && memmem(out.p, out.n, "<evil", 5));
    return 0;
}

// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * http without sockets: the parsers with what browsers send and what attackers try, requests made
 * by http_make(), response headers, and embedded files.
 */
#include "http/http.h"

#include <setjmp.h>
#include <stdio.h>

#include <cmocka.h>

static int open_arena(void **state)
{
    *state = arena_open();
    return 0;
}

static int close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

/* "name=value|name=value|", so that a test is one comparison. */
static const char *show(struct arena *a, const struct http_param *p, size_t n)
{
    struct buf b = buf_in(a, 1 << 20);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(p[i].name.p[p[i].name.n], 0);
        assert_int_equal(p[i].value.p[p[i].value.n], 0);
        buf_printf(&b, STR_FMT "=" STR_FMT "|", STR_ARG(p[i].name), STR_ARG(p[i].value));
    }
    return b.p;
}

static const char *form(struct arena *a, const char *body)
{
    const struct http_param *p = NULL;
    size_t n = 0;
    return http_parse_form(a, str_of(body), &p, &n) ? show(a, p, n) : "malformed";
}

static void form_decodes(void **state)
{
    assert_string_equal(form(*state, ""), "");
    assert_string_equal(form(*state, "a=1&b=2"), "a=1|b=2|");
    assert_string_equal(form(*state, "t%C3%AAn=Nguy%e1%bb%85n+An"), "tên=Nguyễn An|");
    assert_string_equal(form(*state, "&&a=&=b&c&a=2&"), "a=|=b|c=|a=2|");
    assert_string_equal(form(*state, "a=b=c%3D%26"), "a=b=c=&|");
    assert_string_equal(form(*state, "a=%FF"), "a=\xff|"); /* repaired and reported above */
}

static void form_refuses(void **state)
{
    static const char *const bad[] = {
        "a=%", "a=%4", "a=%4g", "a=%zz", "%00=1", "a=x%00y", "a=%%41"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_string_equal(form(*state, bad[i]), "malformed");
}

static void form_is_bounded(void **state)
{
    struct buf b = buf_in(*state, 100000);
    for (int i = 0; i < 2000; i++)
        buf_puts(&b, "a=1&");
    const struct http_param *p;
    size_t n;
    assert_true(http_parse_form(*state, buf_view(&b), &p, &n));
    assert_int_equal(n, 2000);
    buf_puts(&b, "a=1");
    assert_false(http_parse_form(*state, buf_view(&b), &p, &n));
}

static const char *cookies(struct arena *a, const char *header)
{
    const struct http_param *p = NULL;
    size_t n = 0;
    return http_parse_cookies(a, str_of(header), &p, &n) ? show(a, p, n) : "malformed";
}

static void cookies_are_read_leniently(void **state)
{
    assert_string_equal(cookies(*state, ""), "");
    assert_string_equal(cookies(*state, "a=1; b=2"), "a=1|b=2|");
    assert_string_equal(cookies(*state, "a=1;b=\"x y\";; junk; =v; c="), "a=1|b=x y|c=|");
    assert_string_equal(cookies(*state, "a=b=c%41"), "a=b=c%41|");
    assert_string_equal(cookies(*state, "a=\""), "a=\"|");
}

/* ---- multipart ------------------------------------------------------------------------------- */

#define TYPE "multipart/form-data; boundary=XX"
#define PART(headers, data) "--XX\r\n" headers "\r\n\r\n" data "\r\n"
#define FIELD(name) "Content-Disposition: form-data; name=\"" name "\""
#define END "--XX--\r\n"

static const char *multipart_typed(struct arena *a, struct str body, const char *type)
{
    const struct http_param *p = NULL;
    const struct http_file *f = NULL;
    size_t n = 0, nf = 0;
    if (!http_parse_multipart(a, body, type, &p, &n, &f, &nf))
        return "malformed";
    struct buf b = buf_in(a, 1 << 20);
    buf_puts(&b, show(a, p, n));
    for (size_t i = 0; i < nf; i++)
        buf_printf(&b, "[" STR_FMT "," STR_FMT ",%zu:" STR_FMT "]", STR_ARG(f[i].field),
            STR_ARG(f[i].name), f[i].data.n, STR_ARG(f[i].data));
    return b.p;
}

static const char *multipart(struct arena *a, const char *body)
{
    return multipart_typed(a, str_of(body), TYPE);
}

static void multipart_reads_fields_and_files(void **state)
{
    assert_string_equal(
        multipart(*state, PART(FIELD("a"), "1") PART(FIELD("b"), "x\r\ny") END), "a=1|b=x\r\ny|");
    assert_string_equal(multipart(*state, PART(FIELD("a"), "") END), "a=|");
    assert_string_equal(
        multipart(*state, PART(FIELD("tệp") "; filename=\"ảnh.jpg\"\r\nContent-Type: image/jpeg",
                              "\r\n--X\r\n-") END),
        "[tệp,ảnh.jpg,8:\r\n--X\r\n-]");
    assert_string_equal(multipart(*state, PART(FIELD("f") "; filename=\"\"", "") END), "");
    assert_string_equal(multipart(*state, PART(FIELD("f") "; filename=\"C:\\a%22b.txt\"", "q") END),
        "[f,C:\\a\"b.txt,1:q]");
    assert_string_equal(multipart(*state, "--XX--\r\n"), "");
    assert_string_equal(multipart(*state, PART(FIELD("a"), "1") "--XX--"), "a=1|");
}

static void multipart_reads_binary_files(void **state)
{
    static const char body[] = PART(FIELD("f") "; filename=b", "a\0\xff\r\n") END;
    assert_string_equal(
        multipart_typed(*state, (struct str){body, sizeof body - 1}, TYPE), "[f,b,5:a]");
}

static void multipart_takes_boundaries_as_sent(void **state)
{
    struct str body = STR("--a b\r\n" FIELD("x") "\r\n\r\n1\r\n--a b--\r\n");
    assert_string_equal(
        multipart_typed(*state, body, "multipart/form-data;boundary=\"a b\""), "x=1|");
    assert_string_equal(
        multipart_typed(*state, body, "multipart/form-data; charset=utf-8; BOUNDARY=\"a b\""),
        "x=1|");
    static const char *const bad[] = {"multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a b"};
    char *const long_one = arena_printf(*state, "multipart/form-data; boundary=%071d", 0);
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_string_equal(multipart_typed(*state, body, bad[i]), "malformed");
    assert_string_equal(multipart_typed(*state, body, long_one), "malformed");
}

static void multipart_refuses(void **state)
{
    static const char *const bad[] = {"", "--XX", "--XX\r\n", "preamble\r\n--XX--\r\n",
        PART(FIELD("a"), "1"),                           /* never closed */
        PART(FIELD("a"), "1") "--XX--\r\nepilogue",      /* trailing bytes */
        PART("Content-Type: text/plain", "1") END,       /* no name */
        PART("Content-Disposition: form-data", "1") END, /* no name */
        PART("Content-Disposition: attachment; name=\"a\"", "1") END,
        PART(FIELD("a") "; filename=\"x", "1") END,  /* open quote */
        PART(FIELD("a") "\r\n" FIELD("b"), "1") END, /* two names */
        PART(FIELD("a") "\r\nno colon", "1") END,
        PART(FIELD("a") "\r\nContent-Transfer-Encoding: base64", "MQ==") END,
        "--XX\r\n" FIELD("a") "\r\n\r\n1--XX--\r\n", /* no line break */
        "--XXY\r\n" FIELD("a") "\r\n\r\n1\r\n--XX--\r\n"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_string_equal(multipart(*state, bad[i]), "malformed");
}

static void multipart_is_bounded(void **state)
{
    struct buf b = buf_in(*state, 1 << 20);
    for (int i = 0; i < 2001; i++)
        buf_puts(&b, PART(FIELD("a"), "1"));
    buf_puts(&b, END);
    assert_string_equal(multipart_typed(*state, buf_view(&b), TYPE), "malformed");
    b = buf_in(*state, 1 << 20);
    buf_puts(&b, "--XX\r\n" FIELD("a") "\r\nX-Long: ");
    for (int i = 0; i < 5000; i++)
        buf_putc(&b, 'x');
    buf_puts(&b, "\r\n\r\n1\r\n" END);
    assert_string_equal(multipart_typed(*state, buf_view(&b), TYPE), "malformed");
}

static void multipart_text_has_no_nul(void **state)
{
    static const char body[] = PART(FIELD("a"), "x\0y") END;
    assert_string_equal(
        multipart_typed(*state, (struct str){body, sizeof body - 1}, TYPE), "malformed");
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static const char *json(struct arena *a, const char *body)
{
    const struct http_param *p = NULL;
    size_t n = 0;
    return http_parse_json(a, str_of(body), &p, &n) ? show(a, p, n) : "malformed";
}

static void json_flattens(void **state)
{
    assert_string_equal(json(*state, "{}"), "");
    assert_string_equal(
        json(*state, " {\"a\":{\"b\":[{\"c\":\"Trẻ em\"},2]}} \n"), "a.b.0.c=Trẻ em|a.b.1=2|");
    assert_string_equal(json(*state, "{\"t\":true,\"f\":false,\"n\":null,\"e\":[],\"s\":\"\"}"),
        "t=true|f=false|s=|");
    assert_string_equal(json(*state, "{\"m\":96245000000,\"x\":-0.1,\"y\":1e21,\"z\":1.50}"),
        "m=96245000000|x=-0.1|y=1e+21|z=1.5|");
    assert_string_equal(json(*state, "{\"a\\\"]}\":\"\\u0111\\\\\"}"), "a\"]}=đ\\|");
}

static void json_refuses(void **state)
{
    static const char *const bad[] = {"", "[]", "1", "\"a\"", "{", "}", "{\"a\":1", "{\"a\":1}x",
        "{\"a\":1}{}", "{a:1}", "{\"a\":\"\\u0000\"}", "{\"a\":\"x", "{\"a\":\"x\\",
        "{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}", "{\"a\":[1,}"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_string_equal(json(*state, bad[i]), "malformed");
}

static void json_is_bounded(void **state)
{
    struct buf b = buf_in(*state, 1 << 20);
    buf_puts(&b, "{\"a\":[0");
    for (int i = 0; i < 2000; i++)
        buf_puts(&b, ",0");
    buf_puts(&b, "]}");
    assert_string_equal(json(*state, b.p), "malformed");
}

/* ---- requests -------------------------------------------------------------------------------- */

static int make(struct arena *a, const char *target, struct http_req *r)
{
    return http_make(a, &(struct http_make){.target = target}, r);
}

static void target_is_decoded(void **state)
{
    struct http_req r;
    assert_int_equal(make(*state, "/tr%E1%BA%BB/a+b?q=a+b&v=%2F&q=2", &r), 0);
    assert_string_equal(r.path, "/trẻ/a+b");
    assert_string_equal(r.raw_query, "q=a+b&v=%2F&q=2");
    assert_string_equal(http_query(&r, "q"), "a b");
    assert_string_equal(http_query(&r, "v"), "/");
    assert_null(http_query(&r, "x"));
    assert_int_equal(make(*state, "/a/...?", &r), 0);
    assert_string_equal(r.raw_query, "");
    assert_int_equal(r.nquery, 0);
}

static void target_is_checked(void **state)
{
    static const char *const bad[] = {"", "a", "*", "http://x/", "/%", "/%4", "/%gg", "/%00",
        "/a%00b", "/..", "/a/../b", "/a/%2e%2e/b", "/./a", "/a/.", "/a%2f..%2fb", "/%ff", "/%C0%AF",
        "/%ED%A0%80", "/a%0d%0ab", "/%7f", "/%C2%85", "/a?x=%", "/a?x=%00"};
    struct http_req r;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(make(*state, bad[i], &r), 400);
    struct buf b = buf_in(*state, 5000);
    for (int i = 0; i < 2001; i++)
        buf_putc(&b, '/');
    assert_int_equal(make(*state, b.p, &r), 414);
    b.p[2000] = 0;
    assert_int_equal(make(*state, b.p, &r), 0);
}

static void made_request_has_everything(void **state)
{
    struct http_param header = {STR("X-Thing"), STR("yes")};
    struct http_make m = {.method = "POST",
        .target = "/luu",
        .cookies = "sid=abc; theme=dark",
        .body = STR("ten=An&tuoi=7"),
        .headers = &header,
        .nheaders = 1};
    struct http_req r;
    assert_int_equal(http_make(*state, &m, &r), 0);
    assert_string_equal(r.method, "POST");
    assert_string_equal(http_form(&r, "tuoi"), "7");
    assert_string_equal(http_cookie(&r, "sid"), "abc");
    assert_string_equal(http_header(&r, "x-thing"), "yes");
    assert_null(http_header(&r, "x-other"));
    assert_int_equal(r.body.n, 0);
}

static void body_follows_its_type(void **state)
{
    struct http_req r;
    struct http_make m = {.method = "POST", .target = "/", .body = STR("{\"a\":1}")};
    m.content_type = "application/json; charset=utf-8";
    assert_int_equal(http_make(*state, &m, &r), 0);
    assert_string_equal(http_form(&r, "a"), "1");
    assert_string_equal(r.body.p, "{\"a\":1}");
    m.body = STR("[1,2]");
    assert_int_equal(http_make(*state, &m, &r), 0);
    assert_int_equal(r.nform, 0);
    assert_int_equal(r.body.n, 5);
    m.body = STR("{oops");
    assert_int_equal(http_make(*state, &m, &r), 400);
    m.content_type = "application/octet-stream";
    assert_int_equal(http_make(*state, &m, &r), 0);
    assert_string_equal(r.body.p, "{oops");
    m.content_type = "multipart/form-data; boundary=b";
    assert_int_equal(http_make(*state, &m, &r), 400);
    m.content_type = NULL;
    m.body = STR("a=%");
    assert_int_equal(http_make(*state, &m, &r), 400);
}

static const char *res_get(const struct http_res *res, const char *name, int *n)
{
    const char *found = NULL;
    *n = 0;
    for (size_t i = 0; i < res->nheaders; i++)
        if (str_is(res->headers[i].name, name)) {
            found = res->headers[i].value.p;
            ++*n;
        }
    return found;
}

static void headers_replace_but_cookies_add(void **state)
{
    (void)state;
    struct http_res res = {0};
    int n;
    http_set(&res, "Set-Cookie", "a=1");
    http_set(&res, "Location", "/a");
    http_set(&res, "location", "/b");
    http_set(&res, "Set-Cookie", "b=2");
    assert_string_equal(res_get(&res, "location", &n), "/b");
    assert_null(res_get(&res, "Location", &n));
    res_get(&res, "Set-Cookie", &n);
    assert_int_equal(n, 2);
}

/* ---- embedded files -------------------------------------------------------------------------- */

static const struct asset css = {
    "static/mang.css", {"body{}", 6}, {"GZ", 2}, {"BR", 2}, "0123456789abcdef"};

static struct http_res asset(
    struct arena *a, const char *target, const char *header, const char *value)
{
    struct http_param h = {str_of(header), str_of(value)};
    struct http_make m = {.target = target, .headers = &h, .nheaders = 1};
    struct http_req *r = NEW(a, struct http_req);
    struct http_res res = {0};
    assert_int_equal(http_make(a, &m, r), 0);
    http_asset(r, &css, &res);
    return res;
}

static void asset_is_encoded_as_accepted(void **state)
{
    static const char *const cases[][3] = {{"gzip, deflate, br", "BR", "br"},
        {"gzip;q=0.5", "GZ", "gzip"}, {"br;q=0, gzip", "GZ", "gzip"}, {"br;q=0.0", "body{}", NULL},
        {"identity", "body{}", NULL}, {"GZIP", "GZ", "gzip"}, {"gzipped", "body{}", NULL}};
    int n;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_res res = asset(*state, "/s", "Accept-Encoding", cases[i][0]);
        assert_int_equal(res.status, 200);
        assert_true(str_is(res.body, cases[i][1]));
        assert_true(streq(res_get(&res, "Content-Encoding", &n), cases[i][2]));
        assert_string_equal(res_get(&res, "Vary", &n), "Accept-Encoding");
        assert_true(res.compressed);
        assert_string_equal(res.type, "text/css; charset=utf-8");
        assert_string_equal(res_get(&res, "X-Content-Type-Options", &n), "nosniff");
    }
}

static void asset_caching(void **state)
{
    int n;
    struct http_res res = asset(*state, "/s?v=0123456789abcdef", "A", "b");
    assert_string_equal(res_get(&res, "Cache-Control", &n), "public, max-age=31536000, immutable");
    res = asset(*state, "/s?v=0123456789abcdee", "A", "b");
    assert_string_equal(res_get(&res, "Cache-Control", &n), "no-cache");
    res = asset(*state, "/s", "If-None-Match", "\"zz\", W/\"0123456789abcdef\"");
    assert_int_equal(res.status, 304);
    assert_int_equal(res.body.n, 0);
    assert_string_equal(res_get(&res, "ETag", &n), "W/\"0123456789abcdef\"");
    res = asset(*state, "/s", "If-None-Match", "\"0123456789abcde\"");
    assert_int_equal(res.status, 200);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_arena, close_arena)
    const struct CMUnitTest tests[] = {T(form_decodes), T(form_refuses), T(form_is_bounded),
        T(cookies_are_read_leniently), T(multipart_reads_fields_and_files),
        T(multipart_reads_binary_files), T(multipart_takes_boundaries_as_sent),
        T(multipart_refuses), T(multipart_is_bounded), T(multipart_text_has_no_nul),
        T(json_flattens), T(json_refuses), T(json_is_bounded), T(target_is_decoded),
        T(target_is_checked), T(made_request_has_everything), T(body_follows_its_type),
        T(headers_replace_but_cookies_add), T(asset_is_encoded_as_accepted), T(asset_caching)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}

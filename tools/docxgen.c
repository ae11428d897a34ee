// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * docxgen OUTDIR SOURCE.txt …: makes the first version of the pack's Word templates from readable
 * sources, in the layout of Decree 30/2020 (A4, Times New Roman, national title, page number from
 * page 2). The .docx files are committed: from then on people change them in Word; this tool is
 * for making new ones and for starting over.
 *
 * Source, line by line ("**bold**", "*italic*" inside; # at the beginning is a comment):
 *   @head XX-YYY n d       national title, agency, "Số: …/XX-YYY" ("-": no number), place and date;
 *                          n, d: names of the number and the day of the paper, "-" or nothing: dots
 *                          to write on, the day of printing
 *   @agency                the same with agency, number, place and day as the values say (reports)
 *   @p STYLE text          a paragraph of that style
 *   @motto                 national title only, for letters of citizens
 *   @title NAME | subject  kind of document and its subject; "|" again: another line
 *   @basis text            legal basis, italic
 *   @h text                heading, bold
 *   @c text                centred
 *   @table 10 60 30        widths in percent; then rows "| a | b | c", header "|| a | b | c";
 *                          a cell that begins with ^ is centred, with ~ set to the right; of a row
 *                          with fewer cells the last one spans the rest; @end
 *   @sign                  lines "left text", "right text"; @end
 *   anything else          a paragraph
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { TEXT_WIDTH = 9354, LEFT_CELL = 3400, MAX_LINE = 4000, MAX_COLS = 12 };

static _Noreturn void die(const char *what, const char *which)
{
    fprintf(stderr, "docxgen: %s: %s\n", what, which);
    exit(1);
}

/* ---- runs and paragraphs --------------------------------------------------------------------- */

static void put_escaped(FILE *f, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        switch (s[i]) {
        case '&':
            fputs("&amp;", f);
            break;
        case '<':
            fputs("&lt;", f);
            break;
        case '>':
            fputs("&gt;", f);
            break;
        default:
            fputc(s[i], f);
        }
}

static void put_run(FILE *f, const char *s, size_t n, bool bold, bool italic)
{
    if (n == 0)
        return;
    fputs("<w:r>", f);
    if (bold || italic)
        fprintf(f, "<w:rPr>%s%s</w:rPr>", bold ? "<w:b/>" : "", italic ? "<w:i/>" : "");
    fputs("<w:t xml:space=\"preserve\">", f);
    put_escaped(f, s, n);
    fputs("</w:t></w:r>", f);
}

static void put_runs(FILE *f, const char *s)
{
    bool bold = false, italic = false;
    while (*s) {
        size_t n = strcspn(s, "*");
        put_run(f, s, n, bold, italic);
        s += n;
        if (strncmp(s, "**", 2) == 0) {
            bold = !bold;
            s += 2;
        } else if (*s) {
            italic = !italic;
            s++;
        }
    }
}

static void put_para(FILE *f, const char *style, const char *props, const char *text)
{
    fputs("<w:p>", f);
    if (*style || *props) {
        fputs("<w:pPr>", f);
        if (*style)
            fprintf(f, "<w:pStyle w:val=\"%s\"/>", style);
        fprintf(f, "%s</w:pPr>", props);
    }
    put_runs(f, text);
    fputs("</w:p>\n", f);
}

/* A rule is an empty low paragraph with a top border between its indents: it keeps its length
 * whatever font the reader has, and is not an underline (Decree 30, Annex I). */
static void put_rule(FILE *f, int cell, int width)
{
    char props[200];
    int side = (cell - width) / 2;
    snprintf(
        props, sizeof props, "<w:ind w:left=\"%d\" w:right=\"%d\" w:firstLine=\"0\"/>", side, side);
    put_para(f, "KeNgang", props, "");
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void open_table(FILE *f, const char *style, const int *widths, int n)
{
    fprintf(f,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"%s\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
        "<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
        style, TEXT_WIDTH);
    for (int i = 0; i < n; i++)
        fprintf(f, "<w:gridCol w:w=\"%d\"/>", widths[i]);
    fputs("</w:tblGrid>\n", f);
}

static void open_wide(FILE *f, int width, int span)
{
    fprintf(f, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (span > 1)
        fprintf(f, "<w:gridSpan w:val=\"%d\"/>", span);
    fputs("</w:tcPr>", f);
}

static void open_cell(FILE *f, int width)
{
    open_wide(f, width, 1);
}

static char *trim(char *s)
{
    s += strspn(s, " \t");
    size_t n = strlen(s);
    while (n > 0 && strchr(" \t\r\n", s[n - 1]))
        s[--n] = 0;
    return s;
}

/* A row of wide cells is a heading among rows: it goes with the next one. */
static void put_cell(FILE *f, char *text, int width, int span, bool head, bool group)
{
    text = trim(text);
    const char *jc = "";
    char props[80];
    if (*text == '^')
        jc = "<w:jc w:val=\"center\"/>";
    if (*text == '~')
        jc = "<w:jc w:val=\"right\"/>";
    snprintf(props, sizeof props, "%s%s", group ? "<w:keepNext/>" : "", jc);
    open_wide(f, width, span);
    put_para(f, head ? "ODau" : "OBang", props, trim(text + (*jc != 0)));
    fputs("</w:tc>", f);
}

/* Splits at " | " and at a leading "|"; a {{?a|b}} does not exist, so a plain cut will do. */
static void put_row(FILE *f, char *line, const int *widths, int n)
{
    bool head = line[1] == '|';
    fprintf(f, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>", head ? "<w:tblHeader/>" : "");
    char *rest = line + (head ? 2 : 1);
    int bars = 0;
    for (const char *p = rest; *p; p++)
        bars += *p == '|';
    for (int i = 0; i < n;) {
        char *cell = strsep(&rest, "|");
        int width = widths[i], span = 1;
        while (!rest && i + span < n)
            width += widths[i + span++];
        put_cell(f, cell, width, span, head, bars < n - 1);
        i += span;
    }
    if (rest)
        die("too many cells", rest);
    fputs("</w:tr>\n", f);
}

static bool next_line(FILE *in, char *line)
{
    return fgets(line, MAX_LINE, in) != NULL;
}

static void put_table(FILE *in, FILE *f, char *percents)
{
    int widths[MAX_COLS], n = 0, sum = 0;
    for (char *p; n < MAX_COLS && (p = strsep(&percents, " ")) != NULL; n++)
        sum += widths[n] = TEXT_WIDTH * (int)strtol(p, NULL, 10) / 100;
    widths[n - 1] += TEXT_WIDTH - sum;
    open_table(f, "KhungBang", widths, n);
    char line[MAX_LINE];
    while (next_line(in, line) && strncmp(line, "@end", 4) != 0)
        put_row(f, trim(line), widths, n);
    fputs("</w:tbl>\n", f);
    put_para(f, "KeTrong", "", "");
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static void put_motto(FILE *f, int cell)
{
    put_para(f, "QuocHieu", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    put_para(f, "TieuNgu", "", "Độc lập - Tự do - Hạnh phúc");
    put_rule(f, cell, 3290);
}

/* "Số: ……/QĐ-UBND", or the whole number once the record has it. */
static void number_line(char *out, size_t n, const char *symbol, const char *name)
{
    if (!symbol || *symbol == '-')
        snprintf(out, n, "%s", "");
    else if (!name || *name == '-')
        snprintf(out, n, "Số: ……/%s", symbol);
    else
        snprintf(out, n, "Số: {{?%s}}{{%s}}{{/%s}}{{^%s}}……/%s{{/%s}}", name, name, name, name,
            symbol, name);
}

static void date_line(char *out, size_t n, const char *name)
{
    static const char today[] = "ngày {{ngay}} tháng {{thang}} năm {{nam}}";
    if (!name)
        snprintf(out, n, "{{dia_danh}}, %s", today);
    else
        snprintf(out, n,
            "{{dia_danh}}, {{?%s}}ngày {{%s.ngay}} tháng {{%s.thang}} năm {{%s.nam}}{{/%s}}"
            "{{^%s}}%s{{/%s}}",
            name, name, name, name, name, name, today, name);
}

static void put_head(FILE *f, char *args)
{
    const int widths[] = {LEFT_CELL, TEXT_WIDTH - LEFT_CELL};
    char number[400], date[800];
    const char *symbol = strsep(&args, " "), *number_name = strsep(&args, " ");
    number_line(number, sizeof number, symbol, number_name);
    date_line(date, sizeof date, args);
    open_table(f, "KhongKhung", widths, 2);
    fputs("<w:tr>", f);
    open_cell(f, widths[0]);
    put_para(f, "CoQuan", "", "ỦY BAN NHÂN DÂN");
    put_para(f, "CoQuan", "", "{{don_vi_hoa}}");
    put_rule(f, widths[0], 1200);
    fputs("</w:tc>", f);
    open_cell(f, widths[1]);
    put_motto(f, widths[1]);
    fputs("</w:tc></w:tr>\n<w:tr>", f);
    open_cell(f, widths[0]);
    put_para(f, "SoKyHieu", "", number);
    fputs("</w:tc>", f);
    open_cell(f, widths[1]);
    put_para(f, "DiaDanh", "", date);
    fputs("</w:tc></w:tr></w:tbl>\n", f);
}

/* A report is of whatever agency: a commune's committee alone, a department below its province. */
static void put_agency(FILE *f)
{
    const int widths[] = {LEFT_CELL, TEXT_WIDTH - LEFT_CELL};
    open_table(f, "KhongKhung", widths, 2);
    fputs("<w:tr>", f);
    open_cell(f, widths[0]);
    put_para(f, "CoQuanTren", "", "{{?co_quan_tren}}{{co_quan_tren}}{{/co_quan_tren}}");
    put_para(f, "CoQuan", "", "{{co_quan}}");
    put_rule(f, widths[0], 1200);
    fputs("</w:tc>", f);
    open_cell(f, widths[1]);
    put_motto(f, widths[1]);
    fputs("</w:tc></w:tr>\n<w:tr>", f);
    open_cell(f, widths[0]);
    put_para(f, "SoKyHieu", "", "Số: {{so}}");
    fputs("</w:tc>", f);
    open_cell(f, widths[1]);
    put_para(f, "DiaDanh", "", "{{dia_danh}}, ngày {{ngay}} tháng {{thang}} năm {{nam}}");
    fputs("</w:tc></w:tr></w:tbl>\n", f);
}

/* "@p STYLE text" */
static void put_styled(FILE *f, char *text)
{
    char *style = strsep(&text, " ");
    put_para(f, style, "", text ? text : "");
}

static void put_title(FILE *f, char *text)
{
    put_para(f, "TenLoai", "", trim(strsep(&text, "|")));
    while (text)
        put_para(f, "TrichYeu", "", trim(strsep(&text, "|")));
    put_rule(f, TEXT_WIDTH, 2200);
}

static const char *left_style(const char *text)
{
    if (strncmp(text, "Nơi nhận", strlen("Nơi nhận")) == 0)
        return "NoiNhan";
    return *text == '-' || strncmp(text, "{{noi_nhan", 10) == 0 ? "NoiNhanMuc" : "NguoiKy";
}

static void put_sign(FILE *in, FILE *f)
{
    const int widths[] = {TEXT_WIDTH / 2, TEXT_WIDTH - TEXT_WIDTH / 2};
    char line[MAX_LINE], *side[2] = {NULL, NULL};
    size_t len[2];
    FILE *cell[2] = {open_memstream(&side[0], &len[0]), open_memstream(&side[1], &len[1])};
    while (next_line(in, line) && strncmp(line, "@end", 4) != 0) {
        bool right = strncmp(line, "right", 5) == 0;
        char *text = trim(line + (right ? 5 : 4));
        put_para(cell[right], right ? "NguoiKy" : left_style(text), "", text);
    }
    put_para(f, "KeTrong", "<w:keepNext/>", "");
    open_table(f, "KhongKhung", widths, 2);
    fputs("<w:tr><w:trPr><w:cantSplit/></w:trPr>", f);
    for (int i = 0; i < 2; i++) {
        fclose(cell[i]);
        open_cell(f, widths[i]);
        if (len[i] == 0)
            put_para(f, "NguoiKy", "", "");
        fprintf(f, "%s</w:tc>", side[i]);
        free(side[i]);
    }
    fputs("</w:tr></w:tbl>\n", f);
    put_para(f, "KeTrong", "", "");
}

/* A signature must not stand alone on a page: the paragraph before it goes with it. */
static bool before_sign(FILE *in)
{
    long here = ftell(in);
    char line[MAX_LINE];
    bool sign = next_line(in, line) && strncmp(line, "@sign", 5) == 0;
    fseek(in, here, SEEK_SET);
    return sign;
}

static void put_block(FILE *in, FILE *f, char *line)
{
    static const struct {
        const char *word, *style;
    } simple[] = {{"@basis ", "CanCu"}, {"@h ", "DeMuc"}, {"@c ", "CanGiua"}};
    for (size_t i = 0; i < sizeof simple / sizeof simple[0]; i++) {
        size_t n = strlen(simple[i].word);
        if (strncmp(line, simple[i].word, n) == 0) {
            put_para(f, simple[i].style, "", line + n);
            return;
        }
    }
    if (strncmp(line, "@head ", 6) == 0)
        put_head(f, line + 6);
    else if (strcmp(line, "@agency") == 0)
        put_agency(f);
    else if (strncmp(line, "@p ", 3) == 0)
        put_styled(f, line + 3);
    else if (strcmp(line, "@motto") == 0)
        put_motto(f, TEXT_WIDTH);
    else if (strncmp(line, "@title ", 7) == 0)
        put_title(f, line + 7);
    else if (strncmp(line, "@table ", 7) == 0)
        put_table(in, f, line + 7);
    else if (strcmp(line, "@sign") == 0)
        put_sign(in, f);
    else if (*line == '@')
        die("unknown command", line);
    else
        put_para(f, "", before_sign(in) ? "<w:keepNext/>" : "", line);
}

/* ---- parts ----------------------------------------------------------------------------------- */

#define NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define NS_R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

static const char content_types[] =
    XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\""
        " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"" TYPE "document.main+xml\"/>"
        "<Override PartName=\"/word/styles.xml\" ContentType=\"" TYPE "styles+xml\"/>"
        "<Override PartName=\"/word/settings.xml\" ContentType=\"" TYPE "settings+xml\"/>"
        "<Override PartName=\"/word/header1.xml\" ContentType=\"" TYPE "header+xml\"/></Types>";

#define RELS(body)                                                                                 \
    XML "<Relationships "                                                                          \
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" body             \
        "</Relationships>"
#define ONE_REL(id, type, target)                                                                  \
    "<Relationship Id=\"" id "\" Type=\"" REL type "\" Target=\"" target "\"/>"
static const char root_rels[] = RELS(ONE_REL("rId1", "officeDocument", "word/document.xml"));
static const char document_rels[] = RELS(ONE_REL("rId1", "styles", "styles.xml")
        ONE_REL("rId2", "settings", "settings.xml") ONE_REL("rId3", "header", "header1.xml"));

static const char settings[] =
    XML "<w:settings " NS
        "><w:defaultTabStop w:val=\"567\"/><w:compat><w:doNotExpandShiftReturn/><w:compatSetting"
        " w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\""
        " w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"vi-VN\"/></w:settings>";

static const char header[] =
    XML "<w:hdr " NS "><w:p><w:pPr><w:pStyle w:val=\"SoTrang\"/></w:pPr><w:r><w:fldChar"
        " w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE "
        "</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t>"
        "</w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>";

static const char section_props[] =
    "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/>"
    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"851\""
    " w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>"
    "<w:titlePg/></w:sectPr>";

/* Paragraph styles under the names that the decree uses, so that people find them in Word. */
struct style {
    const char *id, *name, *para, *run;
};
#define CENTRE "<w:jc w:val=\"center\"/>"
#define FLAT "<w:ind w:firstLine=\"0\"/>"
#define SPACE(b, a)                                                                                \
    "<w:spacing w:before=\"" b "\" w:after=\"" a "\" w:line=\"240\""                               \
    " w:lineRule=\"auto\"/>"
#define SIZE(half) "<w:sz w:val=\"" half "\"/><w:szCs w:val=\"" half "\"/>"
static const struct style styles[] = {
    {"QuocHieu", "Quốc hiệu", SPACE("0", "0") FLAT CENTRE, "<w:b/>" SIZE("24")},
    {"TieuNgu", "Tiêu ngữ", SPACE("0", "0") FLAT CENTRE, "<w:b/>" SIZE("26")},
    {"CoQuan", "Cơ quan ban hành", SPACE("0", "0") FLAT CENTRE, "<w:b/>" SIZE("24")},
    {"CoQuanTren", "Cơ quan chủ quản", SPACE("0", "0") FLAT CENTRE, SIZE("24")},
    {"ThanBaoCao", "Thân báo cáo",
        "<w:spacing w:before=\"0\" w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/>"
        "<w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>",
        SIZE("28")},
    {"KinhGui", "Kính gửi", SPACE("120", "120") FLAT CENTRE, SIZE("28")},
    {"KinhGuiCac", "Kính gửi nhiều nơi",
        "<w:keepNext/>" SPACE("120", "0") "<w:ind w:left=\"2268\" w:firstLine=\"0\"/>", SIZE("28")},
    {"KinhGuiMuc", "Kính gửi, từng nơi",
        SPACE("0", "0") "<w:ind w:left=\"3402\" w:firstLine=\"0\"/><w:jc w:val=\"left\"/>",
        SIZE("28")},
    {"MucLaMa", "Mục I",
        "<w:keepNext/>" SPACE("120", "120") "<w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>",
        "<w:b/>" SIZE("28")},
    {"MucSo", "Mục 1",
        "<w:keepNext/>" SPACE("60", "120") "<w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>",
        "<w:b/>" SIZE("28")},
    {"MucChu", "Mục a)",
        "<w:keepNext/>" SPACE("0", "120") "<w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>",
        "<w:i/>" SIZE("28")},
    {"TenBang", "Tên bảng", "<w:keepNext/>" SPACE("120", "60") FLAT CENTRE, "<w:b/>" SIZE("26")},
    {"SoKyHieu", "Số, ký hiệu", SPACE("120", "0") FLAT CENTRE, SIZE("26")},
    {"DiaDanh", "Địa danh, thời gian", SPACE("120", "0") FLAT CENTRE, "<w:i/>" SIZE("26")},
    {"TenLoai", "Tên loại văn bản", "<w:keepNext/>" SPACE("360", "0") FLAT CENTRE,
        "<w:b/>" SIZE("28")},
    {"TrichYeu", "Trích yếu", "<w:keepNext/>" SPACE("0", "0") FLAT CENTRE, "<w:b/>" SIZE("28")},
    {"CanCu", "Căn cứ", "", "<w:i/>"},
    {"CanGiua", "Căn giữa", FLAT CENTRE, ""},
    {"DeMuc", "Đề mục", "<w:keepNext/>" SPACE("120", "120"), "<w:b/>"},
    {"OBang", "Ô bảng", SPACE("40", "40") FLAT "<w:jc w:val=\"left\"/>", SIZE("24")},
    {"ODau", "Ô đầu bảng", "<w:keepNext/>" SPACE("40", "40") FLAT CENTRE, "<w:b/>" SIZE("24")},
    {"NoiNhan", "Nơi nhận", SPACE("0", "0") FLAT "<w:jc w:val=\"left\"/>",
        "<w:b/><w:i/>" SIZE("24")},
    {"NoiNhanMuc", "Nơi nhận, từng dòng", SPACE("0", "0") FLAT "<w:jc w:val=\"left\"/>",
        SIZE("22")},
    {"NguoiKy", "Người ký", "<w:keepNext/>" SPACE("0", "0") FLAT CENTRE, ""},
    {"KeNgang", "Đường kẻ ngang",
        "<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>"
        "<w:spacing w:before=\"60\" w:after=\"120\" w:line=\"120\" w:lineRule=\"exact\"/>" FLAT
            CENTRE,
        SIZE("8")},
    {"KeTrong", "Dòng trống thấp",
        "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>" FLAT,
        SIZE("8")},
    {"SoTrang", "Số trang", SPACE("0", "0") FLAT CENTRE, SIZE("26")},
};

static const char table_styles[] =
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name"
    " w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>"
    "<w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar>"
    "</w:tblPr></w:style>"
    "<w:style w:type=\"table\" w:styleId=\"KhongKhung\"><w:name w:val=\"Không khung\"/>"
    "<w:basedOn w:val=\"TableNormal\"/></w:style>"
    "<w:style w:type=\"table\" w:styleId=\"KhungBang\"><w:name w:val=\"Bảng có khung\"/>"
    "<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>"
    "<w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
    "<w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
    "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
    "<w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
    "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
    "<w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/></w:tblBorders>"
    "<w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/>"
    "</w:tblCellMar></w:tblPr></w:style>";

static void put_styles(FILE *f)
{
    fputs(XML
        "<w:styles " NS "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts"
        " w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\""
        " w:eastAsia=\"Times New Roman\"/>" SIZE(
            "26") "<w:lang w:val=\"vi-VN\"/></w:rPr>"
                  "</w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type=\"paragraph\""
                  " w:default=\"1\" w:styleId=\"Normal\"><w:name "
                  "w:val=\"Normal\"/><w:qFormat/><w:pPr>"
                  "<w:spacing w:before=\"0\" w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/>"
                  "<w:ind w:firstLine=\"567\"/><w:jc w:val=\"both\"/></w:pPr></w:style>\n",
        f);
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++)
        fprintf(f,
            "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name"
            " w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>%s</w:pPr>"
            "<w:rPr>%s</w:rPr></w:style>\n",
            styles[i].id, styles[i].name, styles[i].para, styles[i].run);
    fprintf(f, "%s</w:styles>", table_styles);
}

static void put_document(FILE *in, FILE *f)
{
    fputs(XML "<w:document " NS " " NS_R "><w:body>\n", f);
    char line[MAX_LINE];
    while (next_line(in, line)) {
        char *text = trim(line);
        if (*text && *text != '#')
            put_block(in, f, text);
    }
    fprintf(f, "%s</w:body></w:document>", section_props);
}

/* ---- package --------------------------------------------------------------------------------- */

static void add(zip_t *z, const char *name, const char *p, size_t n)
{
    zip_source_t *src = zip_source_buffer(z, p, n, 0);
    zip_int64_t at = src ? zip_file_add(z, name, src, ZIP_FL_ENC_UTF_8) : -1;
    if (at < 0)
        die("cannot add", name);
    zip_file_set_dostime(z, (zip_uint64_t)at, 0, 0x21, 0);
}

static void make(const char *dir, const char *source)
{
    char path[1000], *document, *style_sheet;
    size_t n_document, n_styles;
    const char *name = strrchr(source, '/') ? strrchr(source, '/') + 1 : source;
    snprintf(path, sizeof path, "%s/%.*s.docx", dir, (int)strcspn(name, "."), name);
    FILE *in = fopen(source, "r"), *doc = open_memstream(&document, &n_document),
         *sty = open_memstream(&style_sheet, &n_styles);
    if (!in || !doc || !sty)
        die("cannot read", source);
    put_document(in, doc);
    put_styles(sty);
    fclose(in);
    fclose(doc);
    fclose(sty);
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    if (!z)
        die("cannot write", path);
    add(z, "[Content_Types].xml", content_types, sizeof content_types - 1);
    add(z, "_rels/.rels", root_rels, sizeof root_rels - 1);
    add(z, "word/document.xml", document, n_document);
    add(z, "word/_rels/document.xml.rels", document_rels, sizeof document_rels - 1);
    add(z, "word/styles.xml", style_sheet, n_styles);
    add(z, "word/settings.xml", settings, sizeof settings - 1);
    add(z, "word/header1.xml", header, sizeof header - 1);
    if (zip_close(z) != 0)
        die("cannot write", path);
    free(document);
    free(style_sheet);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        die("usage", "docxgen OUTDIR SOURCE.txt …");
    for (int i = 2; i < argc; i++)
        make(argv[1], argv[i]);
}

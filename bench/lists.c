// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Makes an old list of invented children as a workbook: lists FILE ROWS [SEED]. Titles above, two
 * rows of headings, dates of all kinds, some rows wrong, a few twice, a total below.
 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>

static uint64_t state;

static uint64_t chance(uint64_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % n;
}

static const char *pick(const char *const *v, size_t n)
{
    return v[chance(n)];
}

static const char *const families[] = {"Lò", "Quàng", "Cà", "Lường", "Vàng", "Giàng", "Sùng", "Mùa",
    "Nguyễn", "Trần", "Phạm", "Hờ", "Thào", "Tòng", "Bạc", "Điêu", "Hoàng", "Vũ", "Đỗ", "Lê"};
static const char *const middles[] = {"Văn", "Thị", "A", "Minh", "Thu", "Ngọc", "Đức", "Hồng",
    "Gia", "Bảo", "Thanh", "Xuân", "Hữu", "Kim"};
static const char *const names[] = {"An", "Bình", "Chi", "Dung", "Mỷ", "Chứ", "Dế", "Hạnh", "Khánh",
    "Linh", "Mai", "Nam", "Oanh", "Phúc", "Quyên", "Sơn", "Thảo", "Uyên", "Vân", "Yến", "Tuấn",
    "Hiếu", "Ngân", "Đạt", "Trang", "Sua", "Páo", "Dợ", "Pó", "Ánh"};
static const char *const peoples[] = {"Thái", "Kinh", "H'Mông", "Khơ mú", "Dao", "Lào", "Tày"};
static const char *const homes[] = {"HN", "cận nghèo", "không", "", "Hộ nghèo"};
static const char *const schools[] = {"MG", "Tiểu học", "THCS", "THPT", "nhà trẻ", ""};

static void name_of(char out[80])
{
    snprintf(out, 80, "%s %s %s %s", pick(families, COUNT(families)), pick(middles, COUNT(middles)),
        pick(names, COUNT(names)), pick(names, COUNT(names)));
}

static void headings(lxw_worksheet *ws)
{
    static const char *const heads[] = {"STT", "Họ và tên trẻ", "Ngày tháng năm sinh", "Nam", "Nữ",
        "Dân tộc", "Số CCCD", "Thôn/bản", "Họ tên mẹ", "Họ tên bố", "SĐT", "Diện hộ", "Cấp học",
        "Ghi chú"};
    worksheet_merge_range(ws, 0, 0, 0, 13, "DANH SÁCH TRẺ EM NĂM 2026", NULL);
    for (size_t i = 0; i < COUNT(heads); i++)
        worksheet_write_string(ws, 2, (lxw_col_t)i, heads[i], NULL);
    worksheet_merge_range(ws, 1, 3, 1, 4, "Giới tính", NULL);
}

static void born(lxw_worksheet *ws, lxw_row_t r, lxw_format *day, int y, int m, int d)
{
    char text[24];
    if (chance(3)) {
        lxw_datetime at = {.year = y, .month = m, .day = d};
        worksheet_write_datetime(ws, r, 2, &at, day);
        return;
    }
    if (!chance(500))
        m = 2, d = 31;
    snprintf(text, sizeof text, "%d/%d/%d", d, m, y);
    worksheet_write_string(ws, r, 2, text, NULL);
}

static void child(lxw_worksheet *ws, lxw_row_t r, lxw_format *day, int nth)
{
    char text[80];
    int y = 2011 + (int)chance(15), m = 1 + (int)chance(12), d = 1 + (int)chance(28);
    bool girl = chance(2);
    worksheet_write_number(ws, r, 0, nth, NULL);
    name_of(text);
    worksheet_write_string(ws, r, 1, text, NULL);
    born(ws, r, day, y, m, d);
    worksheet_write_string(ws, r, girl ? 4 : 3, "x", NULL);
    worksheet_write_string(ws, r, 5, pick(peoples, COUNT(peoples)), NULL);
    snprintf(text, sizeof text, "011%d%02d%06d", girl ? 3 : 2, y % 100, nth % 1000000);
    if (chance(4))
        worksheet_write_string(ws, r, 6, text, NULL);
    snprintf(text, sizeof text, "Bản %s %d", pick(names, COUNT(names)), (int)chance(9));
    worksheet_write_string(ws, r, 7, text, NULL);
    name_of(text);
    worksheet_write_string(ws, r, 8, text, NULL);
    name_of(text);
    worksheet_write_string(ws, r, 9, text, NULL);
    snprintf(text, sizeof text, "09%08d", (int)chance(100000000));
    if (chance(3))
        worksheet_write_string(ws, r, 10, text, NULL);
    worksheet_write_string(ws, r, 11, pick(homes, COUNT(homes)), NULL);
    worksheet_write_string(ws, r, 12, chance(400) ? pick(schools, COUNT(schools)) : "lớp lá", NULL);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    int rows = atoi(argv[2]);
    state = 0x9e3779b97f4a7c15u + (uint64_t)(argc > 3 ? atoi(argv[3]) : 0);
    lxw_workbook_options opt = {.constant_memory = LXW_TRUE};
    lxw_workbook *wb = workbook_new_opt(argv[1], &opt);
    if (!wb || rows < 1 || rows > 1000000)
        return 2;
    lxw_worksheet *ws = workbook_add_worksheet(wb, "Trẻ em");
    lxw_format *day = workbook_add_format(wb);
    format_set_num_format(day, "dd/mm/yyyy");
    headings(ws);
    for (int i = 0; i < rows; i++)
        child(ws, (lxw_row_t)(i + 3), day, i + 1);
    worksheet_write_string(ws, (lxw_row_t)(rows + 3), 1, "Tổng cộng", NULL);
    worksheet_write_number(ws, (lxw_row_t)(rows + 3), 2, rows, NULL);
    return workbook_close(wb) == LXW_NO_ERROR ? 0 : 1;
}

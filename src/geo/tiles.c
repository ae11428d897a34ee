// SPDX-License-Identifier: AGPL-3.0-or-later
/* The country in tiles, one a province, where it lies among its neighbours; north is up. */
#include "geo/geo.h"

/* clang-format off */
static const struct geo_tile tiles[] = {
    {"12", "Lai Châu", 1, 0},   {"15", "Lào Cai", 2, 0},   {"08", "Tuyên Quang", 3, 0}, {"04", "Cao Bằng", 4, 0},
    {"11", "Điện Biên", 0, 1},  {"14", "Sơn La", 1, 1},    {"25", "Phú Thọ", 2, 1},     {"19", "Thái Nguyên", 3, 1}, {"20", "Lạng Sơn", 4, 1},
    {"01", "Hà Nội", 2, 2},     {"24", "Bắc Ninh", 3, 2},  {"22", "Quảng Ninh", 4, 2},
    {"37", "Ninh Bình", 2, 3},  {"33", "Hưng Yên", 3, 3},  {"31", "Hải Phòng", 4, 3},
    {"38", "Thanh Hóa", 2, 4},
    {"40", "Nghệ An", 2, 5},
    {"42", "Hà Tĩnh", 3, 6},
    {"44", "Quảng Trị", 3, 7},
    {"46", "Huế", 4, 8},
    {"48", "Đà Nẵng", 4, 9},
    {"51", "Quảng Ngãi", 4, 10},
    {"52", "Gia Lai", 4, 11},
    {"66", "Đắk Lắk", 4, 12},
    {"80", "Tây Ninh", 1, 13},  {"75", "Đồng Nai", 2, 13}, {"68", "Lâm Đồng", 3, 13},   {"56", "Khánh Hòa", 4, 13},
    {"91", "An Giang", 0, 14},  {"82", "Đồng Tháp", 1, 14}, {"79", "TP. HCM", 2, 14},
    {"92", "Cần Thơ", 0, 15},   {"86", "Vĩnh Long", 1, 15},
    {"96", "Cà Mau", 0, 16},
};
/* clang-format on */

const struct geo_tile *geo_tiles(size_t *n)
{
    *n = COUNT(tiles);
    return tiles;
}

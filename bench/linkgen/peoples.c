// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * How the peoples of Viet Nam name their children: words, the most usual first, and the order they
 * stand in. Where a people lives is in `mixes`. Nobody meant; names are put together by chance.
 */
#include "bench/linkgen/peoples.h"

#define KINH_MID_M                                                                                                          \
    "Minh|Gia|Đức|Anh|Quốc|Hoàng|Bảo|Tuấn|Thành|Đăng|Nhật|Duy|Quang|Văn|Hữu|Tiến|Thiên|Khánh|"        \
    "Ngọc|Xuân|Đình|Trung|Phúc|Công|Thanh|Trọng|Hải|Việt|Thế|Mạnh|Chí|Tấn|Phước|Nguyên|Huy|Hồng|" \
    "Nam|Vĩnh|Thái|Kim|Bá|Viết|Sỹ|Kiến|Đại|Phi|Trường|Hùng|Kỳ|An|Tường|Vũ|Cao|Triệu|Như|Lâm"
#define KINH_GIVEN_M                                                                                                        \
    "Anh|Huy|Khang|Bảo|Minh|Phúc|Khoa|Phát|Đạt|Khôi|Long|Nam|Duy|Quân|Kiệt|Thịnh|Tuấn|Hưng|Hoàng|"         \
    "Hiếu|Nhân|Trí|Tài|Phong|Nguyên|An|Phú|Thành|Đức|Dũng|Lộc|Khánh|Vinh|Tiến|Nghĩa|Thiện|Hào|"        \
    "Hải|Đăng|Quang|Lâm|Nhật|Trung|Thắng|Tú|Hùng|Tâm|Sang|Sơn|Thái|Cường|Vũ|Toàn|Ân|Thuận|Bình|"     \
    "Trường|Danh|Kiên|Phước|Thiên|Tân|Việt|Khải|Tín|Dương|Tùng|Quý|Hậu|Trọng|Triết|Luân|Phương|" \
    "Quốc|Thông|Khiêm|Hòa|Thanh|Tường|Kha|Vỹ|Bách|Khanh|Mạnh|Lợi|Đại|Hiệp|Đông|Nhựt|Giang|Kỳ|"    \
    "Phi|Tấn|Văn|Vương|Công|Hiển|Linh|Ngọc|Vĩ|Thạch|Vy|Chí|Trực|Đình|Hữu|Bằng|Đan|Duẩn|Thức|Quyền"
#define KINH_MID_F                                                                                                       \
    "Ngọc|Thị|Bảo|Khánh|Minh|Thanh|Gia|Phương|Kim|Hoàng|Thảo|Tường|Thùy|Như|Quỳnh|Hà|Mai|Anh|An|"    \
    "Thu|Yến|Nhã|Mỹ|Cẩm|Diệu|Bích|Tuệ|Hải|Trúc|Linh|Thúy|Hồng|Huyền|Diễm|Ánh|Xuân|Vân|Lan|Tú|" \
    "Ái|Trâm|Nhật|Đan|Hương|Uyên|Thiên|Châu|Tâm|Song|Nguyệt|Tuyết|Ý|Vy|Ngân|Kiều|Lê|Hạnh|Hiền"
#define KINH_GIVEN_F                                                                                                        \
    "Anh|Vy|Ngọc|Nhi|Hân|Thư|Linh|Như|Ngân|Phương|Thảo|My|Trân|Quỳnh|Nghi|Trang|Trâm|An|Thy|"                 \
    "Châu|Trúc|Uyên|Yến|Ý|Tiên|Mai|Hà|Vân|Nguyên|Hương|Quyên|Duyên|Kim|Trinh|Thanh|Tuyền|Hằng|"           \
    "Dương|Chi|Giang|Tâm|Lam|Tú|Ánh|Hiền|Khánh|Minh|Huyền|Thùy|Vi|Ly|Dung|Nhung|Phúc|Lan|Phụng|"              \
    "Ân|Thi|Khanh|Kỳ|Nga|Tường|Thúy|Mỹ|Hoa|Tuyết|Lâm|Thủy|Đan|Hạnh|Xuân|Oanh|Mẫn|Khuê|Diệp|"         \
    "Thương|Nhiên|Băng|Hồng|Bình|Loan|Phượng|Diễm|Nguyệt|Bích|Đào|Diệu|Tuệ|Cúc|Sương|Hậu|Kiều|" \
    "Trà|Thơ|Lợi|Cầm|Nhàn|Liên|San|Sa|Quế|Thoa|Hòa|Nhã|Viên|Quý|Thơm|Đoan|Hoài"
#define KINH_PAIR_M                                                                                                  \
    "Gia Bảo|Minh Khang|Gia Huy|Minh Khôi|Anh Khoa|Bảo Long|Minh Quân|Gia Hưng|Quốc Bảo|Anh Kiệt|"      \
    "Đăng Khôi|Minh Nhật|Tuấn Kiệt|Bảo Khang|Minh Đức|Hoàng Long|Thiên Phúc|Đức Anh|Tuấn Anh|" \
    "Nhật Minh|Hải Đăng|Phúc An|Gia Khánh|Anh Tuấn|Minh Hiếu|Đức Minh|Hoàng Nam|Hữu Phước|"     \
    "Thiên Ân|Đăng Khoa|Bảo Nam|Minh Trí|Quang Minh|Phúc Khang|Khánh Duy|Gia Phúc|Hoàng Anh"
#define KINH_PAIR_F                                                                                                  \
    "Bảo Ngọc|Gia Hân|Bảo Anh|Minh Anh|Khánh Linh|Minh Châu|Ngọc Hân|Khánh Vy|Tường Vy|Bảo Trân|" \
    "Thanh Trúc|Phương Linh|Ngọc Diệp|Khánh An|Quỳnh Anh|Bảo Hân|Gia Linh|Hà My|Như Ý|Kim Ngân|"    \
    "Anh Thư|Minh Thư|Thảo My|Tuệ An|Thảo Vy|Bảo Châu|Ngọc Anh|Phương Anh|Yến Nhi|Tuệ Nhi|"       \
    "Quỳnh Như|Diệp Chi|An Nhiên|Tú Anh|Ánh Dương|Mỹ Duyên|Hoàng Yến|Trúc Linh|Nhã Uyên"
#define KINH_OLD_M                                                                                                        \
    "Hùng|Dũng|Tuấn|Thắng|Hải|Sơn|Cường|Minh|Hòa|Bình|Nam|Long|Thành|Hưng|Quang|Tùng|Trung|Đức|"      \
    "Tâm|Hiếu|Phong|Việt|Hà|Toàn|Thanh|Kiên|Quân|Khánh|Lâm|Linh|Tân|Phương|Vinh|Huy|Chiến|Công|"         \
    "Hoàng|Đạt|Lợi|Phúc|Tài|Tiến|Trường|Chung|Chinh|Quyết|Thái|Duy|Hậu|Nghĩa|Thuận|Phước|Đông|" \
    "Tú|Mạnh|Lộc|Hiệp|Bảo|Quý|Giang|An|Luân|Đại|Tĩnh|Út|Được|Sáu|Tèo|Thọ|Lực|Khoa|Nhân|Quốc|Nhật"
#define KINH_OLD_F                                                                                                       \
    "Hương|Lan|Hoa|Huyền|Thảo|Hà|Trang|Hằng|Nga|Thủy|Linh|Thu|Hạnh|Phương|Dung|Mai|Yến|Loan|"           \
    "Nhung|Ngọc|Hiền|Tâm|Vân|Thúy|Hồng|Tuyết|Oanh|Ánh|Liên|Bích|Thanh|Hòa|Lý|Nguyệt|Xuân|Diệp|"     \
    "Quyên|Hường|Duyên|Trinh|Chi|Phượng|Minh|Thơm|Huệ|Luyến|Quỳnh|Lệ|Kiều|Trâm|Diễm|Gái|Bé|Út|" \
    "Nhàn|Ngân|Anh|Thắm|Thương|Giang|Vui|Mến|Tươi|Sen|Hiếu|Bình|Trúc|Cúc|Đào|Lành|Hợi|Tuyền|Ly"
#define NORTH                                                                                                                \
    "Nguyễn|Nguyễn|Nguyễn|Nguyễn|Nguyễn|Trần|Phạm|Lê|Vũ|Hoàng|Bùi|Đỗ|Đặng|Ngô|Dương|Đinh|Đào|" \
    "Phan|Trịnh|Hà|Lưu|Đoàn|"                                                                                          \
    "Tạ|Mai|Lương|Phùng|Cao|Chu|Tô|Quách|Trương|Nghiêm|Hồ|Vương|Kiều|Lại|Doãn|Tống|Đàm|Khuất|"      \
    "Võ|Thái|Lý|Triệu|Bạch|Khổng|Thân|Ninh|Giang|Mạc|Phí|Cù|Tăng|Uông|Nhữ|Từ|Bành|Văn|Lã|Ma|Viên"
#define SOUTH                                                                                                                \
    "Nguyễn|Nguyễn|Nguyễn|Nguyễn|Nguyễn|Trần|Lê|Phạm|Huỳnh|Võ|Phan|Trương|Bùi|Đặng|Hồ|Đỗ|Ngô|" \
    "Dương|Lý|Lâm|Đinh|Mai|"                                                                                            \
    "Đoàn|Cao|Trịnh|Hà|Châu|Thái|Lương|Tạ|Tô|Lưu|Văn|Hoàng|Vũ|Phùng|Hứa|Từ|Đào|Diệp|Tăng|Quách|"  \
    "Kiều|Giang|Trang|Lại|Chung|Chu|Danh|Mạc|Vương|Tống|Khưu|Bạch|Triệu|Âu|Đàm|Tiêu|Nhan|Ung|Lư"
#define PLAIN_MID_M "Văn|Văn|Minh|Đức|Quốc|Xuân|Anh|Hoàng|Tuấn|Quang|Gia|Thanh"
#define PLAIN_MID_F "Thị|Thị|Thị|Thu|Ngọc|Thanh|Bảo|Khánh|Minh|Hồng|Kim|Mai"

/* family north | family south or "" | middle, given of boys and men | of girls and women |
 * usual pairs | given names of parents ("" = as of children) */
static struct naming all[P__COUNT] = {
    [P_KINH] = {WAY_PLAIN, .03,
        {{NORTH, 1.15}, {SOUTH, 1.15}, {KINH_MID_M, 1}, {KINH_GIVEN_M, .8}, {KINH_MID_F, .9},
            {KINH_GIVEN_F, .8}, {KINH_PAIR_M, .7}, {KINH_PAIR_F, .7}, {KINH_OLD_M, .75},
            {KINH_OLD_F, .75}}},
    [P_TAY] = {WAY_PLAIN, .05,
        {{"Nông|Hoàng|Hứa|Lý|Ma|Lương|Vi|Bế|Triệu|Đàm|Lục|Lộc|Chu|Mông|Nguyễn|"
          "Hà|La|Dương|Ban|Sầm|Quan|Lăng|Linh|Nguyên|Đinh|Mã|Phan|Tô|Trần|Thẩm",
             .8},
            {""}, {PLAIN_MID_M, .8}, {KINH_GIVEN_M, .7}, {PLAIN_MID_F, .8}, {KINH_GIVEN_F, .7},
            {""}, {""}, {KINH_OLD_M, .7}, {KINH_OLD_F, .7}}},
    [P_THAI] = {WAY_PLAIN, .04,
        {{"Lò|Quàng|Cà|Lường|Tòng|Vì|Cầm|Hà|Lô|Vi|Mào|Điêu|Lèo|Bạc|Hoàng|Khoàng|"
          "Tao|Lù|Đèo|Lương|Ngân|Lữ|Kha|Lang|Cút|Quán|Sầm",
             .9},
            {""}, {"Văn|Văn|Văn|Minh|Đức|Quốc|Anh", .8},
            {"Dũng|Hùng|Phong|Thắng|Cương|Khánh|Tiến|Huy|Quân|Hoàng|Biên|Chiêu|Inh|Hặc|Thoan|Ương|"
             "Panh|Piêng|Ngoan|Xiên|Pọm|Tuấn|Hải|Duy|Sơn|Trường|Bảo|Nam|Khôi|Thiện|Đạt|Hiệu|Phúc|"
             "Ngọc",
                .6},
            {"Thị|Thị|Thị|Thu|Ngọc|Thanh|Bảo", .8},
            {"Hương|Hoan|Xuyến|Thương|Phương|Trang|Linh|Yến|"
             "Thảo|Ban|Pánh|Ọm|Thỏa|Lả|Hà|Nga|Chi|Nguyệt|Hiên|Duyên|Lệ|Ánh|Kiều|Dung|Oanh|Ngân|Vy|"
             "Nhi|"
             "Tươi|Inh|Pâng|Hặc|Diệp|Mai",
                .6}}},
    [P_MUONG] = {WAY_PLAIN, .04,
        {{"Bùi|Bùi|Bùi|Quách|Đinh|Hà|Phạm|Nguyễn|Trương|Bạch|Cao|Xa|Hoàng|"
          "Lê|Phùng",
             .9},
            {""}, {"Văn|Minh|Gia|Đức|Tuấn|Quang|Xuân|Anh|Bảo", .7}, {KINH_GIVEN_M, .7},
            {"Thị|Thị|Thu|Ngọc|Khánh|Bảo|Phương|Thùy", .8}, {KINH_GIVEN_F, .7}, {""}, {""},
            {KINH_OLD_M, .7}, {KINH_OLD_F, .7}}},
    [P_HMONG] = {WAY_PLAIN, .12,
        {{"Giàng|Vàng|Sùng|Thào|Lầu|Mùa|Hạng|Vừ|Cứ|Chá|Ly|Hờ|Tráng|Sình|Phàng|"
          "Khang|Ma|Thò|Già|Lý|Mã|Cháng|Chảo|Hầu|Sính|Vù|Lù|Dương|Xồng|Lỳ|Và|Hoàng",
             .7},
            {""}, {"A|A|A|A|Mí|Seo|Bá|Nhìa|Minh", 1.2},
            {"Páo|Dình|Chư|Tủa|Lử|Sử|Chu|Phình|Lềnh|Của|Súa|Dế|"
             "Tùng|Hồ|Chống|Nhè|Dia|Sà|Ký|Minh|Phong|Vinh|Thái|Chinh|Sáu|Sình|Dơ|Di|Lâu|Pó|Vàng|"
             "Chứ|Tính|"
             "Dủa|Thông|Hùng|Say|Khua|Sếnh|Nủ|Sì|Thào|Vư|Và|Lù|Hòa|Chỉa|Vừ",
                .45},
            {"Thị|Thị|Thị|Y|Mỷ|Seo", 1.1},
            {"Mỷ|Dở|Máy|Chía|Mai|Sua|Dua|Pàng|Xi|Chú|Ly|Mỵ|Súa|Mảy|Say|Nênh|Ganh|Hoa|Dợ|Lan|Trang|"
             "Sao|Dính|Chúa|Vá|Nhia|Cở|Pà|Sông|Dế|Sinh|Xía|Bla|Dinh|Mị|Chở|Ké|Sai|Xua|Thương|Vi",
                .45}}},
    [P_DAO] = {WAY_PLAIN, .06,
        {{"Triệu|Bàn|Đặng|Lý|Phàn|Tẩn|Chẻo|Phùng|Dương|Chảo|Tráng|Lò|Phượng|Vàng", .8}, {""},
            {"Văn|A|Láo|Phủ|Duần|Sài|Vần|Tiến|Dào|Quý|Minh|Đức", .6},
            {"Lụ|Chòi|Sơn|Tá|Phin|Sếnh|U|Xoang|Hồng|Chiêu|Hin|Phấu|San|Lai|Khé|Thanh|Nảy|Pao|Quang|"
             "Tịnh|"
             "Mềnh|Siểu|Dũng|Huy|Thành|Tài|Kiên|Phúc|Vạn",
                .5},
            {"Thị|Mùi|Tả|San|Lở|U|Mùi|Thu|Kim", .6},
            {"Mẩy|Pham|Liều|Mui|Nảy|Sểnh|Ghến|Viện|Mụi|Chiêm|Khe|Say|Nhậy|Ton|Lai|Coi|Hương|Hoa|"
             "Trang|"
             "Linh|Vân|Chài|Phẩy|Dất",
                .5}}},
    [P_HANHI] = {WAY_PLAIN, .02,
        {{"Pờ|Lỳ|Chu|Sừng|Khoàng|Chang|Giàng|Vù|Lý|Pò|Toán|Phùng", .6}, {""}, {"", 1},
            {"Hừ Xá|Xá Po|Po Chừ|Gạ Cà|Khò Sừ|Chừ Cà|Xuân Hừ|Lòng Hừ|Phì Sinh|Cà Giá|Xá Hừ|Go Xá|"
             "Mò Xá|Sì Cà|Hà Xá|Xé Chừ|Lóng Xá",
                .4},
            {"", 1},
            {"Gó Mé|Mé De|Xó Pư|Ha Xó|Go Nu|Lò Xó|Mỳ Lé|"
             "Xừ De|Pư Mé|Mỳ Xó|Lé Pư|Go Mé|Khừ Nu|Sừ De|Bừ Xó",
                .4}}},
    [P_BRU] = {WAY_PLAIN, .15,
        {{"Hồ|Hồ|Hồ|Hồ|Lê|Đinh|Trần", 1.6}, {""}, {"Văn|Văn|Văn|Minh|Xuân", 1.3},
            {"Thương|Lợi|Thiên|Hùng|Bảy|Tư|Nam|Mon|Xiên|Lương|Phin|Đức|Long|Huy|Khăm|Thoong|Lanh|"
             "Chiến|"
             "Tân|Nhân|Phăn|Đăm|Ngọt|Lâm|Vinh|Sơn|Quân|Hiếu",
                .4},
            {"Thị|Thị|Thị|Thu|Y", 1.4},
            {"Mừng|Thơm|Y|Lan|Xuân|Hạnh|Đào|Pỉ|Lăng|Thum|Nhung|Hồng|Mai|Hoa|Thanh|Sương|Nga|Liên|"
             "Thủy|"
             "Kăn|Ngọc|My|Hương|Linh|Nhi|Vân",
                .4}}},
    [P_EDE] = {WAY_EDE, .05,
        {{"Niê|Mlô|Byă|Êban|Kbuôr|Ayŭn|Knul|Ktla|Kđoh|Hwing|Adrơng|Êñuôl|Buôn Yă|"
          "Buôn Krông|Kpă|Hmok|Ksơr|Hđơk|Niê Kđăm|Ênuôl|Kriêng|Kbrông",
             .7},
            {""}, {"", 1},
            {"Khoa|Sun|Bhim|Thuột|Ngông|Blơm|Wit|Jôn|Phi|Thương|Hiếu|Đức|Nguyên|Tuấn|Bảo|Khang|Kô|"
             "Dhiăm|"
             "Rôn|Sôt|Huy|Luân|Thiên|Suin|Than|Jơr|Wol|Lem",
                .4},
            {"", 1},
            {"Hen|Lan|Nga|Duyên|Bia|Wan|Ngưn|"
             "Juin|Thủy|Rin|Nhi|Mai|Linh|Ly|Yuin|Đào|Uyên|Hoa|Blat|Djuang|Loan|Thương|My|Nguyệt|"
             "Tiên|Jer|"
             "Brap|Mrang|Đim",
                .4}}},
    [P_GIARAI] = {WAY_GIARAI, .03,
        {{"Rơ Châm|Ksor|Siu|Rmah|Nay|Kpă|Rahlan|Rcom|Rơ Mah|Rơ Lan|Puih|Kpuih|"
          "Hiao|Đinh",
             .6},
            {""}, {"", 1},
            {"Thơm|Phong|Hùng|Tin|Bơn|Lul|Hyek|Yơn|Khiêm|Quân|Bình|Blơi|"
             "Djuên|Thái|Tuân|Kiên|Glang|Jơnh|Đạt|Huynh|Hậu|Bảo|Chương|Sin|Pơn|Nguyên",
                .4},
            {"", 1},
            {"Lan|Nhung|Uyên|Mrin|Liên|Thuy|Byi|Phương|Hà|Ly|Ngọc|Ban|Chi|Rêu|Nhi|Trang|Đăm|Hiên|"
             "Wel|"
             "Mơn|Ngoan|Trinh|Diệu|Pyơ|Sun|Vy",
                .4}}},
    [P_BANA] = {WAY_BANA, 0,
        {{"Đinh|Byă|Hlip|Siu|Đinh|Rơ Ô", 1}, {""}, {"", 1},
            {"Thui|Hlim|Nhưn|Byưn|"
             "Khuên|Tơr|Thắng|Đôn|Yưk|Bơnh|Kham|Jring|Phong|Minh|Tuân|Lưr|Đih|Khôi|Huy|Bảo|Vit|Jơr|"
             "Phút|"
             "Thâu|Tin|Hưng|Ngơi|Phai",
                .35},
            {"", 1},
            {"Hlan|Byơn|Thủy|Nhung|Hnhưn|Blôch|Pyơng|Lan|Ngân|"
             "Thơ|Mai|Hyưn|Rưng|Đhơng|Khưk|Nga|Linh|Ngọc|My|Phương|Huệ|Xuân|Nhi|Trang|Chăng|Đeng",
                .35}}},
    [P_COHO] = {WAY_COHO, .05,
        {{"Kơ Să|Cil|Lơ Mu|Liêng Hót|Cill|Rơ Ông|Bon Yô|Đa Cát|Kră Jăn|Lơ Mu", .6}, {""}, {"", 1},
            {"Brin|Brẻo|Thuận|Minh|Hiếu|Tuấn|Lưu|Sơn|Phương|Duy|Tim|Brốp|Đức|Hòa|Bảo|Nam|"
             "Jônh|Krai|Brôl|Thành|Huy|Rim",
                .4},
            {"", 1},
            {"Thủy|Hiền|Thảo|Lan|Linh|Hương|Duyên|Ngọc|Nhi|"
             "Uyên|Trinh|Mai|Điệp|Hoa|Thúy|Brah|Sương|Nhung|Ly|Diễm|Rôn",
                .4}}},
    [P_MNONG] = {WAY_MNONG, .05,
        {{"Điểu|Điểu|Bu|Đàm|Y", 1.2}, {""}, {"", 1},
            {"Minh|Hùng|K'Ré|Khang|Thanh|"
             "Lên|Toi|Phong|Xuân|Sơn|Bảo|Quang|Nhơn|Hoàng|Bách|Tài|Mơn|Long|Phi|Kha|Huy|N'Lê|Đức",
                .4},
            {"", 1},
            {"Ngân|Lan|Hồng|Mai|Nhung|Bé|Thảo|Hương|Liên|Yến|Đào|Xuân|Trang|My|Thúy|Điệp|Linh|"
             "Ngọc|Mến|Vân|Nga|Kiều|Hoa",
                .4}}},
    [P_KHMER] = {WAY_PLAIN, .2,
        {{"Thạch|Sơn|Kim|Danh|Lâm|Châu|Trần|Lý|Kiên|Tăng|Chau|Neáng|Tô|Huỳnh|Lý|"
          "Đào|Liêu|Triệu|Thị",
             .7},
            {""}, {"Minh|Hoàng|Thanh|Văn|Ngọc|Quốc|Thành", .6},
            {"Sa Rây|Phiêl|"
             "Sô Phia|Rươl|Sóc Kha|Chanh Đa|Thi|Sang|Vuth|Sâm Bô|Rí|Pha Na|Đa Ra|Vi "
             "Sal|Thươl|Khang|"
             "Sa Vương|Ri Na|Dũng|Minh|Khải|Sóc Thy|Rạ|Khêl|Bảo|Nhân|Rết",
                .4},
            {"Thị|Thị|Ngọc|Mỹ|Thị|Bích", .8},
            {"Sa Ríl|Sô Phi|Đa Ni|Sa Rươne|Chanh Thi|Na Rinh|Hồng|Diễm|Sà Mon|Ngọc|Linh|Thúy|Rane|"
             "Phượng|Chanh Thu|Sô Khơn|My|Như|Sóc Kha|Vy|Đane|Xuân|Trang|Na|Si Thone",
                .4}}},
    [P_CHAM] = {WAY_PLAIN, .1,
        {{"Bá|Thành|Quảng|Lượng|Đàng|Báo|Hán|Lưu|Trượng|Kiều|Phú|Đổng|Thập|Mách|"
          "Ka|Sô|Ma",
             .6},
            {""}, {"Văn|Minh|Ngọc|Xuân|Quang|Đức", .6},
            {"Danh|Phước|Lếs|Rô|Sa Lếs|Ha Mach|"
             "Thiên|Thông|Tiến|Nghĩa|Ri|Sa Man|Khang|Long|Nhật|Phú|Duy|Trường|Mansô|Hiệp",
                .4},
            {"Thị|Nữ|Thị|Kiều|Ngọc", .8},
            {"Ma Ri Dah|Sa Ki Nah|Hoa|Trinh|Thu|Mỹ|Ro Phi Ah|Diễm|Tuyền|"
             "Phượng|Ha Wa|Loan|Ngân|Thảo|Ai Sah|Như|Kim",
                .4}}},
    [P_HOA] = {WAY_PLAIN, .02,
        {{"Trần|Lâm|Lý|Huỳnh|Vương|Trương|Quách|Lương|Tăng|La|Phùng|Lưu|Diệp|Hứa|Mã|"
          "Tô|Châu|Thái|Ngô|Giang|Khưu|Âu|Sú|Voòng|Chíu|Sằn",
             .7},
            {""},
            {"Chí|Gia|Vĩ|Quốc|Minh|Tuấn|Chấn|"
             "Kiến|Hào|Bội|Diệu",
                .5},
            {"Hào|Kiệt|Minh|Cường|Vinh|Thành|Bang|Hùng|Phát|Quân|Lương|Dân|Văn|"
             "Hoa|Hưng|Sáng|Phú|Toàn|Khang",
                .4},
            {"Mỹ|Bội|Tuệ|Huệ|Thục|Ái|Tiểu|Gia|Lệ|Bảo", .5},
            {"Linh|Mẫn|"
             "Nghi|San|Hoa|Phụng|Quân|Dung|Anh|Bình|Ngọc|Trân|Như|Yến|Hân|Di|Thanh|Oanh|Châu",
                .4}}},
};

/* Shares in a region, in thousands. */
static const struct {
    enum people_id who;
    uint16_t share[R__COUNT];
} mixes[] = {
    /* delta, north-east, north-west, north central, coast, highland, south-east, Mekong */
    {P_TAY, {4, 390, 60, 2, 0, 45, 2, 0}},
    {P_THAI, {2, 4, 300, 80, 0, 8, 0, 0}},
    {P_MUONG, {6, 20, 170, 55, 0, 8, 2, 0}},
    {P_HMONG, {0, 130, 210, 18, 0, 25, 0, 0}},
    {P_DAO, {6, 90, 70, 2, 0, 10, 0, 0}},
    {P_HANHI, {0, 2, 25, 0, 0, 0, 0, 0}},
    {P_BRU, {0, 0, 0, 24, 30, 0, 0, 0}},
    {P_EDE, {0, 0, 0, 0, 8, 90, 0, 0}},
    {P_GIARAI, {0, 0, 0, 0, 0, 110, 0, 0}},
    {P_BANA, {0, 0, 0, 0, 20, 90, 0, 0}},
    {P_COHO, {0, 0, 0, 0, 6, 45, 0, 0}},
    {P_MNONG, {0, 0, 0, 0, 0, 35, 14, 0}},
    {P_KHMER, {0, 0, 0, 0, 0, 0, 8, 85}},
    {P_CHAM, {0, 0, 0, 0, 25, 0, 3, 3}},
    {P_HOA, {1, 4, 1, 0, 1, 1, 30, 10}},
};

struct naming *people_all(void)
{
    return all;
}

enum people_id people_draw(enum region region, int permille)
{
    for (size_t i = 0; i < COUNT(mixes); i++)
        if ((permille -= mixes[i].share[region]) < 0)
            return mixes[i].who;
    return P_KINH;
}

# Maps, outlines brought in, numbers given to the public.
private "Hờ Thị Mỷ"

case Ranh giới: xem thử, lỗi có tên, nhập thật
quan_tri GET /quan-tri/ranh-gioi
> 200
can_bo GET /quan-tri/ranh-gioi
> 403
quan_tri POST /quan-tri/ranh-gioi
> 422
> has Hãy chọn tệp
quan_tri POST /quan-tri/ranh-gioi
  file tep "a.json" \x7b\x22type\x22:\x22FeatureCollection\x22,\x22features\x22:[
> 422
> has không phải JSON
quan_tri POST /quan-tri/ranh-gioi
  file tep "a.json" \x7b\x22type\x22:\x22FeatureCollection\x22,\x22features\x22:[\x7b\x22properties\x22:\x7b\x22ma\x22:\x2203158\x22\x7d,\x22geometry\x22:\x7b\x22type\x22:\x22Polygon\x22,\x22coordinates\x22:[[[21,102],[21,102.5],[21.5,102.5]]]\x7d\x7d,\x7b\x22properties\x22:\x7b\x22ten\x22:\x22Xã Không Đâu\x22\x7d,\x22geometry\x22:\x7b\x22type\x22:\x22Polygon\x22,\x22coordinates\x22:[[[102,21],[102.5,21],[102.5,21.5]]]\x7d\x7d,\x7b\x22properties\x22:\x7b\x22ma\x22:\x2200004\x22\x7d,\x22geometry\x22:\x7b\x22type\x22:\x22Polygon\x22,\x22coordinates\x22:[[[102,21],[102.5,21],[102.5,21.5]]]\x7d\x7d]\x7d
> 200
> has kinh độ và vĩ độ bị đảo
> has Xã Không Đâu
> has không có đơn vị nào tên này
> has ngoài phạm vi
quan_tri GET /quan-tri/ranh-gioi.json
> json stock !
quan_tri POST /quan-tri/ranh-gioi
  that = 1
  ngay = 99/99/2025
  file tep "b.json" \x7b\x22type\x22:\x22FeatureCollection\x22,\x22features\x22:[]\x7d
> 422
quan_tri POST /quan-tri/ranh-gioi
  that = 1
  file tep "b.json" \x7b\x22type\x22:\x22FeatureCollection\x22,\x22features\x22:[\x7b\x22properties\x22:\x7b\x22ma\x22:\x2203158\x22,\x22ten\x22:\x22Xã Sín Thầu\x22\x7d,\x22geometry\x22:\x7b\x22type\x22:\x22Polygon\x22,\x22coordinates\x22:[[[102,22],[102.5,22],[102.5,22.5]]]\x7d\x7d]\x7d
> 200
> has Đã nhập
quan_tri GET /quan-tri/ranh-gioi.json
> json stock # 1
> json stock.0.units = 1

case Bản đồ: ai xem được, ô thay ranh giới, bảng và CSV cùng số
- GET /ban-do
> 303
can_bo GET /ban-do
> 403
can_bo_tinh GET /ban-do
> 200
> has class="tiles"
> has Mường Phăng
> not style=
can_bo_tinh GET /ban-do.json
> json rows # 45
> json unit_code = 11
can_bo_tinh GET /ban-do?dv=01
> not Phường Ba Đình
can_bo_tinh GET /ban-do.csv
> 200
> type text/csv
> has 03158
can_bo_tinh GET /ban-do?ct=khong_co
> 422
> has Không có chỉ tiêu này
can_bo_tinh GET /ban-do?ky=2026-99
> 422

case Công khai: chưa có gì
- GET /cong-khai
> 200
> has Chưa có số liệu nào được công bố
> header Cache-Control: public, max-age=600
- GET /cong-khai/tre-em
> 200
> has tel:111
- GET /cong-khai/tu-dien.csv
> 200
> type text/csv
- GET /cong-khai/so-dem/tre_em
> 404
- GET /quan-tri/cong-khai
> 303
can_bo_tinh GET /quan-tri/cong-khai
> 403

case Trẻ để đếm
can_bo FORM /so/tre_em/moi
  ho_ten = Hờ Thị Mỷ
  gioi_tinh = nu
  ngay_sinh = 12/05/2018
> 303

case Công khai: năm hết mới được, xem thử không ghi, công khai rồi giữ nguyên
quan_tri POST /quan-tri/cong-khai
  viec = xem-thu
  nam = 2025
> 422
> has hãy lưu phần cài đặt
quan_tri FORM /quan-tri/cong-khai
  viec = cai-dat
  den_nam = 2025
  lan_toi = 31/03/2027
  noi_cong_bo = Sở Y tế
> 303
quan_tri POST /quan-tri/cong-khai
  viec = cong-khai
  nam = 2026
> 422
> has Chỉ công khai năm đã hết
quan_tri POST /quan-tri/cong-khai
  viec = xem-thu
  nam = 2025
> 200
> has chưa công khai gì
- GET /cong-khai/so-dem/tre_em.json
> 404
quan_tri POST /quan-tri/cong-khai
  viec = cong-khai
  nam = 2025
> 303
quan_tri POST /quan-tri/cong-khai
  viec = cong-khai
  nam = 2025
> 422
> has Năm này đã công khai
- GET /cong-khai
> 200
> has /cong-khai/so-dem/tre_em
> has 31/03/2027
> not Hờ Thị Mỷ
- GET /cong-khai/so-dem/tre_em
> 200
> has số nhỏ, được giấu
- GET /cong-khai/so-dem/tre_em.csv
> 200
> type text/csv
> has unit_code
> has hidden
- GET /cong-khai/chi-tieu/tre_em
> 200
> has số nhỏ, được giấu
- GET /cong-khai/chi-tieu/tre_em.json
> 200
> has "status":"hidden"
> not "value":1,
- GET /cong-khai/so-dem/tre_em?lang=en
> has lang="en"
- GET /cong-khai/so-dem/khong_co
> 404
- GET /cong-khai/chi-tieu/khong_co.json
> 404

case Thu hồi: có lý do, rồi không còn trên trang công khai
quan_tri GET /quan-tri/cong-khai.json
> json releases # 1
> json releases.0.id = {ban:=}
quan_tri POST /quan-tri/cong-khai
  viec = thu-hoi
  ban = {ban}
> 422
> has Phải ghi lý do thu hồi
quan_tri POST /quan-tri/cong-khai
  viec = thu-hoi
  ban = {uuid}
  ly_do = Nhầm
> 404
quan_tri POST /quan-tri/cong-khai
  viec = thu-hoi
  ban = {ban}
  ly_do = Đếm nhầm
> 303
- GET /cong-khai/so-dem/tre_em.json
> 404
- GET /cong-khai
> has Đếm nhầm
quan_tri POST /quan-tri/cong-khai
  viec = cong-khai
  nam = 2025
> 303
- GET /cong-khai/so-dem/tre_em.json
> 200
> has "status":"hidden"

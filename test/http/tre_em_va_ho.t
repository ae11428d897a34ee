# A child's page, its household and its parts: what is entered once, what is done with a household.
jobs
private "Hờ Thị Mỷ"
private "Hờ A Páo"

case Ghi một hộ, rồi một trẻ của hộ
can_bo FORM /so/ho/moi
  chu_ho = Hờ A Páo
  thon = Bản Huổi Lếch
  dien_thoai = 0912345671
  kinh_te = ngheo
> 303
> to /so/ho/{ho:=}?tb=da-luu
can_bo FORM /so/tre_em/moi
  ho_ten = Hờ Thị Mỷ
  gioi_tinh = nu
  ngay_sinh = 12/05/2018
  ho_ten_cha = Hờ A Páo
  tinh_trang_cha = song_cung
  ho = {ho}
> 303
> to /so/tre_em/{tre:=}?tb=da-luu
can_bo GET /so/tre_em/{tre}
> 200
> has 8 tuổi 4 tháng
> has Bản Huổi Lếch
> has Hộ nghèo
can_bo GET /so/tre_em/{tre}.json
> json household.title = Hờ A Páo
> json care.phone = 0912345671
can_bo GET /so/ho/{ho}
> 200
> has Hờ Thị Mỷ
> has Thêm vào

case Điều của hộ chỉ sửa ở hộ
can_bo GET /so/tre_em/{tre}/sua
> has Lấy theo: Hộ
can_bo FORM /so/ho/{ho}/sua
  thon = Bản Mới
  ly_do_sua = Hộ dời bản
> 303
can_bo GET /so/tre_em/{tre}.json
> json village = Bản Mới

case Kinh tế theo năm: năm mới nhất là hiện nay
can_bo FORM /so/ho/{ho}/them/ho_kinh_te
  nam = 2026
  tinh_trang = can_ngheo
> 303
> to /so/ho/{ho}?tb=da-luu#ho_kinh_te
can_bo FORM /so/ho/{ho}/them/ho_kinh_te
  nam = 2024
  tinh_trang = ngheo
> 303
can_bo GET /so/ho/{ho}.json
> json parts.0.count = 2
> json parts.0.rows.0.cells.0.value = 2026
> json parts.0.rows.0.href = /so/ho_kinh_te/{nam26:=}
can_bo GET /so/tre_em/{tre}
> has Hộ cận nghèo
can_bo POST /so/ho_kinh_te/{nam26}/huy
  phien_ban = 1
  ly_do = Nhập nhầm năm
> 303
> to /so/ho/{ho}?tb=da-huy
can_bo GET /so/tre_em/{tre}
> has Hộ nghèo

case Các phần của trẻ: thêm, sửa, hủy; sai thì nói ở đúng ô
can_bo FORM /so/tre_em/{tre}/them/tiem_chung
  vac_xin = soi
  mui = 1
  ngay = 01/02/2017
> 422
> has Ngày tiêm trước ngày sinh của trẻ
can_bo FORM /so/tre_em/{tre}/them/tiem_chung
  vac_xin = soi
  mui = 1
  ngay = 15/02/2019
  noi_tiem = Trạm y tế xã
> 303
can_bo GET /so/tre_em/{tre}
> has 15/02/2019
can_bo GET /so/tre_em/{tre}.json
> json parts.2.id = tiem_chung
> json parts.2.rows.0.href = /so/tiem_chung/{mui:=}
can_bo GET /so/tiem_chung/{mui}
> 200
> has Hủy bản ghi
can_bo FORM /so/tiem_chung/{mui}/sua
  ngay = 16/02/2019
  ly_do_sua = Xem lại sổ tiêm
> 303
> to /so/tre_em/{tre}?tb=da-luu
can_bo POST /so/tiem_chung/{mui}/huy
  phien_ban = 2
  ly_do = Trùng
> 303
can_bo GET /so/tre_em/{tre}
> not 16/02/2019</h
can_bo GET /so/tre_em/{tre}.json
> json parts.2.count = 0
can_bo GET /so/tre_em/{tre}/them/ho_kinh_te
> 404
can_bo GET /so/tre_em/{tre}/them/tiem_chung.json
> 200
> json form.sections.0.fields.0.name = vac_xin
can_bo GET /so/ca/{tre}/them/tin_bao
> 404
cong_tac_vien GET /so/tre_em/{tre}/them/tiem_chung
> 403

case Năm học mới nhất là đang học
can_bo FORM /so/tre_em/{tre}/them/hoc_tap_nam
  nam_hoc = 2026
  cap = tieu_hoc
  truong = Trường Tiểu học Mường Phăng
  lop = 3A
> 303
can_bo GET /so/tre_em/{tre}
> has Trường Tiểu học Mường Phăng, lớp 3A
can_bo FORM /so/tre_em/{tre}/them/hoc_tap_nam
  nam_hoc = 2016
  cap = tieu_hoc
> 422
> has Năm học trước khi trẻ ra đời
can_bo FORM /so/tre_em/{tre}/them/ho_tro
  loai = xe_dap
  hien_vat = 1 xe đạp
  nguon = ca_nhan
> 303
can_bo GET /so/tre_em/{tre}
> has 1 xe đạp

case Người không được xem tên chỉ thấy chữ cái đầu
cong_tac_vien GET /so/tre_em/{tre}
> 200
> not Hờ Thị Mỷ
> not Hờ A Páo
> not Bản Mới
cong_tac_vien GET /so/tre_em/{tre}.json
> not Hờ Thị Mỷ
cong_tac_vien GET /so/ho/{ho}
> 200
> not Hờ A Páo
> not Hờ Thị Mỷ
cong_tac_vien GET /so/ho/{ho}.json
> not Hờ A Páo
cong_tac_vien GET /so/tre_em/in-danh-sach
> 200
> not Bản Mới
can_bo_xa_khac GET /so/ho/{ho}
> 404
chu_tich GET /so/ho/{ho}
> 403

case Thêm một trẻ đã có trong sổ vào hộ
can_bo FORM /so/tre_em/moi
  ho_ten = Hờ Thị Say
  gioi_tinh = nu
  ngay_sinh = 01/03/2020
> 303
> to /so/tre_em/{say:=}?tb=da-luu
can_bo GET /so/ho/{ho}/ho/them-tre
> 200
can_bo POST /so/ho/{ho}/ho/them-tre
  tre_tim = say
  tim = tre
> 200
> has Hờ Thị Say
can_bo POST /so/ho/{ho}/ho/them-tre
> 422
> has Hãy tìm rồi chọn
can_bo POST /so/ho/{ho}/ho/them-tre
  tre = {say}
> 303
can_bo GET /so/ho/{ho}.json
> json children # 2
can_bo POST /so/ho/{ho}/ho/them-tre
  tre = {say}
> 422
> has Trẻ này đã ở trong hộ

case Tách hộ: không tách ai, tách tất cả, tách với chủ hộ cũ đều không được
can_bo GET /so/ho/{ho}/ho/tach
> 200
can_bo GET /so/ho/{ho}/ho/tach.json
> json form.sections.0.fields.0.name = tre
can_bo POST /so/ho/{ho}/ho/tach
  chu_ho = Hờ Thị Dợ
  ngay = 01/10/2026
> 422
> has Hãy chọn ít nhất một người
can_bo POST /so/ho/{ho}/ho/tach
  tre = {tre}
  tre = {say}
  chu_ho = Hờ Thị Dợ
  ngay = 01/10/2026
> 422
> has Không thể tách tất cả
can_bo POST /so/ho/{ho}/ho/tach
  tre = {say}
  chu_ho = Hờ A Páo
  ngay = 31/12/2026
> 422
> has đang là chủ hộ này
> has Ngày này ở tương lai
can_bo POST /so/ho/{ho}/ho/tach
  tre = {say}
  chu_ho = Hờ Thị Dợ
  ngay = 01/10/2026
> 303
> to /so/ho/{ho2:=}?tb=da-luu
can_bo GET /so/ho/{ho2}
> has Hờ Thị Say
> has Bản Mới
can_bo GET /so/ho/{ho}
> has Rời khỏi

case Chủ hộ mới và người lớn
can_bo GET /so/ho/{ho}/ho/chu-ho
> 200
> has Hộ chưa ghi người lớn nào
can_bo FORM /so/ho/{ho}/them/thanh_vien_ho
  ho_ten = Hờ A Páo
  quan_he = chu_ho
> 303
clock +1m
can_bo FORM /so/ho/{ho}/them/thanh_vien_ho
  ho_ten = Vàng Thị Mai
  quan_he = vo_chong
  nam_sinh = 1990
> 303
can_bo GET /so/ho/{ho}.json
> json parts.1.rows.0.href = /so/thanh_vien_ho/{pao:=}
> json parts.1.rows.1.href = /so/thanh_vien_ho/{mai:=}
can_bo POST /so/ho/{ho}/ho/chu-ho
  qh.{mai} = chu_ho
  qh.{pao} = chu_ho
> 422
> has Một hộ chỉ có một chủ hộ
can_bo POST /so/ho/{ho}/ho/chu-ho
  qh.{mai} = vo_chong
  qh.{pao} = con
> 422
> has Chưa chọn ai là chủ hộ
can_bo POST /so/ho/{ho}/ho/chu-ho
  qh.{mai} = chu_ho
  qh.{pao} = vo_chong
> 303
can_bo GET /so/ho/{ho}.json
> json title = Vàng Thị Mai

case Chuyển đi cùng hộ, rồi quay về
can_bo POST /so/ho/{ho}/ho/chuyen
  ngay = 02/10/2026
> 422
can_bo POST /so/ho/{ho}/ho/chuyen
  ngay = 02/10/2026
  noi_den = Xã Nà Tấu
> 303
can_bo GET /so/tre_em/{tre}
> has Đã chuyển đi
can_bo GET /so/ho/{ho}/ho/tach
> 409
can_bo GET /so/ho/{ho}/ho/quay-ve
> 200
can_bo POST /so/ho/{ho}/ho/quay-ve
> 303
can_bo GET /so/tre_em/{tre}.json
> json gone = false
can_bo POST /so/ho/{ho}/ho/quay-ve
> 409

case Nhập hộ: không nhập vào chính nó; nhập rồi thì hộ cũ đóng
can_bo GET /so/ho/{ho2}/ho/nhap
> 200
can_bo POST /so/ho/{ho2}/ho/nhap
  ho = {ho2}
  ngay = 03/10/2026
> 422
> has Đây chính là hộ này
can_bo POST /so/ho/{ho2}/ho/nhap
  ho = {ho}
  ngay = 03/10/2026
> 303
> to /so/ho/{ho}?tb=da-luu
can_bo GET /so/ho/{ho}.json
> json children # 2
can_bo POST /so/ho/{ho}/ho/nhap
  ho = {ho2}
  ngay = 03/10/2026
> 422
> has không còn ở địa bàn hoặc đã nhập
can_bo POST /so/ho/{ho2}/ho/them-tre
  tre = {say}
> 409
can_bo POST /so/ho/{ho}/huy
  phien_ban = 1
  ly_do = Thử
> 409
> has Còn bản ghi gắn với bản ghi này
can_bo GET /so/ho/{ho}/ho/bay
> 404
can_bo GET /so/ca/{ho}/ho/tach
> 404

case Lập hộ cho trẻ chưa có hộ
can_bo FORM /so/tre_em/moi
  ho_ten = Lò Văn Pín
  gioi_tinh = nam
  ngay_sinh = 2019
  thon = bản mới
  ho_ten_cha = Lò Văn Ương
  tinh_trang_cha = song_cung
  ho_ten_me = Lò Thị Ban
  tinh_trang_me = song_cung
> 303
> to /so/tre_em/{pin:=}?tb=da-luu
can_bo GET /so/tre_em/{pin}
> has Lập hộ mới
> has khoảng 7 tuổi
can_bo FORM /so/tre_em/{pin}/ho/lap
> 303
> to /so/ho/{ho3:=}?tb=da-luu
can_bo GET /so/ho/{ho3}.json
> json title = Lò Văn Ương
> json children # 1
> json parts.1.count = 2
can_bo GET /so/tre_em/{pin}/ho/lap
> 409

case Trẻ tên một chữ, tên có dấu nháy, không rõ cha mẹ
can_bo FORM /so/tre_em/moi
  ho_ten = A
  gioi_tinh = nam
> 422
> has Tên chỉ có một chữ
can_bo FORM /so/tre_em/moi
  ho_ten = A
  gioi_tinh = nam
  tinh_trang_cha = khong_xac_dinh
  da_xem = 1
> 303
> to /so/tre_em/{a:=}?tb=da-luu
can_bo GET /so/tre_em/{a}
> 200
> has không xác định được
> has chưa rõ ngày sinh
can_bo FORM /so/tre_em/moi
  ho_ten = h'hen niê
  gioi_tinh = nu
  khong_giay_to = 1
> 303
> to /so/tre_em/{hen:=}?tb=da-luu
can_bo GET /so/tre_em/{hen}
> has Niê
> has không có giấy tờ nào

case Danh sách theo thôn để in: cách viết khác hoa thường là một
can_bo GET /so/tre_em/in-danh-sach
> 200
> has Bản Mới
> not bản mới
can_bo GET /so/tre_em/in-danh-sach.json
> json places.0.n = 3
can_bo GET /so/tre_em/in-danh-sach?thon=B%E1%BA%A3n%20M%E1%BB%9Bi
> 200
> has DANH SÁCH TRẺ EM
> has Hờ Thị Mỷ
> has Lò Văn Pín
> has Có thay đổi
can_bo GET /so/tre_em/in-danh-sach.xlsx?thon=B%E1%BA%A3n%20M%E1%BB%9Bi
> 200
can_bo GET /so/ca/in-danh-sach
> 404
chu_tich GET /so/tre_em/in-danh-sach
> 403
flush

case Đã in danh sách thì nhật ký ghi lại
chu_tich GET /quan-tri/nhat-ky
> has Tải danh sách

# Who sees what of a case (NĐ 56/2017 Đ33), and what is kept of looking.
jobs
private "Hờ A Páo"
private "Vừ Thị Mỷ"
private "0977123456"
secret "cha dượng đóng cửa phòng cháu mỗi đêm" only can_bo, chu_tich
secret "Vừ Thị Mỷ là người báo" only can_bo, chu_tich
secret "đang trốn ở lán nương nhà bác Sử" only can_bo, chu_tich
secret "0977123456" only can_bo, chu_tich

case Có một hồ sơ kín
can_bo FORM /so/ca/moi
  muc_do = co_nguy_co
  noi_xay_ra = Bản Huổi Lếch
  noi_dung = Cháu kể cha dượng đóng cửa phòng cháu mỗi đêm
  ho_ten_tre = Hờ A Páo
> 303
> to /so/ca/{id:=}/bien-nhan
can_bo GET /so/ca/{id}.json
> json events.0.href = /so/tin_bao/{tb:=}
can_bo FORM /so/tin_bao/{tb}/sua
  nguoi_bao = Vừ Thị Mỷ
  dien_thoai_bao = 0977123456
  ghi_chu_bao = Vừ Thị Mỷ là người báo
  noi_tre_dang_o = đang trốn ở lán nương nhà bác Sử
> 303

case Người lập thấy hết
can_bo GET /so/tin_bao/{tb}
> 200
> has cha dượng đóng cửa phòng cháu mỗi đêm
> has Vừ Thị Mỷ
can_bo GET /so/tin_bao/{tb}.json
> 200
can_bo GET /so/ca/{id}
> has Hờ A Páo

case Cán bộ cùng xã chưa được giao: thấy tên, không thấy chuyện
can_bo_2 GET /so/ca/{id}
> 200
> has Thông tin được bảo vệ
> has Hờ A Páo
can_bo_2 GET /so/ca/{id}.json
> json secret = false
can_bo_2 GET /so/tin_bao/{tb}
> 200
> has chỉ mở cho người được giao
can_bo_2 GET /so/tin_bao/{tb}.json
> 200
can_bo_2 GET /so/tin_bao/{tb}/sua
> 403
can_bo_2 GET /so/ca/{id}/in/mau_01
> 403
can_bo_2 GET /so/ca/{id}/in/mau_01.docx
> 403
can_bo_2 GET /so/ca/{id}/nhat-ky
> 403
can_bo_2 GET /so/ca/{id}/nguoi
> 403
can_bo_2 GET /so/ca/{id}/bien-nhan
> 200

case Biểu mẫu của bước không chép lời kín cho người chưa được giao
can_bo_2 GET /so/ca/{id}/buoc/xac_minh
> 200
> not Vừ Thị Mỷ
can_bo_2 GET /so/ca/{id}/buoc/xac_minh.json
> 200
can_bo FORM /so/ca/{id}/buoc/xac_minh
  ket_luan = dung
  noi_dung = cha dượng đóng cửa phòng cháu mỗi đêm
  doi_tuong = co_nguy_co
> 303
can_bo FORM /so/ca/{id}/buoc/danh_gia_ban_dau
  ton_hai = thap
  nguy_co_tiep = thap
  tu_bao_ve = cao
  biet_nguoi_bao_ve = cao
  quan_he_nguoi_bao_ve = cao
  nho_nguoi_lon = cao
  duoc_theo_doi = cao
  de_doa = 0
  nguoi_cham_soc_gay_hai = 0
  muc_nguy_co = thap
  ket_luan = khong_khan_cap
> 303
can_bo GET /so/ca/{id}/buoc/danh_gia_chi_tiet
> has cha dượng đóng cửa phòng cháu mỗi đêm
can_bo_2 GET /so/ca/{id}/buoc/danh_gia_chi_tiet
> 200
> not đóng cửa phòng
can_bo_2 GET /so/ca/{id}/buoc/danh_gia_chi_tiet.json
> not đóng cửa phòng
can_bo_2 POST /so/ca/{id}/buoc/danh_gia_chi_tiet
  muc_dich = lap_ke_hoach
> 422
> not đóng cửa phòng

case Cán bộ tỉnh: thấy hạn và diễn biến, tên chỉ còn chữ cái đầu
can_bo_tinh GET /so/ca/{id}
> 200
> not Hờ A Páo
> has Đánh giá chi tiết
can_bo_tinh GET /so/ca/{id}.json
> not Hờ A Páo
can_bo_tinh GET /so/ca
> 200
> not Hờ A Páo
can_bo_tinh GET /so/ca.csv
> 200
> not Hờ A Páo
can_bo_tinh GET /so/tin_bao/{tb}
> 200
> not Huổi Lếch
can_bo_tinh GET /so/tin_bao.csv
> 200
> not Huổi Lếch
can_bo_tinh GET /so/tre_em
> 403
can_bo_tinh POST /tim
  q = ho a pao
> not Hờ A Páo
can_bo_tinh GET /toan-tinh
> 200
> not Hờ A Páo
can_bo_tinh GET /
> not Hờ A Páo

case Cộng tác viên, công an, lãnh đạo phòng: không thấy tên
cong_tac_vien GET /so/ca/{id}
> 200
> not Hờ A Páo
cong_tac_vien GET /so/tre_em
> 200
> not Hờ A Páo
cong_tac_vien GET /so/tre_em.csv
> not Hờ A Páo
cong_an GET /so/ca/{id}
> not Hờ A Páo
lanh_dao GET /so/ca/{id}.json
> not Hờ A Páo
lanh_dao GET /so/ca.csv
> not Hờ A Páo

case Quản trị không đọc được hồ sơ, chỉ đọc được nhật ký không có chuyện
quan_tri GET /so/ca/{id}
> 403
quan_tri GET /so/ca
> 403
quan_tri GET /so/tre_em.csv
> 403
quan_tri POST /tim
  q = Hờ A Páo
> 200
> not Hờ A Páo</a>
quan_tri GET /quan-tri/nhat-ky
> 200
> not Hờ A Páo
quan_tri GET /quan-tri/nhat-ky.csv
> not Hờ A Páo
quan_tri POST /so/ca/{id}/xem-khan-cap
  ly_do = Tôi muốn xem hồ sơ này
> 403

case Xã khác, tỉnh khác: như không có
can_bo_xa_khac GET /so/ca/{id}
> 404
can_bo_xa_khac GET /so/tin_bao/{tb}
> 404
can_bo_xa_khac GET /so/tin_bao/{tb}/sua
> 404
can_bo_xa_khac POST /so/ca/{id}/xem-khan-cap
  ly_do = Tôi muốn xem hồ sơ này
> 404
can_bo_ha_noi GET /so/ca/{id}.json
> 404
can_bo_ha_noi POST /tim
  q = Hờ A Páo
> not /so/ca/{id}

case Tìm thấy theo tên không dấu, chữ tìm không nằm trong địa chỉ
can_bo POST /tim
  q = ho a pao
> 200
> has /so/ca/{id}
can_bo GET /tim
> 200
can_bo GET /tim.json
> 200

case Giao hồ sơ thì người được giao thấy
can_bo GET /so/ca/{id}/nguoi
> 200
> has Giàng A Sình
can_bo GET /so/ca/{id}/nguoi.json
> 200
can_bo POST /so/ca/{id}/nguoi
> 400
can_bo POST /so/ca/{id}/nguoi
  nguoi = {uuid}
> 404
can_bo POST /so/ca/{id}/nguoi
  nguoi = {id.can_bo_ha_noi}
> 403
can_bo POST /so/ca/{id}/nguoi
  nguoi = {id.chu_tich}
> 303
> to /so/ca/{id}?tb=da-giao
chu_tich GET /so/tin_bao/{tb}
> has cha dượng đóng cửa phòng cháu mỗi đêm
can_bo_2 POST /so/ca/{id}/nguoi
  nguoi = {id.can_bo_2}
> 403

case Xem khẩn cấp: đòi lý do, mở sáu mươi phút, ghi vào nhật ký
cong_an POST /so/ca/{id}/xem-khan-cap
  ly_do = vội
> 400
cong_an POST /so/ca/{id}/xem-khan-cap
  ly_do = Bắt quả tang đêm nay, cần tên cháu
> 303
> to /so/ca/{id}?tb=da-mo-xem
cong_an GET /so/ca/{id}
> 200
> has Hờ A Páo
> has xem khẩn cấp đến
can_bo GET /so/ca/{id}
> has xem khẩn cấp đến
can_bo GET /so/ca/{id}/nhat-ky
> has Xem khẩn cấp
> has Bắt quả tang đêm nay, cần tên cháu
> has Quàng Văn Bun
clock +59m
cong_an GET /so/ca/{id}.json
> json secret = true
clock +2m
cong_an GET /so/ca/{id}.json
> json secret = false
> not Hờ A Páo

case Ai đã xem được ghi lại, mười phút một dòng
chu_tich GET /so/ca/{id}
> 200
chu_tich GET /so/ca/{id}.json
> 200
flush
can_bo GET /so/ca/{id}/nhat-ky
> has Xem
> has Giàng A Sình
chu_tich GET /quan-tri/nhat-ky
> 200
> not Hờ A Páo
can_bo GET /quan-tri/nhat-ky
> 403

case Xem khẩn cấp không phải là được giao: không tự giao tiếp được
can_bo_2 POST /so/ca/{id}/xem-khan-cap
  ly_do = Đồng nghiệp đi vắng, gia đình đang ở đây
> 303
can_bo_2 GET /so/ca/{id}/nguoi
> 403
can_bo_2 POST /so/ca/{id}/nguoi
  nguoi = {id.can_bo_2}
> 403
clock +2h
can_bo_2 GET /so/ca/{id}.json
> json secret = false
can_bo GET /so/ca/{id}/nguoi
> 200

case Người chưa được giao không hủy được phần của hồ sơ, hồ sơ có quy trình không hủy
can_bo_2 POST /so/tin_bao/{tb}/huy
  phien_ban = 2
  ly_do = Xóa cho gọn
> 403
can_bo POST /so/ca/{id}/huy
  phien_ban = 4
  ly_do = Xóa cho gọn
> 403
can_bo GET /so/ca/{id}
> 200

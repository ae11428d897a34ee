# The protection case of Decree 56, from the call to the closing and the reopening: an emergency.
private "Lò Văn An"
secret "bố đánh cháu bằng dây điện" only can_bo, chu_tich
secret "vết bầm ở lưng và tay" only can_bo, chu_tich
secret "bà ngoại Lò Thị Xuân" only can_bo, chu_tich
secret "cháu muốn ở với bà" only can_bo, chu_tich

case Bốn trả lời là đủ để ghi nhận tin báo
can_bo FORM /so/ca/moi
  muc_do = dang_nguy_hiem
  noi_xay_ra = Bản Nậm Pố
  noi_dung = Hàng xóm nói bố đánh cháu bằng dây điện
  ho_ten_tre = Lò Văn An
> 303
> to /so/ca/{id:=}/bien-nhan
can_bo GET /so/ca/{id}/bien-nhan
> 200
> has CA-03158-26-{so:=}<
> has Bảo đảm an toàn khẩn cấp cho trẻ
> has còn 12 giờ
> has Giàng A Sình
> has tel:
> has còn thiếu
can_bo GET /so/ca/{id}/bien-nhan.json
> json code = CA-03158-26-0001
> json clocks.0.deadline.state = soon
> json clocks # 1

case Việc hiện ở trang đầu của cán bộ, với đường đi thẳng tới bước
can_bo GET /
> 200
> has CA-03158-26-0001
> has /so/ca/{id}/buoc/can_thiep_ngay
can_bo GET /.json
> json tasks # 1
> json counts.soon = 1
> json tasks.0.code = CA-03158-26-0001

case Hồ sơ: trạng thái, hạn, diễn biến, người, việc tiếp theo
can_bo GET /so/ca/{id}.json
> json state_id = cho_xac_minh
> json clocks # 1
> json events # 1
> json next.0.id = xac_minh
> json secret = true
> json version = {v:=}

case Không nhảy cóc được bước
can_bo GET /so/ca/{id}/buoc/danh_gia_chi_tiet
> 409
can_bo POST /so/ca/{id}/buoc/ke_hoach
  muc_tieu = x
> 409
> has Hồ sơ không ở bước này nữa
can_bo POST /so/ca/{id}/buoc/danh_gia_ban_dau
  ket_luan = khan_cap
> 409
can_bo GET /so/ca/{id}.json
> json version = {v}

case Bước của người khác thì không làm được
chu_tich GET /so/ca/{id}/buoc/xac_minh
> 403
chu_tich POST /so/ca/{id}/buoc/xac_minh
  ket_luan = dung
> 403
cong_tac_vien POST /so/ca/{id}/buoc/xac_minh
  ket_luan = dung
> 403
can_bo POST /so/ca/{id}/buoc/duyet_cach_ly
  quyet_dinh = dong_y
> 403
can_bo_tinh POST /so/ca/{id}/buoc/xac_minh
  ket_luan = dung
> 403
can_bo_xa_khac POST /so/ca/{id}/buoc/xac_minh
  ket_luan = dung
> 404
can_bo_ha_noi GET /so/ca/{id}
> 404

case Xác minh thiếu điều phải ghi thì hỏi lại, giữ những gì đã gõ
clock +40m
can_bo FORM /so/ca/{id}/buoc/xac_minh
  ket_luan = dung
  noi_dung = Đã gặp cháu, thấy vết bầm ở lưng và tay
> 422
> has vết bầm ở lưng và tay
> has href="#doi_tuong"

case Xác minh đúng: trẻ vào sổ, hồ sơ sang bước đánh giá
can_bo FORM /so/ca/{id}/buoc/xac_minh
  ket_luan = dung
  noi_dung = Đã gặp cháu, thấy vết bầm ở lưng và tay
  doi_tuong = bi_xam_hai
  nguoi_gay_hai_la_nguoi_cham_soc = 1
  ngay_sinh = 12/3/2015
  gioi_tinh = nam
  hinh_thuc = bao_luc
> 303
> to /so/ca/{id}?tb=da-luu
can_bo GET /so/ca/{id}.json
> json state_id = cho_danh_gia_ban_dau
> json events # 2
can_bo GET /so/tre_em.json
> json items # 1
> json items.0.ten = Lò Văn An
> json items.0.id = {tre:=}

case Đánh giá ban đầu khẩn cấp
can_bo FORM /so/ca/{id}/buoc/danh_gia_ban_dau
  ton_hai = cao
  nguy_co_tiep = cao
  tu_bao_ve = thap
  biet_nguoi_bao_ve = thap
  quan_he_nguoi_bao_ve = trung_binh
  nho_nguoi_lon = thap
  duoc_theo_doi = trung_binh
  de_doa = 1
  nguoi_cham_soc_gay_hai = 1
  muc_nguy_co = cao
  ket_luan = khan_cap
  nhu_cau.0.nhu_cau = cho_o
  nhu_cau.0.dich_vu = bà ngoại Lò Thị Xuân
> 303
can_bo GET /so/ca/{id}.json
> json state_id = khan_cap
> json next.0.id = bien_phap_khan_cap

case Chủ tịch thành người của hồ sơ khi đến việc của mình
chu_tich GET /so/ca/{id}
> 200
> has Ghi biện pháp khẩn cấp

case Biện pháp khẩn cấp, ghi muộn thì cả hai lúc đều thấy
clock +3h
can_bo FORM /so/ca/{id}/buoc/bien_phap_khan_cap
  bien_phap = ngan_chan
  bien_phap = noi_tam_tru
  tre_an_toan = 1
  can_cach_ly = 1
  noi_an_toan = Nhà bà ngoại Lò Thị Xuân
  thoi_diem_thuc_hien = {now-2h}
> 303
can_bo GET /so/ca/{id}
> has ghi muộn
can_bo GET /so/ca/{id}.json
> json state_id = cho_danh_gia_chi_tiet
> json past_clocks.0.met = true

case Đề nghị cách ly quá 15 ngày bị từ chối bên ô ngày
can_bo FORM /so/ca/{id}/buoc/de_nghi_cach_ly
  can_cu = cc1
  cach_ly_khoi = Bố cháu
  den_ngay = {day+20d}
  nguoi_cham_soc_tam = bà ngoại Lò Thị Xuân
  ly_do = bố đánh cháu bằng dây điện
> 422
> has Cách ly không quá 15 ngày
> has href="#den_ngay"

case Đề nghị cách ly rồi chủ tịch quyết định
can_bo FORM /so/ca/{id}/buoc/de_nghi_cach_ly
  can_cu = cc1
  cach_ly_khoi = Bố cháu
  den_ngay = {day+10d}
  nguoi_cham_soc_tam = bà ngoại Lò Thị Xuân
  ly_do = bố đánh cháu bằng dây điện
> 303
can_bo GET /so/ca/{id}/buoc/de_nghi_cach_ly
> 409
> has Đã có đề nghị cách ly đang chờ quyết định
chu_tich GET /.json
> json tasks.0.action.href = /so/ca/{id}/buoc/duyet_cach_ly
chu_tich FORM /so/ca/{id}/buoc/duyet_cach_ly
  quyet_dinh = dong_y
  so_quyet_dinh = 12/QĐ-UBND
> 303
chu_tich GET /so/ca/{id}/in/mau_07
> 200
> has bà ngoại Lò Thị Xuân
chu_tich GET /so/ca/{id}/in/mau_07.docx
> 200
> type application/vnd.openxmlformats-officedocument.wordprocessingml.document
> header Content-Disposition: CA-03158-26-0001
can_bo GET /so/ca/{id}/in/mau_01
> 200
> has Lò Văn An
> has bố đánh cháu bằng dây điện
can_bo GET /so/ca/{id}/in/mau_khong_co
> 404

case Đánh giá chi tiết
clock +1d
can_bo FORM /so/ca/{id}/buoc/danh_gia_chi_tiet
  muc_dich = lap_ke_hoach
  the_chat_tam_ly = vết bầm ở lưng và tay
  gia_dinh = Bố hay uống rượu
  hoc_tap = Lớp 5
  cong_dong = Bản đoàn kết
  nhom_nhu_cau = bao_ve
  nhom_nhu_cau = tam_ly
  y_kien_tre = cháu muốn ở với bà
  nguoi_cham_soc_gay_hai = 1
  ton_hai = cao
  tiep_can = thap
  anh_huong = cao
  tro_ngai = trung_binh
  khong_nguoi_bao_ve = thap
  tu_bao_ve = thap
  biet_nguoi_bao_ve = cao
  quan_he_nguoi_bao_ve = cao
  nho_nguoi_lon = trung_binh
  duoc_theo_doi = cao
  muc_nguy_co = cao
> 303
can_bo GET /so/ca/{id}.json
> json state_id = cho_hop

case Biên bản họp thiếu khu dân cư: nhắc một lần, gửi lại thì ghi
can_bo FORM /so/ca/{id}/buoc/hop
  chu_tri = Giàng A Sình
  bien_phap = ct
  ket_luan = Bảo vệ cháu tại nhà bà
  thanh_phan.0.ho_ten = Lò Thị Xuân
  thanh_phan.0.vai_tro = gia_dinh
  co_gia_dinh = 1
  co_khu_dan_cu = 0
> 422
> has đại diện khu dân cư
> has name="da_xem"
> has Bảo vệ cháu tại nhà bà
can_bo FORM /so/ca/{id}/buoc/hop
  chu_tri = Giàng A Sình
  bien_phap = ct
  ket_luan = Bảo vệ cháu tại nhà bà
  thanh_phan.0.ho_ten = Lò Thị Xuân
  thanh_phan.0.vai_tro = gia_dinh
  co_gia_dinh = 1
  co_khu_dan_cu = 0
  da_xem = 1
> 303

case Kế hoạch: thêm dòng, bớt dòng, rồi gửi
can_bo FORM /so/ca/{id}/buoc/ke_hoach
  muc_tieu = Cháu an toàn
  hoat_dong.0.dich_vu = tu_van_tam_ly
  hoat_dong.0.co_quan = y_te
  hoat_dong.0.noi_dung = Gặp chuyên viên mỗi tuần
  them = hoat_dong
> 200
> has Dòng 2
> has Gặp chuyên viên mỗi tuần
can_bo FORM /so/ca/{id}/buoc/ke_hoach
  muc_tieu = Cháu an toàn
  hoat_dong.0.dich_vu = tu_van_tam_ly
  hoat_dong.0.co_quan = y_te
  hoat_dong.1.dich_vu = tro_cap
  hoat_dong.1.co_quan = ubnd_xa
  bot = hoat_dong.0
> 200
> not Dòng 2
can_bo FORM /so/ca/{id}/buoc/ke_hoach
  muc_tieu = Cháu an toàn
  hoat_dong.0.dich_vu =
  hoat_dong.0.co_quan =
  den_ngay = {day+60d}
  ngay_ra_soat = {day+30d}
> 422
> has Cần ít nhất một dòng
can_bo FORM /so/ca/{id}/buoc/ke_hoach
  muc_tieu = Cháu an toàn
  hoat_dong.0.dich_vu = tu_van_tam_ly
  hoat_dong.0.co_quan = y_te
  hoat_dong.0.noi_dung = Gặp chuyên viên mỗi tuần
  hoat_dong.0.kinh_phi = 1.500.000
  hoat_dong.1.dich_vu = tro_cap
  hoat_dong.1.co_quan = ubnd_xa
  den_ngay = {day+60d}
  ngay_ra_soat = {day+30d}
> 303
can_bo GET /so/ca/{id}.json
> json state_id = cho_duyet
> json nhip ! 

case Chủ tịch trả lại kế hoạch phải có lý do
chu_tich FORM /so/ca/{id}/buoc/phe_duyet
  quyet_dinh = tra_lai
> 422
> has href="#ly_do"
chu_tich FORM /so/ca/{id}/buoc/phe_duyet
  quyet_dinh = tra_lai
  ly_do = Cần thêm việc đưa cháu trở lại trường
> 303
can_bo GET /so/ca/{id}.json
> json state_id = cho_ke_hoach

case Lập lại: các dòng cũ còn đó, không phải gõ lại
can_bo GET /so/ca/{id}/buoc/ke_hoach
> has Gặp chuyên viên mỗi tuần
> has Dòng 2
can_bo FORM /so/ca/{id}/buoc/ke_hoach
  hoat_dong.2.dich_vu = tro_lai_truong
  hoat_dong.2.co_quan = truong_hoc
  den_ngay = {day+60d}
  ngay_ra_soat = {day+30d}
> 303

case Duyệt trong ba lần bấm: trang đầu, biểu mẫu, gửi
clock +37s
chu_tich GET /.json
> json tasks.0.action.href = /so/ca/{id}/buoc/phe_duyet
chu_tich FORM /so/ca/{id}/buoc/phe_duyet
  quyet_dinh = dong_y
> 303
can_bo GET /so/ca/{id}.json
> json state_id = dang_thuc_hien

case Rà soát trước khi thăm trẻ thì chưa được
can_bo GET /so/ca/{id}/buoc/ra_soat
> 409
> has Chưa ghi lần thăm trẻ nào

case Thăm trẻ ngay trong phút kế hoạch được duyệt là đã thăm từ khi duyệt
can_bo FORM /so/ca/{id}/buoc/tham_ho
  gap_tre = 1
  an_toan = 1
  can_hanh_dong = 0
> 303
can_bo GET /so/ca/{id}/buoc/ra_soat
> 200

case Thăm trẻ trên một màn hình
clock +6d
can_bo FORM /so/ca/{id}/buoc/tham_ho
  gap_tre = 1
  an_toan = 1
  can_hanh_dong = 0
> 303
cong_tac_vien FORM /so/ca/{id}/buoc/tham_ho
  gap_tre = 1
  an_toan = 0
  can_hanh_dong = 1
> 422
> has href="#ghi_chu"
cong_tac_vien FORM /so/ca/{id}/buoc/tham_ho
  gap_tre = 1
  an_toan = 1
  can_hanh_dong = 0
> 303

case Đang cách ly thì không kết thúc được
can_bo FORM /so/ca/{id}/buoc/ra_soat
  ton_hai = thap
  tiep_can = thap
  tro_ngai = thap
  tu_bao_ve = cao
  biet_nguoi_bao_ve = cao
  quan_he_nguoi_bao_ve = cao
  nho_nguoi_lon = cao
  duoc_theo_doi = cao
  muc_nguy_co = thap
  con_nguy_co = 0
  da_on_dinh = 1
  tinh_trang = Ổn định
  ket_luan = ket_thuc
> 422
> has Trẻ đang tạm thời cách ly nên chưa thể kết thúc

case Hết cách ly phải đánh giá trước
chu_tich FORM /so/ca/{id}/buoc/gia_han_cach_ly
  den_ngay = {day+40d}
  ly_do = Chưa yên
> 422
> has không quá 15 ngày
chu_tich GET /so/ca/{id}/buoc/ket_thuc_cach_ly
> 409
> has Chưa đánh giá để xét chấm dứt cách ly
can_bo FORM /so/ca/{id}/buoc/danh_gia_het_cach_ly
  muc_dich = het_cach_ly
  y_kien_tre = Muốn về nhà
  ton_hai = thap
  tiep_can = thap
  anh_huong = thap
  tro_ngai = thap
  khong_nguoi_bao_ve = thap
  tu_bao_ve = cao
  biet_nguoi_bao_ve = cao
  quan_he_nguoi_bao_ve = cao
  nho_nguoi_lon = cao
  duoc_theo_doi = cao
  muc_nguy_co = thap
  an_toan_khi_ve = 1
> 303
chu_tich FORM /so/ca/{id}/buoc/ket_thuc_cach_ly
  ket_qua = ve_nha
> 303

case Rà soát rồi chủ tịch kết thúc
can_bo FORM /so/ca/{id}/buoc/ra_soat
  ton_hai = thap
  tiep_can = thap
  tro_ngai = thap
  tu_bao_ve = cao
  biet_nguoi_bao_ve = cao
  quan_he_nguoi_bao_ve = cao
  nho_nguoi_lon = cao
  duoc_theo_doi = cao
  muc_nguy_co = thap
  con_nguy_co = 0
  da_on_dinh = 1
  tinh_trang = Ổn định
  ket_luan = ket_thuc
> 303
chu_tich FORM /so/ca/{id}/buoc/ket_thuc
  quyet_dinh = dong_y
> 303
can_bo GET /so/ca/{id}.json
> json state_id = da_ket_thuc
> json closed = true
> json clocks !
can_bo GET /.json
> json tasks !
can_bo GET /so/ca.json?tt=open
> json items !
can_bo GET /so/ca.json?tt=da_ket_thuc
> json items # 1

case Mở lại: mọi điều cũ còn nguyên, đồng hồ chạy từ tin mới
can_bo GET /so/ca/{id}/buoc/xac_minh
> 409
can_bo FORM /so/ca/{id}/buoc/mo_lai
  ly_do = Có tin mới, bố đánh cháu bằng dây điện
  muc_do = dang_nguy_hiem
> 303
can_bo GET /so/ca/{id}.json
> json state_id = cho_danh_gia_ban_dau
> json clocks # 1
> json events # 20


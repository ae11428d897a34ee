# The ways a case can go that are not an emergency.
case Tin không khẩn: hạn 24 giờ là mức nhắc của Măng
can_bo FORM /so/ca/moi
  muc_do = can_ho_tro
  noi_xay_ra = Bản Pa Ma
  noi_dung = Cháu bỏ học ba tuần
  ho_ten_tre = Chang Thị Mảy
> 303
> to /so/ca/{id:=}/bien-nhan
can_bo GET /so/ca/{id}/bien-nhan
> has (cần kiểm chứng)
> has còn 24 giờ
can_bo GET /so/ca/{id}/bien-nhan.json
> json clocks.0.source.verify = true

case Cộng tác viên báo được tin, cán bộ xã thấy việc
cong_tac_vien FORM /so/ca/moi
  muc_do = chua_ro
  noi_xay_ra = Bản Pa Ma
  noi_dung = Nghe tiếng trẻ khóc nhiều đêm
> 303
> to /so/ca/{tin:=}/bien-nhan
cong_tac_vien GET /so/ca/{tin}/bien-nhan
> 200
can_bo GET /.json
> json tasks # 2

case Xác minh chưa đủ thì còn chờ, tin không đúng thì đóng
can_bo FORM /so/ca/{tin}/buoc/xac_minh
  ket_luan = chua_du
> 422
> has href="#ly_do"
can_bo FORM /so/ca/{tin}/buoc/xac_minh
  ket_luan = chua_du
  ly_do = Chủ nhà đi vắng
> 303
can_bo GET /so/ca/{tin}.json
> json state_id = cho_xac_minh
can_bo FORM /so/ca/{tin}/buoc/xac_minh
  ket_luan = khong_dung
  ly_do = Trẻ khóc vì mọc răng
> 303
can_bo GET /so/ca/{tin}.json
> json state_id = tin_khong_dung
> json clocks !
can_bo GET /.json
> json tasks # 1

case Thêm tin báo vào hồ sơ đang mở: tin nguy hiểm thì đồng hồ 12 giờ chạy
can_bo FORM /so/ca/{id}/buoc/bao_them
  muc_do = dang_nguy_hiem
  noi_xay_ra = Bản Pa Ma
  noi_dung = Cháu bị dọa bắt đi làm
> 303
can_bo GET /so/ca/{id}.json
> json clocks # 2
can_bo FORM /so/ca/{id}/buoc/can_thiep_ngay
  bien_phap = khong_can
  tre_an_toan = 1
  can_cach_ly = 0
> 303
can_bo GET /so/ca/{id}.json
> json clocks # 1

case Ghi trước lúc nhận tin thì bị hỏi lại
can_bo FORM /so/ca/{id}/buoc/xac_minh
  ket_luan = dung
  noi_dung = Đúng là bỏ học
  doi_tuong = hcdb
  thoi_diem_thuc_hien = {now-5h}
> 422
> has trước lúc nhận tin
can_bo FORM /so/ca/{id}/buoc/xac_minh
  ket_luan = dung
  noi_dung = Đúng là bỏ học
  doi_tuong = hcdb
  thoi_diem_thuc_hien = {now+2h}
> 422
> has href="#thoi_diem_thuc_hien"

case Trẻ đã có trong sổ thì gắn vào, không thêm lần nữa
can_bo FORM /so/tre_em/moi
  ho_ten = Chang Thị Mảy
  gioi_tinh = nu
  ngay_sinh = 2014
> 303
> to /so/tre_em/{tre:=}?tb=da-luu
can_bo FORM /so/ca/{id}/buoc/xac_minh
  tre_tim = chang may
  tim = tre
> 200
> has {tre}
can_bo FORM /so/ca/{id}/buoc/xac_minh
  ket_luan = dung
  noi_dung = Đúng là bỏ học
  doi_tuong = hcdb
  tre = {tre}
> 303
can_bo GET /so/tre_em.json
> json items # 1

case Trẻ của xã khác không gắn được
can_bo_ha_noi FORM /so/tre_em/moi
  ho_ten = Nguyễn Hà Nội
  gioi_tinh = nu
> 303
> to /so/tre_em/{tre_khac:=}?tb=da-luu
can_bo GET /so/tre_em/{tre_khac}
> 404
can_bo FORM /so/ca/moi
  muc_do = chua_ro
  noi_xay_ra = Bản Pa Ma
  noi_dung = Việc khác
> 303
> to /so/ca/{kia:=}/bien-nhan
can_bo FORM /so/ca/{kia}/buoc/xac_minh
  ket_luan = dung
  noi_dung = Đúng
  doi_tuong = hcdb
  tre = {tre_khac}
> 422
> has href="#tre"

case Đánh giá không khẩn cấp đi thẳng sang đánh giá chi tiết; kết luận khác gợi ý phải nói vì sao
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
  ket_luan = khan_cap
> 422
> has href="#ly_do_khac_goi_y"
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
can_bo GET /so/ca/{id}.json
> json state_id = cho_danh_gia_chi_tiet

case Chuyển xã khác, đóng vì lý do khác
can_bo FORM /so/ca/{kia}/buoc/chuyen_noi_khac
  loai = noi_xay_ra
  xa_nhan = 03160
> 422
> has href="#nguoi_nhan"
can_bo FORM /so/ca/{kia}/buoc/chuyen_noi_khac
  loai = noi_xay_ra
  xa_nhan = 03160
  nguoi_nhan = Lường Thị Ết
> 303
can_bo GET /so/ca/{kia}.json
> json state_id = da_chuyen
chu_tich FORM /so/ca/{id}/buoc/dong_ho_so
  ly_do = khong_tim_thay
  cu_the = Gia đình đã chuyển đi, không rõ nơi ở
> 303
can_bo GET /so/ca/{id}.json
> json state_id = dong_khac

case Bước và phần không đọc được bằng đường vòng
can_bo GET /so/ca/{id}/buoc/tiep_nhan
> 404
can_bo GET /so/ca/{id}/buoc/khong_co
> 404
can_bo GET /so/tre_em/{tre}/buoc/xac_minh
> 404
can_bo GET /so/tre_em/{tre}/bien-nhan
> 404
can_bo GET /so/ca/{id}/sua
> 403
can_bo POST /so/ca/{id}/sua
> 403
can_bo GET /so/tre_em/{id}
> 404

case Xác minh ngay trong phút nhận tin, gửi đi khi đồng hồ đã sang phút sau
clock +45s
can_bo FORM /so/ca/moi
  muc_do = co_nguy_co
  noi_xay_ra = Bản Nà Hỳ
  noi_dung = Cháu ở nhà một mình với em
  ho_ten_tre = Thào Thị Dợ
> 303
> to /so/ca/{phut:=}/bien-nhan
clock +20s
can_bo FORM /so/ca/{phut}/buoc/xac_minh
  thoi_diem_thuc_hien = {now-1m}
  ket_luan = chua_du
  ly_do = Chủ nhà đi vắng
> 303

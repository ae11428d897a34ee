# The second procedure comes from files of the pack alone.
secret "nhà vách đất hai gian" only can_bo, chu_tich

case Nhận đơn
can_bo FORM /so/tre_em/moi
  ho_ten = Lò Thị Pản
  ngay_sinh = 10/10/2017
  gioi_tinh = nu
> 303
> to /so/tre_em/{tre:=}?tb=da-luu
can_bo FORM /so/cham_soc_thay_the/moi
  loai = dang_ky
  ben_nhan = gia_dinh
  ho_ten = Lò Văn Ún
  ngay_sinh = 05/02/1980
  than_thich = 0
  tu_nguyen = 1
  khong_vi_pham = 1
  cho_o = nhà vách đất hai gian
> 303
> to /so/cham_soc_thay_the/{id:=}/bien-nhan
can_bo GET /so/cham_soc_thay_the/{id}/bien-nhan
> 200
> has CS-03158-26-0001
chu_tich POST /so/cham_soc_thay_the/moi
> 403

case Người nước ngoài cư trú chưa đủ sáu tháng
can_bo FORM /so/cham_soc_thay_the/moi
  loai = dang_ky
  ben_nhan = ca_nhan
  ho_ten = Anna Schmidt
  ngay_sinh = 05/02/1980
  than_thich = 0
  tu_nguyen = 1
  khong_vi_pham = 1
  nguoi_nuoc_ngoai = 1
  cu_tru_tu = {day-60d}
  cu_tru_den = {day+700d}
  co_ly_lich_tu_phap = 1
> 422
> has phải cư trú tại Việt Nam từ 6 tháng

case Đánh giá nhu cầu của trẻ
can_bo FORM /so/cham_soc_thay_the/{id}/buoc/danh_gia_tre
  tre_tim = lo thi pan
  tim = tre
> 200
> has value="{tre}"
can_bo FORM /so/cham_soc_thay_the/{id}/buoc/danh_gia_tre
  tre = {tre}
  ho_ten_tre = Lò Thị Pản
  ngay_sinh_tre = 10/10/2017
  truong_hop = mo_coi_bo_roi
  nhom_nhu_cau = bao_ve
  da_hoi_tre = 0
> 422
> has Trẻ từ 7 tuổi phải được hỏi
can_bo FORM /so/cham_soc_thay_the/{id}/buoc/danh_gia_tre
  tre = {tre}
  ho_ten_tre = Lò Thị Pản
  ngay_sinh_tre = 10/10/2017
  truong_hop = mo_coi_bo_roi
  nhom_nhu_cau = bao_ve
  da_hoi_tre = 1
  nguyen_vong = Muốn ở gần trường
> 303

case Xác minh: chưa đủ điều kiện thì không kết luận đủ
can_bo FORM /so/cham_soc_thay_the/{id}/buoc/xac_minh
  cu_tru = 1
  suc_khoe = 1
  nang_luc = 1
  dao_duc = 1
  khong_han_che = 1
  khong_vi_pham = 0
  cho_o_kinh_te = 1
  tu_nguyen = 1
  so_lan_gap = 1
  phu_hop = cao
  ket_luan = du
> 422
> has Chưa đủ các điều kiện của luật
can_bo FORM /so/cham_soc_thay_the/{id}/buoc/xac_minh
  cu_tru = 1
  suc_khoe = 1
  nang_luc = 1
  dao_duc = 1
  khong_han_che = 1
  khong_vi_pham = 1
  cho_o_kinh_te = 1
  tu_nguyen = 1
  so_lan_gap = 1
  phu_hop = cao
  ket_luan = du
> 303

case Rút đơn giữa chừng
can_bo FORM /so/cham_soc_thay_the/moi
  loai = thong_bao
  ben_nhan = ca_nhan
  ho_ten = Lò Thị Ế
  ngay_sinh = 05/02/1980
  than_thich = 1
  tu_nguyen = 1
  khong_vi_pham = 1
> 303
> to /so/cham_soc_thay_the/{rut:=}/bien-nhan
can_bo FORM /so/cham_soc_thay_the/{rut}/buoc/rut_don
  ly_do = Gia đình đổi ý
> 303
can_bo GET /so/cham_soc_thay_the/{rut}.json
> json closed = true

case Quyết định, rồi giao trẻ sau hai lần gặp
chu_tich FORM /so/cham_soc_thay_the/{id}/buoc/quyet_dinh
  quyet_dinh = dong_y
  thoi_han = lau_dai
> 303
can_bo FORM /so/cham_soc_thay_the/{id}/buoc/ban_giao
> 422
> has ít nhất 2 lần
can_bo GET /.json
> json tasks.0.due_at !
can_bo FORM /so/cham_soc_thay_the/{id}/buoc/ban_giao
  so_lan_gap = 2
> 303
can_bo GET /so/cham_soc_thay_the/{id}.json
> json state_id = dang_cham_soc
> json clocks # 2
can_bo GET /so/cham_soc_thay_the/{id}/in/mau_12
> 200
> has Lò Văn Ún

case Theo dõi sau một tháng, rồi ba tháng, rồi sáu tháng một lần
clock +30d
can_bo FORM /so/cham_soc_thay_the/{id}/buoc/theo_doi
  gap_tre = 1
  an_toan = 1
  dieu_kien_song = Tốt
  hoa_nhap = cao
  de_xuat = tiep_tuc
> 303
can_bo GET /so/cham_soc_thay_the/{id}.json
> json clocks # 2
> json past_clocks # 2
can_bo GET /so/cham_soc_thay_the/{id}/buoc/theo_doi
> has value="ba_thang" selected
can_bo GET /so/cham_soc_thay_the/{id}/in/mau_13
> 200

case Chấm dứt: đơn của người nhận chỉ dựa vào căn cứ của luật
can_bo FORM /so/cham_soc_thay_the/{id}/buoc/de_nghi_cham_dut
  xuat_phat = don
  can_cu = cd_b
  ly_do = Không còn khả năng
  hinh_thuc_tiep = nguoi_khac
> 422
> has href="#can_cu"
can_bo FORM /so/cham_soc_thay_the/{id}/buoc/de_nghi_cham_dut
  xuat_phat = don
  can_cu = cd_c
  ly_do = Không còn khả năng
  hinh_thuc_tiep = nguoi_khac
> 303
chu_tich FORM /so/cham_soc_thay_the/{id}/buoc/cham_dut
  quyet_dinh = dong_y
> 303
can_bo GET /so/cham_soc_thay_the/{id}.json
> json state_id = da_cham_dut
> json clocks !

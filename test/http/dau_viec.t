# Marks of children: tags with reason and source, lists with counts, and who may ask for them.
case Nhóm hoàn cảnh tính từ điều đã ghi, không ai gõ
can_bo POST /so/tre_em/moi
  ho_ten = Vừ A Pó
  ngay_sinh = 12/03/2014
  gioi_tinh = nam
  tinh_trang = dang_theo_doi
  so_dinh_danh = 011214000012
  tinh_trang_cha = chet
  tinh_trang_me = mat_tich
  nuoi_duong = nguoi_than
  hoc_tap = bo_hoc
  nhiem_hiv = 1
  nhom_hcdb = g14
> 303
> to /so/tre_em/{po:=}?tb=da-luu
can_bo GET /so/tre_em/{po}
> 200
> has người còn lại mất tích
> has Trẻ em nhiễm HIV/AIDS
> not di cư, trẻ em lánh nạn
> has Không đi học
> has NĐ 56/2017 Đ10
> has /so/tre_em?loc=khong_di_hoc
can_bo POST /so/tre_em/moi
  ho_ten = Sùng Thị Dợ
  ngay_sinh = 05/01/2016
  gioi_tinh = nu
  tinh_trang = dang_theo_doi
> 303
> to /so/tre_em/{do:=}?tb=da-luu

case Danh sách theo dấu: số trẻ, lọc, tải về
can_bo GET /so/tre_em.json
> json worklists.0.id = khong_di_hoc
> json worklists.0.count = 1
> json worklists.0.none = false
can_bo GET /so/tre_em?loc=khong_di_hoc
> has Vừ A Pó
> not Sùng Thị Dợ
> has Đã bỏ học
can_bo GET /so/tre_em.json?loc=chua_khai_sinh
> json items # 1
> json items.0.ten = Sùng Thị Dợ
can_bo GET /so/tre_em.json?loc=hoan_canh_dac_biet&gioi_tinh=nu
> json items !
can_bo GET /so/tre_em.json?loc=khong_co_dau_nay
> json items # 2
can_bo GET /so/tre_em.csv?loc=khong_di_hoc
> has can_chu_y
> has Không đi học
> not Sùng Thị Dợ
can_bo GET /so/tre_em.json?nhom_hcdb=g03
> json items # 1

case Số định danh, tuổi cha mẹ: nhắc cạnh ô; cha nhỏ hơn con thì không ghi
can_bo FORM /so/tre_em/{do}/sua
  so_dinh_danh = 011216000034
> 422
> has không khớp giới tính
> has name="da_xem"
can_bo FORM /so/tre_em/{do}/sua
  so_dinh_danh = 011315000034
> 422
> has không khớp năm sinh
can_bo FORM /so/tre_em/{do}/sua
  cha_nam_sinh = 2017
> 422
> has href="#cha_nam_sinh"
can_bo FORM /so/tre_em/{do}/sua
  me_nam_sinh = 2005
> 422
> has Tuổi của mẹ
can_bo FORM /so/tre_em/{do}/sua
  ho_ten = Sùng Thị Dợ 2
> 422
> has href="#ho_ten"
can_bo FORM /so/tre_em/{do}/sua
  so_dinh_danh = 011316000034
  me_nam_sinh = 2000
> 303
can_bo GET /so/tre_em/{do}
> has Mẹ sinh khi chưa đủ 18 tuổi
> not không khớp

case Ai không xem được dữ liệu cá nhân thì không hỏi vòng qua danh sách
cong_tac_vien GET /so/tre_em.json
> json items # 2
> json worklists !
cong_tac_vien GET /so/tre_em.json?loc=hoan_canh_dac_biet
> json items # 2
cong_tac_vien GET /so/tre_em.json?nhom_hcdb=g05
> json items # 2
cong_tac_vien GET /so/tre_em/{po}
> not Trẻ em nhiễm HIV
> not loc=hoan_canh
can_bo_xa_khac GET /so/tre_em.json
> json items !
> json worklists.0.count = 0

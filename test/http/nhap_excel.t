# Old lists into the register of children: check, import, twins, undo (J8).
case Kiểm tra chưa ghi gì, rồi nhập, rồi hoàn tác
can_bo GET /nhap-excel
> 200
> has Kiểm tra tệp
can_bo POST /nhap-excel
  so = tre_em
  file tep "cũ.csv" STT,Họ và tên trẻ,Ngày sinh,Giới tính,Dân tộc\n1,Lò Văn Ăn,30/6/2015,Nam,Thái\n2,Hờ Thị Mỷ,31/02/2016,Nữ,H'Mông\n3,Vàng A Chứ,2017,nam,Tháy\n
> 303
> to /nhap-excel/{b:=}
can_bo GET /nhap-excel/{b}
> 200
> has 1 dòng đúng, 2 dòng cần sửa
> has Tháng 2 năm 2016 không có ngày 31.
> has C3
> has có phải là
> has Nhập 1 dòng đúng
can_bo GET /nhap-excel/{b}/can-sua.xlsx
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
can_bo GET /so/tre_em.json
> json items !
can_bo POST /nhap-excel/{b}
  viec = nhap
> 303
can_bo GET /nhap-excel/{b}
> has Đã nhập 1 bản ghi mới
> has Hoàn tác cả lần nhập này
can_bo GET /so/tre_em.json
> json items # 1
> json items.0.ten = Lò Văn Ăn
can_bo POST /nhap-excel/{b}
  viec = nhap
> 409
can_bo POST /nhap-excel/{b}
  viec = hoan-tac
> 303
can_bo GET /nhap-excel/{b}
> has Đã hoàn tác.
can_bo GET /so/tre_em.json
> json items !

case Cột được chọn lại và lần sau nhớ
can_bo POST /nhap-excel
  so = tre_em
  file tep "a.csv" Tên cháu bé,Ngày sinh,Giới tính,Ghi chú\nLò Văn Ăn,2015,Nam,Bản Pa Ma\n
> 303
> to /nhap-excel/{b:=}
can_bo GET /nhap-excel/{b}.json
> json columns.3.none = true
can_bo POST /nhap-excel/{b}
  viec = cot
  cot.0 = ho_ten
  cot.1 = ngay_sinh
  cot.2 = gioi_tinh
  cot.3 = thon
> 303
can_bo GET /nhap-excel/{b}.json
> json counts.good = 1
> json columns.3.none = false
can_bo POST /nhap-excel
  so = tre_em
  file tep "b.csv" Ghi chú,Họ và tên,Giới tính\nBản Pa Ma,Sùng A Dế,Nam\n
> 303
> to /nhap-excel/{c:=}
can_bo GET /nhap-excel/{c}.json
> json counts.good = 1
> json columns.0.none = false

case Trẻ đã có được hỏi lại; bỏ qua, bổ sung, nhập mới
can_bo POST /so/tre_em/moi
  ho_ten = Lò Văn Ăn
  ngay_sinh = 30/6/2015
  gioi_tinh = nam
  tinh_trang = dang_theo_doi
  so_dinh_danh = 011215000123
> 303
can_bo POST /nhap-excel
  so = tre_em
  file tep "c.csv" Họ và tên,Ngày sinh,Giới tính,Số CCCD,Thôn\nLò Văn Ăn,30/6/2015,Nam,011215000123,Bản Pa Ma\nHờ Thị Mỷ,2016,Nữ,,\n
> 303
> to /nhap-excel/{b:=}
can_bo GET /nhap-excel/{b}.json
> json counts.twins = 1
> json twins # 1
> json twins.0.row = 2
can_bo POST /nhap-excel/{b}
  trung.2 = cung
  viec = nhap
> 303
can_bo GET /nhap-excel/{b}.json
> json counts.added = 1
> json counts.updated = 1
can_bo GET /so/tre_em.json
> json items # 2
can_bo GET /so/tre_em
> has Bản Pa Ma
can_bo POST /nhap-excel/{b}
  viec = hoan-tac
> 303
can_bo GET /so/tre_em.json
> json items # 1
can_bo GET /so/tre_em
> not Bản Pa Ma

case Tệp không đọc được nói rõ vì sao
can_bo POST /nhap-excel
  so = tre_em
  file tep "cu.xls" \xd0\xcf\x11\xe0 xls
> 303
> to /nhap-excel/{b:=}
can_bo GET /nhap-excel/{b}
> has Excel đời cũ (.xls)
can_bo POST /nhap-excel/{b}
  viec = bo
> 303
> to /nhap-excel
can_bo GET /nhap-excel/{b}
> 404
can_bo POST /nhap-excel
  so = tre_em
> 422
> has Hãy chọn tệp
can_bo POST /nhap-excel
  so = ca
  file tep "a.csv" a,b\n
> 422

case Chỉ người được ghi, trong xã của mình
- GET /nhap-excel
> 303
can_bo POST /nhap-excel
  so = tre_em
  file tep "a.csv" Họ và tên,Giới tính\nLò Văn Ăn,Nam\n
> 303
> to /nhap-excel/{b:=}
can_bo_xa_khac GET /nhap-excel/{b}
> 404
can_bo_xa_khac POST /nhap-excel/{b}
  viec = nhap
> 404
chu_tich GET /nhap-excel/{b}
> 403
chu_tich POST /nhap-excel
  so = tre_em
  file tep "a.csv" Họ và tên\n
> 422

case Tệp mẫu
can_bo GET /nhap-excel/mau/tre_em.xlsx
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
chu_tich GET /nhap-excel/mau/tre_em.xlsx
> 403

case Bản xuất ra nhập lại được: đúng người, không thành người mới
can_bo POST /so/tre_em/moi
  ho_ten = Hờ Thị Mỷ
  ngay_sinh = 2016
  gioi_tinh = nu
  tinh_trang = dang_theo_doi
> 303
can_bo GET /so/tre_em.xlsx
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet

case Danh sách để công an đối chiếu số: ra, về, sửa đúng bản ghi
can_bo POST /so/tre_em/moi
  ho_ten = Hờ Thị Mỷ
  ngay_sinh = 2016
  gioi_tinh = nu
  tinh_trang = dang_theo_doi
> 303
> to /so/tre_em/{id:=}
can_bo GET /so/tre_em?loc=thieu_so_dinh_danh
> has /so/tre_em/doi-chieu-so.xlsx?loc=thieu_so_dinh_danh
can_bo GET /so/tre_em
> not doi-chieu-so
can_bo GET /so/tre_em/doi-chieu-so.xlsx?loc=thieu_so_dinh_danh
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
can_bo GET /so/tre_em/doi-chieu-so.xlsx?loc=bao_luc_gia_dinh
> 404
- GET /so/tre_em/doi-chieu-so?loc=thieu_so_dinh_danh
> 303
chu_tich GET /so/tre_em/doi-chieu-so?loc=thieu_so_dinh_danh
> 404
quan_tri GET /so/tre_em/doi-chieu-so?loc=thieu_so_dinh_danh
> 403
can_bo POST /nhap-excel
  so = tre_em
  file tep "ve.csv" _id,_ban,STT,Họ và tên,Ngày sinh,Hiện ghi trong sổ,Số định danh do công an ghi\n{id},1,1,Hờ Thị Mỷ,2016,,011316000123\n
> 303
> to /nhap-excel/{b:=}
can_bo GET /nhap-excel/{b}
> has Bản ghi trong sổ sẽ được cập nhật
> has trống → “011316000123”
can_bo POST /nhap-excel/{b}
  viec = nhap
> 303
can_bo GET /nhap-excel/{b}.json
> json counts.added = 0
> json counts.updated = 1
can_bo GET /so/tre_em/{id}
> has 011316000123
can_bo POST /nhap-excel
  so = tre_em
  file tep "ve2.csv" _id,_ban,Họ và tên,Số định danh do công an ghi\n{id},1,Hờ Thị My,011316000999\n
> 303
> to /nhap-excel/{c:=}
can_bo GET /nhap-excel/{c}
> has sau khi xuất tệp sổ đã được sửa

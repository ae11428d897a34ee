# Numbers: programmes, the sheet of an indicator, what a number is made of. Today is 5 October 2026.
private "Giàng A Tủa"
private "Lường Thị Ín"

case Ba trẻ vào sổ, một có hoàn cảnh đặc biệt
can_bo FORM /so/tre_em/moi
  ho_ten = Giàng A Tủa
  ngay_sinh = 20/03/2018
  gioi_tinh = nam
  tinh_trang_cha = chet
  tinh_trang_me = chet
> 303
> to /so/tre_em/{tua:=}?tb=da-luu
can_bo FORM /so/tre_em/moi
  ho_ten = Lường Thị Ín
  ngay_sinh = 11/11/2019
  gioi_tinh = nu
> 303
can_bo_xa_khac FORM /so/tre_em/moi
  ho_ten = Cứ A Lù
  ngay_sinh = 01/02/2020
  gioi_tinh = nam
> 303

case Con số của xã, của tỉnh; lãnh đạo thấy số, không cần quyền xem trẻ
can_bo GET /chi-tieu/ty_le_hcdb.json
> 200
> json total.numerator = 1
> json total.denominator = 2
> json total.value = 50
> json total.unit_code = 03158
> json rows # 1
chu_tich GET /chi-tieu/ty_le_hcdb
> 200
> has 50,00
can_bo_tinh GET /chi-tieu/ty_le_hcdb.json?cap=xa
> json total.numerator = 1
> json total.denominator = 3
> json total.value = 33.33
can_bo_tinh GET /chi-tieu/ty_le_hcdb
> has 33,33
> has Phường Mường Lay
cong_an GET /chi-tieu/ty_le_hcdb
> 403
- GET /chi-tieu
> 303
can_bo_xa_khac GET /chi-tieu/ty_le_hcdb?dv=03158
> 403
can_bo_ha_noi GET /chi-tieu/ty_le_hcdb?dv=11
> 403
can_bo_xa_khac GET /chi-tieu/ty_le_hcdb.json?dv=11
> json total.denominator = 3

case CSV và JSON nói như trang; mẫu số 0 nói rõ
can_bo_tinh GET /chi-tieu/ty_le_hcdb.csv?ky=2026&dv=03158
> type text/csv
> has 03158,Xã Sín Thầu,2026,1,2,50,%
can_bo_tinh GET /chi-tieu/ty_le_hcdb?dv=03160
> has 0,00
can_bo_tinh GET /chi-tieu/ty_le_hcdb_duoc_ho_tro?dv=03160
> has không tính được (mẫu số 0)
can_bo_tinh GET /chi-tieu/ty_le_hcdb_duoc_ho_tro.json?dv=03160
> json total.zero_denominator = true
> json total.value = null
can_bo_tinh GET /chi-tieu/ty_le_hcdb.xlsx
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet

case Phân tổ, thứ tự, kỳ và bản đồ khác
can_bo_tinh GET /chi-tieu/ty_le_hcdb.json?dv=03158&cap=khong&to=gioi_tinh
> json rows.0.gioi_tinh = nam
> json rows.0.numerator = 1
> json rows.0.denominator = 1
> json rows.1.denominator = 1
can_bo_tinh GET /chi-tieu/ty_le_hcdb?xep=gia_tri&giam=1
> has aria-sort="descending"
can_bo_tinh GET /chi-tieu/tre_em.json?ky=9T/2026&che_do=ngay15&dv=03158
> json period = 2026-9M
> json regime = cutoff15
> json from = 2025-12-15
can_bo_tinh GET /chi-tieu/tre_em.json?loai=q2&nam=2026
> json period = 2026-Q2
can_bo_tinh GET /chi-tieu/tre_em.json?ban_do=30/06/2025&cap=huyen
> json map = 2025-06-30
> has Huyện Tuần Giáo

case Hỏi sai thì nói sai ở đâu
can_bo_tinh GET /chi-tieu/tre_em?ky=2026-13
> 422
> has id="loi"
> not Được đếm
can_bo_tinh GET /chi-tieu/tre_em?loai=nam&nam=26
> 422
> has Năm phải là bốn chữ số
can_bo_tinh GET /chi-tieu?loai=q9&nam=2026
> 422
> has Không có kỳ nào như vậy
can_bo_tinh GET /chi-tieu/tre_em?dv=99999
> 422
> has Không có đơn vị này trên bản đồ
can_bo_tinh GET /chi-tieu/tre_em?ban_do=31/02/2025
> 422
can_bo_tinh GET /chi-tieu/tre_em?to=khong_co
> 422
> has không tách theo phân tổ
can_bo_tinh GET /chi-tieu/tre_em?cap=thon
> 422
can_bo_tinh GET /chi-tieu/tre_em?che_do=tuan
> 422
can_bo_tinh GET /chi-tieu/tre_em.json?ky=khong
> 422
> json errors # 1
can_bo_tinh GET /chi-tieu/khong_co
> 404
can_bo_tinh GET /chi-tieu?ct=khong_co
> 404
can_bo_tinh GET /chi-tieu/tre_em/so?phan=khong
> 400
can_bo_tinh GET /chi-tieu/tre_em/so?gioi_tinh=khong
> 400
can_bo_tinh GET /chi-tieu/tre_em/so?do=khong
> 400
can_bo_tinh GET /chi-tieu/tre_em/so?phan=mau
> 400

case Mỗi con số mở ra những bản ghi được đếm, tên che như trong danh sách
can_bo GET /chi-tieu/ty_le_hcdb/so?phan=tu
> 200
> has Giàng A Tủa
> has 1 bản ghi
can_bo GET /chi-tieu/ty_le_hcdb/so.json?phan=mau
> json measures.0.counted = 2
> json measures.0.value = 2
> json measures.0.records # 2
can_bo_tinh GET /chi-tieu/ty_le_hcdb/so.json?phan=mau&dv=11
> json measures.0.counted = 3
chu_tich GET /chi-tieu/ty_le_hcdb/so.json?phan=tu
> json measures.0.counted = 1
> json measures.0.records !
> json measures.0.hidden = 1
> not Tủa
can_bo GET /chi-tieu/ty_le_hcdb/so.json?phan=mau&gioi_tinh=nu
> json measures.0.counted = 1
> json measures.0.records.0.label = Lường Thị Ín
can_bo GET /chi-tieu/ty_le_hcdb/so.json?phan=mau&gioi_tinh=chua_ro
> json measures.0.counted = 0
can_bo GET /chi-tieu/ty_le_hcdb/so?phan=mau&nhom_hcdb=chua_ro
> has Chỉ tính: chưa rõ
> has Lường Thị Ín
> not Giàng A Tủa
can_bo GET /chi-tieu/ty_le_hcdb/so.csv?phan=mau
> type text/csv
> has Lường Thị Ín
can_bo_xa_khac GET /chi-tieu/ty_le_hcdb/so?dv=03158
> 403
can_bo GET /chi-tieu/khong_co/so
> 404
cong_an GET /chi-tieu/ty_le_hcdb/so
> 403
- GET /chi-tieu/ty_le_hcdb/so
> 303
can_bo GET /chi-tieu/ty_le_hcdb
> has /chi-tieu/ty_le_hcdb/so?phan=tu&amp;ky=2026&amp;dv=03158
> has Công thức

case Một chương trình: điểm và từng chỉ tiêu
can_bo_tinh GET /chi-tieu
> 200
> has chỉ tiêu đạt
can_bo_tinh GET /chi-tieu.json?ct=qd23
> json score.items = 24
> json rows.0.code = CT1
can_bo_tinh GET /chi-tieu.csv?ct=qd23
> type text/csv
> has CT1
can_bo_tinh GET /chi-tieu.xlsx?ct=qd23
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
can_bo GET /chi-tieu?ct=tat-ca
> 200
> has Tỷ lệ trẻ em có hoàn cảnh đặc biệt

case Mục tiêu do tỉnh đặt, và đạt hay chưa
can_bo_tinh GET /chi-tieu/ty_le_hcdb/muc-tieu
> 200
can_bo_tinh GET /chi-tieu/ty_le_hcdb/muc-tieu.json
> json form.sections.0.fields.0.id = dv
can_bo GET /chi-tieu/ty_le_hcdb/muc-tieu
> 403
- GET /chi-tieu/ty_le_hcdb/muc-tieu
> 303
can_bo_tinh GET /chi-tieu/khong_co/muc-tieu
> 404
can_bo_tinh FORM /chi-tieu/ty_le_hcdb/muc-tieu
  nam = 20
  gia_tri = 1.5
> 422
> has Năm phải là bốn chữ số
> has value="1.5"
can_bo_tinh FORM /chi-tieu/ty_le_hcdb/muc-tieu
  dv = 11
  nam = 2026
  dau = le
  gia_tri = 40
  van_ban = 125/QĐ-UBND ngày 03/02/2026
> 303
> to /chi-tieu/ty_le_hcdb?dv=11&tb=da-luu
can_bo_tinh GET /chi-tieu/ty_le_hcdb.json
> json total.status.code = dat
> json total.target = 40
> json total.target_document = 125/QĐ-UBND ngày 03/02/2026
can_bo GET /chi-tieu/ty_le_hcdb
> has ✗ chưa đạt
> has 125/QĐ-UBND
can_bo POST /chi-tieu/ty_le_hcdb/muc-tieu
  nam = 2026
> 403
- POST /chi-tieu/ty_le_hcdb/muc-tieu
  nam = 2026
> 303
can_bo_tinh POST /chi-tieu/ty_le_hcdb/muc-tieu
  - csrf
  nam = 2026
> 403

case Chỉ tiêu của riêng tỉnh
can_bo_tinh GET /chi-tieu/them
> 200
can_bo_tinh GET /chi-tieu/them.json
> json form.action = /chi-tieu/them
can_bo GET /chi-tieu/them
> 403
- GET /chi-tieu/them
> 303
can_bo_tinh FORM /chi-tieu/them
  ten = Xã có sân chơi cho trẻ em
> 422
> has Cần điền mục này
> has Xã có sân chơi cho trẻ em
can_bo_tinh FORM /chi-tieu/them
  muc_tieu = qd23/mt1
  so_hieu = ĐB1
  ten = Xã có sân chơi cho trẻ em
  kieu = so
  don_vi_tinh = xã
  ai = UBND các xã
  van_ban = 40/KH-UBND
> 303
> to /chi-tieu?ct=qd23&tb=da-them
can_bo_tinh GET /chi-tieu?ct=qd23
> has ĐB1
> has Xã có sân chơi cho trẻ em
can_bo_tinh POST /chi-tieu/them
  - csrf
> 403
can_bo POST /chi-tieu/them
> 403
- POST /chi-tieu/them
> 303

case Trang lãnh đạo: số, không có tên
chu_tich GET /lanh-dao
> 200
> has Tình hình chung
> has Trẻ em dưới 16 tuổi
> not Tủa
chu_tich GET /lanh-dao.json
> json numbers # 8
> json numbers.0.value = 2
can_bo_tinh GET /lanh-dao.json
> json numbers.0.value = 3
can_bo_tinh GET /lanh-dao?ky=xyz
> 422
cong_tac_vien GET /lanh-dao
> 403
- GET /lanh-dao
> 303
chu_tich GET /
> has href="/lanh-dao"
can_bo GET /
> not href="/lanh-dao"

# Values that somebody else owns: typed by a commune, judged by the province. Today is 5 October 2026.

case Bảng số liệu của xã
can_bo GET /so-lieu
> 200
> has Dân số trung bình
> has Cơ quan Thống kê
can_bo GET /so-lieu.json?ky=2025
> json period = 2025
> json unit_code = 03158
> json may_write = true
cong_an GET /so-lieu
> 403
- GET /so-lieu
> 303
can_bo GET /so-lieu?ky=2026-W1
> 422
can_bo GET /so-lieu.xlsx?ky=2025
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet

case Ô sai được chỉ ra, không mất gì, không ghi gì
can_bo FORM /so-lieu?ky=2025
  so:dan_so = 12.5
  cu:dan_so = Niên giám 2025
  viec = gui
> 422
> has value="12.5"
> has value="Niên giám 2025"
> has id="so:dan_so-loi"
can_bo FORM /so-lieu?ky=2025
  so:dan_so = 99.000.000
  viec = gui
> 422
> has value="99.000.000"
can_bo GET /so-lieu.json?ky=2025
> json lines.0.value !

case Lưu để gửi sau, rồi gửi
can_bo FORM /so-lieu?ky=2025
  so:dan_so = 4.200
  so:dan_so:gioi_tinh=nu = 2.050
  cu:dan_so = Niên giám 2025
  viec = nhap
> 303
can_bo GET /so-lieu.json?ky=2025
> json lines.0.measure = dan_so
> json lines.0.value = 4200
> json lines.0.state.code = nhap
can_bo_tinh GET /so-lieu/duyet.json?ky=2025&dv=03158
> json values !
can_bo FORM /so-lieu?ky=2025
  so:dan_so = 4.210
  so:dan_so:gioi_tinh=nu = 2.050
  viec = gui
> 303
> to /so-lieu?ky=2025&dv=03158&tb=da-gui
can_bo GET /so-lieu.json?ky=2025
> json lines.0.state.code = da_gui
> json lines.0.evidence = Niên giám 2025
can_bo GET /so-lieu?ky=2026
> has 4.210

case Ai không có quyền thì không gửi được
chu_tich POST /so-lieu?ky=2025
  so:dan_so = 1
> 403
can_bo_xa_khac POST /so-lieu?ky=2025&dv=03158
  so:dan_so = 1
> 403
can_bo POST /so-lieu?ky=2025
  - csrf
  so:dan_so = 1
> 403
- POST /so-lieu
> 303
can_bo GET /so-lieu/duyet
> 403
- GET /so-lieu/duyet
> 303
can_bo_ha_noi GET /so-lieu?dv=03158
> 403

case Tỉnh thấy ai đã gửi; trả lại có lý do
can_bo_tinh GET /so-lieu/duyet?ky=2025
> 200
> has còn thiếu
can_bo_tinh GET /so-lieu/duyet.json?ky=2025
> json units.0.code = 03158
> json units.0.sent = 1
> json total.sent = 1
can_bo_tinh FORM /so-lieu/duyet?ky=2025&dv=03158
  viec = tra
> 422
> has Ghi vì sao trả lại
can_bo_tinh FORM /so-lieu/duyet?ky=2025&dv=03158
  viec = nhan
> 422
> has Chưa chọn số nào
can_bo_tinh GET /so-lieu/duyet?ky=2025&dv=03158
> has name="chon" value="{key:=}"
can_bo_tinh POST /so-lieu/duyet?ky=2025&dv=03158
  viec = tra
  ly_do = Chưa khớp niên giám tỉnh
  chon = {key}
> 303
can_bo GET /so-lieu?ky=2025
> has trả lại
> has Chưa khớp niên giám tỉnh
can_bo POST /so-lieu/duyet?ky=2025&dv=03158
  viec = nhan_het
> 403
can_bo_tinh POST /so-lieu/duyet?ky=2025&dv=03158
  - csrf
  viec = nhan_het
> 403
- POST /so-lieu/duyet
> 303

case Gửi lại, duyệt hết; số vào chỉ tiêu của tỉnh
can_bo FORM /so-lieu?ky=2025
  so:dan_so = 4.300
  viec = gui
> 303
can_bo_tinh GET /so-lieu/duyet?ky=2025&dv=03158
> has Số đã báo trước đây
> has <li>4.210 · trả lại
can_bo_tinh FORM /so-lieu/duyet?ky=2025&dv=03158
  viec = nhan_het
> 303
> to /so-lieu/duyet?ky=2025&dv=03158&tb=da-duyet
can_bo_tinh GET /so-lieu/duyet.json?ky=2025
> json total.sent = 0
> json total.accepted = 1
can_bo_tinh GET /so-lieu/duyet.json?ky=2025&dv=03158
> json values.0.state.code = da_nhan

case Số nhập mở ra: ai ghi, khi nào, căn cứ nào
can_bo_tinh GET /chi-tieu/dan_so/so.json?ky=2025&dv=03158
> json measures.0.value = 4300
> json measures.0.entries.0.by = Lò Thị Mai
> json measures.0.entries.0.evidence = Niên giám 2025
> json measures.0.entries.0.before.1.value = 4210
> json measures.0.entries.0.before.1.state.code = tra_lai
can_bo_tinh GET /chi-tieu/dan_so/so?ky=2025&dv=11
> has Niên giám 2025
> has đã duyệt

case Tệp Excel đã điền
can_bo POST /so-lieu/tep?ky=2025
> 422
> has Chưa chọn tệp
can_bo POST /so-lieu/tep?ky=2025
  file tep "a.csv" tên,số\nx,1\n
> 422
> has không phải bảng số liệu
can_bo POST /so-lieu/tep?ky=2024
  thu = 1
  file tep "so.csv" _so_lieu,_phan_to,_don_vi,_ky,Số kỳ này,Căn cứ\ndan_so,,03158,2024,4100,NG\nla_lam,,03158,2024,5,\ndan_so,gioi_tinh=nu,03158,2024,hai,\n
> 200
> has Xem thử
> has Dòng 3: Không có số liệu nào mang mã này
> has Dòng 4
can_bo GET /so-lieu.json?ky=2024
> json lines.0.value !
can_bo POST /so-lieu/tep?ky=2024
  file tep "so.csv" _so_lieu,_phan_to,_don_vi,_ky,Số kỳ này,Căn cứ\ndan_so,,03158,2024,4100,NG\nla_lam,,03158,2024,5,\n
> 200
> has Đã nhập
can_bo GET /so-lieu.json?ky=2024
> json lines.0.value = 4100
chu_tich POST /so-lieu/tep
> 403
- POST /so-lieu/tep
> 303
can_bo POST /so-lieu/tep
  - csrf
> 403

# Pages for many records: lists, overview, registers, administration, machines.
case Danh sách, lọc, tải CSV và Excel
can_bo FORM /so/ca/moi
  muc_do = dang_nguy_hiem
  noi_xay_ra = Bản Pa Ma
  noi_dung = Việc thứ nhất
> 303
can_bo FORM /so/ca/moi
  muc_do = chua_ro
  noi_xay_ra = Bản Pa Ma
  noi_dung = Việc thứ hai
> 303
can_bo_xa_khac FORM /so/ca/moi
  muc_do = chua_ro
  noi_xay_ra = Bản Mường Nhé
  noi_dung = Việc xã khác
> 303
can_bo GET /so/ca
> 200
> has CA-03158-26-0001
> has CA-03158-26-0002
> not CA-03160
can_bo GET /so/ca?muc_do=dang_nguy_hiem
> has CA-03158-26-0001
> not CA-03158-26-0002
can_bo GET /so/ca.json?muc_do=dang_nguy_hiem
> json items # 1
> json pager.total = 1
can_bo GET /so/ca.csv
> 200
> type text/csv
> has CA-03158-26-0002
> header Content-Disposition: ca.csv
can_bo GET /so/ca.xlsx
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
can_bo GET /so/ca?xa=03160
> not CA-03160
can_bo_tinh GET /so/ca.json
> json items # 3
can_bo_tinh GET /so/ca.json?xa=03160
> json items # 1
can_bo_tinh GET /so/ca.json?xa=00004
> json items !
can_bo GET /so/ca.json?muc_do=khong_co_dau
> json items !
> json empty.text = Không có bản ghi nào khớp với bộ lọc.
can_bo GET /so/khong_co.csv
> 404

case Các sổ theo vai trò
can_bo GET /so
> 200
> has /so/tre_em
can_bo GET /so.json
> 200
quan_tri GET /so
> 200
> not /so/tre_em
can_bo GET /so/truyen_thong
> 200
can_bo GET /so/co_so/moi
> 403

case Toàn tỉnh: mọi xã đều có dòng
can_bo_tinh GET /toan-tinh
> 200
> has Xã Sín Thầu
> has Xã Nậm Kè
can_bo_tinh GET /toan-tinh.json
> json total.cases = 3
can_bo_tinh GET /toan-tinh.csv
> type text/csv
can_bo GET /toan-tinh
> 403
can_bo_tinh GET /toan-tinh?tinh=01
> has Xã Sín Thầu

case Trợ giúp
can_bo GET /tro-giup
> 200
> has Đ26
can_bo GET /tro-giup.json
> 200

case Quản trị
quan_tri GET /quan-tri
> 200
> has Cần kiểm chứng
quan_tri GET /quan-tri.json
> json about.pack = vn
quan_tri GET /quan-tri.csv
> type text/csv
quan_tri GET /quan-tri/nhat-ky.json
> 200
quan_tri GET /quan-tri/nguoi-dung.json
> json users.0.username = {ten:=}

case Đơn vị hành chính của một ngày, nhập thay đổi, trả lại
quan_tri GET /quan-tri/don-vi
> 200
> has Tỉnh Điện Biên
quan_tri GET /quan-tri/don-vi.json?thuoc=11&ngay=01/01/2025
> 200
quan_tri GET /quan-tri/don-vi?thuoc=<xss>&ngay=hôm qua
> 200
quan_tri POST /quan-tri/don-vi
> 400
quan_tri POST /quan-tri/don-vi
  file tep "doi.csv" không phải csv
> 200
quan_tri POST /quan-tri/don-vi
  file tep "doi.csv" old_code,new_code,kind,effective_date,resolution,share\n00001,00004,split_part,2025-07-01,x,0.1\n00001,00097,split_part,2025-07-01,x,0.9\n
> 200
> has Xem thử
quan_tri GET /quan-tri/don-vi
> not doi.csv
quan_tri POST /quan-tri/don-vi
  that = 1
  file tep "doi.csv" old_code,new_code,kind,effective_date,resolution,share\n00001,00004,split_part,2025-07-01,x,0.1\n00001,00097,split_part,2025-07-01,x,0.9\n
> 200
> has doi.csv
quan_tri GET /quan-tri/don-vi.json
> json batches.0.id = {lan:=}
quan_tri POST /quan-tri/don-vi
  tra_lai = {lan}
> 303
quan_tri POST /quan-tri/don-vi
  tra_lai = {uuid}
> 404
quan_tri POST /quan-tri/don-vi
  tra_lai = không phải mã
> 404

case Máy đọc
- GET /suc-khoe
> json status = ok
- GET /api
> 200
> type application/json
> json openapi = 3.0.3
- GET /metrics
> 200
> has mang_http_requests_total
- GET /metrics
  remote 203.0.113.5
> 401
can_bo GET /giu-phien
> 204
- GET /static/mang.css
> 200
- GET /static/khong-co.css
> 404
- GET /../etc/passwd
> 400
- GET /so/%00
> 400

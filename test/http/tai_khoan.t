# Signing in, passwords, the people an administrator looks after.
case Đăng nhập rồi đăng xuất
- GET /dang-nhap
> 200
> has name="mat_khau"
- POST /dang-nhap
  ten = can_bo
  mat_khau = suoi-gao-dieu
  tiep = /so/ca
> 303
> to /so/ca
> header Set-Cookie: HttpOnly
can_bo_2 POST /dang-xuat
> 303
> to /dang-nhap?tb=da-dang-xuat
can_bo_2 GET /
> 303
- GET /dang-nhap.json
> 200

case Đã đăng nhập thì không hỏi lại
can_bo GET /dang-nhap
> 303

case Đường dẫn sau đăng nhập không ra khỏi trang của mình
- POST /dang-nhap
  ten = can_bo
  mat_khau = suoi-gao-dieu
  tiep = //evil.example
> to /
- POST /dang-nhap
  ten = can_bo
  mat_khau = suoi-gao-dieu
  tiep = https://evil.example
> to /
- POST /dang-nhap
  ten = can_bo
  mat_khau = suoi-gao-dieu
  tiep = /\\evil.example
> to /
- POST /dang-nhap
  ten = can_bo
  mat_khau = suoi-gao-dieu
  tiep = /\t/evil.example
> to / /evil.example

case Sai mật khẩu không nói sai cái gì; năm lần thì khóa
- POST /dang-nhap
  ten = khong_co_ai
  mat_khau = sai-mat-khau
> 422
> has Tên đăng nhập hoặc mật khẩu không đúng
- POST /dang-nhap
  ten = lanh_dao
  mat_khau = sai-mat-khau
> 422
> has Tên đăng nhập hoặc mật khẩu không đúng
> has value="lanh_dao"
> not sai-mat-khau
- POST /dang-nhap
  ten = lanh_dao
  mat_khau = sai-mat-khau
- POST /dang-nhap
  ten = lanh_dao
  mat_khau = sai-mat-khau
- POST /dang-nhap
  ten = lanh_dao
  mat_khau = sai-mat-khau
- POST /dang-nhap
  ten = lanh_dao
  mat_khau = sai-mat-khau
- POST /dang-nhap
  ten = lanh_dao
  mat_khau = suoi-gao-dieu
> 422
> has tạm khóa 15 phút
- POST /dang-nhap
  ten =
  mat_khau =
> 422

case Một địa chỉ dò mật khẩu nhiều người thì bị chặn, người khác vẫn vào
- POST /dang-nhap
  remote 203.0.113.9
  ten = can_bo_xa_khac
  mat_khau = suoi-gao-dieu
> 303

case Đăng nhập cũng cần mã biểu mẫu
- POST /dang-nhap
  - csrf
  ten = can_bo
  mat_khau = suoi-gao-dieu
> 401

case Đổi mật khẩu của mình
chu_tich GET /mat-khau
> 200
chu_tich GET /mat-khau.json
> 200
chu_tich POST /mat-khau
  cu = suoi-gao-dieu
> 422
chu_tich POST /mat-khau
  cu = suoi-gao-dieu
  moi = ngan
  lai = ngan
> 422
> has ít nhất 10 ký tự
chu_tich POST /mat-khau
  cu = suoi-gao-dieu
  moi = mật-khẩu-có-dấu
  lai = mật-khẩu-có-dấu
> 422
> has Unikey
chu_tich POST /mat-khau
  cu = suoi-gao-dieu
  moi = nuong-lua-vang
  lai = nuong-lua-xanh
> 422
> has không giống nhau
chu_tich POST /mat-khau
  cu = sai-mat-khau
  moi = nuong-lua-vang
  lai = nuong-lua-vang
> 422
chu_tich POST /mat-khau
  cu = suoi-gao-dieu
  moi = nuong-lua-vang
  lai = nuong-lua-vang
> 303
chu_tich GET /
> 200

case Ngôn ngữ
can_bo POST /ngon-ngu
  lang = en
  duong_dan = /so/ca
> 303
> to /so/ca
can_bo GET /
> has lang="en"
can_bo POST /ngon-ngu
  lang = vi
  duong_dan = //evil.example
> to /

case Quản trị thêm người dùng: mật khẩu hiện một lần, phải đổi
quan_tri GET /quan-tri/nguoi-dung
> 200
> has can_bo_2
> not can_bo_ha_noi
quan_tri GET /quan-tri/nguoi-dung.csv
> type text/csv
quan_tri FORM /quan-tri/nguoi-dung
  ten = nguoi_moi
  ho_ten = Bạc Thị Lả
  vai_tro = can_bo_xa
  don_vi = 03158
> 200
> has <code>{mk:=}</code>
quan_tri GET /quan-tri/nguoi-dung
> has nguoi_moi
> not {mk}
- POST /dang-nhap
  ten = nguoi_moi
  mat_khau = {mk}
> 303

case Người dùng nhập sai
quan_tri FORM /quan-tri/nguoi-dung
  ten = nguoi_moi
  ho_ten = Trùng tên
  vai_tro = can_bo_xa
  don_vi = 03158
> 422
> has đã có người dùng
> has Trùng tên
quan_tri FORM /quan-tri/nguoi-dung
  ten = Tên Có Dấu
  ho_ten = X
  vai_tro = can_bo_xa
  don_vi = 03158
> 422
quan_tri FORM /quan-tri/nguoi-dung
  ten = ke_ngoai
  ho_ten = X
  vai_tro = can_bo_xa
  don_vi = 00004
> 422
> has không thuộc phạm vi
quan_tri FORM /quan-tri/nguoi-dung
  ten = ke_ngoai
  ho_ten = X
  vai_tro = vua
  don_vi = 03158
> 422
quan_tri FORM /quan-tri/nguoi-dung
  ten = ke_ngoai
  ho_ten = X
  vai_tro = can_bo_xa
  don_vi =
> 422

case Cấp lại mật khẩu, khóa; không với người ngoài phạm vi và chính mình
quan_tri POST /quan-tri/nguoi-dung/{id.cong_an}
  viec = cap-lai
> 200
> has <code>{mk:=}</code>
cong_an GET /
> 303
quan_tri POST /quan-tri/nguoi-dung/{id.cong_an}
  viec = khoa
> 200
- POST /dang-nhap
  ten = cong_an
  mat_khau = {mk}
> 422
quan_tri POST /quan-tri/nguoi-dung/{id.can_bo_ha_noi}
  viec = khoa
> 403
quan_tri POST /quan-tri/nguoi-dung/{id.quan_tri}
  viec = khoa
> 403
quan_tri POST /quan-tri/nguoi-dung/{uuid}
  viec = khoa
> 404
quan_tri POST /quan-tri/nguoi-dung/{id.can_bo}
  viec = xoa
> 400
can_bo_ha_noi GET /
> 200

case Phải đổi mật khẩu trước khi làm việc khác
quan_tri POST /quan-tri/nguoi-dung/{id.cong_tac_vien}
  viec = cap-lai
> has <code>{mk:=}</code>
- POST /dang-nhap
  ten = cong_tac_vien
  mat_khau = {mk}
> 303
> session cong_tac_vien
cong_tac_vien GET /so/ca
> 303
> to /mat-khau
cong_tac_vien POST /so/ca/moi
  muc_do = chua_ro
> to /mat-khau
cong_tac_vien GET /mat-khau
> 200
> has Mật khẩu này do người khác đặt
cong_tac_vien POST /mat-khau
  cu = {mk}
  moi = nuong-lua-vang
  lai = nuong-lua-vang
> 303
cong_tac_vien GET /so/ca
> 200

case Đăng xuất thật thì phiên cũ hết, kể cả khi màn hình đang khóa
- POST /dang-nhap
  ten = can_bo_xa_khac
  mat_khau = suoi-gao-dieu
  may_chung = 1
> 303
> session can_bo_xa_khac
can_bo_xa_khac GET /
> 200
clock +6m
can_bo_xa_khac! GET /
> 401
> has Đăng xuất, để người khác dùng
can_bo_xa_khac! POST /dang-xuat
> 303
> to /dang-nhap?tb=da-dang-xuat
> header Set-Cookie: Max-Age=0
can_bo_xa_khac! GET /
> 303
> to /dang-nhap?tiep=/

case Khóa tài khoản thì phiên đang mở hết ngay
can_bo_tinh GET /
> 200
quan_tri POST /quan-tri/nguoi-dung/{id.can_bo_tinh}
  viec = khoa
> 200
can_bo_tinh GET /
> 303
quan_tri GET /quan-tri/nguoi-dung
> has đã khóa

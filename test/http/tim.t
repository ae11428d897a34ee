# Tìm người và nhắc trùng trước khi ghi. Chữ đã gõ không bao giờ ở dạng đọc được ngoài phạm vi.
private "Lò Thị Hoan"
persons
jobs
case Ghi trẻ đã có trong sổ: được nhắc trước, không bị chặn
can_bo FORM /so/tre_em/moi
  ho_ten = Lò Thị Hoan
  gioi_tinh = nu
  ngay_sinh = 12/03/2015
  ho_ten_me = Cà Thị Xôm
  thon = Huổi Lụ
  dien_thoai = 0912 345 678
> 303
> to /so/tre_em/{a:=}?tb=da-luu
can_bo FORM /so/tre_em/moi
  ho_ten = Lo Thi Hoan
  gioi_tinh = nu
  ngay_sinh = 12/03/2015
  ho_ten_me = Cà Thị Xôm
  thon = Huổi Lụ
> 422
> has Có thể trẻ này đã có trong sổ
> has href="/so/tre_em/{a}"
> has Lò Thị Hoan
> has value="{a}"
> has value="Lo Thi Hoan"
can_bo JSON /so/tre_em/moi.json
  ho_ten = Lo Thi Hoan
  gioi_tinh = nu
  ngay_sinh = 2015-03-12
  ho_ten_me = Cà Thị Xôm
> 422
> json alike.0.id = {a}
can_bo GET /so/tre_em.json
> json items # 1
can_bo FORM /so/tre_em/moi
  ho_ten = Lo Thi Hoan
  gioi_tinh = nu
  ngay_sinh = 12/03/2015
  ho_ten_me = Cà Thị Xôm
  thon = Huổi Lụ
  khong_trung = {a}
> 303
> to /so/tre_em/{b:=}?tb=da-luu
flush
can_bo GET /trung.json
> json pairs !
can_bo GET /trung/{a}/{b}
> has đã được quyết định

case Sửa thông tin nhận dạng thì cặp được nhắc lại
can_bo FORM /so/tre_em/{b}/sua
  dien_thoai = 0912345678
> 303
flush
can_bo GET /trung.json
> json pairs # 1
can_bo GET /so/tre_em/{a}
> has /trung/
can_bo GET /trung
> has Lò Thị Hoan
can_bo GET /trung?loc=chac
> 200
can_bo GET /trung?loc=khac-xa
> has Không có hồ sơ nào nghi trùng

case Tìm không dấu, theo mẹ, theo điện thoại, gõ dở
can_bo POST /tim
  q = hoan lo
> 200
> has Lò Thị Hoan
> has Cà Thị Xôm
can_bo POST /tim
  q = xôm
> has Lò Thị Hoan
can_bo POST /tim
  q = 0912345678
> has Lò Thị Hoan
can_bo POST /tim/goi-y
  q = lo thi h
> 200
> has role="option"
> has /so/tre_em/{a}
> not <html
can_bo POST /tim/goi-y
  q = l
> 200
> not role="option"
can_bo POST /tim/goi-y
  q = hoan
  - csrf
> 403
- POST /tim/goi-y
  q = hoan
> 303

case Xã khác không tìm thấy; ghi trẻ ấy thì thấy tên tắt và xã
can_bo_xa_khac POST /tim
  q = hoan lo
> 200
> not Lò Thị Hoan
can_bo_xa_khac FORM /so/tre_em/moi
  ho_ten = Lò Thị Hoan
  gioi_tinh = nu
  ngay_sinh = 12/03/2015
  ho_ten_me = Cà Thị Xôm
  thon = Bản Khác
> 422
> has xin chuyển hồ sơ đến
> has L.T.H.
> not Xôm</
> not Huổi Lụ
> not href="/so/tre_em/{a}"
can_bo_xa_khac FORM /so/tre_em/moi
  ho_ten = Lò Thị Hoan
  gioi_tinh = nu
  ngay_sinh = 12/03/2015
  ho_ten_me = Cà Thị Xôm
  dien_thoai = 0912345678
  thon = Bản Khác
  khong_trung = {a},{b}
> 303
> to /so/tre_em/{c:=}?tb=da-luu
flush

case Hai xã: đề nghị gộp, bên kia thấy rõ và gộp
can_bo_xa_khac FORM /so/tre_em/{c}/sua
  so_dinh_danh = 011315000123
> 303
flush
can_bo_xa_khac GET /trung?loc=khac-xa.json
> 200
can_bo_xa_khac GET /trung/{a}/{c}
> 200
> has đề nghị xã kia gộp
> not value="gop"
> not Huổi Lụ
can_bo_xa_khac POST /trung/{a}/{c}
  viec = gop
> 403
can_bo_xa_khac FORM /trung/{a}/{c}
  viec = de_nghi
  ly_do = trẻ ở với bà
> 303
> to /trung?tb=da-de-nghi
can_bo GET /trung
> has xã kia đề nghị gộp
can_bo GET /trung/{a}/{c}
> has Bản Khác
> has value="gop"
can_bo FORM /trung/{a}/{c}
  viec = gop
  giu = a
> 303
> to /so/tre_em/{a}?tb=da-gop
can_bo_xa_khac GET /so/tre_em/{c}
> 404
can_bo POST /tim
  q = bản khác hoan
> 200

case Người đã gộp không còn trong kết quả tìm
can_bo_xa_khac POST /tim
  q = hoan
> not Lò Thị Hoan

case Mọi lần tìm có một dòng nhật ký, chữ đã gõ được niêm phong
flush
chu_tich GET /quan-tri/nhat-ky
> has Tìm người

# Hai hồ sơ của một trẻ: so sánh, gộp, mở địa chỉ cũ, tách lại, hai người cùng gộp.
private "Vàng Thị Sùa"
case Hai hồ sơ của cùng một trẻ được gộp, không mất gì
can_bo FORM /so/tre_em/moi
  ho_ten = Vàng Thị Sùa
  gioi_tinh = nu
  ngay_sinh = 12/03/2015
  thon = Huổi Lụ
> 303
> to /so/tre_em/{a:=}?tb=da-luu
can_bo FORM /so/tre_em/moi
  ho_ten = Vang Thi Sua
  gioi_tinh = nu
  ngay_sinh = 2015
  thon = Huổi Lụ 1
  khong_trung = {a}
> 303
> to /so/tre_em/{b:=}?tb=da-luu
can_bo GET /trung
> 200
can_bo GET /trung/{a}/{b}
> 200
> has Huổi Lụ 1
> has name="lay_ho_ten"
can_bo GET /trung/{a}/{b}.json
> json a.id = {a}
can_bo FORM /trung/{a}/{b}
  viec = gop
  giu = a
  lay_thon = b
> 303
> to /so/tre_em/{a}?tb=da-gop
can_bo GET /so/tre_em/{a}
> has Huổi Lụ 1
> has /trung-tach/{b}

case Địa chỉ cũ dẫn đến hồ sơ còn lại; hồ sơ đã gộp không sửa được
can_bo GET /so/tre_em/{b}
> 303
> to /so/tre_em/{a}?tb=ho-so-da-gop
can_bo GET /so/tre_em/{a}?tb=ho-so-da-gop
> has đã được gộp vào hồ sơ này
can_bo GET /so/tre_em/{b}/sua
> 404

case Người thứ hai gộp cùng cặp: nói rõ
can_bo_2 GET /trung/{a}/{b}
> 409
> has đã được gộp
can_bo_2 POST /trung/{a}/{b}
  viec = gop
> 409

case Tách lại, có nhật ký
can_bo GET /trung-tach/{b}
> 200
can_bo GET /trung-tach/{b}.json
> json keep.id = {a}
can_bo POST /trung-tach/{uuid}
> 404
can_bo FORM /trung-tach/{b}
  ly_do = hai chị em
> 303
> to /trung/{a}/{b}?tb=da-tach
can_bo GET /so/tre_em/{b}
> 200
> has Huổi Lụ 1
can_bo GET /so/tre_em/{a}.json
> json village = Huổi Lụ
can_bo GET /so/tre_em/{a}/nhat-ky
> has Tách lại hồ sơ

case Sửa sau khi gộp: tách lại thì nêu tên mục được giữ
can_bo FORM /trung/{a}/{b}
  viec = gop
  giu = a
  lay_thon = b
> 303
can_bo FORM /so/tre_em/{a}/sua
  thon = Huổi Mới
  ly_do_sua = chuyển nhà
> 303
can_bo FORM /trung-tach/{b}
> 200
> has Thôn, tổ dân phố
can_bo GET /so/tre_em/{a}
> has Huổi Mới

case Sửa giữa chừng: hồ sơ đã khác lúc mở trang
can_bo POST /trung/{a}/{b}
  viec = gop
  phien_ban_a = 1
  phien_ban_b = 1
> 409
> has vừa sửa

case Không phải một trẻ được nhớ
can_bo FORM /trung/{a}/{b}
  viec = khac
  ly_do = sinh đôi
> 303
> to /trung?tb=khac-nhau
can_bo GET /trung/{a}/{b}
> has đã được quyết định
can_bo FORM /trung/{a}/{b}
  viec = cung_ho
> 303
> to /trung?tb=cung-ho
can_bo POST /trung/{a}/{b}
  viec = bay
> 400

case Gộp nối tiếp: tách lần sau trước
can_bo FORM /so/tre_em/moi
  ho_ten = Vàng Thị Sùa
  gioi_tinh = nu
  ngay_sinh = 12/03/2015
  khong_trung = {a},{b}
> 303
> to /so/tre_em/{c:=}?tb=da-luu
can_bo FORM /trung/{a}/{b}
  viec = gop
  giu = a
> 303
can_bo FORM /trung/{a}/{c}
  viec = gop
  giu = b
> 303
> to /so/tre_em/{c}?tb=da-gop
can_bo GET /so/tre_em/{b}
> to /so/tre_em/{c}?tb=ho-so-da-gop
can_bo FORM /trung-tach/{b}
> 409
> has Hãy tách lần gộp sau trước
can_bo FORM /trung-tach/{a}
> 303
can_bo FORM /trung-tach/{b}
> 303

case Ai không có quyền thì không thấy
can_bo_xa_khac GET /trung/{a}/{b}
> 404
can_bo_tinh GET /trung
> 403
cong_tac_vien GET /trung
> 403
can_bo_xa_khac POST /trung/{a}/{b}
  viec = gop
> 404
can_bo_xa_khac GET /trung-tach/{b}
> 404
can_bo_xa_khac POST /trung-tach/{b}
> 404
can_bo GET /trung/{uuid}/{uuid}
> 404
can_bo GET /trung/x/y
> 404

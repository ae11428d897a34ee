# A child moves to another commune, in the province and out of it: who asks, who answers, what follows.
private "Lò Văn Pâng"

case Có một trẻ
can_bo POST /so/tre_em/moi
  ho_ten = Lò Văn Pâng
  ngay_sinh = 12/03/2018
  gioi_tinh = nam
  tinh_trang = dang_theo_doi
  thon = Bản Cũ
> 303
> to /so/tre_em/{tre:=}?tb=da-luu

case Biểu mẫu đề nghị đã điền sẵn từ sổ
can_bo GET /so/chuyen_noi_o/moi?tre={tre}
> 200
> has Lò Văn Pâng
> has 12/03/2018

case Xã lạ không lấy được tên trẻ qua biểu mẫu
can_bo_ha_noi GET /so/chuyen_noi_o/moi?tre={tre}
> 200
> not Lò Văn Pâng
can_bo_xa_khac GET /so/chuyen_noi_o/moi?tre={tre}
> 200
> not Lò Văn Pâng

case Tìm xã nơi đến ở tỉnh khác
can_bo POST /so/chuyen_noi_o/moi
  tre = {tre}
  xa_den_tim = ngoc ha
  tim = xa_den
> 200
> has thành phố Hà Nội

case Chuyển đến chính xã mình: nói rõ
can_bo POST /so/chuyen_noi_o/moi
  tre = {tre}
  xa_di = 03158
  xa_den = 03158
  ngay_chuyen = 01/10/2026
  ly_do = theo_gia_dinh
> 422
> has Nơi đi và nơi đến là một xã

case Không đề nghị thay cho xã khác
can_bo POST /so/chuyen_noi_o/moi
  tre = {tre}
  xa_di = 03160
  xa_den = 00004
  ngay_chuyen = 01/10/2026
  ly_do = theo_gia_dinh
> 422
> has Một trong hai xã phải là xã của anh/chị

case Gửi đi Hà Nội
can_bo FORM /so/chuyen_noi_o/moi?tre={tre}
  xa_den = 00004
  ly_do = theo_gia_dinh
  dia_chi_moi = Ngõ 12
> 303
> to /so/chuyen_noi_o/{cn:=}/bien-nhan

case Hai bên đều thấy, bên thứ ba không
can_bo GET /so/chuyen_noi_o/{cn}
> 200
> has Lò Văn Pâng
> has Rút đề nghị
> not /buoc/nhan"
can_bo_ha_noi GET /so/chuyen_noi_o/{cn}
> 200
> has Lò Văn Pâng
> has /buoc/nhan"
can_bo_ha_noi GET /
> has Trả lời đề nghị chuyển trẻ
can_bo_xa_khac GET /so/chuyen_noi_o/{cn}
> 404
can_bo_ha_noi GET /so/tre_em/{tre}
> 404

case Bên gửi không nhận thay bên nhận
can_bo POST /so/chuyen_noi_o/{cn}/buoc/nhan
  phien_ban = 1
  ngay_nhan = 02/10/2026
> 403

case Bên nhận đồng ý: trẻ sang sổ bên kia, cả các phiên bản cũ
can_bo_ha_noi FORM /so/chuyen_noi_o/{cn}/buoc/nhan
  thon = Tổ 5
> 303
can_bo_ha_noi GET /so/tre_em/{tre}
> 200
> has Lò Văn Pâng
> has Tổ 5
can_bo GET /so/tre_em/{tre}
> 404
can_bo GET /so/tre_em.json
> json items # 0
can_bo GET /so/chuyen_noi_o/{cn}
> 200
> has Đã chuyển

case Nhận lần nữa không được
can_bo_ha_noi POST /so/chuyen_noi_o/{cn}/buoc/nhan
  phien_ban = 2
  ngay_nhan = 02/10/2026
> 409

case Xã mới xin từ xã cũ trong tỉnh: xã cũ trả lời
can_bo POST /so/tre_em/moi
  ho_ten = Lò Thị Xuân
  ngay_sinh = 2019
  gioi_tinh = nu
  tinh_trang = dang_theo_doi
> 303
> to /so/tre_em/{xuan:=}?tb=da-luu
can_bo_xa_khac POST /so/chuyen_noi_o/moi
  tre = {xuan}
  xa_di = 03158
  xa_den = 03160
  ngay_chuyen = 01/10/2026
  ly_do = o_voi_nguoi_than
> 303
> to /so/chuyen_noi_o/{xin:=}/bien-nhan
can_bo GET /
> has Trả lời đề nghị chuyển trẻ
can_bo_xa_khac POST /so/chuyen_noi_o/{xin}/buoc/nhan
  phien_ban = 1
  ngay_nhan = 02/10/2026
> 403
can_bo FORM /so/chuyen_noi_o/{xin}/buoc/nhan
> 303
can_bo_xa_khac GET /so/tre_em/{xuan}
> 200
> has Lò Thị Xuân

case Trẻ không còn ở đó thì không chuyển được nữa, nói rõ
can_bo_xa_khac POST /so/tre_em/moi
  ho_ten = Lò Thị Hạ
  ngay_sinh = 2019
  gioi_tinh = nu
  tinh_trang = dang_theo_doi
> 303
> to /so/tre_em/{ha:=}?tb=da-luu
can_bo POST /so/chuyen_noi_o/moi
  tre = {ha}
  xa_di = 03158
  xa_den = 00004
  ngay_chuyen = 01/10/2026
  ly_do = theo_gia_dinh
> 303
> to /so/chuyen_noi_o/{hu:=}/bien-nhan
can_bo_ha_noi POST /so/chuyen_noi_o/{hu}/buoc/nhan
  phien_ban = 1
  ngay_nhan = 02/10/2026
> 409

case Bên gửi rút lại
can_bo FORM /so/chuyen_noi_o/{hu}/buoc/rut
> 303
can_bo GET /so/chuyen_noi_o/{hu}
> has Đã rút

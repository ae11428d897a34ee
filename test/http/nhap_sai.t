# What people really type. Every mistake is told beside its box, nothing typed is lost.
case Ngày không có thật, ngày sau hôm nay
can_bo FORM /so/tre_em/moi
  ho_ten = Lò Thị Hoa
  gioi_tinh = nu
  ngay_sinh = 31/02/2016
> 422
> has href="#ngay_sinh"
> has value="31/02/2016"
can_bo FORM /so/tre_em/moi
  ho_ten = Lò Thị Hoa
  gioi_tinh = nu
  ngay_sinh = {day+1d}
> 422
> has href="#ngay_sinh"
can_bo GET /so/tre_em.json
> json items !

case Trẻ ba mươi tuổi: nhắc, gửi lại thì ghi
can_bo FORM /so/tre_em/moi
  ho_ten = Lò Văn Già
  gioi_tinh = nam
  ngay_sinh = 01/01/1996
> 422
> has đã đủ 16 tuổi
> has name="da_xem"
can_bo FORM /so/tre_em/moi
  ho_ten = Lò Văn Già
  gioi_tinh = nam
  ngay_sinh = 01/01/1996
  da_xem = 1
> 303

case Chữ trong ô số
can_bo FORM /so/truyen_thong/moi
  ten = Nói chuyện ở trường
  linh_vuc = tre_em
  loai = mit_tinh
  so_nguoi = khoảng bốn chục
> 422
> has href="#so_nguoi"
> has value="khoảng bốn chục"
can_bo FORM /so/truyen_thong/moi
  ten = Nói chuyện ở trường
  so_nguoi = -5
> 422
> has href="#so_nguoi"
can_bo FORM /so/truyen_thong/moi
  ten = Nói chuyện ở trường
  so_nguoi = 99999999999999999999
> 422
> has href="#so_nguoi"

case Tên gõ bằng dấu rời được ghép lại
can_bo FORM /so/tre_em/moi
  ho_ten = Nguye\xCC\x82\xCC\x83n Thi\xCC\xA3 An
  gioi_tinh = nu
> 303
> to /so/tre_em/{id:=}?tb=da-luu
can_bo GET /so/tre_em/{id}.json
> json title = Nguyễn Thị An

case Tên hoa hết vẫn giữ, khoảng trắng thừa được bỏ
can_bo FORM /so/tre_em/moi
  ho_ten = \x20 \x20LÒ   VĂN\t TƯ \xC2\xA0
  gioi_tinh = nam
> 303
> to /so/tre_em/{id:=}?tb=da-luu
can_bo GET /so/tre_em/{id}
> not LÒ   VĂN

case Chữ TCVN3 dán vào: sửa hoặc nói rõ
can_bo FORM /so/tre_em/moi
  ho_ten = NguyÔn V¨n Hïng
  gioi_tinh = nam
> 422
> has href="#ho_ten"

case Byte không phải UTF-8 không làm hỏng trang
can_bo FORM /so/tre_em/moi
  ho_ten = Nguy\xFF\xFEn
  gioi_tinh = nam
> 422

case Một triệu chữ trong ghi chú: nói rõ, không mất việc
can_bo FORM /so/ca/moi
  muc_do = chua_ro
  noi_xay_ra = Bản Nà Hỳ
  noi_dung = {1000000*a}
> 422
> has href="#noi_dung"
can_bo POST /so/ca/moi
  noi_dung = {2000000*a}
> 413

case Mã không có trong danh sách
can_bo FORM /so/ca/moi
  muc_do = rat_gap
  noi_xay_ra = Bản Nà Hỳ
  noi_dung = Việc
> 422
> has href="#muc_do"
can_bo FORM /so/ca/moi
  muc_do = chua_ro
  noi_xay_ra = Bản Nà Hỳ
  noi_dung = Việc
  kenh = bo_cau
> 422
> has href="#kenh"

case Đơn vị không có thật, bản ghi không có thật
can_bo POST /so/co_so/moi
  ten = Nhà tạm lánh
> 403
can_bo_tinh FORM /so/co_so/moi
  ten = Trung tâm công tác xã hội
  loai = trung_tam_ctxh
  dich_vu = noi_tam_tru
  con_hoat_dong = 1
  xa = 99999
> 422
> has href="#xa"
can_bo FORM /so/tre_em/moi
  ho_ten = Lò Thị Hoa
  gioi_tinh = nu
  thon = <xss>
> 303
> to /so/tre_em/{thon:=}?tb=da-luu
can_bo GET /so/tre_em/{thon}
> has &lt;xss&gt;

case Sổ không có, bản ghi không có, mã hỏng
can_bo GET /so/khong_co
> 404
can_bo GET /so/khong_co/moi
> 404
can_bo POST /so/khong_co/moi
> 404
can_bo GET /so/ca/khong-phai-ma
> 404
can_bo GET /so/ca/{uuid}
> 404
can_bo GET /so/ca/{uuid}.json
> 404
> json error = not_found
can_bo GET /so/CA
> 404
can_bo GET /so/ca'--
> 404
can_bo GET /so/tin_bao/moi
> 404

case Liên kết tới bản ghi không có thật bị từ chối
can_bo FORM /so/ca/moi
  muc_do = chua_ro
  noi_xay_ra = Bản Nà Hỳ
  noi_dung = Việc
> 303
> to /so/ca/{ca:=}/bien-nhan
can_bo FORM /so/ca/{ca}/buoc/xac_minh
  ket_luan = dung
  noi_dung = Có thật
  doi_tuong = co_nguy_co
  tre = {uuid}
> 422
> has href="#tre"
can_bo FORM /so/ca/{ca}/buoc/xac_minh
  ket_luan = dung
  noi_dung = Có thật
  doi_tuong = co_nguy_co
  tre = không phải mã
> 422
> has href="#tre"

case Chữ điều khiển, biểu tượng, tên rất dài
can_bo FORM /so/tre_em/moi
  ho_ten = {300*Nguyễn }
  gioi_tinh = nu
> 422
> has href="#ho_ten"
can_bo FORM /so/tre_em/moi
  ho_ten = Lò\x01\x02 Thị\x7F Mỷ
  gioi_tinh = nu
> 303
> to /so/tre_em/{id:=}?tb=da-luu
can_bo GET /so/tre_em/{id}.json
> json title = Lò Thị Mỷ
can_bo FORM /so/tre_em/moi
  ho_ten = Bé 🌱
  gioi_tinh = nu
> 422
> has href="#ho_ten"
can_bo FORM /so/truyen_thong/moi
  ten = Ngày hội 🌱🎋
  linh_vuc = tre_em
  loai = mit_tinh
> 303
> to /so/truyen_thong/{id:=}?tb=da-luu
can_bo GET /so/truyen_thong/{id}
> has Ngày hội 🌱🎋

case Mã độc trong mọi ô chữ hiện ra là chữ
can_bo FORM /so/ca/moi
  muc_do = chua_ro
  noi_xay_ra = <xss a="1">'x' & y</xss>
  noi_dung = <xss>alert(1)</xss>"><xss
  ho_ten_tre = Lò Thị Hoa
> 303
> to /so/ca/{id:=}/bien-nhan
can_bo GET /so/ca/{id}
> 200
can_bo GET /so/ca/{id}/in/mau_01
> 200
> has &lt;xss&gt;alert(1)
can_bo GET /so/ca/{id}/in/mau_01.docx
> 200
can_bo GET /so/ca/{id}.json
> json events.0.href = /so/tin_bao/{tb:=}
can_bo GET /so/tin_bao/{tb}
> 200
> has &lt;xss&gt;alert(1)
can_bo GET /so/tin_bao/{tb}/sua
> 200
> has &lt;xss&gt;alert(1)
can_bo FORM /so/tin_bao/{tb}/sua
  ho_ten_cha = <xss>Bố
  nguoi_cham_soc = "onmouseover=<xss>
> 422
can_bo FORM /so/truyen_thong/moi
  ten = =cmd|'/c calc'!A1 <xss>
  linh_vuc = tre_em
  loai = mit_tinh
  noi = "><xss onload=1>
> 303
> to /so/truyen_thong/{id:=}?tb=da-luu
can_bo GET /so/truyen_thong
> 200
can_bo GET /so/truyen_thong.csv
> 200
> type text/csv
> has "'=cmd|
can_bo GET /so/truyen_thong/{id}
> 200
can_bo POST /tim
  q = <xss>
> 200
can_bo GET /so/ca?tt=<xss>&xep=<xss>&muc_do=<xss>
> 200
- GET /dang-nhap?tiep=/"><xss>
> 200

case Tham số lạ của danh sách không làm hỏng gì
can_bo GET /so/ca?trang=-1&xep=khong_co&giam=1&khan_cap=abc&muc_do=khong_co
> 200
can_bo GET /so/ca?trang=999999
> 200
can_bo GET /so/ca?xep=noi_dung
> 200
can_bo GET /so/ca?khan_cap=1&tt=open&xep=thoi_diem_nhan
> 200
can_bo GET /so/ca?thoi_diem_nhan=abc
> 200

case Lọc theo danh sách nhiều lựa chọn
can_bo FORM /so/truyen_thong/moi
  ten = Lớp kỹ năng
  linh_vuc = tre_em
  linh_vuc = binh_dang_gioi
  loai = lop_ky_nang
> 303
can_bo GET /so/truyen_thong.json?linh_vuc=binh_dang_gioi
> json items # 1

case Gửi JSON như gửi biểu mẫu
can_bo JSON /so/ca/moi.json
  muc_do = chua_ro
  noi_xay_ra = Bản Nà Hỳ
  noi_dung = Gửi bằng JSON
> 200
> json location = /so/ca/{id:=}/bien-nhan
can_bo JSON /so/ca/moi.json
  muc_do = chua_ro
> 422
> json errors.0.id = noi_xay_ra
can_bo GET /so/ca/{id}
> 200

case Phương thức khác
can_bo GET /khoa
> 405
can_bo POST /tro-giup
> 405
can_bo GET /khong-co
> 404

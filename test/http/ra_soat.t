# A re-check campaign: who is left, ticking off, progress by village; the facts stand in the register.
case Ba trẻ ở hai thôn, một trẻ chưa ghi thôn
can_bo POST /so/tre_em/moi
  ho_ten = Lò Văn An
  ngay_sinh = 12/03/2018
  gioi_tinh = nam
  tinh_trang = dang_theo_doi
  thon = Bản Mển
> 303
> to /so/tre_em/{an:=}?tb=da-luu
can_bo POST /so/tre_em/moi
  ho_ten = Lò Thị Bình
  ngay_sinh = 2016
  gioi_tinh = nu
  tinh_trang = dang_theo_doi
  thon = Bản Mển
> 303
> to /so/tre_em/{binh:=}?tb=da-luu
can_bo POST /so/tre_em/moi
  ho_ten = Quàng Văn Cương
  ngay_sinh = 2015
  gioi_tinh = nam
  tinh_trang = dang_theo_doi
> 303
> to /so/tre_em/{cuong:=}?tb=da-luu

case Mở đợt rà soát
can_bo POST /so/dot_ra_soat/moi
  ten = Rà soát quý IV
  pham_vi = tat_ca
  tu_ngay = 01/10/2026
  den_ngay = 30/09/2026
> 422
> has Ngày xong trước ngày bắt đầu
can_bo POST /so/dot_ra_soat/moi
  ten = Rà soát quý IV
  pham_vi = tat_ca
  tu_ngay = 01/10/2026
  den_ngay = 30/10/2026
> 303
> to /so/dot_ra_soat/{dot:=}?tb=da-luu
can_bo GET /so/dot_ra_soat/{dot}
> has Tiến độ và danh sách

case Tiến độ theo thôn
can_bo GET /so/dot_ra_soat/{dot}/ra-soat.json
> json total.all = 3
> json total.done = 0
> json groups # 2
> json people # 3
can_bo GET /so/dot_ra_soat/{dot}/ra-soat?nhom=B%E1%BA%A3n%20M%E1%BB%83n
> 200
> has Lò Văn An
> not Quàng Văn Cương
can_bo GET /so/dot_ra_soat/{dot}/ra-soat?nhom=-
> has Quàng Văn Cương
> not Lò Văn An

case Ngày sai, không chọn ai: nói rõ, không ghi gì
can_bo POST /so/dot_ra_soat/{dot}/ra-soat
  ngay = 31/09/2026
  ket_qua = dung
  chon = {an}
> 422
can_bo POST /so/dot_ra_soat/{dot}/ra-soat
  ngay = 30/12/2026
  ket_qua = dung
  chon = {an}
> 422
> has tương lai
can_bo POST /so/dot_ra_soat/{dot}/ra-soat
  ngay = 01/09/2026
  ket_qua = dung
  chon = {an}
> 422
> has trước khi đợt này bắt đầu
can_bo POST /so/dot_ra_soat/{dot}/ra-soat
  ngay = 03/10/2026
> 422
> has Hãy chọn ít nhất một trẻ
> has Hãy chọn kết quả
can_bo GET /so/dot_ra_soat/{dot}/ra-soat.json
> json total.done = 0

case Đánh dấu hai trẻ: số đi theo, sổ có ngày xác minh
can_bo POST /so/dot_ra_soat/{dot}/ra-soat
  ngay = 03/10/2026
  ket_qua = dung
  chon = {an}
  chon = {binh}
> 303
can_bo GET /so/dot_ra_soat/{dot}/ra-soat.json
> json total.all = 3
> json total.done = 2
> json people # 1
can_bo GET /so/tre_em/{an}
> has 03/10/2026

case Trẻ đã chuyển đi: vẫn tính đã rà soát, không còn theo dõi
can_bo POST /so/dot_ra_soat/{dot}/ra-soat
  ngay = 04/10/2026
  ket_qua = chuyen_di
  chon = {cuong}
> 303
can_bo GET /so/dot_ra_soat/{dot}/ra-soat.json
> json total.all = 3
> json total.done = 3
> json people !
can_bo GET /so/tre_em/{cuong}
> has Đã chuyển đi
> has 04/10/2026

case Xã khác không thấy đợt này; tỉnh thấy tiến độ theo xã
can_bo_xa_khac GET /so/dot_ra_soat/{dot}
> 404
can_bo_xa_khac GET /so/dot_ra_soat/{dot}/ra-soat
> 404
can_bo_xa_khac POST /so/dot_ra_soat/{dot}/ra-soat
  ngay = 04/10/2026
  ket_qua = dung
  chon = {an}
> 404

case Tỉnh mở đợt cho mọi xã: xã thấy, và chỉ trẻ của mình
can_bo_tinh POST /so/dot_ra_soat/moi
  ten = Rà soát toàn tỉnh
  pham_vi = hoan_canh_dac_biet
  tu_ngay = 05/10/2026
> 303
> to /so/dot_ra_soat/{tinh:=}?tb=da-luu
can_bo_xa_khac GET /so/dot_ra_soat/{tinh}/ra-soat.json
> 200
> json total.all = 0
can_bo_xa_khac POST /so/dot_ra_soat/{tinh}/ra-soat
  ngay = 05/10/2026
  ket_qua = dung
  chon = {an}
> 404

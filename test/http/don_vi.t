# A change of units is typed, looked at, stored, counts at once, and is taken back.

case Nhập hai xã: xem thử, ghi, có hiệu lực ngay, trả lại
can_bo_xa_khac FORM /so/tre_em/moi
  ho_ten = Lò Thị Nhập
  ngay_sinh = 2015
  gioi_tinh = nu
  tinh_trang = dang_theo_doi
> 303
can_bo GET /so/tre_em.json
> 200
> json items # 0
quan_tri POST /quan-tri/don-vi
  cu = 03160
  moi = 03158; Xã Sín Thầu
  ngay_hieu_luc = 01/10/2026
  nghi_quyet = 1/NQ-HĐND
> 200
> has Xem thử
> has Xã Mường Nhé: 1 hồ sơ
> has Ghi thay đổi này
can_bo GET /so/tre_em.json
> json items # 0
quan_tri POST /quan-tri/don-vi
  cu = 03160
  moi = 03158; Xã Sín Thầu
  ngay_hieu_luc = 01/10/2026
  nghi_quyet = 1/NQ-HĐND
  that = 1
> 200
> has Đã nhập
can_bo GET /so/tre_em.json
> json items # 1
can_bo_xa_khac GET /so/tre_em.json
> json items # 1
quan_tri GET /quan-tri/don-vi.json?thuoc=11&ngay=02/10/2026
> not Mường Nhé
quan_tri GET /quan-tri/don-vi.json?thuoc=11&ngay=30/09/2026
> has Mường Nhé
quan_tri GET /quan-tri/don-vi.json
> json batches.0.id = {lan:=}
quan_tri POST /quan-tri/don-vi
  tra_lai = {lan}
> 303
can_bo GET /so/tre_em.json
> json items # 0
quan_tri GET /quan-tri/don-vi.json?thuoc=11&ngay=02/10/2026
> has Mường Nhé

case Thay đổi sai không ghi gì
quan_tri POST /quan-tri/don-vi
  cu = 03160
  moi = 03160; Xã Mường Nhé
  ngay_hieu_luc = 01/10/2026
  nghi_quyet = 2
  that = 1
> 200
> has vòng lặp
> has Xem thử: chưa ghi gì
quan_tri POST /quan-tri/don-vi
  cu = 99999
  moi = 03160; Xã Mường Nhé
  ngay_hieu_luc = 01/10/2026
  nghi_quyet = 2
  that = 1
> 200
> has không có đơn vị hành chính mã 99999
quan_tri POST /quan-tri/don-vi
  cu = 03160
  moi = 03991; Xã Một; 0,7\n03992; Xã Hai; 0,6
  ngay_hieu_luc = 01/10/2026
  nghi_quyet = 2
  that = 1
> 200
> has cộng lại quá 1
quan_tri POST /quan-tri/don-vi
  cu = 03160
  moi = 03160; Mường Nhé Mới
  ngay_hieu_luc = 01/10/2026
  nghi_quyet = 2
  that = 1
> 200
> has phải bắt đầu bằng Xã
quan_tri POST /quan-tri/don-vi
  cu = 03160
  moi = 03158; Xã Sín Thầu
  ngay_hieu_luc = hôm nào
  nghi_quyet = 2
  that = 1
> 200
> has ngày hiệu lực
quan_tri POST /quan-tri/don-vi
  cu = 03160
  moi = 03158; Xã Sín Thầu
  ngay_hieu_luc = 01/10/1990
  nghi_quyet = 2
  that = 1
> 200
> not Đã nhập

case Chia một xã: mỗi phần thấy hồ sơ, phần nào nhận thì của phần ấy
can_bo_xa_khac FORM /so/tre_em/moi
  ho_ten = Vàng A Chia
  ngay_sinh = 2016
  gioi_tinh = nam
  tinh_trang = dang_theo_doi
> 303
> to /so/tre_em/{tre:=}?tb=da-luu
quan_tri POST /quan-tri/don-vi
  cu = 03160
  moi = 03160; Xã Mường Nhé; 0,5\n03158; Xã Sín Thầu; 0,5
  ngay_hieu_luc = 06/10/2026
  nghi_quyet = 3/NQ-HĐND
  that = 1
> 200
> has Đã nhập
can_bo GET /so/tre_em.json
> json items # 0
clock +26h
can_bo GET /so/tre_em.json
> json items # 2
can_bo_xa_khac GET /so/tre_em.json
> json items # 2
can_bo GET /so/tre_em/{tre}
> has Thuộc xã mình
can_bo POST /so/tre_em/{tre}/xa-minh
  phien_ban = 9
> 409
can_bo POST /so/tre_em/{tre}/xa-minh
  phien_ban = 1
> 303
can_bo GET /so/tre_em/{tre}
> 200
> not Thuộc xã mình
can_bo_xa_khac GET /so/tre_em/{tre}
> 404
can_bo_xa_khac POST /so/tre_em/{tre}/xa-minh
  phien_ban = 1
> 404
can_bo_xa_khac GET /so/tre_em.json
> json items # 1

case Đổi tên một xã
quan_tri POST /quan-tri/don-vi
  cu = 03158
  moi = 03158; Xã A Pa Chải
  ngay_hieu_luc = 07/10/2026
  nghi_quyet = 4/NQ-HĐND
  that = 1
> 200
> has Đã nhập
quan_tri GET /quan-tri/don-vi.json?thuoc=11&ngay=08/10/2026
> has A Pa Chải
> not Sín Thầu
can_bo GET /so/tre_em
> 200

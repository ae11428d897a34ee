# A commune is split: each part takes its villages, with households and children together.

case Hai thôn, mỗi thôn một hộ, hai trẻ; một trẻ chưa ghi thôn
can_bo_xa_khac FORM /so/ho/moi
  chu_ho = Vàng Văn Chỉnh
  thon = Bản Nậm Pố
> 303
> to /so/ho/{ho:=}?tb=da-luu
can_bo_xa_khac FORM /so/tre_em/moi
  ho_ten = Vàng A Chia
  ngay_sinh = 2016
  gioi_tinh = nam
  thon = Bản Nậm Pố
  tinh_trang = dang_theo_doi
> 303
> to /so/tre_em/{nam_po:=}?tb=da-luu
can_bo_xa_khac FORM /so/tre_em/moi
  ho_ten = Sùng Thị Máy
  ngay_sinh = 2014
  gioi_tinh = nu
  thon = Huổi Ban
  tinh_trang = dang_theo_doi
> 303
> to /so/tre_em/{huoi_ban:=}?tb=da-luu
can_bo_xa_khac FORM /so/tre_em/moi
  ho_ten = Giàng A Páo
  ngay_sinh = 2013
  gioi_tinh = nam
  tinh_trang = dang_theo_doi
> 303
can_bo_xa_khac GET /xa-cu
> 200
> has Không có hồ sơ nào chờ nhận
can_bo_xa_khac GET /so/tre_em
> not xã cũ đã chia
quan_tri POST /quan-tri/don-vi
  cu = 03160
  moi = 03160; Xã Mường Nhé; 0,5\n03158; Xã Sín Thầu; 0,5
  ngay_hieu_luc = 06/10/2026
  nghi_quyet = 3/NQ-HĐND
  that = 1
> 200
> has Đã nhập
clock +26h
can_bo GET /so/tre_em
> has Có hồ sơ của xã cũ đã chia
can_bo GET /xa-cu.json
> json villages # 3
> json villages.0.name = Bản Nậm Pố
> json villages.0.counts # 2
> json villages.2.name = Chưa ghi thôn
can_bo_xa_khac GET /xa-cu.json
> json villages # 3

case Không chọn thôn nào thì được nhắc, chưa nhận gì
can_bo POST /xa-cu
> 422
> has Hãy chọn ít nhất một thôn
> has Huổi Ban
can_bo POST /xa-cu
  thon = Thôn không có
> 303
can_bo GET /xa-cu.json
> json villages # 3

case Nhận một thôn: trẻ và hộ của thôn ấy về xã mình, xã kia không thấy nữa
can_bo POST /xa-cu
  thon = Bản Nậm Pố
> 303
> to /xa-cu?tb=da-luu
can_bo GET /so/tre_em/{nam_po}
> 200
> not Thuộc xã mình
can_bo GET /so/ho/{ho}
> 200
can_bo_xa_khac GET /so/tre_em/{nam_po}
> 404
can_bo_xa_khac GET /so/ho/{ho}
> 404
quan_tri GET /quan-tri/nhat-ky
> has Nhận về xã mình
can_bo_xa_khac GET /xa-cu.json
> json villages # 2

case Xã còn lại nhận phần của mình, cả trẻ chưa ghi thôn; hết thì không nhắc nữa
can_bo_xa_khac POST /xa-cu
  thon = Huổi Ban
  thon =
> 303
can_bo_xa_khac GET /xa-cu
> has Không có hồ sơ nào chờ nhận
can_bo GET /xa-cu
> has Không có hồ sơ nào chờ nhận
can_bo GET /so/tre_em/{huoi_ban}
> 404
can_bo GET /so/tre_em
> not Có hồ sơ của xã cũ đã chia
can_bo_xa_khac GET /so/tre_em.json
> json items # 2

case Người không được ghi sổ thì không nhận được
lanh_dao GET /xa-cu
> 200
> has Không có hồ sơ nào chờ nhận
can_bo_tinh POST /xa-cu
  thon = Huổi Ban
> 303
can_bo_xa_khac GET /so/tre_em/{huoi_ban}
> 200

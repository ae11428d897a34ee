# Two people at once, double clicks, answers lost on the way, old forms, the lock.
case Có một hồ sơ
set o1 = {uuid}
can_bo POST /so/ca/moi
  muc_do = co_nguy_co
  noi_xay_ra = Bản Tà Miếu
  noi_dung = Cháu nghỉ học
  ho_ten_tre = Giàng Thị Sao
  kenh = dien_thoai
  once = {o1}
> 303
> to /so/ca/{id:=}/bien-nhan

case Bấm hai lần: cùng một câu trả lời, một hồ sơ
can_bo POST /so/ca/moi
  muc_do = co_nguy_co
  noi_xay_ra = Bản Tà Miếu
  noi_dung = Cháu nghỉ học
  ho_ten_tre = Giàng Thị Sao
  once = {o1}
> 303
> to /so/ca/{id}/bien-nhan
can_bo GET /so/ca.json
> json items # 1

case Câu trả lời bị mất, gửi lại hôm sau vẫn như cũ
clock +1d
can_bo POST /so/ca/moi
  muc_do = co_nguy_co
  noi_xay_ra = Bản Tà Miếu
  noi_dung = Cháu nghỉ học
  once = {o1}
> 303
> to /so/ca/{id}/bien-nhan
can_bo GET /so/ca.json
> json items # 1

case Mã gửi của người này không lấy được câu trả lời của người kia
can_bo_2 POST /so/ca/moi
  muc_do = co_nguy_co
  noi_xay_ra = Bản khác
  noi_dung = Việc khác
  once = {o1}
> 409

case Hai người cùng ghi một hồ sơ: người sau được báo, những gì gõ còn nguyên
can_bo GET /so/ca/{id}.json
> json version = {v:=}
can_bo POST /so/ca/{id}/buoc/tham_ho
  phien_ban = {v}
  gap_tre = 1
  an_toan = 1
  can_hanh_dong = 0
  thoi_diem_thuc_hien = {now-1h}
> 303
can_bo POST /so/ca/{id}/buoc/tham_ho
  phien_ban = {v}
  gap_tre = 0
  can_hanh_dong = 1
  ghi_chu = Nhà khóa cửa, hàng xóm không biết
  thoi_diem_thuc_hien = {now-0m}
> 422
> has Người khác vừa sửa hồ sơ này
> has Nhà khóa cửa, hàng xóm không biết
> has name="phien_ban" value="{v2:=}"
> has value="1" id="can_hanh_dong" checked
can_bo GET /so/ca/{id}.json
> json version = {v2}
> json events # 2
can_bo POST /so/ca/{id}/buoc/tham_ho
  phien_ban = {v2}
  gap_tre = 0
  can_hanh_dong = 1
  ghi_chu = Nhà khóa cửa, hàng xóm không biết
  thoi_diem_thuc_hien = {now-0m}
> 303

case Không gửi phiên bản thì không ghi đè
can_bo POST /so/ca/{id}/buoc/tham_ho
  gap_tre = 0
  can_hanh_dong = 0
  thoi_diem_thuc_hien = {now-0m}
> 422
> has Người khác vừa sửa hồ sơ này
can_bo POST /so/ca/{id}/buoc/tham_ho
  phien_ban = mới nhất
  gap_tre = 0
  can_hanh_dong = 0
  thoi_diem_thuc_hien = {now-0m}
> 422

case Cùng sửa một trẻ: đính chính đòi lý do, bản cũ bị từ chối
can_bo FORM /so/tre_em/moi
  ho_ten = Giàng Thị Sao
  gioi_tinh = nu
> 303
> to /so/tre_em/{tre:=}?tb=da-luu
can_bo FORM /so/tre_em/{tre}/sua
  ho_ten = Giàng Thị Sáo
> 422
> has Hãy ghi lý do
> has Giàng Thị Sáo
can_bo FORM /so/tre_em/{tre}/sua
  ho_ten = Giàng Thị Sáo
  ly_do_sua = Ghi sai dấu
> 303
can_bo POST /so/tre_em/{tre}/sua
  phien_ban = 1
  ho_ten = Giàng Thị Sào
  gioi_tinh = nu
  tinh_trang = dang_theo_doi
  ly_do_sua = Ghi sai dấu
> 422
> has Người khác vừa sửa bản ghi này
> has Giàng Thị Sào
can_bo_2 GET /so/tre_em/{tre}/nhat-ky
> 403
can_bo GET /so/tre_em/{tre}/nhat-ky
> 200
> has Ghi sai dấu
> has Đính chính
can_bo GET /so/tre_em/{tre}/nhat-ky.json
> json lines.0.reason = Ghi sai dấu

case Biểu mẫu sửa cũng có bản cho máy đọc
can_bo GET /so/tre_em/{tre}/sua.json
> 200
> json form.action = /so/tre_em/{tre}/sua

case Điền thêm ô trống thì không cần lý do
can_bo FORM /so/tre_em/{tre}/sua
  dia_chi = Bản Tà Miếu
> 303

case Hai cách hủy: có lý do, và không
can_bo POST /so/tre_em/{tre}/huy
  phien_ban = 3
> 400
can_bo POST /so/tre_em/{tre}/huy
  phien_ban = 1
  ly_do = Nhập hai lần
> 409
can_bo POST /so/tre_em/{tre}/huy
  phien_ban = 3
  ly_do = Nhập hai lần
> 303
can_bo GET /so/tre_em/{tre}
> 404
can_bo GET /so/tre_em.json
> json items !

case Màn hình khóa giữa lúc gõ: nháp được giữ, mở khóa thì hiện lại
can_bo GET /so/ca/{id}/buoc/xac_minh
> 200
can_bo POST /khoa
> 303
can_bo GET /so/ca/{id}
> 401
> has Màn hình đang khóa
> not Giàng Thị Sao
can_bo GET /so/ca.json
> 401
> json items !
can_bo POST /so/ca/{id}/buoc/xac_minh
  ket_luan = chua_du
  ly_do = Gia đình đi nương, hẹn ngày mai
> 401
> has đã được giữ lại
can_bo POST /mo-khoa
  mat_khau = sai-mat-khau
  duong_dan = /so/ca/{id}/buoc/xac_minh
> 422
can_bo POST /mo-khoa
  mat_khau = suoi-gao-dieu
  duong_dan = /so/ca/{id}/buoc/xac_minh
> 303
> to /so/ca/{id}/buoc/xac_minh
can_bo GET /so/ca/{id}/buoc/xac_minh
> 200
> has Gia đình đi nương, hẹn ngày mai
> has bản nháp
can_bo FORM /so/ca/{id}/buoc/xac_minh
> 303
can_bo GET /so/ca/{id}/buoc/xac_minh
> not Gia đình đi nương, hẹn ngày mai

case Phiên để lâu tự khóa, quá mười giờ thì phải đăng nhập lại
can_bo GET /
> 200
clock +20m
can_bo! GET /
> 401
> has Màn hình đang khóa
clock +11h
can_bo! GET /
> 303
> to /dang-nhap?tiep=/
can_bo! GET /.json
> 401

case Bản nháp tự giữ khi gõ, chỉ của mình
can_bo POST /nhap
  duong_dan = /so/ca/moi
  noi_dung = Đang ghi dở
  muc_do = chua_ro
> 200
can_bo GET /so/ca/moi
> has Đang ghi dở
can_bo_2 GET /so/ca/moi
> not Đang ghi dở
can_bo POST /nhap
  noi_dung = Không biết của trang nào
> 400

case Giữ phiên không trả nội dung
can_bo GET /giu-phien
> 204

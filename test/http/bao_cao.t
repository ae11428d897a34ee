# From the calendar to a locked report. Today is 5 October 2026: the nine-month report was due on 20 September.

case Lịch báo cáo của xã có đủ việc, việc quá hạn hiện rõ
can_bo GET /bao-cao
> 200
> has Lịch báo cáo năm 2026
> has Báo cáo công tác trẻ em và bình đẳng giới 9 tháng
> has quá hạn 15 ngày
> has Lập báo cáo
> not 9 tháng của tỉnh
can_bo GET /bao-cao.json?nam=2026
> json title = Lịch báo cáo năm 2026
can_bo GET /bao-cao.csv
> 200
> type text/csv
can_bo GET /bao-cao.xlsx?nam=2026
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
cong_tac_vien GET /bao-cao
> 403
chu_tich GET /bao-cao
> 200
> not Lập báo cáo

case Việc quá hạn ở hộp việc của cán bộ, và của chủ tịch khi chậm quá ba ngày
can_bo GET /
> has Báo cáo công tác trẻ em và bình đẳng giới 9 tháng
> has name="ky" value="2026-9M"
chu_tich GET /
> has Báo cáo công tác trẻ em và bình đẳng giới 9 tháng
> not name="ky" value="2026-9M"
cong_an GET /
> not Báo cáo công tác trẻ em

case Trang lãnh đạo đếm báo cáo quá hạn của mình, của các xã
chu_tich GET /lanh-dao.json
> json late_reports.own.reports = 3
> json late_reports.below !
chu_tich GET /lanh-dao
> has Báo cáo quá hạn
> has href="/bao-cao?nam=2026"
> not href="/bao-cao/cac-xa
can_bo_tinh GET /lanh-dao.json
> json late_reports.own.reports = 4
> json late_reports.below.units = 45
> json late_reports.below.reports = 135
can_bo_tinh GET /lanh-dao
> has href="/bao-cao/cac-xa?nam=2026"

case Sổ và dữ liệu mẫu để có số
can_bo FORM /so/tre_em/moi
  ho_ten = Lò Thị Hoa
  ngay_sinh = 10/11/2022
  gioi_tinh = nu
  tinh_trang_cha = chet
  tinh_trang_me = chet
> 303
can_bo FORM /so/tre_em/moi
  ho_ten = Vàng Thị Pằng
  ngay_sinh = 03/02/2019
  gioi_tinh = nu
> 303

case Lập báo cáo 9 tháng; lần thứ hai là chính báo cáo đó
can_bo POST /bao-cao
  nhiem_vu = bao_cao_9_thang
  ky = 2026-9M
> 303
> to /bao-cao/{bc:=}
can_bo POST /bao-cao
  nhiem_vu = bao_cao_9_thang
  ky = 9T/2026
> 303
> to /bao-cao/{bc}?tb=bao-cao-da-co
can_bo_2 POST /bao-cao
  nhiem_vu = bao_cao_9_thang
  ky = 2026-9M
> to /bao-cao/{bc}?tb=bao-cao-da-co
can_bo GET /bao-cao/{bc}?tb=bao-cao-da-co
> has đây là báo cáo đó
> has ⟦tre_em:
> has Thể thức
> has Chưa viết mục
can_bo GET /bao-cao
> has Đang soạn

case Ai không được thì không thấy, không làm
can_bo_xa_khac GET /bao-cao/{bc}
> 404
cong_an GET /bao-cao/{bc}
> 403
can_bo_ha_noi GET /bao-cao/{bc}
> 404
chu_tich GET /bao-cao/{bc}
> 200
> not name="viec"
chu_tich POST /bao-cao/{bc}
  viec = gui
> 403
can_bo_tinh POST /bao-cao/{bc}
  viec = gui
> 403
can_bo_xa_khac POST /bao-cao
  nhiem_vu = bao_cao_9_thang_tinh
  ky = 2026-9M
> 403
can_bo POST /bao-cao
  nhiem_vu = khong_co
  ky = 2026-9M
> 400
can_bo POST /bao-cao
  nhiem_vu = bao_cao_9_thang
  ky = 2026-Q7
> 400

case Lời văn của người viết được giữ, số trong ô vẫn mới
can_bo POST /bao-cao/{bc}
  viec = luu
  doan_tre_em = Chữ của tôi: xã có ⟦tre_em: 999⟧ trẻ.
  doan_han_che = Một bản chưa có cộng tác viên.
> 303
can_bo GET /bao-cao/{bc}
> has Chữ của tôi: xã có ⟦tre_em: 
> not tre_em: 999
> has Một bản chưa có cộng tác viên.
> has Câu mẫu có số liệu này mà đoạn trên không còn
> has Thêm lại câu còn thiếu

case Ô số liệu hỏng được báo, chữ không mất
can_bo POST /bao-cao/{bc}
  viec = luu
  doan_tre_em = Hỏng ⟦tre_em: 5 và ⟦khong_co: 7⟧ ở đây.
> 303
can_bo GET /bao-cao/{bc}
> has Ô số liệu bị hỏng ở
> has Không có chỉ tiêu nào tên “khong_co”
> has Hỏng ⟦tre_em: 5 và ⟦khong_co: 7⟧ ở đây.
can_bo POST /bao-cao/{bc}
  viec = them.tre_em
  doan_tre_em = Hỏng, đã xóa ô.
> 303
can_bo GET /bao-cao/{bc}
> has Hỏng, đã xóa ô. Đến hết kỳ báo cáo
can_bo POST /bao-cao/{bc}
  viec = soan_lai.tre_em
> 303
can_bo GET /bao-cao/{bc}
> not Hỏng, đã xóa ô

case Số so với cùng kỳ do người viết tự thêm cũng có trên bản in
can_bo POST /bao-cao/{bc}
  viec = luu
  doan_uu_diem = Trẻ em gái ⟦tre_nu|cung_ky: ?⟧ so với năm trước.
> 303
can_bo GET /bao-cao/{bc}/in
> has Trẻ em gái không đổi so với năm trước.

case Word, Excel và bản in
can_bo GET /bao-cao/{bc}.docx
> 200
> type application/vnd.openxmlformats-officedocument.wordprocessingml.document
> header Content-Disposition: bao-cao-9-thang
can_bo GET /bao-cao/{bc}.xlsx
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
can_bo GET /bao-cao/{bc}/in
> has BÁO CÁO
> has Kết quả công tác trẻ em và bình đẳng giới 9 tháng đầu năm 2026
> has I. TÌNH HÌNH CHUNG
> has TM. ỦY BAN NHÂN DÂN
> not ⟦
can_bo GET /bao-cao/{bc}.json
> 200
can_bo GET /bao-cao/{bc}/in.json
> 200

case Thể thức được kiểm tra
can_bo FORM /bao-cao/{bc}
  viec = luu
  ngay_ky = 45/13/2026
> 422
can_bo FORM /bao-cao/{bc}
  viec = luu
  ngay_ky = 18/9/2026
  so_hieu = 45/BC-UBND
  nguoi_ky = Giàng A Sình
> 303
can_bo GET /bao-cao/{bc}/in
> has 45/BC-UBND
> not ngày ……
> has Giàng A Sình

case Không ai đi vòng qua các trang chung của sổ
can_bo GET /so/bao_cao/{bc}
> 303
> to /bao-cao/{bc}
can_bo GET /so/bao_cao/{bc}/buoc/gui
> 404
can_bo POST /so/bao_cao/{bc}/buoc/gui
> 404
can_bo GET /so/bao_cao/moi
> 403
can_bo POST /so/nhiem_vu_xong/moi
  ten = x
> 403

case Gửi; gửi hai lần là một
can_bo POST /bao-cao/{bc}
  viec = gui
> 303
> to /bao-cao/{bc}?tb=bao-cao-da-gui
can_bo POST /bao-cao/{bc}
  viec = gui
> 303
> to /bao-cao/{bc}?tb=bao-cao-da-gui
can_bo POST /bao-cao/{bc}
  viec = gui
  doan_han_che = Chữ sửa ở một trang đã cũ.
> 409
> has không vào báo cáo đã gửi
> has >Chữ sửa ở một trang đã cũ.</textarea>
can_bo GET /bao-cao/{bc}
> has Đã gửi, chờ cấp trên
> not Chữ sửa ở một trang đã cũ
> has số liệu chốt lúc
> not name="doan_tre_em"
can_bo GET /bao-cao
> has Đã gửi
> has chậm 15 ngày
can_bo POST /bao-cao/{bc}
  viec = luu
  doan_tre_em = sửa lén
> 409
> has >sửa lén</textarea>
can_bo GET /
> not bao_cao_9_thang

case Báo cáo đã gửi không còn quá hạn ở trang lãnh đạo
chu_tich GET /lanh-dao.json
> json late_reports.own.reports = 2
can_bo_tinh GET /lanh-dao.json
> json late_reports.below.reports = 134

case Số thay đổi sau khi gửi: báo cáo như đã gửi, và nói nay là bao nhiêu
can_bo FORM /so/tre_em/moi
  ho_ten = Mùa A Tủa
  ngay_sinh = 03/02/2020
  gioi_tinh = nam
> 303
can_bo GET /bao-cao/{bc}/in
> 200

case Tỉnh thấy ai đã gửi, trả lại có lý do
can_bo_tinh GET /bao-cao/cac-xa
> 200
> has Đã gửi
> has quá hạn 15 ngày
can_bo GET /bao-cao/cac-xa
> 403
can_bo_tinh GET /bao-cao/{bc}
> has Xét báo cáo
> has Trả lại
can_bo_tinh POST /bao-cao/{bc}
  viec = tra_lai
> 409
> has Hãy ghi lý do trả lại
can_bo_tinh POST /bao-cao/{bc}
  viec = tra_lai
  ly_do = Thiếu số liệu về khai sinh
> 303
can_bo GET /bao-cao/{bc}
> has Bị trả lại
> has Thiếu số liệu về khai sinh
can_bo GET /
> has Mở báo cáo
can_bo POST /bao-cao/{bc}
  viec = chap_nhan
> 403
can_bo POST /bao-cao/{bc}
  viec = gui
> 303

case Chấp nhận, khóa, mở khóa có thời hạn
can_bo_tinh POST /bao-cao/{bc}
  viec = chap_nhan
> 303
can_bo_tinh POST /bao-cao/{bc}
  viec = khoa
> 303
can_bo_tinh POST /bao-cao/{bc}
  viec = mo_khoa
  ly_do = Xã phát hiện nhầm số
  den_ngay = 01/10/2026
> 409
> has Ngày hết hạn mở khóa đã qua
can_bo_tinh POST /bao-cao/{bc}
  viec = mo_khoa
  ly_do = Xã phát hiện nhầm số
  den_ngay = 07/10/2026
> 303
can_bo GET /bao-cao/{bc}
> has Được mở khóa đến hết 07/10/2026
> has name="doan_tre_em"
clock +3d
can_bo GET /bao-cao/{bc}
> not name="doan_tre_em"
can_bo POST /bao-cao/{bc}
  viec = gui
> 409
can_bo_tinh POST /bao-cao/{bc}
  viec = khoa
> 303
can_bo GET /bao-cao/{bc}
> has Đã khóa

case Việc không có báo cáo được ghi là xong, một lần
can_bo POST /bao-cao/xong
  nhiem_vu = so_lieu_thong_ke
  ky = 2025
  ngay = 10/7/2026
  ghi_chu = 12/BC-UBND
> 303
can_bo POST /bao-cao/xong
  nhiem_vu = so_lieu_thong_ke
  ky = 2025
  ngay = 10/7/2026
> 409
> has đã có người ghi là xong
can_bo GET /bao-cao
> has Đã làm
can_bo POST /bao-cao/xong
  nhiem_vu = bao_cao_9_thang
  ky = 2026-9M
  ngay = 10/7/2026
> 403

case Cuộc họp trong sổ cho biết việc họp đã làm
can_bo FORM /so/hop_ban_bvte/moi
  ngay = 20/7/2026
  to_chuc = ban_bvte
  ky = quy
  chu_tri = Giàng A Sình
  noi_dung = Việc quý III
> 303
can_bo GET /bao-cao.json
> 200

case Báo cáo của tỉnh từ số của các xã
can_bo_tinh GET /bao-cao
> has 9 tháng của tỉnh
can_bo_tinh POST /bao-cao
  nhiem_vu = bao_cao_9_thang_tinh
  ky = 2026-9M
> 303
> to /bao-cao/{tinh:=}
can_bo_tinh GET /bao-cao/{tinh}
> has xã, phường chưa gửi báo cáo của kỳ này
> has Gửi báo cáo
can_bo_tinh GET /bao-cao/{tinh}/in
> has SỞ Y TẾ
> has GIÁM ĐỐC
can_bo_tinh GET /bao-cao/{tinh}.xlsx
> 200
can_bo GET /bao-cao/{tinh}
> 404

case Gửi cùng cả phần thể thức không đổi, như trình duyệt gửi
can_bo_tinh POST /bao-cao/{tinh}
  viec = luu
  co_quan_tren = UBND TỈNH ĐIỆN BIÊN
  co_quan = SỞ Y TẾ
> 303
can_bo_tinh POST /bao-cao/{tinh}
  viec = gui
  co_quan_tren = UBND TỈNH ĐIỆN BIÊN
  co_quan = SỞ Y TẾ
> 303
> to /bao-cao/{tinh}?tb=bao-cao-da-gui
can_bo_tinh GET /bao-cao/{tinh}
> not Chấp nhận
> has Khóa
